"""How far a case has to be read: what players earn who choose without its text, over all its worlds.

A world is one way in which the drawn facts of a scenario can fall; a scenario that draws nothing has one world. All
figures are exact: they are worked out over every path, with equal situations merged.
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

WORD = re.compile(r"\S*\w\S*")
DATE = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|June|July|August|September|October|"
    r"November|December|tonight|tomorrow|today|weeks?|months?|quarter|noon|spring|summer|autumn|winter|"
    r"by May|in May|of May)\b"
)
Offer = tuple[str, bool, tuple[str, ...]]
"""What somebody sees who skips the text: the scene, whether its fact is shown, and the moves on offer."""

FixedList = Mapping[Offer, str]
"""A move for each offer: what somebody chooses who does not read."""


@dataclasses.dataclass(frozen=True)
class Fixed:
    """The best fixed list: the mean share of the best path's points that it earns over the worlds, and its picks."""

    share: float
    picks: FixedList


def best_fixed_list(census: Census) -> Fixed:
    """Return the list of picks that earns most over all worlds if every world is played by it.

    Nobody who ignores the facts of a case can expect to beat it. Worlds that offer the same moves in the same scene are
    moved by the same pick; a scene that some worlds do not meet has its pick all the same.
    """
    return _FixedLists(census).best()


class _FixedLists:
    """The search for the best list over joint situations, one for each world, each worked out once."""

    def __init__(self, census: Census) -> None:
        cases = tuple(case for case in census.cases if case.maximum)
        self.maxima = tuple(case.maximum for case in cases)
        self.graphs = tuple(Graph(census.scenario, case.drawn, with_endings=False) for case in cases)
        self.order = {scene.id: place for place, scene in enumerate(census.scenario.scenes)}
        self.found: dict[tuple[int, ...], tuple[float, Offer | None, str]] = {}

    def best(self) -> Fixed:
        joint = tuple(graph.opening for graph in self.graphs)
        share = self._most(joint) / max(len(self.graphs), 1)
        picks: dict[Offer, str] = {}
        while (offer := self.found[joint][1]) is not None:
            picks[offer] = self.found[joint][2]
            joint = self._after(joint, offer, offer[2].index(picks[offer]))[0]
        return Fixed(share, picks)

    def _most(self, joint: tuple[int, ...]) -> float:
        """Return the most that one list can still earn from a joint situation, as a sum of shares."""
        if joint not in self.found:
            offer = self._next(joint)
            best, pick = 0.0, ""
            for place, move in enumerate(offer[2] if offer else ()):
                after, earned = self._after(joint, offer, place)
                earned += self._most(after)
                if not pick or earned > best + NEXT_TO_NOTHING:
                    best, pick = earned, move
            self.found[joint] = (best, offer, pick)
        return self.found[joint][0]

    def _next(self, joint: tuple[int, ...]) -> Offer | None:
        """Return the first offer, in the order of the scenes, that some world is waiting at."""
        spots = [graph.spots[number] for graph, number in zip(self.graphs, joint, strict=True)]
        offers = [offer for spot in spots if (offer := offer_at(spot))]
        return min(offers, key=lambda offer: (self.order[offer[0]], *offer[1:]), default=None)

    def _after(self, joint: tuple[int, ...], offer: Offer | None, place: int) -> tuple[tuple[int, ...], float]:
        """Return the joint situation after one move of an offer, and the sum of the shares that it earns."""
        after, earned = list(joint), 0.0
        for world, (graph, number) in enumerate(zip(self.graphs, joint, strict=True)):
            spot = graph.spots[number]
            if offer_at(spot) == offer:
                after[world] = spot.arcs[place].target
                earned += spot.arcs[place].points / self.maxima[world]
        return tuple(after), earned


def offer_at(spot: Spot) -> Offer | None:
    """Return what a spot offers to somebody who does not read; nothing if the story is over."""
    return (spot.scene.id, spot.again, tuple(arc.move.pick for arc in spot.arcs)) if spot.scene else None


def by_list(picks: FixedList) -> Policy:
    """Take what a fixed list says; at an offer that it does not name, take any."""

    def policy(spot: Spot) -> Mapping[Arc, float]:
        offer = offer_at(spot)
        pick = picks.get(offer) if offer else None
        return evenly(tuple(arc for arc in spot.arcs if pick is None or arc.move.pick == pick))

    return policy


