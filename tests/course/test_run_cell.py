"""A cell runs all its statements and returns the value of a last expression."""

from __future__ import annotations

import ast

import pytest

from misread_course.run_cell import compile_cell


@pytest.mark.parametrize(
    ("source", "value"), [("x = 2\nx + 1", 3), ("x = 2", None), ("", None), ("x = 5\nx; x = 6", None)]
)
def test_a_cell_returns_the_value_of_its_last_expression_alone(source: str, value: object) -> None:
    assert compile_cell(ast.parse(source), "cell").run({}) == value


def test_what_a_cell_defines_stays_in_its_namespace() -> None:
    names: dict[str, object] = {}
    compile_cell(ast.parse("x = 2\nx"), "cell").run(names)
    assert names["x"] == 2
