"""A cell runs all its statements and returns the value of a last expression."""

from __future__ import annotations

import pytest

from misread_course.run_cell import compile_cell


@pytest.mark.parametrize(
    ("source", "value"), [("x = 2\nx + 1", 3), ("x = 2", None), ("", None), ("x = 5\nx; x = 6", None)]
)
def test_a_cell_returns_the_value_of_its_last_expression_alone(source: str, value: object) -> None:
    assert compile_cell(source, "cell").run({}) == value


def test_what_a_cell_defines_stays_in_its_namespace() -> None:
    names: dict[str, object] = {}
    compile_cell("x = 2\nx", "cell").run(names)
    assert names["x"] == 2


def test_a_cell_says_what_it_imports_wherever_that_stands() -> None:
    source = "import os.path, json as j\ndef f():\n    from . import x\n    from math import pi\nf"
    assert sorted(compile_cell(source, "cell").imports) == [".", "json", "math", "os.path"]


@pytest.mark.parametrize("source", ["%matplotlib inline", "!ls", "f(", "await f()", "return 1"])
def test_what_only_a_kernel_can_run_is_no_plain_python(source: str) -> None:
    with pytest.raises(SyntaxError):
        compile_cell(source, "cell")


def test_a_traceback_names_the_cell() -> None:
    with pytest.raises(ZeroDivisionError) as raised:
        compile_cell("x = 0\n1 / x", "m4-cell").run({})
    assert (raised.traceback[-1].frame.code.raw.co_filename, raised.traceback[-1].lineno) == ("m4-cell", 1)
