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

from misread_scenarios.correlation import spearman
from misread_scenarios.counting import Case, Census
from misread_scenarios.model import Choice, Scene
from misread_scenarios.names import default_names
from misread_scenarios.paths import Arc, Spot
from misread_scenarios.policies import Expectation, Policy, evenly, expect

NEXT_TO_NOTHING = 1e-9
WORD = re.compile(r"\S*\w\S*")
DATE = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|June|July|August|September|October|"
    r"November|December|tonight|tomorrow|today|weeks?|months?|quarter|noon|spring|summer|autumn|winter|"
    r"by May|in May|of May)\b"
)
STYLES = {"asks": "ask", "waits": "wait", "keeps it private": "private"}
"""Habits that are known by a tag: what the habit is called, and the tag."""

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
        self.cases = tuple(case for case in census.cases if case.maximum)
        self.order = {scene.id: place for place, scene in enumerate(census.scenario.scenes)}
        self.found: dict[tuple[int, ...], tuple[float, Offer | None, str]] = {}

    def best(self) -> Fixed:
        joint = tuple(case.graph.opening for case in self.cases)
        share = self._most(joint) / max(len(self.cases), 1)
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
        offers = [offer for case, number in zip(self.cases, joint, strict=True) if (offer := offer_at(_at(case, number)))]
        return min(offers, key=lambda offer: (self.order[offer[0]], *offer[1:]), default=None)

    def _after(self, joint: tuple[int, ...], offer: Offer | None, place: int) -> tuple[tuple[int, ...], float]:
        """Return the joint situation after one move of an offer, and the sum of the shares that it earns."""
        after, earned = list(joint), 0.0
        for world, (case, number) in enumerate(zip(self.cases, joint, strict=True)):
            spot = _at(case, number)
            if offer_at(spot) == offer:
                after[world] = spot.arcs[place].target
                earned += spot.arcs[place].points / case.maximum
        return tuple(after), earned


def _at(case: Case, number: int) -> Spot:
    return case.graph.spots[number]


def offer_at(spot: Spot) -> Offer | None:
    """Return what a spot offers to somebody who does not read; nothing where the story is over."""
    return (spot.scene.id, spot.again, tuple(arc.move.pick for arc in spot.arcs)) if spot.scene else None


def by_list(picks: FixedList) -> Policy:
    """Take what a fixed list says; at an offer that it does not name, take any."""

    def policy(spot: Spot) -> Mapping[Arc, float]:
        offer = offer_at(spot)
        pick = picks.get(offer) if offer else None
        return evenly(tuple(arc for arc in spot.arcs if pick is None or arc.move.pick == pick))

    return policy


def lazy_policies(census: Census, fixed: Fixed) -> dict[str, Policy]:
    """Return the ten habits by which somebody may choose who does not read, by what each is called.

    A habit that a scene gives no hold to (no option asks, say) takes what the best fixed list says there. Of options
    that suit it equally each is as likely.
    """
    fill = default_names(census.scenario).fill

    @functools.cache
    def length(text: str) -> int:
        return len(WORD.findall(fill(text)))

    def words(arc: Arc) -> float:
        return sum(length(choice.text) for choice in arc.move.choices)

    otherwise = by_list(fixed.picks)
    found: dict[str, Policy] = {
        "most hours": _most(lambda arc: arc.hours, otherwise),
        "fewest hours": _most(lambda arc: -arc.hours, otherwise),
        "longest": _most(words, otherwise),
        "shortest": _most(lambda arc: -words(arc), otherwise),
        "first": _at_place(lambda scene: scene.choices[0], otherwise),
        "last": _at_place(lambda scene: scene.choices[-1], otherwise),
    }
    for name, tag in STYLES.items():
        found[name] = suiting(lambda choice, tag=tag: tag in choice.tags, otherwise)  # type: ignore[misc]
    found["names a date"] = suiting(lambda choice: DATE.search(choice.text) is not None, otherwise)
    return found


def suiting(suits: Callable[[Choice], bool], otherwise: Policy) -> Policy:
    """Take options that suit a habit wherever some do and some do not, and do otherwise elsewhere."""

    def policy(spot: Spot) -> Mapping[Arc, float]:
        suited = [arc for arc in spot.arcs if any(suits(choice) for choice in arc.move.choices)]
        return evenly(suited) if suited and len(suited) < len(spot.arcs) else otherwise(spot)

    return policy


def _most(measure: Callable[[Arc], float], otherwise: Policy) -> Policy:
    """Take the options of which there is most of something; where all have as much, do otherwise."""

    def policy(spot: Spot) -> Mapping[Arc, float]:
        most = max((measure(arc) for arc in spot.arcs), default=0)
        chosen = [arc for arc in spot.arcs if measure(arc) == most]
        return evenly(chosen) if len(chosen) < len(spot.arcs) else otherwise(spot)

    return policy


def _at_place(chosen: Callable[[Scene], Choice], otherwise: Policy) -> Policy:
    """Take one place of the file's order, alone or with any other; where it is hidden, do otherwise."""

    def policy(spot: Spot) -> Mapping[Arc, float]:
        wanted = chosen(spot.scene) if spot.scene else None
        arcs = [arc for arc in spot.arcs if wanted in arc.move.choices]
        return evenly(arcs) if arcs else otherwise(spot)

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


class Measures:
    """The measures of one scenario, each worked out when it is first asked for."""

    def __init__(self, census: Census) -> None:
        """Take a scenario's counted paths."""
        self.census = census
        self.scenario = census.scenario

    @functools.cached_property
    def worlds(self) -> tuple[World, ...]:
        """The worlds, in the order in which the front matter draws them."""
        return tuple(World(case.drawn, case.paths, case.maximum, case.mean * case.maximum) for case in self.census.cases)

    @property
    def unevenness(self) -> float:
        """How far the worlds' best scores, or their means, lie apart: 0.05 where the lowest is 5 % below the highest."""
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
        """What each of the ten lazy habits earns, by its name."""
        policies = lazy_policies(self.census, self.fixed)
        return {name: expect_over_worlds(self.census, policy) for name, policy in policies.items()}

    def style(self, tag: str) -> Habit:
        """Return what somebody earns who takes options with a tag wherever they can, and the fixed list elsewhere."""
        policy = suiting(lambda choice: tag in choice.tags, by_list(self.fixed.picks))
        return expect_over_worlds(self.census, policy)

    @functools.cached_property
    def hours(self) -> float | None:
        """The rank correlation of hours and points within scenes; nothing where no scene's options differ in both.

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
                ids = [choice.id for arc in spot.arcs if arc.points > best - NEXT_TO_NOTHING for choice in arc.move.choices]
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
