"""Rules about conditional texts: every path shows a text, and every text is shown on some path."""

from __future__ import annotations

from collections.abc import Iterator

from misread_scenarios.checks.checked_scenario import CheckedScenario
from misread_scenarios.checks.condition_sites import sites, uncovered, unseen_texts
from misread_scenarios.checks.rule import Finding
from misread_scenarios.conditions import State
from misread_scenarios.model import Scenario
from misread_scenarios.play import transitions


def never_holds(checked: CheckedScenario) -> Iterator[Finding]:
    """SC040: every `(if …)` holds on some path.

    A condition that no path meets hides its text, effect or score for good. If several `then` or `why` match, the last
    one is shown, so a text is hidden as well if later texts always replace it. The rule walks all paths. Correct the
    condition, move the plain text above those with conditions, or take the line out.
    """
    for site in sites(checked):
        if site.answers == {False}:
            yield site.line, f"`(if {site.when})` holds on no path, so {site.what} is lost; change it or take it out"
    for passage in unseen_texts(checked):
        yield passage.line, "a later text always takes the place of this one; move it below, or take it out"


def always_holds(checked: CheckedScenario) -> Iterator[Finding]:
    """SC041: every `(if …)` fails on some path.

    A condition that holds on every path is useless, and its author may have forgotten a path. Write the line without
    the condition, or let earlier choices make a difference.
    """
    for site in sites(checked):
        if site.answers == {True}:
            yield site.line, f"`(if {site.when})` holds on every path to {site.what}; leave the condition out"


def silent_choices(checked: CheckedScenario) -> Iterator[Finding]:
    """SC042: every choice shows a `then` and a `why` in every state.

    If every `then` (or every `why`) of a choice has a condition, some state may match none of them, and the learner
    reads nothing. Add a line without a condition above them, for all other states.
    """
    for scene in checked.met_scenes:
        for choice in scene.choices:
            for key, passages in (("then", choice.then), ("why", choice.why)):
                state = uncovered(checked, scene, choice, passages)
                if state is not None:
                    where = _state(checked.scenario, state)
                    message = f"'{choice.id}' has no `{key}` to show where {where}; add a `{key}:` without a condition"
                    yield choice.line, message


def silent_scenes(checked: CheckedScenario) -> Iterator[Finding]:
    """SC043: every scene and every ending shows a paragraph in every state that reaches it.

    If all paragraphs have conditions, some path may match none, and the learner sees only a heading. Leave one
    paragraph without a condition, or add a paragraph for the remaining states.
    """
    for scene in checked.met_scenes:
        for state in checked.states[scene.id]:
            if not transitions.shown(scene.paragraphs, state):
                where = _state(checked.scenario, state)
                yield scene.line, f"the scene '{scene.id}' shows no text where {where}; add a plain paragraph"
                break
    for ending in checked.met_endings:
        for state in checked.final_states[ending.id]:
            if not transitions.shown(ending.paragraphs, state):
                where = _state(checked.scenario, state)
                yield ending.line, f"the ending '{ending.id}' shows no text where {where}; add a plain paragraph"
                break


def _state(scenario: Scenario, state: State) -> str:
    """Return the values that differ from the start, as an author would write them."""
    kinds = {name: variable.kind for name, variable in scenario.variables.items()}
    differing = [
        (name if state[name] else f"not {name}") if kinds[name] == "flag" else f"{name} == {state[name]}"
        for name, variable in scenario.variables.items()
        if state[name] != variable.start
    ]
    differing += [f"{name} == {state[name]}" for name in scenario.draw]
    return " and ".join(differing) or "nothing has changed yet"
