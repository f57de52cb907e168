"""Rules about the story graph: paths must meet every scene, choice and ending, and must end."""

from __future__ import annotations

from collections.abc import Iterator

from misread_scenarios.checks.checked_scenario import CheckedScenario
from misread_scenarios.checks.rule import Finding
from misread_scenarios.model import Jump, Scenario
from misread_scenarios.play import transitions


def unreachable_scenes(checked: CheckedScenario) -> Iterator[Finding]:
    """SC030: every scene is met on some path.

    Nobody reads a scene that no path meets. Usually a `go:` in the previous scene jumps over it.
    Let a choice lead there (`- go: N5`), let the previous scene continue with it, or take it out.
    """
    for scene in checked.scenario.scenes:
        if not checked.states[scene.id]:
            yield scene.line, f"no path meets the scene '{scene.id}'; let a choice lead there with `go: {scene.id}`"


def scenes_without_choices(checked: CheckedScenario) -> Iterator[Finding]:
    """SC031: every scene asks for a choice.

    In a scene without choices the learner is stuck: there is nothing to confirm, and no scene follows.
    Give it choices (`- ask. Ask what …`), add its text to the scene after it, or make it an ending.
    """
    for scene in checked.scenario.scenes:
        if not scene.choices:
            yield scene.line, f"the scene '{scene.id}' has no choices; add some, or put it below `## Endings`"


def endless_paths(checked: CheckedScenario) -> Iterator[Finding]:
    """SC032: every path ends, and all of them can be counted.

    A jump back is fine if the story counts the rounds: an effect adds to a variable each time, and a `when:` or a
    `go (if …):` reads that variable. Without a counter a path can go round for ever. The rule also reports a story with
    too many situations to walk; to reduce them, let later scenes read fewer variables.
    Until this rule holds, the rules that walk paths skip the scenario.
    """
    if checked.uncountable:
        back = next(_jumps_back(checked.scenario), None)
        yield back.line if back else checked.scenario.scenes[0].line, checked.uncountable


def _jumps_back(scenario: Scenario) -> Iterator[Jump]:
    """Yield the jumps to their own scene or to an earlier one."""
    so_far: set[str] = set()
    for scene in scenario.scenes:
        so_far.add(scene.id)
        yield from (jump for choice in scene.choices for jump in choice.jumps if jump.target in so_far)


def stuck(checked: CheckedScenario) -> Iterator[Finding]:
    """SC033: a scene always offers enough choices.

    If all choices have a `when:`, some state may hide them all, and then the learner cannot go on. With `pick: 2` at
    least two choices must be visible. Leave one choice without `when:`, or let the conditions cover every state.
    """
    for scene in checked.met_scenes:
        for state in checked.states[scene.id]:
            offered = len(transitions.visible(scene, state))
            if scene.choices and offered < scene.pick:
                seen = f"'{scene.id}' is met where {offered} of its choices can be seen and {scene.pick} must be picked"
                yield scene.line, f"{seen}; leave a choice without `when:`"
                break


def unseen_choices(checked: CheckedScenario) -> Iterator[Finding]:
    """SC034: every choice can be seen on some path.

    Nobody sees a choice whose `when:` never holds, and it makes the scene look richer than it is.
    Change the condition so that some path meets it, let an earlier choice lead to that state, or take the choice out.
    """
    for scene in checked.met_scenes:
        for choice in scene.choices:
            when = choice.when
            if when is not None and not any(when.holds(state) for state in checked.states[scene.id]):
                message = f"no path shows the choice '{choice.id}': `when: {when}` never holds in '{scene.id}'"
                yield choice.line, f"{message}; change the condition, or bring its state about earlier"


def unnamed_endings(checked: CheckedScenario) -> Iterator[Finding]:
    """SC035: every ending is named by a rule.

    An ending without a rule is never shown. Add a rule above `otherwise`, as in `2. trust <= 2 -> E3`.
    """
    named = {rule.target for rule in checked.scenario.rules}
    for ending in checked.scenario.endings:
        if ending.id not in named:
            yield ending.line, f"no rule names the ending '{ending.id}'; add one, as in `1. trust <= 2 -> {ending.id}`"


def silent_rules(checked: CheckedScenario) -> Iterator[Finding]:
    """SC036: every ending rule decides some path.

    The first rule whose condition holds decides the ending. A rule decides nothing if its condition never holds after
    the last choice, or if earlier rules catch every such path. Move it up, change its condition, or take it out.
    """
    rules = checked.scenario.rules
    speaking = set()
    for state in (state for states in checked.final_states.values() for state in states):
        fits = (number for number, rule in enumerate(rules) if rule.when is None or rule.when.holds(state))
        speaking.add(next(fits, None))
    for number, rule in enumerate(rules):
        if speaking and number not in speaking:
            condition = rule.when or "otherwise"
            yield rule.line, f"no path ends by rule {number + 1} (`{condition}`); change it, move it up or take it out"


def claims_that_do_not_settle(checked: CheckedScenario) -> Iterator[Finding]:
    """SC037: if a scene asks for a confidence, exactly one of its claims is true.

    The scoring rule spreads belief over the claims of a scene as if exactly one of them were true. With two true
    claims, or none, a wrong belief would earn points. Write `claims:` so that exactly one is true in every state in
    which a path meets the scene.
    """
    for scene in checked.met_scenes:
        claims = [choice.claims for choice in scene.choices if choice.claims is not None]
        if scene.confidence is None:
            continue
        held = {sum(claim.holds(state) for claim in claims) for state in checked.states[scene.id]}
        if held != {1}:
            counts = " or ".join(str(number) for number in sorted(held))
            yield scene.line, f"in '{scene.id}' {counts} of {len(claims)} claims hold; let one hold on every path"
