"""Figures over all paths of a scenario: how rare each ending is, which path is best, and what others score."""

from __future__ import annotations

import dataclasses
import functools
import itertools
from collections.abc import Iterator, Mapping

from misread_scenarios.model import Scenario
from misread_scenarios.paths.correlation import spearman
from misread_scenarios.paths.graph import Arc, Graph, Spot, most_from
from misread_scenarios.play import transitions

UNIT = 100
"""Scores are sorted by hundredths of a point."""


@dataclasses.dataclass(frozen=True)
class Tally:
    """The paths that reach one ending: their number, their total points, and how often each score occurs."""

    paths: int = 0
    points: float = 0
    scores: Mapping[float, int] = dataclasses.field(default_factory=dict)


class Case:
    """All paths of a scenario with one combination of its drawn facts."""

    def __init__(self, scenario: Scenario, drawn: Mapping[str, str]) -> None:
        """Build the graph; each figure is worked out at its first use.

        Raises:
            Uncountable: see `Graph`.
        """
        self.scenario = scenario
        self.drawn = dict(drawn)
        self.graph = Graph(scenario, drawn)

    @property
    def opening(self) -> Spot:
        """The first spot."""
        return self.graph.spots[self.graph.opening]

    @functools.cached_property
    def _paths_from(self) -> list[int]:
        """How many paths lead from each spot to an ending."""
        paths = [1] * len(self.graph.spots)
        for number in self._backwards():
            paths[number] = sum(paths[arc.target] for arc in self.graph.spots[number].arcs)
        return paths

    @functools.cached_property
    def _best_from(self) -> list[float]:
        """The most points that can still be earned from each spot."""
        return most_from(self.graph)

    def _backwards(self) -> Iterator[int]:
        return reversed(range(self.graph.opening, len(self.graph.spots)))

    @property
    def paths(self) -> int:
        """The number of all paths."""
        return self._paths_from[self.graph.opening]

    @property
    def maximum(self) -> float:
        """The points of the best path."""
        return round(self._best_from[self.graph.opening], 6)

    def best_paths(self, most: int = 100) -> tuple[tuple[Arc, ...], ...]:
        """Return the paths with the most points in the file's order, at most `most` of them."""
        return tuple(itertools.islice(self._best_paths(self.graph.opening), most))

    def _best_paths(self, number: int) -> Iterator[tuple[Arc, ...]]:
        arcs = self.graph.spots[number].arcs
        if not arcs:
            yield ()
        for arc in arcs:
            if abs(arc.points + self._best_from[arc.target] - self._best_from[number]) < 1 / UNIT**2:
                for rest in self._best_paths(arc.target):
                    yield (arc, *rest)

    @functools.cached_property
    def endings(self) -> dict[str | None, Tally]:
        """The paths that reach each ending; the key None stands for a story without endings.

        The counts of all scores at a spot are one whole number, with a block of bits for each score: adding two such
        numbers adds all counts, and shifting one by blocks adds points.
        """
        width = self.paths.bit_length() + 1
        fine = any(arc.points % 1 for spot in self.graph.spots for arc in spot.arcs)
        unit = UNIT if fine else 1
        arriving = self._scores(width, unit)
        points = self._points()
        tallies = {}
        for number in range(self.graph.opening):
            scores = dict(_unpacked(arriving[number], width, unit))
            ending = self.graph.spots[number].ending
            if scores or ending is not None:
                tallies[ending] = Tally(sum(scores.values()), points[number], scores)
        return tallies

    def _scores(self, width: int, unit: int) -> list[int]:
        arriving = [0] * len(self.graph.spots)
        arriving[self.graph.opening] = 1
        for number in range(self.graph.opening, len(self.graph.spots)):
            for arc in self.graph.spots[number].arcs:
                arriving[arc.target] += arriving[number] << (width * round(arc.points * unit))
        return arriving

    def _points(self) -> list[float]:
        """Return the total points of all paths into each spot, without rounding."""
        paths = [0] * len(self.graph.spots)
        points = [0.0] * len(self.graph.spots)
        paths[self.graph.opening] = 1
        for number in range(self.graph.opening, len(self.graph.spots)):
            for arc in self.graph.spots[number].arcs:
                paths[arc.target] += paths[number]
                points[arc.target] += points[number] + paths[number] * arc.points
        return points

    @property
    def mean(self) -> float:
        """The mean share of the best path's points over all paths, with every path equally likely."""
        points = sum(tally.points for tally in self.endings.values())
        return points / self.paths / self.maximum if self.maximum and self.paths else 0

    @functools.cached_property
    def mean_of_offered(self) -> float:
        """The mean over all paths of the share of points that a path earned of those it offered."""
        arriving: list[dict[float, tuple[int, float]]] = [{} for _ in self.graph.spots]
        arriving[self.graph.opening] = {0.0: (1, 0.0)}
        for number in range(self.graph.opening, len(self.graph.spots)):
            spot = self.graph.spots[number]
            for offered, (paths, points) in arriving[number].items():
                for arc in spot.arcs:
                    key = round(offered + spot.offered, 6)
                    before = arriving[arc.target].get(key, (0, 0.0))
                    arriving[arc.target][key] = (before[0] + paths, before[1] + points + paths * arc.points)
            arriving[number] = {}
        ends = [end for arrived in arriving[: self.graph.opening] for end in arrived.items()]
        return sum(points / offered for offered, (_, points) in ends if offered) / max(self.paths, 1)

    @functools.cached_property
    def rank_correlation(self) -> float | None:
        """The rank correlation (Spearman) of score and ending over all paths; 1 if better scores end better.

        Endings are ranked by the scenario's `tiers`.
        """
        order = {ending: -rank for rank, tier in enumerate(self.scenario.tiers) for ending in tier}
        pairs: dict[tuple[float, float], float] = {}
        for ending, tally in self.endings.items():
            for score, paths in tally.scores.items():
                key = (score, float(order.get(ending or "", -len(order))))
                pairs[key] = pairs.get(key, 0) + paths
        return spearman(pairs)

    @functools.cached_property
    def most_hours(self) -> int:
        """The hours of the longest path."""
        hours = [0] * len(self.graph.spots)
        for number in self._backwards():
            hours[number] = max((arc.hours + hours[arc.target] for arc in self.graph.spots[number].arcs), default=0)
        return hours[self.graph.opening]

    def follow(self, picks: tuple[str, ...]) -> str | None:
        """Return the ending of a path given by its picks; None if a pick is not offered on the way."""
        spot = self.opening
        for pick in picks:
            arc = next((arc for arc in spot.arcs if arc.move.pick == pick), None)
            if arc is None:
                return None
            spot = self.graph.spots[arc.target]
        return spot.ending

    def slips(self, path: tuple[Arc, ...]) -> list[tuple[int, str, str | None]]:
        """Return where each single different move leads: its place on the path, its pick, and the ending reached.

        Every other move of a step counts, another confidence and a guess before a fact included, and the picks after it
        are repeated in order; the ending is None where they do not lead to one. The other choices that a debrief shows
        are fewer and always reach an ending: there `instead` repeats picks scene by scene and fills in the best moves.
        """
        picks = tuple(arc.move.pick for arc in path)
        slips, spot = [], self.opening
        for place, arc in enumerate(path):
            for other in spot.arcs:
                if other.move.pick != arc.move.pick:
                    changed = (*picks[:place], other.move.pick, *picks[place + 1 :])
                    slips.append((place, other.move.pick, self.follow(changed)))
            spot = self.graph.spots[arc.target]
        return slips


