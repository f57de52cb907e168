"""Lesson notebooks hold words and short cells, run as they are, and say truly how long they take."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest

from misread_course.catalogue import Lesson, lessons
from misread_records import open_journal
from misread_scenarios.cards import load_guess, load_recall
from misread_scenarios.exercises import load_exercise
from misread_scenarios.format.mirrors_reader import load_mirrors
from misread_scenarios.judgement import load_set
from misread_scenarios.library import load
from misread_widgets import Seat, seated
from misread_widgets.lesson_widget import LessonWidget
from misread_widgets.views.typesetting import typeset

WORDS_A_MINUTE = 200
LENGTHS: dict[str, Callable[[str], int]] = {
    "scenario": lambda id_: load(id_).minutes,
    "guess": lambda id_: load_guess(id_).minutes,
    "recall": lambda id_: load_recall(id_).minutes,
    "mirrors": lambda id_: load_mirrors(id_).minutes,
    "exercise": lambda id_: load_exercise(id_).minutes,
    "judgement": lambda id_: load_set(id_).minutes,
    "tool": lambda _: 0,
}
PIECE = re.compile(r'lesson\.(\w+)\("([\w.-]+)"\)')
BARE_CODE = re.compile(r"\b(?:E|S|LO|C|X|T|D|J|Q)\d+(?:\.\d+)?\b|\bM\d\.\w+\b")

each_lesson = pytest.mark.parametrize("lesson", lessons(), ids=lambda lesson: str(lesson.name))


def read(lesson: Lesson) -> nbformat.NotebookNode:
    found: nbformat.NotebookNode = nbformat.read(lesson.notebook, as_version=4)
    return found


def cells(lesson: Lesson, kind: str) -> list[nbformat.NotebookNode]:
    return [cell for cell in read(lesson).cells if cell.cell_type == kind]


def pieces(lesson: Lesson) -> Iterator[tuple[str, str]]:
    for cell in cells(lesson, "code"):
        yield from PIECE.findall(cell.source)


def is_graded(cell: nbformat.NotebookNode) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("grade"))


def shown(lesson: Lesson, kind: str) -> list[nbformat.NotebookNode]:
    return [cell for cell in cells(lesson, kind) if not is_graded(cell)]


def words(lesson: Lesson) -> str:
    return "\n\n".join(cell.source for cell in shown(lesson, "markdown"))


@each_lesson
def test_a_notebook_is_valid_and_clean(lesson: Lesson) -> None:
    notebook = read(lesson)
    nbformat.validate(notebook)
    assert all(not cell.outputs and cell.execution_count is None for cell in cells(lesson, "code"))
    assert all(cell.id.startswith(lesson.module.lower()) for cell in notebook.cells)
    assert all(cell.metadata.keys() <= {"nbgrader", "misread", "tags", "jupyter"} for cell in notebook.cells)


@each_lesson
def test_nothing_lies_beside_the_notebook(lesson: Lesson) -> None:
    beside = {path.name for path in lesson.notebook.parent.iterdir() if path.name != ".ipynb_checkpoints"}
    assert beside == {lesson.notebook.name}


@each_lesson
def test_code_cells_are_three_lines_of_the_lesson_alone(lesson: Lesson) -> None:
    for cell in cells(lesson, "code"):
        assert len(cell.source.splitlines()) <= 3
        imports = [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Import | ast.ImportFrom)]
        assert [ast.unparse(node) for node in imports] in ([], ["from misread_widgets import open_lesson"])
    assert f'open_lesson("{lesson.name}")' in cells(lesson, "code")[0].source


@each_lesson
def test_every_cell_runs_and_shows_its_piece(lesson: Lesson, tmp_path: Path) -> None:
    journal = open_journal(str(tmp_path / "answers.jsonl"))
    first, *others = (cell.source for cell in shown(lesson, "code"))
    names: dict[str, object] = {}
    with seated(Seat("ada", None, journal)):
        exec(first, names)  # noqa: S102 - the notebook is our own
        assert len(others) == len(list(pieces(lesson)))
        for source in others:
            assert isinstance(eval(source, names), LessonWidget)  # noqa: S307 - the notebook is our own
        for cell in filter(is_graded, cells(lesson, "code")):
            assert eval(cell.source, names) == 0.0  # noqa: S307 - likewise
    journal.close()


@each_lesson
def test_the_words_have_one_title_and_no_gap_below_it(lesson: Lesson) -> None:
    levels = [len(mark) for mark in re.findall(r"^(#+) ", words(lesson), re.MULTILINE)]
    assert levels[0] == 1
    assert set(levels[1:]) == {2}


@each_lesson
def test_the_words_have_printed_quotation_marks_as_the_pieces_have(lesson: Lesson) -> None:
    assert typeset(words(lesson)) == words(lesson)


@each_lesson
def test_a_learner_reads_no_code_of_a_source(lesson: Lesson) -> None:
    assert not BARE_CODE.findall(words(lesson))


@each_lesson
def test_every_source_in_the_text_is_listed(lesson: Lesson) -> None:
    text, _, listed = words(lesson).partition("## Where this comes from")
    cited = re.findall(r"([A-Z][\w-]+)(?:, [A-Z][\w'’-]+)*(?:,? and [\w'’-]+)?, (\d{4})[);]", text)
    assert bool(cited) != ("This lesson quotes no study" in listed)
    for author, year in cited:
        assert re.search(rf"{author}[^\n]*\({year}\)", listed), f"{author}, {year}"


@each_lesson
def test_the_minutes_are_those_of_what_is_there_and_no_fewer(lesson: Lesson) -> None:
    taken = len(words(lesson).split()) / WORDS_A_MINUTE + sum(LENGTHS[kind](id_) for kind, id_ in pieces(lesson))
    assert taken <= lesson.minutes <= taken + 5


@each_lesson
def test_the_words_promise_what_the_catalogue_shows(lesson: Lesson) -> None:
    assert words(lesson).startswith(f"# {lesson.title}\n")
    assert f"{lesson.minutes} minutes" in words(lesson)
    for objective in lesson.objectives:
        assert typeset(objective).rstrip(".?").lower() in words(lesson).lower()
