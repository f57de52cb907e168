"""A widget's module and stylesheet, put together from the files in `static/`.

A page loads a widget's JavaScript from memory, where a module cannot import its neighbours. So each of those files is a
readable module with imports and exports, and what the page gets is one module: the imported files first, each once, in
the order in which they need each other, with their import lines and `export` words taken away; then the widget's own
file, which keeps its `export default`. For this to work, no two files that meet may use a top-level name twice, imports
stand alone on one line (`import { h } from "./dom.js";`), and nothing is renamed on import; a test holds them to it.
Stylesheets are set one after the other, and all widgets have the same one: where several kinds meet on a page, a sheet
of fewer files would set what the widgets stand on once more, behind the other kinds' own rules.
"""

from __future__ import annotations

import functools
import re
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

IMPORT = re.compile(r'^import \{ [\w, ]+ \} from "\./([a-z_]+\.js)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=function|const|let|class)", re.MULTILINE)

SHEETS = (
    "tokens.css",
    "ground.css",
    "prose.css",
    "choice_form.css",
    "writing.css",
    "card.css",
    "exercise.css",
    "cast.css",
    "path.css",
    "player.css",
    "debrief.css",
    "bars.css",
    "curves.css",
    "mirrors.css",
)
"""What every widget takes its look from; of two rules of one weight the later counts."""


@functools.cache
def text(name: str) -> str:
    """Return a file of `static/`."""
    return resources.files("misread_widgets").joinpath("static", name).read_text(encoding="utf-8")


def modules(name: str, read: Callable[[str], str] = text) -> tuple[str, ...]:
    """Return the files that a module is put together from, itself last, each after all that it imports.

    `read` gives the text of a file of the module's folder.
    """
    found: list[str] = []

    def visit(one: str) -> None:
        for imported in IMPORT.findall(read(one)):
            if imported not in found:
                visit(imported)
        found.append(one)

    visit(name)
    return tuple(dict.fromkeys(found))


def joined(name: str, read: Callable[[str], str] = text) -> str:
    """Return one ES module without imports, of a file and all that it needs; `read` gives the text of each."""
    *shared, own = (IMPORT.sub("", read(one)) for one in modules(name, read))
    return "\n".join([*(EXPORT.sub("", one) for one in shared), own])


@functools.cache
def script(name: str) -> str:
    """Return one ES module without imports, of the files of this folder."""
    return joined(name)


@functools.cache
def style() -> str:
    """Return the one stylesheet of all widgets."""
    return "\n".join(text(name) for name in SHEETS)
