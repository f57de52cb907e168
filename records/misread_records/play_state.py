"""Where a learner is in a scenario: a pure function of the scenario and of what they did."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING, Literal

from misread_scenarios.decisions import Decision, decisions
from misread_scenarios.names import Names, default_names, drawn_names
from misread_scenarios.play import BadPick, Stand, opening

if TYPE_CHECKING:
    from misread_records import Run
    from misread_scenarios.model import Scenario

Screen = Literal["cover", "situation", "consequence", "debrief", "changed"]


@dataclasses.dataclass(frozen=True)
class Sitting:
    """One learner at one scenario.

    `run` is the run they are in, `kept` how many picks it was rewound with, and `read` how many of its picks they have
    read the consequence of. `stand` is where its picks lead; if the scenario has changed since and a pick no longer
    fits, it is where the last fitting one leads.
    """

    scenario: Scenario
    runs: tuple[Run, ...]
    run: Run | None
    read: int
    kept: int = 0

    @functools.cached_property
    def stand(self) -> Stand:
        """Where the current run leads."""
        return fitting(self.scenario, self.run) if self.run else opening(self.scenario, 0)

    @property
    def first(self) -> Run | None:
        """The first run: the one that counts."""
        return self.runs[0] if self.runs else None

    @property
    def first_over(self) -> bool:
        """Whether every decision of the first run is made."""
        return self.first is not None and fitting(self.scenario, self.first).over

    def is_through(self, run: Run) -> bool:
        """Tell whether a run is over and its learner has seen so: what the last choice led to may still be unread."""
        is_on_screen = self.run is not None and self.run.attempt == run.attempt
        return fitting(self.scenario, run).over and not (is_on_screen and self.screen == "consequence")

    @functools.cached_property
    def names(self) -> Names:
        """Who is called what in the current run; the file's own names before the first one."""
        return self.names_in(self.run) if self.run else default_names(self.scenario)

    def names_in(self, run: Run) -> Names:
        """Return who is called what in a run: the file's own names with the first run's seed, else drawn ones."""
        has_first_seed = self.first is not None and run.seed == self.first.seed
        return default_names(self.scenario) if has_first_seed else drawn_names(self.scenario, run.seed)

    @functools.cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """The decisions of the current run."""
        return decisions(self.stand)

    @property
    def changed(self) -> bool:
        """Whether the scenario has changed so that the run's picks no longer all fit."""
        return self.run is not None and len(self.stand.picks) < len(self.run.picks)

    @functools.cached_property
    def screen(self) -> Screen:
        """What is to be seen."""
        if self.run is None:
            return "cover"
        if self.changed:
            return "changed"
        if self.read < len(self.stand.picks) and not self.stand.fact_shown:
            return "consequence"
        return "debrief" if self.stand.over else "situation"


def fitting(scenario: Scenario, run: Run) -> Stand:
    """Return where a run leads, up to the first pick that the scenario as it is now does not offer."""
    stand = opening(scenario, run.seed)
    for number in range(len(run.picks)):  # one by one: each stand goes on from the one that is remembered
        stand = _led(scenario, run.seed, run.picks[: number + 1])
        if len(stand.steps) == number:
            break
    return stand


@functools.lru_cache(maxsize=512)  # a message looks at its run several times; some kilobytes each
def _led(scenario: Scenario, seed: int, picks: tuple[str, ...]) -> Stand:
    if not picks:
        return opening(scenario, seed)
    *earlier, last = picks
    stand = _led(scenario, seed, tuple(earlier))
    if len(stand.steps) < len(earlier):
        return stand
    try:
        return stand.after(last)
    except BadPick:
        return stand
