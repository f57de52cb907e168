"""The reader of notebooks for nbgrader and nbconvert, which returns nbformat's `NotebookNode` in format 4."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import NotebookNode, ValidationError, reader

from misread_course.notebook import UnreadableNotebook, check_cells


def read_notebook(path: Path) -> NotebookNode:
    """Return a notebook, converted to format 4.

    The notebook is not validated against nbformat's schema, because that takes longer than reading it. nbgrader
    validates it for a release.

    Raises:
        UnreadableNotebook: if the file is incomplete, or not a notebook.
        OSError: if the file is missing or cannot be opened.
    """
    try:
        notebook: NotebookNode = nbformat.convert(reader.reads(path.read_text("utf-8")), 4)
    except (ValueError, AttributeError, TypeError, RecursionError, ValidationError) as error:  # nbformat checks little
        raise UnreadableNotebook(path, error) from error
    check_cells(path, notebook)
    return notebook
