"""The decisions of a run. Each is one step of the engine, or both steps of a scene with a fact."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING

from misread_scenarios.play import successors

if TYPE_CHECKING:
    from misread_scenarios.model import Choice, Scenario, Scene
    from misread_scenarios.play import Stand, Step


@dataclasses.dataclass(frozen=True)
class Decision:
    """One scene of a run and its steps; `kept` is the number of earlier picks."""

    scene: Scene
    steps: tuple[Step, ...]
    kept: int

    @property
    def last(self) -> Step:
        """The step that settled the decision."""
        return self.steps[-1]

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The final choices."""
        return self.last.choices


def decisions(stand: Stand) -> tuple[Decision, ...]:
    """Return the settled decisions. A scene with a fact is settled once the learner has answered it twice."""
    settled_decisions: list[Decision] = []
    pending: list[Step] = []
    for number, step in enumerate(stand.steps):
        pending.append(step)
        settled = step.scene.fact is None or len(pending) > 1
        if settled:
            settled_decisions.append(Decision(step.scene, tuple(pending), number + 1 - len(pending)))
            pending = []
    return tuple(settled_decisions)


def most_decisions(stand: Stand) -> int:
    """Return the number of decisions in a run on the longest path: the settled ones and those still to come."""
    return len(decisions(stand)) + still_to_come(stand.scenario, stand.scene)


def still_to_come(scenario: Scenario, scene: Scene | None) -> int:
    """Return the number of scenes on the longest path from this scene to the end, including this scene."""
    return _still_to_come(scenario, scene.id if scene else None)


@functools.lru_cache(maxsize=1024)  # every screen shows it, and it is the same for everybody
def _still_to_come(scenario: Scenario, scene_id: str | None) -> int:
    return _longest(scenario, scenario.scene(scene_id) if scene_id else None, frozenset())


def _longest(scenario: Scenario, scene: Scene | None, met: frozenset[str]) -> int:
    if scene is None or scene.id in met:
        return 0
    following = (scenario.scene(id_) for id_ in successors(scenario, scene))  # none for `end`, which takes no scene
    return 1 + max((_longest(scenario, target, met | {scene.id}) for target in following), default=0)
