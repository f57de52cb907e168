"""How much of a case must be read: what players who skip its text earn over all its worlds.

A world is one combination of a scenario's drawn facts; a scenario without drawn facts has one world. All figures are
exact: they are worked out over every path, with equal situations merged.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import statistics
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from misread_scenarios.model import Choice, Scenario, Scene
from misread_scenarios.names import default_names
from misread_scenarios.paths.correlation import spearman
from misread_scenarios.paths.counting import Case, Census
from misread_scenarios.paths.graph import NEXT_TO_NOTHING, Arc, Graph, Spot
from misread_scenarios.paths.policies import Expectation, Policy, evenly, expect

_WORD = re.compile(r"\S*\w\S*")
DATE = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|June|July|August|September|October|"
    r"November|December|tonight|tomorrow|today|weeks?|months?|quarter|noon|spring|summer|autumn|winter|"
    r"by May|in May|of May)\b"
)
Offer = tuple[str, bool, tuple[str, ...]]
"""What a player who skips the text sees: the scene, whether its fact is shown, and the moves on offer."""

FixedList = Mapping[Offer, str]
"""A move for each offer: the choices of a player who does not read."""


@dataclasses.dataclass(frozen=True)
class Fixed:
    """The best fixed list: its picks, and the mean share of the best path's points that they earn over the worlds."""

    share: float
    picks: FixedList


def best_fixed_list(census: Census) -> Fixed:
    """Return the list of picks that earns most when every world is played by it.

    No player who ignores the facts of a case can expect to beat it. Worlds that offer the same moves in the same scene
    get the same pick; a scene that only some worlds reach has a pick as well.
    """
    return _FixedLists(census).best()


class _FixedLists:
    """A search for the best list over joint situations: one situation of each world. Each is solved once."""

    def __init__(self, census: Census) -> None:
        cases = tuple(case for case in census.cases if case.maximum)
        self.maxima = tuple(case.maximum for case in cases)
        self.graphs = tuple(Graph(census.scenario, case.drawn, with_endings=False) for case in cases)
        self.order = {scene.id: place for place, scene in enumerate(census.scenario.scenes)}
        self.solved: dict[tuple[int, ...], tuple[float, Offer | None, str]] = {}

    def best(self) -> Fixed:
        joint = tuple(graph.opening for graph in self.graphs)
        share = self._most(joint) / max(len(self.graphs), 1)
        picks: dict[Offer, str] = {}
        while (offer := self.solved[joint][1]) is not None:
            picks[offer] = self.solved[joint][2]
            joint = self._after(joint, offer, offer[2].index(picks[offer]))[0]
        return Fixed(share, picks)

    def _most(self, joint: tuple[int, ...]) -> float:
        """Return the largest sum of shares that one list can still earn from a joint situation."""
        if joint not in self.solved:
            offer = self._next(joint)
            best, pick = 0.0, ""
            for place, move in enumerate(offer[2] if offer else ()):
                after, earned = self._after(joint, offer, place)
                earned += self._most(after)
                if not pick or earned > best + NEXT_TO_NOTHING:
                    best, pick = earned, move
            self.solved[joint] = (best, offer, pick)
        return self.solved[joint][0]

    def _next(self, joint: tuple[int, ...]) -> Offer | None:
        """Return the first open offer of any world, in the order of the scenes."""
        spots = [graph.spots[number] for graph, number in zip(self.graphs, joint, strict=True)]
        offers = [offer for spot in spots if (offer := offer_at(spot))]
        return min(offers, key=lambda offer: (self.order[offer[0]], *offer[1:]), default=None)

    def _after(self, joint: tuple[int, ...], offer: Offer | None, place: int) -> tuple[tuple[int, ...], float]:
        """Return the joint situation after one move of an offer, and the sum of shares that the move earns."""
        after, earned = list(joint), 0.0
        for world, (graph, number) in enumerate(zip(self.graphs, joint, strict=True)):
            spot = graph.spots[number]
            if offer_at(spot) == offer:
                after[world] = spot.arcs[place].target
                earned += spot.arcs[place].points / self.maxima[world]
        return tuple(after), earned


