"""nbgrader's `Execute` without a kernel: the course's locked cells run in this process, and no learner's code runs."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import Execute as KernelExecute

from misread_grading.course import Course
from misread_grading.running import run_locked
from misread_records.submission_answers import read_handed_in

A_DAY = 86_400.0


class Execute(KernelExecute):  # type: ignore[misc] # nbgrader has no types
    """Runs the locked code cells, with their sources from the gradebook.

    It replaces nbgrader's own `Execute` in `Autograde.autograde_preprocessors`; `timeout` has the same meaning.
    """

    def preprocess(self, nb: NotebookNode, resources: Any, km: object = None) -> tuple[NotebookNode, Any]:  # noqa: ANN401, ARG002 - nbconvert's own
        """Run the cells with the answers beside the autograded notebook."""
        about = resources["nbgrader"]
        with Gradebook(about["db_url"]) as gradebook:
            cells = gradebook.find_notebook(about["notebook"], about["assignment"]).source_cells
            sources = {cell.name: cell.source for cell in cells if cell.locked and cell.cell_type == "code"}
            gradebook.engine.dispose()
        course = Course.of(CourseDirectory(parent=self))
        folder = course.path("autograded", about["student"], about["assignment"])
        run_locked(nb.cells, sources, read_handed_in(folder), float(self.timeout or A_DAY))
        return nb, resources
