"""The reader of notebooks: the content of a file, and its cells, as plain values.

To hand a notebook to nbgrader or nbconvert, use `notebook_node`, which takes a sixth of a second to import.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from misread_course.translation import lesson_texts

if TYPE_CHECKING:
    from misread_course.catalogue import Lesson

Cell = Mapping[str, Any]
"""A cell: its `id`, `cell_type`, `source` (a text, or its lines) and `metadata`. Cells of nbformat fit this, too."""


class UnreadableNotebook(ValueError):
    """A file cannot be read as a notebook; the message names the file, the fault and the remedy."""

    def __init__(self, path: Path, fault: object) -> None:
        """Put the file and the fault that its reader reported into the message."""
        super().__init__(
            f"{path} cannot be read as a notebook: {fault}. Open it in JupyterLab and save it, or put back an earlier "
            "version of it"
        )


def content(path: Path) -> dict[str, Any]:
    """Return the content of a notebook's file, in format 4.

    Raises:
        UnreadableNotebook: if the file is incomplete, or not a notebook of format 4.
        OSError: if the file is missing or cannot be opened.
    """
    try:
        notebook = json.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError) as error:
        raise UnreadableNotebook(path, error) from error
    check_cells(path, notebook)
    return dict(notebook)


def check_cells(path: Path, notebook: object) -> None:
    """Raise UnreadableNotebook unless a notebook has a list of cells, each with its kind, source and metadata."""
    listed = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(listed, list):
        raise UnreadableNotebook(path, "it has no list of cells, as notebook format 4 has")
    for number, cell in enumerate(listed, 1):
        if not isinstance(cell, dict) or not cell.keys() >= {"cell_type", "source", "metadata"}:
            raise UnreadableNotebook(path, f"its cell {number} has no cell_type, source or metadata")


@functools.cache
def cells(lesson: Lesson) -> tuple[Cell, ...]:
    """Return the cells of a lesson, in order, in its language."""
    texts = lesson_texts(lesson.notebook, lesson.lang)
    read = cells_of(content(lesson.notebook))
    return tuple({**cell, "source": texts[cell["id"]]} if cell.get("id") in texts else cell for cell in read)


def cells_of(notebook: Mapping[str, Any]) -> Sequence[Cell]:
    """Return the cells of a notebook's content, in order."""
    listed: Sequence[Cell] = notebook["cells"]
    return listed


def source_of(cell: Cell) -> str:
    """Return the text of a cell."""
    return "".join(cell["source"])
