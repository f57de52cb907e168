"""Which lessons run without a kernel, and what their pages are made of."""

from pathlib import Path

import nbformat
import pytest

from misread_course.catalogue import Lesson, lessons
from misread_web.live.lesson_plan import NeedsKernel, plan


def lesson_of(tmp_path: Path, *sources: str) -> Lesson:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    path = tmp_path / "made.ipynb"
    nbformat.write(notebook, path)
    return Lesson("made", "M0", "Made", 5, (), "en", path)


@pytest.mark.parametrize("lesson", lessons(), ids=lambda lesson: lesson.name)
def test_every_lesson_of_the_course_needs_no_kernel(lesson: Lesson) -> None:
    planned = plan(lesson)
    assert planned.cells
    assert [cell.id for cell in planned.cells] == [c.id for c in planned.notebook.cells if c.cell_type == "code"]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("import pandas as pd\npd.DataFrame()", "imports pandas"),
        ("from ipywidgets import HTML", "imports ipywidgets"),
        ("def f():\n    import os", "imports os"),
        ("from . import other", "imports ."),
        ("%matplotlib inline", "is not plain Python"),
        ("!ls", "is not plain Python"),
        ("import asyncio\nawait asyncio.sleep(0)", "is not plain Python: 'await' outside function"),
        ("return 1", "is not plain Python: 'return' outside function"),
        ("from misread_widgets_of_others import x", "imports misread_widgets_of_others"),
    ],
)
def test_whatever_else_a_cell_needs_takes_the_ordinary_way(tmp_path: Path, source: str, reason: str) -> None:
    with pytest.raises(NeedsKernel, match=reason):
        plan(lesson_of(tmp_path, source))


def test_only_the_value_of_the_last_expression_is_shown(tmp_path: Path) -> None:
    cells = plan(lesson_of(tmp_path, "a = 1\na + 1", "a = 1", "", "1\n2")).cells
    assert [cell.code.last is not None for cell in cells] == [True, False, False, True]
