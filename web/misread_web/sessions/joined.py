"""The scripts of a lesson's page, and the modules of its widgets, in as few files as a page should ask for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from misread_web.sessions.files import Files
from misread_widgets import assets

PIECES = "pieces.js"
"""The page's own file of what draws its widgets, which is empty."""
EXPORT = re.compile(r"^export default ", re.MULTILINE)
ONCE = """const once = (make) => {
  let made;
  return () => (made ??= make());
};
"""


def page_script(files: Files, static: Path, modules: Mapping[str, str]) -> str:
    """Keep a page's script and return the name of the file.

    The script comes with the first of the modules, which draws the page's first piece, and knows the file that all
    others come in. `static` is the folder of the course's own scripts; `modules` are the texts by name, each without
    imports and with one default export.
    """
    items = list(modules.items())
    others = files.add(f"{ONCE}export const pieces = {_pieces(items[1:])};\n", "js")
    pieces = f'{ONCE}export const first = {_pieces(items[:1])};\nexport const others = "./{others}";\n'

    def read(name: str) -> str:
        return pieces if name == PIECES else (static / name).read_text("utf-8")

    return files.add(assets.joined("live.js", read), "js")


def _pieces(modules: Iterable[tuple[str, str]]) -> str:
    """Return an object of modules by name.

    Each becomes a function, which keeps its names apart from the others', and is run when the first widget that needs
    it is shown.
    """
    parts = [f"{json.dumps(name)}: once(() => {{\n{EXPORT.sub('return ', text)}\n}})" for name, text in modules]
    return f"{{\n{','.join(parts)}\n}}"
