"""The cells of a lesson's notebook, as they stand in its file."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from typing import Any

from misread_course.catalogue import Lesson

Cell = Mapping[str, Any]
"""A cell: its `id`, `cell_type`, `source` (in lines) and `metadata`."""


@functools.cache
def cells(lesson: Lesson) -> tuple[Cell, ...]:
    """Return the cells of a lesson, in order."""
    return tuple(json.loads(lesson.notebook.read_text("utf-8"))["cells"])


def is_for_graders(cell: Cell) -> bool:
    """Tell a cell that is there for nbgrader alone: it gives points, or holds what was written in the lesson."""
    return bool(cell["metadata"].get("nbgrader", {}).get("grade"))