def offer_at(spot: Spot) -> Offer | None:
    """Return what a spot offers to a player who does not read; None if the story is over or nothing is visible."""
    return (spot.scene.id, spot.again, tuple(arc.move.pick for arc in spot.arcs)) if spot.scene and spot.arcs else None


def words(text: str) -> list[str]:
    """Return the words of a text, divided at white space; a word has a letter or a digit."""
    return _WORD.findall(text)


def by_list(picks: FixedList) -> Policy:
    """Take the move that a fixed list names; at an offer that is not in it, take any move."""

    def policy(spot: Spot) -> Mapping[Arc, float]:
        offer = offer_at(spot)
        pick = picks.get(offer) if offer else None
        return evenly(tuple(arc for arc in spot.arcs if pick is None or arc.move.pick == pick))

    return policy


def lazy_policies(census: Census, fixed: Fixed) -> dict[str, Policy]:
    """Return the habits by which a player who does not read may choose, by their names.

    There are ten: most hours, fewest hours, the longest option, the shortest, the first, the last, options that ask,
    that wait, that keep it private, and that name a date. If all options of a scene suit a habit equally, it takes the
    move of the best fixed list. A habit that can tell options apart in fewer than half of the scenes is left out.
    Options that suit a habit equally well are equally likely.
    """
    fill = default_names(census.scenario).fill
    word_counts = {
        choice: len(words(fill(choice.text))) for scene in census.scenario.scenes for choice in scene.choices
    }
    ranks: dict[str, Rank] = {
        "most hours": lambda choice, _: choice.hours,
        "fewest hours": lambda choice, _: -choice.hours,
        "longest": lambda choice, _: word_counts[choice],
        "shortest": lambda choice, _: -word_counts[choice],
        "first": lambda choice, scene: choice == scene.choices[0],
        "last": lambda choice, scene: choice == scene.choices[-1],
        "asks": _tagged("ask"),
        "waits": _tagged("wait"),
        "keeps it private": _tagged("private"),
        "names a date": lambda choice, _: DATE.search(choice.text) is not None,
    }
    scenes = [scene for scene in census.scenario.scenes if scene.choices]
    return {
        name: highest(rank, by_list(fixed.picks))
        for name, rank in ranks.items()
        if 2 * sum(len({rank(choice, scene) for choice in scene.choices}) > 1 for scene in scenes) >= len(scenes)
    }


Rank = Callable[[Choice, Scene], float]
"""How well a choice of a scene suits a habit."""


def _tagged(tag: str) -> Rank:
    return lambda choice, _: tag in choice.tags


def highest(rank: Rank, otherwise: Policy) -> Policy:
    """Take the moves that suit a habit best, each equally likely; use `otherwise` if all suit it equally."""

    def policy(spot: Spot) -> Mapping[Arc, float]:
        scene = spot.scene
        if scene is None:
            return {}
        suits = {arc: sum(rank(choice, scene) for choice in arc.move.choices) for arc in spot.arcs}
        most = max(suits.values(), default=0)
        chosen = [arc for arc in spot.arcs if suits[arc] == most]
        return evenly(chosen) if len(chosen) < len(spot.arcs) else otherwise(spot)

    return policy


@dataclasses.dataclass(frozen=True)
class Habit:
    """What a habit earns: the mean share of the best path's points over the worlds, and the chance of a top ending."""

    share: float
    top: float


def expect_over_worlds(census: Census, policy: Policy) -> Habit:
    """Return what a player with one policy can expect, with every world equally likely."""
    expectations = [(case, expect(case, policy)) for case in census.cases if case.maximum]
    shares = [expectation.share for _, expectation in expectations]
    tops = [_top(case, expectation) for case, expectation in expectations]
    return Habit(statistics.fmean(shares), statistics.fmean(tops)) if expectations else Habit(0, 0)


def _top(case: Case, expectation: Expectation) -> float:
    tiers = case.scenario.tiers
    return sum(expectation.endings.get(ending, 0) for ending in tiers[0]) if tiers else 0


@dataclasses.dataclass(frozen=True)
class World:
    """How hard one world is: its paths, the points of its best path, and the mean points of all its paths."""

    drawn: Mapping[str, str]
    paths: int
    maximum: float
    mean: float


FEWEST_DECISIONS = 3


