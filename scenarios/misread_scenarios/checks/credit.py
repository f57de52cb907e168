"""Rules about scores: they must tell moves apart and score every competency often enough."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from misread_scenarios.checks.checked_scenario import CheckedScenario, read_by_moves
from misread_scenarios.checks.rule import Finding, Placed
from misread_scenarios.conditions import State
from misread_scenarios.model import Scene
from misread_scenarios.play import transitions

FEWEST_SCORES = 3
FEWEST_SCENES, FEWEST_SCENARIOS = 4, 3


def flat_scores(checked: CheckedScenario) -> Iterator[Finding]:
    """Q22: every scored scene tells at least three kinds of moves apart, and every competency is scored.

    Right or wrong is too coarse. In each state in which a path meets the scene, its moves earn at least three different
    scores (points per competency); in a scene with fewer than three moves, every score differs. Some scene scores each
    competency that the front matter names. Give partly good moves part of the points.
    """
    for scene in checked.met_scenes if checked.scored else ():
        for state in _kinds(checked, scene):
            moves = transitions.moves(scene, state)
            earned = {tuple(sorted(transitions.points(scene, state, move).items())) for move in moves}
            if len(earned) < min(FEWEST_SCORES, len(moves)):
                message = f"the moves of '{scene.id}' earn {len(earned)} different scores (at least {FEWEST_SCORES})"
                yield scene.line, f"{message}; give partly good moves part of the points"
                break
    for competency in checked.scenario.competencies:
        if competency not in _scored(checked):
            yield 1, f"no scene scores '{competency}'; score it, or take it out of `competencies`"


def _kinds(checked: CheckedScenario, scene: Scene) -> Collection[State]:
    """Return one state of each kind that can change what the moves of a scene earn."""
    read = sorted(read_by_moves(scene))
    return {tuple(state[name] for name in read): state for state in checked.states[scene.id]}.values()


def _scored(checked: CheckedScenario) -> dict[str, set[str]]:
    """Return for each competency the scenes that score it."""
    scenes: dict[str, set[str]] = {}
    for scene in checked.scenario.scenes:
        for choice in scene.choices:
            for competency in (competency for score in choice.scores for competency in score.points):
                scenes.setdefault(competency, set()).add(scene.id)
    return scenes


def thin_competencies(checked_scenarios: tuple[CheckedScenario, ...]) -> Iterator[Placed]:
    """Q22-bank: over a library, every competency is scored in at least four scenes and three scenarios.

    A judgement on a person's skill needs more than one story. The rule looks at each competency that any scenario of
    the library names. Score it in more scenes; the scenario in the report already scores it. Libraries with fewer than
    three scenarios are left out.
    """
    if len(checked_scenarios) < FEWEST_SCENARIOS:
        return
    scored = [(checked, _scored(checked)) for checked in checked_scenarios]
    for competency in sorted({name for checked in checked_scenarios for name in checked.scenario.competencies}):
        holders = [(checked, scenes[competency]) for checked, scenes in scored if competency in scenes]
        number = sum(len(scenes) for _, scenes in holders)
        if number < FEWEST_SCENES or len(holders) < FEWEST_SCENARIOS:
            checked = holders[0][0] if holders else checked_scenarios[0]
            message = f"'{competency}' is scored in {number} scenes of the library and {len(holders)} of its scenarios"
            yield checked, 1, f"{message} (at least {FEWEST_SCENES} and {FEWEST_SCENARIOS}); score it in more of them"
