"""A workshop to try things on, whose events are made as a server makes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import JsonValue

from misread_records import Event, Kind, new_id
from misread_records.workshop import LESSON, WHOLE, Workshop, act_slot, journal_name, participant_slot

START = datetime(2026, 11, 28, 9, tzinfo=UTC)
STEPS: list[JsonValue] = [
    {"id": "sam", "kind": "case", "title": "Sam and Priya", "item": "sam-priya", "minutes": 45},
    {"id": "words", "kind": "words", "title": "One word", "question": "Sam is …", "minutes": 5},
]


class Played:
    """A workshop that has been opened, and what has happened in it."""

    def __init__(self, steps: list[JsonValue] | None = None, lang: str = "en", seed: int = 0) -> None:
        """Open it with two steps, or those given, and the usual settings."""
        self.workshop, self.events = Workshop("KFRDGH"), list[Event]()
        about: dict[str, JsonValue] = {"title": "A morning", "lang": lang, "seed": seed, "host": "me"}
        self.say("opened", {**about, "steps": steps or STEPS}, slot="opened")

    def say(
        self, kind: Kind, data: dict[str, JsonValue], item: str = WHOLE, attempt: int = 1, slot: str | None = None
    ) -> Event:
        """Let something happen, a second after what happened before."""
        at = START + timedelta(seconds=len(self.events))
        name = journal_name(self.workshop.code)
        event = Event(
            id=new_id(), learner=name, cohort=None, at=at, lesson=LESSON, item=item, kind=kind, attempt=attempt,
            data=data, content="1", slot=slot,
        )  # fmt: skip
        self.events.append(event)
        self.workshop.take(event)
        return event

    def join(self, *participants: str) -> None:
        """Let people join under their own ids."""
        for id_ in participants:
            self.say("joined", {"participant": id_, "name": id_.title()}, slot=participant_slot(id_))

    def host(self, do: str, **data: JsonValue) -> str | None:
        """Let the facilitator do something, and return why it changed nothing; None if it did."""
        slot = act_slot(self.workshop.acts + 1)
        return self._why(self.say("hosted", {"do": do, **data}, slot=slot))

    def vote(self, **answers: JsonValue) -> list[str | None]:
        """Let participants vote in the present round, and return why each vote changed nothing; None if it did."""
        state = self.workshop.state
        assert state
        number, round_ = state.ballot.number, max(1, state.ballot.round)
        votes = [
            self.say("voted", {"participant": id_, "ballot": number, "answer": answer}, state.step.id, round_)
            for id_, answer in answers.items()
        ]
        return [self._why(vote) for vote in votes]

    def _why(self, event: Event) -> str | None:
        """Return why an event changed nothing; None if it did."""
        return str(self.workshop.strays[event.id]) if event.id in self.workshop.strays else None


@pytest.fixture
def played() -> Played:
    return Played()
