"""A scenario as a Mermaid flowchart, for review: which choice leads where, and which rule decides each ending."""

from __future__ import annotations

from collections.abc import Iterator

from misread_scenarios.format import END
from misread_scenarios.model import Scenario, Scene
from misread_scenarios.names import default_names
from misread_scenarios.play import exits

RULES = "endings"
QUOTED = {'"': "#quot;", "<": "#lt;", ">": "#gt;", "`": "'"}


def mermaid(scenario: Scenario) -> str:
    """Return the flowchart as text for any Mermaid viewer."""
    names = default_names(scenario)
    lines = ["flowchart TD"]
    lines += [f'  {scene.id}["{_quoted(f"{scene.id} {names.fill(scene.title)}")}"]' for scene in scenario.scenes]
    if scenario.rules:
        lines.append(f'  {RULES}{{"the first rule that fits"}}')
    lines += [f'  {ending.id}(["{_quoted(f"{ending.id} {names.fill(ending.title)}")}"])' for ending in scenario.endings]
    for scene in scenario.scenes:
        lines += [f'  {scene.id} -->|"{_quoted(label)}"| {target}' for label, target in _arrows(scenario, scene)]
    for rule in scenario.rules:
        label = str(rule.when) if rule.when else "otherwise"
        lines.append(f'  {RULES} -->|"{_quoted(label)}"| {rule.target}')
    return "\n".join(lines) + "\n"


def _arrows(scenario: Scenario, scene: Scene) -> Iterator[tuple[str, str]]:
    """Yield what an arrow out of a scene says and where it goes; choices that go to one place share an arrow."""
    targets: dict[str, list[str]] = {}
    for choice in scene.choices:
        for when, target in exits(scenario, scene, (choice,)):
            label = f"{choice.id} if {when}" if when else choice.id
            targets.setdefault(RULES if target == END else target, []).append(label)
    for target, labels in targets.items():
        yield ", ".join(labels), target


def _quoted(text: str) -> str:
    """Return a text that cannot end the quotation marks around it."""
    return "".join(QUOTED.get(letter, letter) for letter in text)
