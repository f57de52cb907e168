"""The reader of lessons' notebooks: what a file says, and its cells as plain values.

`notebook_node` reads a file for those who hand it to nbgrader or nbconvert, which takes a sixth of a second to load.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from misread_course.catalogue import Lesson

Cell = Mapping[str, Any]
"""A cell: its `id`, `cell_type`, `source` (a text, or its lines) and `metadata`. A node of nbformat is one too."""


class UnreadableNotebook(ValueError):
    """A file is not a notebook; the message names it, and says what is wrong and what to do."""

    def __init__(self, path: Path, why: object) -> None:
        """Take the file, and what its reader said."""
        super().__init__(
            f"{path} cannot be read as a notebook: {why}. Open it in JupyterLab and save it, or put back an earlier "
            "version of it"
        )


def content(path: Path) -> dict[str, Any]:
    """Return what the file of a notebook says, in format 4.

    Raises:
        UnreadableNotebook: if it is cut off, or is no notebook of format 4.
        OSError: if there is no such file, or it cannot be opened.
    """
    try:
        found = json.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError) as error:
        raise UnreadableNotebook(path, error) from error
    check_cells(path, found)
    return dict(found)


def check_cells(path: Path, notebook: object) -> None:
    """Raise UnreadableNotebook unless a notebook has a list of cells, each with its kind, source and metadata."""
    found = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(found, list):
        raise UnreadableNotebook(path, "it has no list of cells, as notebook format 4 has")
    for number, cell in enumerate(found, 1):
        if not isinstance(cell, dict) or not cell.keys() >= {"cell_type", "source", "metadata"}:
            raise UnreadableNotebook(path, f"its cell {number} has no cell_type, source or metadata")


@functools.cache
def cells(lesson: Lesson) -> tuple[Cell, ...]:
    """Return the cells of a lesson, in order."""
    return tuple(cells_of(content(lesson.notebook)))


def cells_of(notebook: Mapping[str, Any]) -> Sequence[Cell]:
    """Return the cells of a notebook that was read, in order."""
    found: Sequence[Cell] = notebook["cells"]
    return found


def source_of(cell: Cell) -> str:
    """Return the text of a cell."""
    return "".join(cell["source"])
