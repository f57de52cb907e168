"""A rule about merits: each option must beat the best one on something."""

from __future__ import annotations

from collections.abc import Iterator

from misread_scenarios.checks.checked_scenario import CheckedScenario
from misread_scenarios.checks.rule import Finding
from misread_scenarios.checks.scored_scenes import items
from misread_scenarios.conditions import State
from misread_scenarios.model import Choice, Scene
from misread_scenarios.play import net_changes


def dominated_options(checked: CheckedScenario) -> Iterator[Finding]:
    """Q7: each weaker option beats the best one on something a learner can feel.

    A weak option that is worse on every count is a straw man. In at least one world and one state in which a path meets
    the scene, the option should leave some number of the state higher than the best option does (calm, a pleased boss),
    or take fewer hours. Flags, and numbers that an effect sets to a value (`decision = 3`), do not count: they say what
    was done, not how well things stand. Scenes that ask for a confidence are left out, because they ask for a
    judgement, not for a move.
    """
    has_merit: dict[tuple[Scene, Choice], bool] = {}
    for item in items(checked):
        best = [choice for choice in item.scene.choices if choice.id in item.best]
        drawn = checked.census.cases[item.world].drawn
        states = [state for state in checked.states[item.scene.id] if state.items() >= drawn.items()]
        for choice in item.scene.choices if item.scene.confidence is None else ():
            merit = choice in best or all(
                any(_beats(checked, choice, other, state) for state in states) for other in best
            )
            has_merit[item.scene, choice] = merit or has_merit.get((item.scene, choice), False)
    for (scene, choice), merit in has_merit.items():
        if not merit:
            message = f"'{choice.id}' beats the best option of '{scene.id}' neither on a number nor on hours"
            yield choice.line, f"{message}; let it save time, or please somebody"


def _beats(checked: CheckedScenario, choice: Choice, other: Choice, state: State) -> bool:
    """Return whether a choice takes fewer hours than another one, or adds more to some number."""
    if choice.hours < other.hours:
        return True
    own, others = _added(checked, choice, state), _added(checked, other, state)
    return any(own.get(name, 0) > others.get(name, 0) for name in own.keys() | others.keys())


def _added(checked: CheckedScenario, choice: Choice, state: State) -> dict[str, int]:
    changes = net_changes(state, choice.effects)
    numbers = {name for name, variable in checked.scenario.variables.items() if variable.kind == "number"}
    return {name: change.added for name, change in changes.items() if name in numbers and change.base is None}
