"""The last step of a release: removes the checksum by which nbgrader recognises an untouched answer cell."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from misread_course.graded_cells import is_answer


class Unmarked(NbGraderPreprocessor):  # type: ignore[misc] # nbgrader has no types
    """Removes the checksum from each cell in which learners may write.

    Most learners write in the lesson's own text box and leave the cell untouched. With a checksum, nbgrader's
    *Validate* would say that they gave no answer. For grading, nbgrader and the course read it from the gradebook.
    """

    def preprocess_cell(self, cell: NotebookNode, resources: Any, cell_index: int) -> tuple[NotebookNode, Any]:  # noqa: ANN401, ARG002 - nbconvert's own
        """Return the cell, without its checksum if learners may write in it."""
        if is_answer(cell):
            cell.metadata.nbgrader.pop("checksum", None)
        return cell, resources
