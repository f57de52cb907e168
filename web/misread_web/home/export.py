"""Everything that is kept of a learner, as plain JSON that explains itself."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from misread_course.catalogue import Lesson
from misread_records import Event
from misread_web.home.inert import escaped
from misread_widgets.seat import Seat

FORMAT = "misread-my-course/1"
ABOUT = (
    "Everything that the course Misread keeps of you: one event for each thing that you did, in the order in which it "
    "was saved. What the course shows you (where you stand, your profile, your notes) is worked out from these events."
)
FIELDS = {
    "id": "the event's own number (a UUID of version 7)",
    "learner": "the name that the course has for you",
    "cohort": "the group that you take the course with; null where there is none",
    "at": "when the event arrived, in UTC",
    "lesson": "the lesson; its title stands under 'lessons'",
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
        "you answered a card ('choice') or an exercise ('answer'; 'try': for which time), "
        "or marked a line of a talk ('line')"
    ),
    "wrote": (
        "you saved a text ('text') to a question ('question'); 'done': you asked to compare it, or handed it in; 'on': "
        "the events whose texts it took the place of; 'beside': it was begun before the text that stood there was saved"
    ),
}


def my_course(seat: Seat, lessons: Iterable[Lesson], events: Iterable[Event], made: datetime) -> str:
    """Return the file, as text; every event is in it exactly as it is kept."""
    content = {
        "format": FORMAT,
        "about": ABOUT,
        "made": made.isoformat(timespec="seconds"),
        "learner": seat.learner,
        "cohort": seat.cohort,
        "lessons": {lesson.name: lesson.title for lesson in lessons},
        "fields": FIELDS,
        "kinds": KINDS,
        "events": [event.model_dump(mode="json") for event in events],
    }
    return escaped(json.dumps(content, ensure_ascii=False, indent=2)) + "\n"
