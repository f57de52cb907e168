"""The reader of notebooks for nbgrader and nbconvert: a node of nbformat, in format 4."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import NotebookNode, ValidationError, reader

from misread_course.notebook import UnreadableNotebook, check_cells


def read_notebook(path: Path) -> NotebookNode:
    """Return a notebook, brought to format 4.

    It is not checked against nbformat's schema, which takes longer than reading: nbgrader does so for a release.

    Raises:
        UnreadableNotebook: if it is cut off, or is no notebook.
        OSError: if there is no such file, or it cannot be opened.
    """
    try:
        found: NotebookNode = nbformat.convert(reader.reads(path.read_text("utf-8")), 4)
    except (ValueError, AttributeError, TypeError, RecursionError, ValidationError) as error:  # nbformat checks little
        raise UnreadableNotebook(path, error) from error
    check_cells(path, found)
    return found
