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
    """One scene of a run and what was done in it; `kept` is how many picks came before."""

    scene: Scene
    steps: tuple[Step, ...]
    kept: int

    @property
    def last(self) -> Step:
        """The step that settled the decision."""
        return self.steps[-1]

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What was chosen in the end."""
        return self.last.choices


def decisions(stand: Stand) -> tuple[Decision, ...]:
    """Return the decisions that are settled; a scene that still has to be asked again is not yet among them."""
    found: list[Decision] = []
    pending: list[Step] = []
    for number, step in enumerate(stand.steps):
        pending.append(step)
        settled = step.scene.fact is None or len(pending) > 1
        if settled:
            found.append(Decision(step.scene, tuple(pending), number + 1 - len(pending)))
            pending = []
    return tuple(found)


def most_decisions(stand: Stand) -> int:
    """Return how many decisions a run takes if it goes on the longest way: those that are settled, and the rest."""
    return len(decisions(stand)) + still_to_come(stand.scenario, stand.scene)


def still_to_come(scenario: Scenario, scene: Scene | None) -> int:
    """Return how many scenes the longest way from this one to the end has, itself included."""
    return _still_to_come(scenario, scene.id if scene else None)


@functools.lru_cache(maxsize=1024)  # every screen says it, and it is the same for everybody
def _still_to_come(scenario: Scenario, scene_id: str | None) -> int:
    return _longest(scenario, scenario.scene(scene_id) if scene_id else None, frozenset())


def _longest(scenario: Scenario, scene: Scene | None, met: frozenset[str]) -> int:
    if scene is None or scene.id in met:
        return 0
    following = (scenario.scene(id_) for id_ in successors(scenario, scene))  # none for `end`, which takes no scene
    return 1 + max((_longest(scenario, one, met | {scene.id}) for one in following), default=0)
