"""The flowchart shows each scene, each way on and each ending rule."""

import re

import pytest

from misread_scenarios.library import library, load
from misread_scenarios.mermaid import mermaid
from misread_scenarios.play import successors

NODE = re.compile(r"  (\w+)(?:\[|\(|\{)")
ARROW = re.compile(r'  (\w+) -->\|"([^"]+)"\| (\w+)$')


@pytest.mark.parametrize("id_", library())
def test_every_arrow_joins_declared_nodes_and_every_choice_is_on_one(id_: str) -> None:
    scenario = load(id_)
    lines = mermaid(scenario).splitlines()
    assert lines[0] == "flowchart TD"
    arrows = [match for line in lines if (match := ARROW.match(line))]
    nodes = {match[1] for line in lines if "-->" not in line and (match := NODE.match(line))}
    assert len(arrows) + len(nodes) + 1 == len(lines)
    last = scenario.scenes[-1].id
    assert {arrow[1] for arrow in arrows} | {arrow[3] for arrow in arrows} <= nodes | {"endings"}
    for scene in scenario.scenes:
        shown = " ".join(arrow[2] for arrow in arrows if arrow[1] == scene.id)
        assert all(choice.id in shown for choice in scene.choices), (scene.id, last)
        targets = {arrow[3] for arrow in arrows if arrow[1] == scene.id}
        assert targets == {"endings" if after == "end" else after for after in successors(scenario, scene)}