def is_case(scenario: Scenario) -> bool:
    """Return whether a scenario is a case: at least three scenes score a move rather than a judgement."""
    scored = [scene for scene in scenario.scenes if scene.confidence is None and _scored(scene)]
    return len(scored) >= FEWEST_DECISIONS


def _scored(scene: Scene) -> bool:
    return any(any(score.points.values()) for choice in scene.choices for score in choice.scores)


class Measures:
    """The measures of one scenario, each worked out at its first use."""

    def __init__(self, census: Census) -> None:
        """Take a scenario's counted paths."""
        self.census = census
        self.scenario = census.scenario

    @functools.cached_property
    def worlds(self) -> tuple[World, ...]:
        """The worlds, in the order in which the front matter draws them."""
        return tuple(
            World(case.drawn, case.paths, case.maximum, case.mean * case.maximum) for case in self.census.cases
        )

    @property
    def unevenness(self) -> float:
        """The largest relative gap between worlds in best score or mean score: 0.05 if one is 5 % below another."""
        spreads = [
            1 - min(values) / max(values)
            for values in ([world.maximum for world in self.worlds], [world.mean for world in self.worlds])
            if max(values)
        ]
        return max(spreads, default=0)

    @functools.cached_property
    def fixed(self) -> Fixed:
        """The best fixed list."""
        return best_fixed_list(self.census)

    @functools.cached_property
    def habits(self) -> dict[str, Habit]:
        """What each lazy habit earns, by its name."""
        policies = lazy_policies(self.census, self.fixed)
        return {name: expect_over_worlds(self.census, policy) for name, policy in policies.items()}

    def style(self, tag: str) -> Habit:
        """Return what a player earns who takes options with a tag wherever possible, and the fixed list elsewhere."""
        return expect_over_worlds(self.census, highest(_tagged(tag), by_list(self.fixed.picks)))

    @functools.cached_property
    def hours(self) -> float | None:
        """The rank correlation of hours and points within scenes; None if no scene's options differ in both.

        Options are ranked within their situation by hours and by points, the ranks are centred on their mean, and all
        are correlated together. Every scene has the same weight, shared by its different situations and their options.
        """
        pairs: Counter[tuple[float, float]] = Counter()
        for spot in self._situations():
            hours = _ranks([arc.hours for arc in spot.arcs])
            points = _ranks([arc.points for arc in spot.arcs])
            weight = 1 / self._kinds[spot.scene.id if spot.scene else ""] / len(spot.arcs)
            for pair in zip(hours, points, strict=True):
                pairs[pair] += weight  # type: ignore[assignment] # a counter holds shares as well as whole numbers
        return spearman(pairs) if pairs else None

    @functools.cached_property
    def best_somewhere(self) -> dict[str, tuple[str, ...]]:
        """The options that earn most in at least one reachable situation, by the id of each scored scene."""
        best_ids: dict[str, dict[str, None]] = {}
        for spot in self._situations():
            best = max(arc.points for arc in spot.arcs)
            if best > min(arc.points for arc in spot.arcs):
                ids = [
                    choice.id for arc in spot.arcs if arc.points > best - NEXT_TO_NOTHING for choice in arc.move.choices
                ]
                best_ids.setdefault(spot.scene.id if spot.scene else "", {}).update(dict.fromkeys(ids))
        return {scene.id: tuple(best_ids[scene.id]) for scene in self.scenario.scenes if scene.id in best_ids}

    @functools.cached_property
    def _kinds(self) -> Counter[str]:
        """The number of different situations in which each scene is met."""
        return Counter(spot.scene.id for spot in self._situations() if spot.scene)

    def _situations(self) -> Iterator[Spot]:
        """Yield one spot for each distinct combination of world, offer and points of the moves."""
        seen = set()
        for world, case in enumerate(self.census.cases):
            for spot in case.graph.spots[case.graph.opening :]:
                if spot.scene is not None and spot.arcs:
                    key = (world, offer_at(spot), tuple(arc.points for arc in spot.arcs))
                    if key not in seen:
                        seen.add(key)
                        yield spot


def _ranks(values: list[float]) -> list[float]:
    """Return the rank of each value, centred on the middle of the list; equal values share their mean rank."""
    return [
        sum(other < value for other in values) + (sum(other == value for other in values) - len(values)) / 2
        for value in values
    ]
