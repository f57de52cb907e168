"""Bounds for the values of each variable in each scene, one variable at a time, without walking paths."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import TypeAlias

from misread_scenarios.conditions import Condition, Value
from misread_scenarios.format import END
from misread_scenarios.model import Choice, Scenario, Scene
from misread_scenarios.play import HOURS, successors

Values: TypeAlias = Mapping[str, frozenset[Value]]
MOST_HOURS = 1_000
MOST_COMBINATIONS = 10_000


def possible_values(scenario: Scenario) -> dict[str, Values]:
    """Return for each scene, and for `end`, the values that each variable may have on entry (never too few)."""
    start: dict[str, frozenset[Value]] = {
        name: frozenset[Value]({variable.start}) for name, variable in scenario.variables.items()
    }
    start |= {name: frozenset[Value](values) for name, values in scenario.draw.items()}
    nowhere = {name: frozenset[Value]() for name in start} | {HOURS: frozenset[Value]()}
    possible: dict[str, dict[str, frozenset[Value]]] = {id_: dict(nowhere) for id_ in (*_ids(scenario), END)}
    possible[scenario.scenes[0].id] = start | {HOURS: frozenset[Value]({0})}
    waiting = [scenario.scenes[0]]
    while waiting:
        scene = waiting.pop()
        left = _after(scenario, scene, possible[scene.id])
        for target in successors(scenario, scene):
            merged = {name: values | left[name] for name, values in possible[target].items()}
            following = scenario.scene(target)
            if merged != possible[target] and following:
                waiting.append(following)
            possible[target] = merged
    return dict(possible)


def _ids(scenario: Scenario) -> list[str]:
    return [scene.id for scene in scenario.scenes]


def _after(scenario: Scenario, scene: Scene, values: Mapping[str, frozenset[Value]]) -> dict[str, frozenset[Value]]:
    """Return the values that each variable may have after any choices of a scene."""
    left = dict(values)
    for _ in range(scene.pick):
        for choice in scene.choices:
            for name, changed in _changed(scenario, choice, left).items():
                left[name] |= changed
        spent = {choice.hours for choice in scene.choices} | {0}
        hours = {min(int(hour) + more, MOST_HOURS) for hour in left[HOURS] for more in spent}
        left[HOURS] = frozenset[Value](hours)
    return left


def _changed(scenario: Scenario, choice: Choice, values: Mapping[str, frozenset[Value]]) -> dict[str, frozenset[Value]]:
    """Return the values that each variable may have after a choice, whether or not its effects apply."""
    possible: dict[str, frozenset[Value]] = {}
    for effect in choice.effects:
        for change in effect.changes:
            variable = scenario.variables[change.variable]
            before = possible.get(change.variable, values[change.variable])
            amounts = {change.amount} if change.operation == "=" else {int(value) + change.amount for value in before}
            clipped = frozenset[Value](min(max(amount, variable.low), variable.high) for amount in amounts)
            possible[change.variable] = before | clipped
    return possible


def possible_answers(condition: Condition, values: Values) -> set[bool]:
    """Return the answers that a condition may give if each variable has one of its values."""
    names = sorted(set(condition.names()))
    combinations = itertools.product(*(sorted(values[name], key=str) for name in names))
    answers: set[bool] = set()
    for combination in itertools.islice(combinations, MOST_COMBINATIONS + 1):
        answers.add(condition.holds(dict(zip(names, combination, strict=True))))
        if len(answers) > 1:
            break
    return answers
