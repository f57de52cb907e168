"""Rules about references to other files: they must exist, and reflections and rubrics must name each other."""

from __future__ import annotations

from collections.abc import Iterator

from misread_scenarios.checks import Finding
from misread_scenarios.competencies import competencies
from misread_scenarios.exercises.checks.rule import ExerciseSubject
from misread_scenarios.exercises.exercise import Exercise
from misread_scenarios.exercises.rate import Rate
from misread_scenarios.exercises.reflection import Reflection
from misread_scenarios.exercises.rubric import Rubric
from misread_scenarios.problems import offer


def unknown_competencies(subject: ExerciseSubject, exercise: Exercise | Rate) -> Iterator[Finding]:
    """EX039: an exercise is scored on a competency of the course.

    The profile adds up scores by competency, and has no row for one that it does not know. The competencies stand in
    `competencies.yaml` beside the scenarios. Name the one that the exercise practises most.
    """
    if exercise.competency not in competencies():
        suggestion = offer(exercise.competency, competencies())
        yield subject.line("competency"), f"there is no competency '{exercise.competency}'; {suggestion}"


def reflections_without_their_rubric(subject: ExerciseSubject, reflection: Reflection) -> Iterator[Finding]:
    """EX040: a reflection names a rubric, and its marked texts have a mark for each of that rubric's rows.

    Readers mark by the rows of the rubric, and the marked texts show them how. The rubric is one of the files that are
    checked together, or one of the library. Give each marked text a mark from 0 to 2 under the id of each row. If the
    reflection describes its own meaning of the rows, it describes all of them, in their order.
    """
    rubric = subject.known.get(reflection.rubric)
    if not isinstance(rubric, Rubric):
        rubric_ids = [id_ for id_, content in subject.known.items() if isinstance(content, Rubric)]
        yield (
            subject.line("rubric"),
            f"there is no rubric '{reflection.rubric}'; {offer(reflection.rubric, rubric_ids)}",
        )
        return
    rows = [row.id for row in rubric.rows]
    if reflection.rows and [row.id for row in reflection.rows] != rows:
        yield subject.line("rows"), f"the rows of {rubric.id} are {', '.join(rows)}; say of each what it means here"
    for number, mistake in enumerate(reflection.mistakes):
        if set(mistake.marks) != set(rows):
            yield subject.line("mistakes", number, "marks"), f"the marks are for {', '.join(rows)}; give one for each"
        elif mistake.score >= rubric.passing:
            yield subject.line("mistakes", number, "score"), f"{mistake.score} is a pass; give a text that falls short"


def rubrics_without_their_reflections(subject: ExerciseSubject, rubric: Rubric) -> Iterator[Finding]:
    """EX041: a rubric names exactly the reflections that name it.

    `used_by` tells the readers of a rubric what it is for, and people who change a row whom that concerns. It may be
    empty for a rubric that is yet to be used. Add the reflection here, or name this rubric there.
    """
    using = {
        id_ for id_, content in subject.known.items() if isinstance(content, Reflection) and content.rubric == rubric.id
    }
    for id_ in rubric.used_by:
        if id_ not in using:
            yield subject.line("used_by"), f"no reflection '{id_}' names this rubric; {offer(id_, using)}"
    for id_ in sorted(using - set(rubric.used_by)):
        yield subject.line("used_by"), f"the reflection '{id_}' names this rubric; add it here"
