"""What a cell asks of its lesson, read without running it: each call such as `lesson.scenario("sam-priya")`."""

from __future__ import annotations

import ast
import dataclasses
import functools

from misread_course.run_cell import parse_cell


@dataclasses.dataclass(frozen=True)
class MethodCall:
    """A call of a method in a cell, whatever the name of the object before the dot.

    Attributes:
        method: its name.
        by_place: the arguments without a name, in order; None where one is not a text that stands in the cell.
        by_name: the named arguments, likewise.
    """

    method: str
    by_place: tuple[str | None, ...]
    by_name: tuple[tuple[str, str | None], ...]

    def text(self, place: int, name: str) -> str | None:
        """Return an argument that is given by its place or by its name; None if it is missing, or no text."""
        return self.by_place[place] if place < len(self.by_place) else dict(self.by_name).get(name)


@functools.lru_cache(maxsize=4096)
def method_calls(source: str) -> tuple[MethodCall, ...]:
    """Return the calls of methods in a cell, in the order in which they stand there.

    Raises:
        SyntaxError: if the cell is not plain Python.
    """
    calls = [
        (call.func, call)
        for call in ast.walk(parse_cell(source))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
    ]
    calls.sort(key=lambda pair: (pair[0].end_lineno, pair[0].end_col_offset))
    return tuple(MethodCall(method.attr, *_arguments(call)) for method, call in calls)


def _arguments(call: ast.Call) -> tuple[tuple[str | None, ...], tuple[tuple[str, str | None], ...]]:
    named = tuple((keyword.arg, _text(keyword.value)) for keyword in call.keywords if keyword.arg is not None)
    return tuple(map(_text, call.args)), named


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
