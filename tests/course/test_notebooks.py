"""Each lesson is run from the first cell to the last in a kernel of its own, and what its cells show is compared."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

from misread_course.catalogue import Lesson, lessons
from misread_scenarios.exercises import load_exercise

SHOWN = {
    "guess": "guess.Guess",
    "judgement": "judgement.Judging",
    "mirrors": "mirrors.Mirrors",
    "recall": "recall.Recall",
    "scenario": "player.Player",
    "tool": "form.FormWidget",
}
"""What each of a lesson's functions shows in a notebook, except exercises, which have several kinds."""
EXERCISES = {
    "multi-select": "multi_select.Picking",
    "match": "match.Matching",
    "choose": "choose.Choosing",
    "data": "data.Querying",
    "highlight": "choose.Highlighting",
    "order": "order.Ordering",
    "rank": "order.Ranking",
    "reflection": "reflection.Reflecting",
    "values": "values.Valuing",
}
WIDGET = "application/vnd.jupyter.widget-view+json"
ANEW_EACH_TIME = (
    "/metadata/language_info",
    "/metadata/widgets",
    "/cells/*/execution_count",
    "/cells/*/outputs/*/execution_count",
    f"/cells/*/outputs/*/data/{WIDGET}",
)


def with_outputs(notebook: Any) -> Any:  # noqa: ANN401 - nbformat's own
    """Return the notebook with what each cell must show."""
    for cell in notebook.cells:
        piece = re.search(r"lesson\.(\w+)\(\"([^\"]+)", cell.source) if cell.cell_type == "code" else None
        if piece and piece[1] == "points":
            said = "This case was not begun.\n" if '", "C' in cell.source else "This exercise was not answered.\n"
            result = nbformat.v4.new_output("execute_result", {"text/plain": "0.0"}, execution_count=1)
            cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=said), result]
        elif piece:
            kind = EXERCISES[load_exercise(piece[2]).kind] if piece[1] == "exercise" else SHOWN[piece[1]]
            data = {WIDGET: {}, "text/plain": f"<misread_widgets.{kind} object>"}
            cell.outputs = [nbformat.v4.new_output("execute_result", data, execution_count=1)]
    return notebook


@pytest.mark.parametrize("lesson", lessons(), ids=lambda lesson: str(lesson.name))
def test_a_lesson_runs_clean_and_shows_its_pieces(lesson: Lesson, nb_regression: Any, tmp_path: Path) -> None:  # noqa: ANN401
    expected = tmp_path / lesson.notebook.name
    nbformat.write(with_outputs(nbformat.read(lesson.notebook, as_version=4)), expected)
    nb_regression.exec_cwd = str(tmp_path)
    nb_regression.diff_ignore = ANEW_EACH_TIME
    nb_regression.diff_replace = (("/cells/*/outputs/*/data/text/plain", r" at 0x[0-9a-f]+", ""),)
    ran = nb_regression.check(str(expected)).nb_final
    pieces = [cell for cell in ran.cells if cell.cell_type == "code" and "points" not in cell.metadata.get("tags", ())]
    assert all(WIDGET in output.data for cell in pieces for output in cell.outputs)
