"""A notebook cell, compiled and run as a kernel does: first its statements, then the value of its last expression.

Only this module turns the text of a cell into Python code.
"""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterator
from types import CodeType
from typing import Any


@dataclasses.dataclass(frozen=True)
class CompiledCell:
    """A cell that is ready to run.

    Attributes:
        body: the statements of the cell.
        last: the expression at the end of the cell; None if the cell ends in a statement.
        imports: the modules that the cell imports anywhere; `.` for a relative import.
    """

    body: CodeType
    last: CodeType | None
    imports: tuple[str, ...] = ()

    def run(self, names: dict[str, Any]) -> object:
        """Run the cell in a namespace and return the value of its last expression, or None if it has none."""
        exec(self.body, names)  # noqa: S102 - the course's own code
        return eval(self.last, names) if self.last else None  # noqa: S307 - the course's own code


def parse_cell(source: str, filename: str = "<cell>") -> ast.Module:
    """Return the syntax tree of a cell.

    Raises:
        SyntaxError: if the cell is not plain Python, for example because of the magic `%matplotlib inline`.
    """
    return ast.parse(source, filename)


def compile_cell(source: str, filename: str) -> CompiledCell:
    """Compile a cell; tracebacks name `filename`.

    Raises:
        SyntaxError: if the cell is not plain Python, or needs a kernel's event loop (`await` outside a function).
    """
    tree = parse_cell(source, filename)
    imports = tuple(_imports(tree))
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    value = compile(ast.Expression(last.value), filename, "eval") if isinstance(last, ast.Expr) else None
    return CompiledCell(compile(tree, filename, "exec"), value, imports)


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "."