def lazy_policies(census: Census, fixed: Fixed) -> dict[str, Policy]:
    """Return the habits by which somebody may choose who does not read, by what each is called.

    There are ten: most hours, fewest hours, the longest option, the shortest, the first, the last, options that ask,
    that wait, that keep it private, and that name a date. A scene in which no option suits a habit, or all do, gives it
    no hold: there it takes what the best fixed list says. A habit that finds a hold in fewer than half of the scenes is
    left out. Of options that suit it equally each is as likely.
    """
    fill = default_names(census.scenario).fill
    words = {
        choice: len(WORD.findall(fill(choice.text))) for scene in census.scenario.scenes for choice in scene.choices
    }
    ranks: dict[str, Rank] = {
        "most hours": lambda choice, _: choice.hours,
        "fewest hours": lambda choice, _: -choice.hours,
        "longest": lambda choice, _: words[choice],
        "shortest": lambda choice, _: -words[choice],
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
"""How far a choice of a scene suits a habit."""


def _tagged(tag: str) -> Rank:
    return lambda choice, _: tag in choice.tags


def highest(rank: Rank, otherwise: Policy) -> Policy:
    """Take the moves that suit a habit most, each as likely, and do otherwise where all suit it as much."""

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
    """What a habit earns: the mean share of the best path's points over the worlds, and how likely a top ending is."""

    share: float
    top: float


def expect_over_worlds(census: Census, policy: Policy) -> Habit:
    """Return what a player of one policy can expect, each world as likely as any other."""
    found = [(case, expect(case, policy)) for case in census.cases if case.maximum]
    shares = [expectation.share for _, expectation in found]
    tops = [_top(case, expectation) for case, expectation in found]
    return Habit(statistics.fmean(shares), statistics.fmean(tops)) if found else Habit(0, 0)


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
    """Return whether a scenario is a case: three scenes or more that score a move rather than a judgement."""
    scored = [scene for scene in scenario.scenes if scene.confidence is None and _scored(scene)]
    return len(scored) >= FEWEST_DECISIONS


def _scored(scene: Scene) -> bool:
    return any(any(score.points.values()) for choice in scene.choices for score in choice.scores)


class Measures:
    """The measures of one scenario, each worked out when it is first asked for."""

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
        """How far the worlds lie apart in their best scores or their means: 0.05 where one is 5 % below another."""
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
        """Return what somebody earns who takes options with a tag wherever they can, and the fixed list elsewhere."""
        return expect_over_worlds(self.census, highest(_tagged(tag), by_list(self.fixed.picks)))

    @functools.cached_property
    def hours(self) -> float | None:
        """The rank correlation of hours and points within scenes; nothing if no scene's options differ in both.

        Every situation of every world counts once for each scene's kind of it: options are ranked in their scene by
        hours and by points, the ranks are set around their mean, and all of them are correlated together.
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
        """For each scored scene, by id, the options that earn the most there in some reachable situation."""
        found: dict[str, dict[str, None]] = {}
        for spot in self._situations():
            best = max(arc.points for arc in spot.arcs)
            if best > min(arc.points for arc in spot.arcs):
                ids = [
                    choice.id for arc in spot.arcs if arc.points > best - NEXT_TO_NOTHING for choice in arc.move.choices
                ]
                found.setdefault(spot.scene.id if spot.scene else "", {}).update(dict.fromkeys(ids))
        return {scene.id: tuple(found[scene.id]) for scene in self.scenario.scenes if scene.id in found}

    @functools.cached_property
    def _kinds(self) -> Counter[str]:
        """In how many kinds of situation each scene is met."""
        return Counter(spot.scene.id for spot in self._situations() if spot.scene)

    def _situations(self) -> Iterator[Spot]:
        """Yield one spot for each world, scene and set of what the moves there earn."""
        seen = set()
        for world, case in enumerate(self.census.cases):
            for spot in case.graph.spots[case.graph.opening :]:
                if spot.scene is not None and spot.arcs:
                    key = (world, offer_at(spot), tuple(arc.points for arc in spot.arcs))
                    if key not in seen:
                        seen.add(key)
                        yield spot


def _ranks(values: list[float]) -> list[float]:
    """Return the rank of each value around the middle of the list; equals share their mean rank."""
    return [
        sum(other < value for other in values) + (sum(other == value for other in values) - len(values)) / 2
        for value in values
    ]
