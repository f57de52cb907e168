"""Method calls in a cell, for example `lesson.scenario("sam-priya")`, read without running the cell."""

from __future__ import annotations

import ast
import dataclasses
import functools

from misread_course.run_cell import parse_cell


@dataclasses.dataclass(frozen=True)
class MethodCall:
    """A method call in a cell. The object before the dot may have any name.

    Attributes:
        method: the name of the method.
        by_place: the positional arguments, in order; None for an argument that is not a string literal.
        by_name: the keyword arguments; None for an argument that is not a string literal.
    """

    method: str
    by_place: tuple[str | None, ...]
    by_name: tuple[tuple[str, str | None], ...]

    def text(self, place: int, name: str) -> str | None:
        """Return a string argument that is positional or has a keyword; None if it is missing or no string literal."""
        return self.by_place[place] if place < len(self.by_place) else dict(self.by_name).get(name)


@functools.lru_cache(maxsize=4096)
def method_calls(source: str) -> tuple[MethodCall, ...]:
    """Return the method calls in a cell, in the order of the source text.

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
