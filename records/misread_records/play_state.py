"""The state of play: where a learner is in a scenario, as a pure function of the scenario and the learner's runs."""

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
class PlayState:
    """The state of one learner's play of one scenario.

    Attributes:
        scenario: the scenario as it is now.
        runs: all runs of the learner, in order.
        run: the current run; None before the first one.
        read: the number of the current run's picks whose consequence the learner has read.
        kept: the number of picks that the current run kept from an earlier run.
    """

    scenario: Scenario
    runs: tuple[Run, ...]
    run: Run | None
    read: int
    kept: int = 0

    @functools.cached_property
    def stand(self) -> Stand:
        """Where the picks of the current run lead, or its last fitting pick if the scenario has changed."""
        return fitting(self.scenario, self.run) if self.run else opening(self.scenario, 0)

    @property
    def first(self) -> Run | None:
        """The first run, which is the one that counts."""
        return self.runs[0] if self.runs else None

    @property
    def first_over(self) -> bool:
        """Whether every decision of the first run is made."""
        return self.first is not None and fitting(self.scenario, self.first).over

    def is_through(self, run: Run) -> bool:
        """Return whether a run is over and the learner has also read the consequence of its last pick."""
        is_on_screen = self.run is not None and self.run.attempt == run.attempt
        return fitting(self.scenario, run).over and not (is_on_screen and self.screen == "consequence")

    @functools.cached_property
    def names(self) -> Names:
        """The names of the people in the current run; before the first run, the names in the file."""
        return self.names_in(self.run) if self.run else default_names(self.scenario)

    def names_in(self, run: Run) -> Names:
        """Return people's names in a run: those in the file if it has the first run's seed, otherwise drawn ones."""
        has_first_seed = self.first is not None and run.seed == self.first.seed
        return default_names(self.scenario) if has_first_seed else drawn_names(self.scenario, run.seed)

    @functools.cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """The decisions of the current run."""
        return decisions(self.stand)

    @property
    def changed(self) -> bool:
        """Whether some picks of the current run no longer fit, because the scenario has changed."""
        return self.run is not None and len(self.stand.picks) < len(self.run.picks)

    @functools.cached_property
    def screen(self) -> Screen:
        """The screen to show."""
        if self.run is None:
            return "cover"
        if self.changed:
            return "changed"
        if self.read < len(self.stand.picks) and not self.stand.fact_shown:
            return "consequence"
        return "debrief" if self.stand.over else "situation"


def fitting(scenario: Scenario, run: Run) -> Stand:
    """Return where a run leads, up to the first pick that the scenario no longer offers."""
    stand = opening(scenario, run.seed)
    for number in range(len(run.picks)):  # pick by pick: each stand continues from the cached one before it
        stand = _led(scenario, run.seed, run.picks[: number + 1])
        if len(stand.steps) == number:
            break
    return stand


@functools.lru_cache(maxsize=512)  # each message needs its run several times; an entry takes some kilobytes
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
