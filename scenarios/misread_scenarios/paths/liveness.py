"""Which variables still matter in a scene, and within which bounds: what something from here on reads.

Two paths that agree on these can be counted as one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Self

from misread_scenarios.conditions import Compare, Condition, Flag, Within
from misread_scenarios.conditions_asked import comparisons
from misread_scenarios.format.references import END
from misread_scenarios.model import Effect, Scenario, Scene
from misread_scenarios.play.transitions import HOURS


def live_variables(
    scenario: Scenario, *, with_texts: bool = False, with_endings: bool = True
) -> dict[str, frozenset[str]]:
    """Return for each scene, by id, the names that matter on entry; under the key `end` those after the last choice.

    With `with_texts`, the conditions of paragraphs, takeaways, `then` and `why` count as reading, too. Without
    `with_endings`, what decides the ending does not.
    """
    last = _last(scenario, with_texts=with_texts) if with_endings else frozenset[str]()
    live = {scene.id: frozenset[str]() for scene in scenario.scenes} | {END: last}
    changed = True
    while changed:
        changed = False
        for scene in reversed(scenario.scenes):
            after = frozenset[str]().union(*(live[target] for target in successors(scenario, scene)))
            now = after | _read_by(scene, after, with_texts=with_texts)
            changed |= now != live[scene.id]
            live[scene.id] = now
    return live


@dataclasses.dataclass(frozen=True)
class Bounds:
    """The values of a number that still differ in what follows: all below `low` are alike, and all above `high`."""

    low: int
    high: int

    def with_others(self, *others: Self) -> Bounds:
        """Return bounds within which everything differs that differs within any of these."""
        every = (self, *others)
        return Bounds(min(each.low for each in every), max(each.high for each in every))

    def before(self, move: Bounds) -> Bounds:
        """Return the bounds before a move that takes away or adds so much at most (`low` is 0 or less)."""
        return Bounds(self.low - move.high, self.high - move.low)

    def clip(self, value: int) -> int:
        """Return the value within the bounds that is alike."""
        return min(max(value, self.low), self.high)

    def within(self, limits: Bounds) -> Bounds:
        """Return these bounds, cut to the limits of the number itself."""
        return Bounds(max(self.low, limits.low), min(self.high, limits.high))


def bounds_that_matter(
    scenario: Scenario, limits: Mapping[str, Bounds], *, with_texts: bool = False, with_endings: bool = True
) -> dict[str, dict[str, Bounds]]:
    """Return for each scene, by id, and under the key `end`, the bounds of each number that matters there.

    A number far above all that it is still compared with stays above, whatever the moves from here on take away. So
    that number and every larger one lead to the same, and likewise below. `limits` are the least and the greatest
    value of each number; the rest is as for `live_variables`.
    """
    live = live_variables(scenario, with_texts=with_texts, with_endings=with_endings)
    following = {scene.id: successors(scenario, scene) for scene in scenario.scenes}
    moved = {scene.id: _most_moved(scene) for scene in scenario.scenes}
    asked = {scene.id: _asked(_conditions(scene, with_texts=with_texts)) for scene in scenario.scenes}
    last = _closing_bounds(scenario, with_texts=with_texts) if with_endings else {}
    bounds: dict[str, dict[str, Bounds]] = {scene.id: {} for scene in scenario.scenes}
    bounds[END] = {name: found.within(limits[name]) for name, found in last.items() if name in live[END]}
    changed = True
    while changed:
        changed = False
        for scene in reversed(scenario.scenes):
            for name in live[scene.id] & limits.keys():
                later = [
                    found.before(moved[scene.id].get(name, _STILL))
                    for id_ in following[scene.id]
                    if (found := bounds[id_].get(name))
                ]
                all_of_them = [*later, *([asked[scene.id][name]] if name in asked[scene.id] else [])]
                if all_of_them:
                    now = all_of_them[0].with_others(*all_of_them[1:]).within(limits[name])
                    changed |= now != bounds[scene.id].get(name)
                    bounds[scene.id][name] = now
    return bounds


_STILL = Bounds(0, 0)


def _asked(conditions: Iterable[Condition | None]) -> dict[str, Bounds]:
    """Return the bounds of each number that conditions compare: one below the least number, one above the greatest."""
    found: dict[str, Bounds] = {}
    for part in (part for condition in conditions if condition for part in comparisons(condition)):
        if isinstance(part, Within):
            numbers = (part.low, part.high)
        elif isinstance(part, Compare) and isinstance(part.value, int):
            numbers = (part.value, part.value)
        elif isinstance(part, Flag):
            numbers = (1, 1)
        else:
            continue
        bounds = Bounds(numbers[0] - 1, numbers[1] + 1)
        found[part.name] = found[part.name].with_others(bounds) if part.name in found else bounds
    return found


def _conditions(scene: Scene, *, with_texts: bool) -> list[Condition | None]:
    """Return the conditions of a scene that are asked before its moves change anything, and those of its texts."""
    effects = [effect.when for choice in scene.choices for effect in choice.effects]
    return [*_rules(scene), *effects, *(_texts(scene) if with_texts else ())]


def _texts(scene: Scene) -> list[Condition | None]:
    passages = [*scene.paragraphs, *scene.takeaway]
    passages += [passage for choice in scene.choices for passage in (*choice.then, *choice.why)]
    return [passage.when for passage in passages]


def _closing_bounds(scenario: Scenario, *, with_texts: bool) -> dict[str, Bounds]:
    """Return the bounds after the last choice, before the closing effects."""
    rules = [rule.when for rule in scenario.rules]
    if with_texts:
        rules += [passage.when for ending in scenario.endings for passage in ending.paragraphs]
    moved = _moved(scenario.closing)
    guards_there = _asked(effect.when for effect in scenario.closing)
    found = {name: bounds.before(moved.get(name, _STILL)) for name, bounds in _asked(rules).items()}
    for name, bounds in guards_there.items():
        found[name] = bounds.with_others(found[name]) if name in found else bounds
    return found


def _most_moved(scene: Scene) -> dict[str, Bounds]:
    """Return how much one move of a scene takes away from each number or adds to it at most."""
    each = [{**_moved(choice.effects), HOURS: Bounds(0, choice.hours)} for choice in scene.choices]
    names = {name for moved in each for name in moved}
    found: dict[str, Bounds] = {}
    for name in names:
        taken = sorted(moved.get(name, _STILL).low for moved in each)[: scene.pick]
        added = sorted((moved.get(name, _STILL).high for moved in each), reverse=True)[: scene.pick]
        found[name] = Bounds(sum(taken), sum(added))
    return found


def _moved(effects: Iterable[Effect]) -> dict[str, Bounds]:
    """Return how much some effects take away from each number or add to it at most; one that sets it adds nothing."""
    found: dict[str, Bounds] = {}
    for change in (change for effect in effects for change in effect.changes if change.operation == "+"):
        before = found.get(change.variable, _STILL)
        found[change.variable] = Bounds(before.low + min(change.amount, 0), before.high + max(change.amount, 0))
    return found


def successors(scenario: Scenario, scene: Scene) -> set[str]:
    """Return the ids of the scenes that may follow a scene; `end` where the story may be over."""
    position = scenario.scenes.index(scene) + 1
    following = scenario.scenes[position].id if position < len(scenario.scenes) else END
    found = {jump.target for choice in scene.choices for jump in choice.jumps}
    certain = all(any(jump.when is None for jump in choice.jumps) for choice in scene.choices)
    return found if scene.choices and certain else found | {following}


def decisive(scenario: Scenario) -> tuple[Effect, ...]:
    """Return the closing effects that can move an ending: those that change what the ending rules read."""
    read = _names(rule.when for rule in scenario.rules)
    return tuple(effect for effect in scenario.closing if any(change.variable in read for change in effect.changes))


def _last(scenario: Scenario, *, with_texts: bool) -> frozenset[str]:
    conditions = [rule.when for rule in scenario.rules]
    if with_texts:
        conditions += [passage.when for ending in scenario.endings for passage in ending.paragraphs]
    read = _names(conditions)
    return read | _effects(scenario.closing, read)


def _read_by(scene: Scene, after: frozenset[str], *, with_texts: bool) -> frozenset[str]:
    """Return what a scene reads itself, given what matters after it."""
    read = _names(_rules(scene))
    if with_texts:
        read |= _names(_texts(scene))
    effects = [effect for choice in scene.choices for effect in choice.effects]
    return read | _effects(effects, after | read)


def guards(scene: Scene) -> frozenset[str]:
    """Return every name on which the moves of a scene depend: what they offer, earn, change and where they lead."""
    effects = [effect for choice in scene.choices for effect in choice.effects]
    return _names(_rules(scene)) | _names(effect.when for effect in effects)


def _rules(scene: Scene) -> list[Condition | None]:
    """Return the conditions of a scene's choices, but for those of effects and texts."""
    found: list[Condition | None] = []
    for choice in scene.choices:
        found += [choice.when, choice.claims, *(score.when for score in choice.scores)]
        found += [jump.when for jump in choice.jumps]
    return found


def _effects(effects: Iterable[Effect], after: frozenset[str]) -> frozenset[str]:
    """Return what the guards read of those effects that change something that matters."""
    matter = [effect for effect in effects if any(change.variable in after for change in effect.changes)]
    return _names(effect.when for effect in matter)


def _names(conditions: Iterable[Condition | None]) -> frozenset[str]:
    return frozenset(name for condition in conditions if condition for name in condition.names())
