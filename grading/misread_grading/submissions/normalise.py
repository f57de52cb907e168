"""Restores a submitted notebook: the released notebook, with the learner's own texts in it as plain text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nbformat import NotebookNode

from misread_course.graded_cells import is_answer, item_of
from misread_grading.submissions.learner_text import is_verbatim_block, verbatim_block

Notebook = Any
"""A notebook as nbformat reads it; from a learner, any JSON."""


def restored(release: NotebookNode, submitted: Notebook, written: Mapping[str, str]) -> NotebookNode:
    """Return the released notebook with the learner's answers in its answer cells, and nothing else from the learner.

    Cells that were deleted, duplicated, added or relabelled are thus as they were released, and nothing that a learner
    wrote can run or act as markup. An answer is the text of the submitted cell if that was changed, and otherwise the
    text that was written for the same item in the lesson.

    Args:
        release: the notebook as it was released.
        submitted: the notebook as it was handed in; any JSON.
        written: the texts written in the lesson, by their items.
    """
    notebook = _copied(release)
    answers = dict(_answers(submitted))
    for cell in notebook.cells:
        if not is_answer(cell):
            continue
        answer = answers.get(cell.metadata.nbgrader.grade_id, "")
        if answer.strip() in {"", cell.source.strip()}:
            answer = written.get(item_of(cell) or "", "")
        if answer.strip():
            cell.source = answer if is_verbatim_block(answer) else verbatim_block(answer)
    return notebook


def _copied(release: NotebookNode) -> NotebookNode:
    """Copy the parts that grading changes, far fewer than all: each cell, and the notebook's metadata."""
    notebook = _shallow(release)
    notebook.cells = [_shallow(cell) for cell in release.cells]
    notebook.metadata = _shallow(release.metadata)
    notebook.metadata.misread = _shallow(release.metadata.get("misread", {}))
    return notebook


def _shallow(node: Mapping[str, Any]) -> NotebookNode:
    """Copy a node as `copy.copy` does; that also checks every value again, and takes seven times as long."""
    copied = NotebookNode()
    dict.update(copied, node)
    return copied


def _answers(submitted: Notebook) -> Iterator[tuple[str, str]]:
    """Yield the id and text of each answer cell. Of several with one id, the first counts, so it comes last."""
    cells = submitted.get("cells") if isinstance(submitted, dict) else None
    for cell in reversed(cells if isinstance(cells, list) else []):
        match cell:
            case {"source": source, "metadata": {"nbgrader": {"grade_id": str(id_)}}}:
                text = "".join(map(str, source)) if isinstance(source, list) else source
                if isinstance(text, str):
                    yield id_, text
