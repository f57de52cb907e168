"""The runs through one scenario, each a list of picks, worked out from a learner's events.

The events of a scenario item are

=============  ===========================================  ===================================================
kind           data                                         means
=============  ===========================================  ===================================================
``opened``     ``{"seed": 7}``                              the first run begins; it is the one that counts
``picked``     ``{"scene": "N1", "pick": "report"}``        the next pick of the attempt
``finished``   ``{"ending": "SE1"}``                        the attempt has reached an ending
``restarted``  ``{"seed": 7, "keep": 2, "from": 1}``        a new attempt begins with two picks of attempt 1
=============  ===========================================  ===================================================

Events that do not fit the events before them (a pick for an attempt that was never begun, a decision that is not the
next one) change nothing; `strays` lists them with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from misread_records.event import Event


@dataclass(frozen=True)
class Run:
    """One try at a scenario.

    Attributes:
        attempt: which one; attempt 1 is the first run, the one that counts.
        seed: the seed that drew the names and hidden facts.
        picks: every pick so far, including picks kept from an earlier attempt.
        finished: whether an ending was reached.
        came_from: the attempt that this one was rewound from; None if it began afresh.
    """

    attempt: int
    seed: int
    picks: tuple[str, ...] = ()
    finished: bool = False
    came_from: int | None = None


@dataclass(frozen=True)
class Stray:
    """An event that changed no run, and the reason."""

    event: Event
    why: str


def runs(events: Iterable[Event], item: str) -> tuple[Run, ...]:
    """Return the runs through an item, in the order in which they were begun.

    Args:
        events: one learner's events, in the order of appending; events of other items are ignored, and duplicates
            count once.
        item: the scenario's id within the lesson.
    """
    return _story(events, item).runs


def strays(events: Iterable[Event], item: str) -> tuple[Stray, ...]:
    """Return the events of an item that changed no run, each with the reason: for support and tests."""
    return tuple(_story(events, item).strays)


def pick_slot(item: str, attempt: int, decision: int) -> str:
    """Name the slot of a decision, counted from 1, so that two tabs cannot both make it."""
    return f"{item}/{attempt}/{decision}"


def start_slot(item: str, attempt: int) -> str:
    """Name the slot of an attempt's beginning, so that two tabs cannot begin it with different seeds."""
    return f"{item}/{attempt}/start"


class RunHistory:
    """The runs through an item as they grow event by event; each event is taken once.

    Attributes:
        item: the scenario's id within the lesson.
        strays: the events of the item that changed no run, with the reason for each.
    """

    def __init__(self, item: str) -> None:
        """Start without events."""
        self.item = item
        self.strays: list[Stray] = []
        self._runs: dict[int, _Growing] = {}

    @property
    def runs(self) -> tuple[Run, ...]:
        """The runs so far, in the order in which they were begun."""
        return tuple(run.frozen() for run in self._runs.values())

    def take(self, event: Event) -> None:
        """Take the next event; events of other items are ignored."""
        step = _STEPS.get(event.kind)
        if event.item != self.item or step is None:
            return
        outcome = step(self._runs, event)
        if isinstance(outcome, str):
            self.strays.append(Stray(event, outcome))
        else:
            self._runs[outcome.attempt] = outcome


def _story(events: Iterable[Event], item: str) -> RunHistory:
    story, seen = RunHistory(item), set[UUID]()
    for event in events:
        if event.id not in seen:
            seen.add(event.id)
            story.take(event)
    return story


@dataclass
class _Growing:
    """A run that grows event by event; mutable for speed, since each click replays every choice of a run."""

    attempt: int
    seed: int
    picks: list[str] = field(default_factory=list)
    finished: bool = False
    came_from: int | None = None

    def frozen(self) -> Run:
        return Run(self.attempt, self.seed, tuple(self.picks), self.finished, self.came_from)


def _opened(runs: dict[int, _Growing], event: Event) -> _Growing | str:
    seed = _number(event, "seed")
    if event.attempt != 1 or runs:
        return "only the first attempt is opened, and only once"
    return "it names no seed" if seed is None else _Growing(1, seed)


def _picked(runs: dict[int, _Growing], event: Event) -> _Growing | str:
    run = runs.get(event.attempt)
    pick = event.data.get("pick")
    if run is None:
        return "nobody began this attempt"
    if run.finished:
        return "this attempt was finished before"
    if not isinstance(pick, str):
        return "it names no pick"
    next_decision = len(run.picks) + 1
    if event.slot not in (None, pick_slot(event.item, run.attempt, next_decision)):
        return f"decision {next_decision} was due, and this one is for {event.slot}"
    run.picks.append(pick)
    return run


def _finished(runs: dict[int, _Growing], event: Event) -> _Growing | str:
    run = runs.get(event.attempt)
    if run is None:
        return "nobody began this attempt"
    if run.finished:
        return "this attempt was finished before"
    run.finished = True
    return run


def _restarted(runs: dict[int, _Growing], event: Event) -> _Growing | str:
    seed, keep, origin = (_number(event, name) for name in ("seed", "keep", "from"))
    if seed is None or keep is None or origin is None:
        return "it lacks a seed, the number of picks to keep, or the attempt they come from"
    if event.attempt in runs:
        return "this attempt was begun before"
    earlier = runs.get(origin)
    if earlier is None:
        return f"there is no attempt {origin} to come from"
    if not 0 <= keep <= len(earlier.picks):
        return f"attempt {origin} has {len(earlier.picks)} picks, so {keep} cannot be kept"
    rewound = keep > 0 or seed == earlier.seed
    return _Growing(event.attempt, seed, earlier.picks[:keep], came_from=origin if rewound else None)


def _number(event: Event, name: str) -> int | None:
    value = event.data.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


_STEPS: dict[str, Callable[[dict[int, _Growing], Event], _Growing | str]] = {
    "opened": _opened,
    "picked": _picked,
    "finished": _finished,
    "restarted": _restarted,
}
