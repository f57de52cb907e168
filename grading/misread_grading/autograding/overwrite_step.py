"""nbgrader's first step over a submission: restores the notebook, whatever the learner did to it."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor

from misread_course.notebook_node import read_notebook
from misread_grading.course import Course
from misread_grading.released_cells import read_content
from misread_grading.submissions import judged, read_submission, refusals_in
from misread_records.submission_answers import REFUSAL


class Repair(NbGraderPreprocessor):  # type: ignore[misc] # nbgrader has no types
    """Restores the released notebook around the learner's answers, and writes why they cannot count, if so, beside it.

    It is the first of `Autograde.sanitize_preprocessors`, so that a duplicated, deleted or relabelled cell stops
    neither this submission nor the next ones.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:  # noqa: ANN401 - nbconvert's own
        """Return the restored notebook."""
        about = resources["nbgrader"]
        student, lesson = about["student"], about["assignment"]
        course = Course.of(CourseDirectory(parent=self))
        refusal = refusals_in(course, lesson).get(student, "")
        released = read_notebook(course.notebook("release", ".", lesson))
        read_content(released)
        notebook, handed_in = judged(released, nb, lesson, read_submission(course, student, lesson, refusal))
        beside = course.path("autograded", student, lesson) / REFUSAL
        beside.unlink(missing_ok=True)
        if handed_in.refusal:
            beside.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(handed_in.refusal, "utf-8")
        return notebook, resources
