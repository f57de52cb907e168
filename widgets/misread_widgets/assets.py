"""Bundles a widget's module and stylesheet from the files in `static/`.

A page loads a widget's JavaScript from memory, where a module cannot import others. So the files in `static/` are
ordinary modules, and the page gets one module: first the imported files, each once, in the order of their dependencies
and without their `import` lines and `export` keywords; then the widget's own file, which keeps its `export default`.
This requires that two bundled files never share a top-level name, that each import is a single line
(`import { h } from "./dom.js";`), and that no import is renamed; a test checks these rules.

All widgets share one stylesheet. With a smaller one for each kind, a page with several kinds would repeat the base
rules after another kind's own rules, and so override them.
"""

from __future__ import annotations

import functools
import re
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

IMPORT = re.compile(r'^import \{ [\w, ]+ \} from "\./([a-z_]+\.js)";\n', re.MULTILINE)
PART = "// file: "
"""The beginning of the line that names the file below it."""
EXPORT = re.compile(r"^export (?=function|const|let|class)", re.MULTILINE)

SHEETS = (
    "tokens.css",
    "base.css",
    "prose.css",
    "choice_form.css",
    "writing.css",
    "card.css",
    "exercise.css",
    "rate.css",
    "values.css",
    "form.css",
    "data.css",
    "cast.css",
    "path.css",
    "player.css",
    "debrief.css",
    "bars.css",
    "curves.css",
    "mirrors.css",
)
"""The stylesheets of all widgets, in order: of two rules with the same specificity, the later one wins."""


@functools.cache
def text(name: str) -> str:
    """Return the text of a file in `static/`."""
    return resources.files("misread_widgets").joinpath("static", name).read_text(encoding="utf-8")


def modules(name: str, read: Callable[[str], str] = text) -> tuple[str, ...]:
    """Return the names of the files in a module's bundle, each after the files that it imports; the module is last.

    `read` returns the text of a file in the module's folder.
    """
    ordered: list[str] = []

    def visit(file: str) -> None:
        for imported in IMPORT.findall(read(file)):
            if imported not in ordered:
                visit(imported)
        ordered.append(file)

    visit(name)
    return tuple(dict.fromkeys(ordered))


def joined(name: str, read: Callable[[str], str] = text) -> str:
    """Return a file and all its imports as one ES module without imports; `read` returns the text of a file.

    A line before each file names it, so that `parts` can divide the module again.
    """
    *shared, main = ((file, IMPORT.sub("", read(file))) for file in modules(name, read))
    files = [*((file, EXPORT.sub("", text)) for file, text in shared), main]
    return "\n".join(f"{PART}{file}\n{text}" for file, text in files)


def parts(module: str) -> tuple[dict[str, str], str]:
    """Divide a module that `joined` made: the texts of its imported files by name, and the text of its own file."""
    if not module.startswith(PART):
        return {}, module
    files = dict(file.split("\n", 1) for file in module.removeprefix(PART).split(f"\n{PART}"))
    _, own = files.popitem()
    return files, own


@functools.cache
def script(name: str) -> str:
    """Return a file of `static/` and all its imports as one ES module without imports."""
    return joined(name)


@functools.cache
def style() -> str:
    """Return the shared stylesheet of all widgets."""
    return "\n".join(text(name) for name in SHEETS)
