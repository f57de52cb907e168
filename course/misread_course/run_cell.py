"""A notebook cell, compiled and run as a kernel runs it: all statements, then the value of a last expression."""

from __future__ import annotations

import ast
import dataclasses
from types import CodeType
from typing import Any


@dataclasses.dataclass(frozen=True)
class CompiledCell:
    """The statements of a cell, and the expression at its end; `last` is None if the cell ends in a statement."""

    body: CodeType
    last: CodeType | None

    def run(self, names: dict[str, Any]) -> object:
        """Run the cell in a namespace and return the value of its last expression, or None if it has none."""
        exec(self.body, names)  # noqa: S102 - the course's own code
        return eval(self.last, names) if self.last else None  # noqa: S307 - likewise


def compile_cell(tree: ast.Module, filename: str) -> CompiledCell:
    """Compile a parsed cell; tracebacks name `filename`. The last expression is taken out of `tree`."""
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    value = compile(ast.Expression(last.value), filename, "eval") if isinstance(last, ast.Expr) else None
    return CompiledCell(compile(tree, filename, "exec"), value)
