"""Rules about variables: conditions read them, effects change them, and effects do not contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from misread_scenarios.checks.checked_scenario import CheckedScenario
from misread_scenarios.checks.rule import Finding
from misread_scenarios.conditions import State
from misread_scenarios.conditions_asked import conditions
from misread_scenarios.model import Effect, Scenario, Scene
from misread_scenarios.play import transitions


def never_read(checked: CheckedScenario) -> Iterator[Finding]:
    """SC044: every variable is read, or has a label that the debrief can show.

    A variable that no condition reads changes nothing in the story. A number with a label (`# how far they trust you`)
    is an exception, because the debrief draws it as a curve. Read the variable in a condition, give it a label, or take
    it out together with the effects that change it.
    """
    read = {name for condition in conditions(checked.scenario) for name in condition.names()}
    for name, variable in checked.scenario.variables.items():
        shown = variable.kind == "number" and variable.label
        if name not in read and not shown:
            label = ", label it with `# …`" if variable.kind == "number" else ""
            yield variable.line, f"no condition reads '{name}'; read it in a condition{label}, or take it out"
    for name in checked.scenario.draw:
        if name not in read:
            yield 1, f"no condition reads the drawn fact '{name}'; read it in a condition, or take it out of `draw:`"


def never_changed(checked: CheckedScenario) -> Iterator[Finding]:
    """SC045: every variable is changed by some effect.

    A condition on a variable that never changes always gives the same answer. Add an effect (`- effect: trust +1`), or
    take the variable out together with the conditions that read it.
    """
    changed = {change.variable for effect in _effects(checked.scenario) for change in effect.changes}
    for name, variable in checked.scenario.variables.items():
        if name not in changed:
            yield variable.line, f"no effect changes '{name}'; add one, as in `- effect: {name} …`, or take it out"


def contradictions(checked: CheckedScenario) -> Iterator[Finding]:
    """SC039: no two effects that apply together set one variable to different values.

    Effects are summed and have no order, so that moving a line never changes a story. Two effects contradict each other
    if they set the same variable to different values (`crit = 1` and `crit = 2`) in the same state. Give them
    conditions that exclude each other, or add and subtract instead.
    """
    for scene in checked.met_scenes:
        for state in checked.states[scene.id] if _may_clash(scene) else ():
            for move in transitions.moves(scene, state):
                clash = _clash(state, [effect for choice in move.choices for effect in choice.effects])
                if clash:
                    yield clash
    clash = _clash(None, checked.scenario.closing)
    if clash:
        yield clash


def _may_clash(scene: Scene) -> bool:
    """Return whether the choices of a scene set any variable to two values."""
    effects = (effect for choice in scene.choices for effect in choice.effects)
    put = {
        (change.variable, change.amount) for effect in effects for change in effect.changes if change.operation == "="
    }
    return len({name for name, _ in put}) < len(put)


def _clash(state: State | None, effects: Sequence[Effect]) -> Finding | None:
    """Return the second of two effects that set a variable to different values.

    Without a state, only effects without a condition are compared.
    """
    values: dict[str, int] = {}
    for effect in effects:
        applies = effect.when is None or (state is not None and effect.when.holds(state))
        for change in effect.changes if applies else ():
            if change.operation == "=" and values.setdefault(change.variable, change.amount) != change.amount:
                other = f"another effect sets '{change.variable}' to {values[change.variable]} in the same state"
                return effect.line, f"{other}, and this one to {change.amount}; let their conditions exclude each other"
    return None


def _effects(scenario: Scenario) -> Iterator[Effect]:
    for scene in scenario.scenes:
        for choice in scene.choices:
            yield from choice.effects
    yield from scenario.closing
