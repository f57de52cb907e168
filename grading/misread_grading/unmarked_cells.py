"""The last step that makes a release: answer cells without the mark by which nbgrader knows an untouched one."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from misread_course.graded_cells import is_answer


class Unmarked(NbGraderPreprocessor):  # type: ignore[misc] # nbgrader has no types
    """Takes the checksum off each cell that learners may write in.

    Most write into the lesson's own box, and leave the cell as it is. nbgrader's *Validate* would tell them that they
    gave no answer. For grading, both nbgrader and the course take the checksum from the gradebook, which keeps it.
    """

    def preprocess_cell(self, cell: NotebookNode, resources: Any, cell_index: int) -> tuple[NotebookNode, Any]:  # noqa: ANN401, ARG002 - nbconvert's own
        """Return the cell without its checksum, if it is one to write in."""
        if is_answer(cell):
            cell.metadata.nbgrader.pop("checksum", None)
        return cell, resources