def _unpacked(counts: int, width: int, unit: int) -> Iterator[tuple[float, int]]:
    """Yield each score and how often it occurs, from blocks of bits."""
    mask, score = (1 << width) - 1, 0
    while counts:
        if counts & mask:
            yield score / unit, counts & mask
        counts >>= width
        score += 1


class Census:
    """All paths of a scenario, for each combination of its drawn facts (all equally likely)."""

    def __init__(self, scenario: Scenario) -> None:
        """Prepare one case for each combination.

        Raises:
            Uncountable: see `Graph`.
        """
        self.scenario = scenario
        self.cases = tuple(Case(scenario, drawn) for drawn in transitions.draws(scenario))

    @property
    def paths(self) -> int:
        """The number of all paths, over all cases."""
        return sum(case.paths for case in self.cases)

    def case(self, drawn: Mapping[str, str]) -> Case:
        """Return the case with these drawn facts."""
        return next(case for case in self.cases if case.drawn == dict(drawn))

    def share(self, ending: str) -> float:
        """Return the share (0-1) of all paths that reach an ending."""
        reached = [case for case in self.cases if case.paths and ending in case.endings]
        return sum(case.endings[ending].paths / case.paths for case in reached) / len(self.cases)


_COUNTED: dict[str, Census] = {}
MOST_KEPT = 32


def count(scenario: Scenario) -> Census:
    """Return the census of a scenario; the last few are cached by the scenario's version.

    Raises:
        Uncountable: see `Graph`.
    """
    census = _COUNTED.get(scenario.version)
    if census is None:
        while len(_COUNTED) >= MOST_KEPT:
            _COUNTED.pop(next(iter(_COUNTED)))
        census = _COUNTED[scenario.version] = Census(scenario)
    return census
