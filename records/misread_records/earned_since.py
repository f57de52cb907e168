"""The time since which an answer earns its score; an event that changes no score does not move it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from misread_records.answers import tries
from misread_records.event import Event
from misread_records.play_state import fitting
from misread_records.runs import runs
from misread_records.scoring import shares_of
from misread_scenarios.exercises import Scored, exercises
from misread_scenarios.library import library, load


def earned_since(events: Iterable[Event], item: str) -> datetime | None:
    """Return the moment since which an answer earns its present score; None if it earns nothing.

    ==========  ======================================================================================================
    item        the moment
    ==========  ======================================================================================================
    a scenario  the choice that ended the first run; later runs do not count
    an          the first of the tries with the highest score; a later try that is as good, or worse, changes nothing
    exercise
    a text      the first time that its present words were handed in; handing in the same words again changes nothing
    ==========  ======================================================================================================

    Args:
        events: one learner's events of a lesson, in the order in which they happened.
        item: the id of a scenario or an exercise; other items earn nothing.
    """
    own = tuple(event for event in events if event.item == item)
    by_id = exercises()
    if item in by_id:
        return _best_try(own, item) if isinstance(by_id[item], Scored) else _text(own, item)
    return _ending(own, item) if item in library() else None


def _best_try(events: tuple[Event, ...], item: str) -> datetime | None:
    shares = shares_of(events, item)
    most = max((share for share in shares if share), default=None)
    return None if most is None else tries(events, item)[shares.index(most)].at


def _text(events: tuple[Event, ...], item: str) -> datetime | None:
    moment, text = None, ""
    for event in events:
        given = event.data.get("text")
        is_handed_in = event.kind == "wrote" and event.data.get("question") == item and event.data.get("done") is True
        if is_handed_in and isinstance(given, str) and given.strip() != text:
            moment, text = event.at, given.strip()
    return moment if text else None


def _ending(events: tuple[Event, ...], item: str) -> datetime | None:
    run = next(iter(runs(events, item)), None)
    stand = fitting(load(item), run) if run else None
    if stand is None or not stand.over:
        return None
    picks = [event.at for event in events if event.kind == "picked" and event.attempt == 1]
    return picks[min(len(stand.picks), len(picks)) - 1] if picks and stand.picks else None
