"""The variables that still matter in a scene: those that this scene or a later one reads, apart from the texts.

Two paths with the same values of these variables can be counted as one.
"""

from __future__ import annotations

from collections.abc import Iterable

from misread_scenarios.conditions import Condition
from misread_scenarios.format import END
from misread_scenarios.model import Effect, Scenario, Scene
from misread_scenarios.play import successors


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
    """Return the names that a scene itself reads, given the names that matter after it."""
    read = _names(_rules(scene))
    if with_texts:
        read |= _names(text_conditions(scene))
    effects = [effect for choice in scene.choices for effect in choice.effects]
    return read | _effects(effects, after | read)


def guards(scene: Scene) -> frozenset[str]:
    """Return every name that the moves of a scene depend on: their options, points, changes and targets."""
    return _names(guard_conditions(scene))


def guard_conditions(scene: Scene) -> list[Condition | None]:
    """Return the conditions that the moves of a scene depend on; None for a line without a condition."""
    return _rules(scene) + [effect.when for choice in scene.choices for effect in choice.effects]


def text_conditions(scene: Scene) -> list[Condition | None]:
    """Return the conditions of a scene's texts; None for a text without one."""
    texts = [*scene.paragraphs, *scene.takeaway]
    texts += [passage for choice in scene.choices for passage in (*choice.then, *choice.why)]
    return [passage.when for passage in texts]


def _rules(scene: Scene) -> list[Condition | None]:
    """Return the conditions of a scene's choices, apart from the conditions of effects and texts."""
    conditions: list[Condition | None] = []
    for choice in scene.choices:
        conditions += [choice.when, choice.claims, *(score.when for score in choice.scores)]
        conditions += [jump.when for jump in choice.jumps]
    return conditions


def _effects(effects: Iterable[Effect], after: frozenset[str]) -> frozenset[str]:
    """Return the names in the conditions of those effects that change a variable that matters."""
    matter = [effect for effect in effects if any(change.variable in after for change in effect.changes)]
    return _names(effect.when for effect in matter)


def _names(conditions: Iterable[Condition | None]) -> frozenset[str]:
    return frozenset(name for condition in conditions if condition for name in condition.names())
