"""The work of a worker: it gets whole submissions, grades them and returns the results, without disk or database."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from nbgrader.utils import compute_checksum, determine_grade, is_grade, is_solution

from misread_grading.assignment import Assignment
from misread_grading.running import SECONDS, run_locked
from misread_grading.submissions import BadSubmission, Submission, moment, prepared
from misread_records.submission_answers import CUT_OFF, HandedIn, NotCounted

NO_RESPONSE = "No response."
"""nbgrader's comment on an answer cell that is as it was released."""


@dataclasses.dataclass(frozen=True)
class GradedSubmission:
    """The result of grading a submission.

    Attributes:
        student: the learner's id in nbgrader.
        when: the time at which it was handed in, naive UTC as in nbgrader; None if unknown.
        scores: the score of each graded cell, by its `grade_id`; None if a grader has to give it.
        comments: the comment on each answer cell; None if there is nothing to say.
        texts: the text of each answer cell.
        notebook: the graded notebook as JSON; empty if it could not be graded.
        note: why its answers do not count, or not all of them; empty if they do.
        failure: why it could not be graded; empty if it was.
    """

    student: str
    when: datetime | None = None
    scores: Mapping[str, float | None] = dataclasses.field(default_factory=dict)
    comments: Mapping[str, str | None] = dataclasses.field(default_factory=dict)
    texts: Mapping[str, str] = dataclasses.field(default_factory=dict)
    notebook: str = ""
    note: str = ""
    failure: str = ""


def grade_all(
    assignment: Assignment, submissions: Iterable[tuple[Submission, str]], seconds: float = SECONDS
) -> list[GradedSubmission]:
    """Grade submissions, each with the hash that identifies its result; a failure does not stop the others."""
    return [grade(assignment, submission, mark, seconds) for submission, mark in submissions]


def grade(assignment: Assignment, submission: Submission, mark: str = "", seconds: float = SECONDS) -> GradedSubmission:
    """Grade one submission: restore its notebook, run the course's own cells, and read the scores as nbgrader does."""
    when = None
    try:
        when = moment(submission.timestamp)
        notebook, handed_in = prepared(assignment, submission)
        run_locked(notebook.cells, assignment.sources, handed_in, seconds)
        scores = {_id(cell): determine_grade(cell)[0] for cell in notebook.cells if is_grade(cell)}
    except (BadSubmission, ValueError) as error:
        return GradedSubmission(submission.student, when, failure=str(error))
    answers = [cell for cell in notebook.cells if is_solution(cell)]
    note = _note(assignment.lesson, handed_in)
    notebook.metadata.misread.graded = mark
    return GradedSubmission(
        submission.student,
        when,
        scores,
        {_id(cell): NO_RESPONSE if _is_untouched(cell) else None for cell in answers},
        {_id(cell): cell.source for cell in answers},
        json.dumps(notebook, ensure_ascii=False) + "\n",
        note,
    )


def _note(lesson: str, handed_in: HandedIn) -> str:
    try:
        handed_in.events(lesson)
    except NotCounted as error:
        return f"nothing counts. {error}"
    return CUT_OFF if handed_in.is_cut_off else ""


def _id(cell: Any) -> str:  # noqa: ANN401 - a cell of a notebook
    return str(cell.metadata.nbgrader.grade_id)


def _is_untouched(cell: Any) -> bool:  # noqa: ANN401 - a cell of a notebook
    return bool(cell.metadata.nbgrader.get("checksum") == compute_checksum(cell))
