"""Runs the course's own cells in this process, with the outputs that a kernel would give."""

from __future__ import annotations

import contextlib
import functools
import io
import threading
import traceback
from collections.abc import Iterable, Mapping
from typing import Any

from nbformat import NotebookNode

from misread_course.run_cell import CompiledCell, compile_cell
from misread_course.time_limit import time_limit
from misread_records.submission_answers import HandedIn, grading

SECONDS = 30.0
"""The time limit of a cell, as in nbgrader's `Execute`."""
_ONE_AT_A_TIME = threading.Lock()
"""Cells print to the standard output of this process, so only one submission runs in it at a time."""


def run_locked(
    cells: Iterable[NotebookNode], sources: Mapping[str, str], handed_in: HandedIn, seconds: float = SECONDS
) -> None:
    """Run the code cells that the course has locked, in order, and set their outputs; other cells do not change.

    Args:
        cells: the cells of a submitted notebook.
        sources: the source of each locked cell in the gradebook, by its `grade_id`. This source runs, whatever the
            notebook says; a cell that is not in it never runs.
        handed_in: the answers beside the notebook.
        seconds: the time limit of a cell.
    """
    names: dict[str, Any] = {"__name__": "__main__"}
    count = 0
    with _ONE_AT_A_TIME, grading(handed_in):
        for cell in cells:
            source = sources.get(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
            if cell.cell_type == "code" and source is not None:
                count += 1
                cell.outputs, cell.execution_count = run(source, names, count, seconds), count


def run(source: str, names: dict[str, Any], count: int, seconds: float = SECONDS) -> list[NotebookNode]:
    """Run one cell in a namespace, and return its outputs: what it printed, then its last value or its error."""
    printed, complained = io.StringIO(), io.StringIO()
    result: list[NotebookNode] = []
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(complained):
        try:
            with time_limit(seconds):
                value = _compiled(source).run(names)
            if value is not None:
                shown = NotebookNode({"text/plain": repr(value)})
                result = [_output("execute_result", data=shown, metadata=NotebookNode(), execution_count=count)]
        except Exception as error:  # noqa: BLE001 - whatever a cell raises is its output
            result = [_shown(error)]
    streams = [("stdout", printed.getvalue()), ("stderr", complained.getvalue())]
    return [*(_output("stream", name=name, text=text) for name, text in streams if text), *result]


@functools.lru_cache(maxsize=512)
def _compiled(source: str) -> CompiledCell:
    return compile_cell(source, "<cell>")


def _shown(error: Exception) -> NotebookNode:
    """Return an error as a kernel shows it; an error can define how it is shown."""
    render = getattr(error, "_render_traceback_", None)
    lines = render() if render else traceback.format_exception(error, limit=_own_depth(error))
    stripped = [line.rstrip() for line in lines]
    return _output("error", ename=type(error).__name__, evalue=str(error), traceback=stripped)


def _output(kind: str, **fields: object) -> NotebookNode:
    """Make an output as nbformat does, but without validating its schema, which takes longer than the cell."""
    return NotebookNode(output_type=kind, **fields)


def _own_depth(error: Exception) -> int:
    """Return the number of innermost frames from the cell downwards, negative, as `traceback` expects it."""
    frames = traceback.extract_tb(error.__traceback__)
    first = next((place for place, frame in enumerate(frames) if frame.filename == "<cell>"), len(frames) - 1)
    return -max(len(frames) - first, 1)
