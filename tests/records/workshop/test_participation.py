"""A member who has everything deleted leaves no name and no text in the workshops that they joined."""

from __future__ import annotations

import json

import pytest

from misread_records import Event, Journal, new_id
from misread_records.workshop import LESSON, erase, events_of, journal_name, participations, pointer_data, workshop_of
from tests.records.workshop.conftest import START, Played


def pointer(learner: str, code: str, participant: str) -> Event:
    """What a member's own events keep of a workshop that they joined."""
    return Event(
        id=new_id(), learner=learner, cohort=None, at=START, lesson=LESSON, item=code, kind="joined", attempt=1,
        data={"participant": participant}, content="1", slot=f"joined/{code}",
    )  # fmt: skip


@pytest.mark.parametrize("address", ["memory", "file", "sqlite"], indirect=True)
def test_erasure_leaves_no_name_and_no_text_and_others_as_they_were(journal: Journal, played: Played) -> None:
    played.join("ada", "ben")
    played.host("begin", step="sam")
    played.host("vote")
    played.vote(ada="blanks", ben="blanks")
    played.host("reveal")
    for who in ("ada", "ben"):
        played.say("wrote", {"participant": who, "text": f"Kim told {who}", "share": True}, "words")
    for event in played.events:
        journal.append(event)
    journal.append(pointer("member-7", "KFRDGH", "ada"))

    parts = participations(journal.read("member-7"))
    assert [(part.code, part.participant) for part in parts] == [("KFRDGH", "ada")]
    assert {event.kind for event in events_of(journal, parts[0])} == {"joined", "voted", "wrote"}
    assert erase(journal, parts) == 2

    left = journal.read(journal_name("KFRDGH"))
    kept = json.dumps([event.data for event in left])
    assert "Ada" not in kept
    assert "Kim told ada" not in kept
    assert "Kim told ben" in kept
    workshop = workshop_of("KFRDGH", left)
    assert workshop.participants["ben"].name == "Ben"
    assert [note.text for note in workshop.steps["words"].notes] == ["Kim told ben"]
    assert list(workshop.steps["sam"].ballots[0].votes) == ["ben"]
    assert erase(journal, parts) == 0


def test_a_member_s_event_names_the_workshop_and_its_cases(played: Played) -> None:
    event = pointer("member-7", "KFRDGH", "ada")
    (part,) = participations([event.model_copy(update={"data": pointer_data(played.workshop, "ada")})])
    assert (part.title, part.cases) == ("A morning", ("sam-priya",))
    assert participations([event])[0].cases == ()


def test_a_workshop_s_own_events_are_nobody_s_participation(played: Played) -> None:
    played.join("ada")
    assert participations(played.events) == ()
