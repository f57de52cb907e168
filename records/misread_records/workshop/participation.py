"""A member's part in workshops: where they took part, what they did there, and how it is erased.

A member's own events (lesson `LESSON`, kind ``joined``, item: the join code, data: ``participant``, ``title`` and
``cases``) name the workshops that they joined by their account, and as which participant. Without these, nobody can
tell whose a participant's events are.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from misread_records.event import Event
from misread_records.uuid7 import new_id
from misread_records.workshop.workshop import LESSON, WHOLE, journal_name

if TYPE_CHECKING:
    from pydantic import JsonValue

    from misread_records.journals import Journal
    from misread_records.workshop.workshop import Workshop


@dataclasses.dataclass(frozen=True)
class Participation:
    """One workshop that a member joined by their account.

    Attributes:
        code: the join code.
        participant: the id of the participant that the member was.
        at: when they joined.
        title: the workshop's title; empty if the event does not have it.
        cases: the scenarios and mirrors of its agenda, as far as the event has them.
    """

    code: str
    participant: str
    at: datetime
    title: str = ""
    cases: tuple[str, ...] = ()


def participations(events: Iterable[Event]) -> tuple[Participation, ...]:
    """Return the workshops that a member joined, from the member's own events, the first one first."""
    return tuple(
        Participation(event.item, participant, event.at, str(event.data.get("title") or ""), _cases(event))
        for event in events
        if event.lesson == LESSON and event.kind == "joined" and event.item != WHOLE
        if isinstance(participant := event.data.get("participant"), str)
    )


def _cases(event: Event) -> tuple[str, ...]:
    cases = event.data.get("cases")
    return tuple(each for each in cases if isinstance(each, str)) if isinstance(cases, list) else ()


def pointer_data(workshop: Workshop, participant: str) -> dict[str, JsonValue]:
    """Return the data of a member's own event about a workshop that they join."""
    steps = [state.step for state in workshop.steps.values()]
    cases: list[JsonValue] = [step.item for step in steps if step.kind in ("case", "mirrors")]
    return {"participant": participant, "title": workshop.title, "cases": cases}


def events_of(journal: Journal, part: Participation) -> tuple[Event, ...]:
    """Return what a member did in a workshop, as the workshop's events have it.

    Raises:
        JournalError: if the journal cannot be read.
    """
    events = journal.read(journal_name(part.code), LESSON)
    return tuple(event for event in events if event.data.get("participant") == part.participant)


def erase(journal: Journal, parts: Iterable[Participation]) -> int:
    """Erase a member's name and texts in the workshops that they joined, and return how many events held one.

    Each such event is replaced by one without the name or the text, which then stands last. So the participant has no
    part any more in what came before: their votes no longer count, and the id in them leads to nobody.

    Raises:
        JournalError: if the journal cannot be changed.
    """
    erased = 0
    for part in parts:
        for event in events_of(journal, part):
            emptied = {name: "" for name in ("name", "text") if event.data.get(name)}
            if emptied:
                bare = event.model_copy(update={"id": new_id(), "data": {**event.data, **emptied}})
                journal.replace(bare, event.id)
                erased += 1
    return erased
