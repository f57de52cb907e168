"""Rules about scores: they must tell moves apart and score every competency often enough."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from misread_scenarios.checks.rule import Finding, Placed
from misread_scenarios.checks.subject import Subject, read_by_moves
from misread_scenarios.conditions import State
from misread_scenarios.model import Scene
from misread_scenarios.play import transitions

FEWEST_SCORES = 3
FEWEST_SCENES, FEWEST_SCENARIOS = 4, 3


def flat_scores(subject: Subject) -> Iterator[Finding]:
    """Q22: every scored scene tells at least three kinds of moves apart, and every competency is scored.

    Right or wrong is too coarse. In each state in which a path meets the scene, its moves earn at least three different
    scores (points per competency); in a scene with fewer than three moves, every score differs. Some scene scores each
    competency that the front matter names. Give partly good moves part of the points.
    """
    for scene in subject.met_scenes if subject.scored else ():
        for state in _kinds(subject, scene):
            moves = transitions.moves(scene, state)
            earned = {tuple(sorted(transitions.points(scene, state, move).items())) for move in moves}
            if len(earned) < min(FEWEST_SCORES, len(moves)):
                message = f"the moves of '{scene.id}' earn {len(earned)} different scores (at least {FEWEST_SCORES})"
                yield scene.line, f"{message}; give partly good moves part of the points"
                break
    for competency in subject.scenario.competencies:
        if competency not in _scored(subject):
            yield 1, f"no scene scores '{competency}'; score it, or take it out of `competencies`"


def _kinds(subject: Subject, scene: Scene) -> Collection[State]:
    """Return one state of each kind that can change what the moves of a scene earn."""
    read = sorted(read_by_moves(scene))
    return {tuple(state[name] for name in read): state for state in subject.states[scene.id]}.values()


def _scored(subject: Subject) -> dict[str, set[str]]:
    """Return for each competency the scenes that score it."""
    scenes: dict[str, set[str]] = {}
    for scene in subject.scenario.scenes:
        for choice in scene.choices:
            for competency in (competency for score in choice.scores for competency in score.points):
                scenes.setdefault(competency, set()).add(scene.id)
    return scenes


def thin_competencies(subjects: tuple[Subject, ...]) -> Iterator[Placed]:
    """Q22-bank: over a library, every competency is scored in at least four scenes and three scenarios.

    A judgement on a person's skill needs more than one story. The rule looks at each competency that any scenario of
    the library names. Score it in more scenes; the scenario in the report already scores it. Libraries with fewer than
    three scenarios are left out.
    """
    if len(subjects) < FEWEST_SCENARIOS:
        return
    scored = [(subject, _scored(subject)) for subject in subjects]
    for competency in sorted({name for subject in subjects for name in subject.scenario.competencies}):
        holders = [(subject, scenes[competency]) for subject, scenes in scored if competency in scenes]
        number = sum(len(scenes) for _, scenes in holders)
        if number < FEWEST_SCENES or len(holders) < FEWEST_SCENARIOS:
            subject = holders[0][0] if holders else subjects[0]
            message = f"'{competency}' is scored in {number} scenes of the library and {len(holders)} of its scenarios"
            yield subject, 1, f"{message} (at least {FEWEST_SCENES} and {FEWEST_SCENARIOS}); score it in more of them"
