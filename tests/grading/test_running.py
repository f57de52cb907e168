"""The course's own cells, run without a kernel, show what a kernel would show."""

from __future__ import annotations

import time

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from misread_grading.running import run, run_locked
from misread_records.submission_answers import HandedIn, NotCounted, graded


def test_a_cell_shows_what_it_prints_and_then_its_last_value() -> None:
    printed, result = run("print('hello')\n1 / 4", {}, 3)
    assert (printed.output_type, printed.name, printed.text) == ("stream", "stdout", "hello\n")
    assert (result.output_type, result.data["text/plain"], result.execution_count) == ("execute_result", "0.25", 3)


@pytest.mark.parametrize("source", ["x = 1", "None", "", "def f():\n    return 1"])
def test_a_cell_without_a_value_shows_nothing(source: str) -> None:
    assert run(source, {}, 1) == []


def test_cells_share_their_names() -> None:
    names: dict[str, object] = {}
    run("x = 20", names, 1)
    assert run("x + 1", names, 2)[0].data["text/plain"] == "21"


def test_what_a_cell_raises_is_shown_from_the_cell_on() -> None:
    (error,) = run("def f():\n    return 1 / 0\nf()", {}, 1)
    assert (error.output_type, error.ename, error.evalue) == ("error", "ZeroDivisionError", "division by zero")
    assert error.traceback[-1] == "ZeroDivisionError: division by zero"
    assert 'File "<cell>"' in "".join(error.traceback)
    assert "running.py" not in "".join(error.traceback)


def test_an_error_that_says_how_to_show_it_is_shown_so() -> None:
    def refuse() -> None:
        raise NotCounted("They are somebody else's.")

    (error,) = run("refuse()", {"refuse": refuse}, 1)
    assert error.traceback == ["NotCounted: They are somebody else's."]


def test_a_cell_that_is_no_python_shows_its_error() -> None:
    assert run("1 +", {}, 1)[0].ename == "SyntaxError"


def test_an_endless_cell_is_interrupted_and_the_next_one_runs() -> None:
    names: dict[str, object] = {}
    before = time.monotonic()
    (error,) = run("while True:\n    try:\n        pass\n    except Exception:\n        pass", names, 1, seconds=0.1)
    assert error.ename == "CellTimeoutError"
    assert time.monotonic() - before < 5
    assert run("1.0", names, 2)[0].data["text/plain"] == "1.0"


def locked(grade_id: str, source: str) -> NotebookNode:
    cell: NotebookNode = new_code_cell(source, metadata={"nbgrader": {"grade_id": grade_id, "locked": True}})
    return cell


def test_only_cells_that_the_gradebook_knows_run_and_as_it_knows_them() -> None:
    own, known = new_code_cell("raise SystemExit"), locked("C1", "100.0")
    unknown = locked("C9", "raise SystemExit")
    run_locked([own, known, unknown], {"C1": "3.0"}, HandedIn(b""))
    assert [output.data["text/plain"] for output in known.outputs] == ["3.0"]
    assert own.outputs == unknown.outputs == []


def test_cells_find_the_answers_that_were_handed_in_and_nobody_does_afterwards() -> None:
    handed_in = HandedIn(b"", "not yours")
    cell = locked("C1", "from misread_records.submission_answers import graded\ngraded().refusal")
    run_locked([cell], {"C1": cell.source}, handed_in)
    assert cell.outputs[0].data["text/plain"] == "'not yours'"
    assert graded() is None
