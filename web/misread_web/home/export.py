"""Exports all data about a learner as JSON that explains its own fields."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pydantic_core import to_json

from misread_course.catalogue import Lesson
from misread_records import Event
from misread_records.people import Certificate, Member, SignIn
from misread_records.seat import Seat
from misread_web.home.account import Account
from misread_web.site import escaped

FORMAT = "misread-my-course/1"
ABOUT = (
    "Everything that the course Misread keeps of you: who you are, where you signed in, what was graded, and one event "
    "for each thing that you did, in the order in which it was saved. What the course shows you (where you stand, your "
    "profile, your notes) is worked out from these events."
)
FIELDS = {
    "id": "the event's own number (a UUID of version 7)",
    "learner": "the name that the course has for you",
    "cohort": "the group that you take the course with; null where there is none",
    "at": "when the event arrived, in UTC",
    "lesson": (
        "the lesson; its title stands under 'lessons'. 'review' is not one: it has the questions that returned after a "
        "lesson; nor is 'check-in', which has what you said when you looked back on your plan"
    ),
    "item": (
        "the story, card, talk or exercise in the lesson; one that ends in '/screen' says what you have read of a "
        "story, and one in '/own-marks' how you marked a text of yours"
    ),
    "kind": "what you did; each kind is explained under 'kinds'",
    "attempt": "which run, counted from 1: the first is the one that counts",
    "data": "what exactly you did",
    "content": "the version of the text that you saw",
    "slot": "the decision that the event answers, so that it is answered once; null where there is none",
}
KINDS = {
    "opened": "you began a story ('seed': what the order of its options was drawn with), or read on ('read': how far)",
    "picked": "you made a choice ('pick') in a scene of a story ('scene')",
    "finished": "a run of a story came to its end ('ending')",
    "restarted": "you began a new run ('from': the earlier run; 'keep': how many of its choices you kept)",
    "answered": (
        "you answered a card ('choice') or an exercise ('answer'; 'try': for which time), marked a line of a talk "
        "('line'), or rated the options of a situation from 1, very poor, to 4, very good ('ratings'; 'pick': the "
        "best; 'form': which form you read; 'order': the options as you saw them); at a check-in you said 'happened', "
        "'in_the_way', 'seen' and 'next'; of your values, you finished a step of sorting them ('step')"
    ),
    "joined": "you took part in a workshop ('participant': your id in its events)",
    "hosted": "you led a workshop ('do': what you did)",
    "voted": "you voted in a workshop ('answer': for what; 'attempt': in which round)",
    "wrote": (
        "you saved a text ('text') to a question ('question'); 'done': you asked to compare it, or handed it in; 'on': "
        "the events whose texts it took the place of; 'beside': it was begun before the text that stood there was saved"
    ),
}


ACCOUNT = {
    "person": "who you are in your group, as you were enrolled; 'link' is the number of your personal link",
    "sign_ins": "where you signed in: when, until when, with which kind of browser, and when that was ended",
    "graded": (
        "of each lesson that was handed in: 'released', the points and comments that were given back to you; 'read', "
        "what each reader gave for your texts up to then; 'waits', how many readings are kept beside these, whose "
        "points and comments you read with the next release"
    ),
    "certificate": "your certificate, if you have had one made: its code, and what is confirmed to those who have it",
    "workshops": (
        "what you did in each workshop that you joined with your account, by its code: your name there, your votes and "
        "your texts; 'participant' is your id in it, and 'share' says that your text may be quoted under your name"
    ),
}


def my_course(
    seat: Seat, lessons: Iterable[Lesson], events: Iterable[Event], made: datetime, account: Account | None = None
) -> str:
    """Return the text of the file, with every event exactly as it is stored."""
    account = account or Account()
    member = account.member
    content = {
        "format": FORMAT,
        "about": ABOUT,
        "made": made.isoformat(timespec="seconds"),
        "learner": seat.learner,
        "cohort": seat.cohort,
        "lessons": {lesson.name: lesson.title for lesson in lessons},
        "account": ACCOUNT,
        "person": None if member is None else _plain(member),
        "sign_ins": [_plain(sign_in) for sign_in in account.sign_ins],
        "graded": account.graded,
        "certificate": None if account.certificate is None else _plain(account.certificate),
        "fields": FIELDS,
        "kinds": KINDS,
        "events": _as_stored(events),
        "workshops": {
            code: [event.model_dump(mode="json") for event in kept] for code, kept in account.workshops.items()
        },
    }
    return escaped(json.dumps(content, ensure_ascii=False, indent=2)) + "\n"


def _as_stored(events: Iterable[Event]) -> list[Any]:
    return [event.model_dump(mode="json") for event in events]


def _plain(record: Member | SignIn | Certificate) -> Any:  # noqa: ANN401 - JSON
    """Return a record as plain JSON, with times in UTC and its cohort by name."""
    fields = dataclasses.asdict(record)
    return json.loads(to_json({**fields, "cohort": record.cohort.name} if isinstance(record, Member) else fields))
