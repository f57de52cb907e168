"""The scripts of a lesson's page, and the modules of its widgets, in as few files as a page should ask for."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from misread_web.sessions.files import Files
from misread_widgets import assets

PIECES = "pieces.js"
"""The page's own empty list of what draws its widgets."""
EXPORT = re.compile(r"^export default ", re.MULTILINE)
ONCE = """const once = (make) => {
  let made;
  return () => (made ??= make());
};
"""


def page_script(files: Files, static: Path, modules: Mapping[str, str]) -> str:
    """Keep a page's script, with the modules of its widgets, and return the name of the file.

    `static` is the folder of the course's own scripts.
    """

    def read(name: str) -> str:
        return with_pieces(modules) if name == PIECES else (static / name).read_text("utf-8")

    return files.add(assets.joined("live.js", read), "js")


def with_pieces(modules: Mapping[str, str]) -> str:
    """Return a script that holds modules in place of the page's own empty list of them.

    `modules` are the texts by name, each without imports and with one default export. Each becomes a function, which
    keeps its names apart from the others', and is run when the first widget that needs it is shown.
    """
    parts = [f"{json.dumps(name)}: once(() => {{\n{EXPORT.sub('return ', text)}\n}})" for name, text in modules.items()]
    return f"{ONCE}export const pieces = {{\n{','.join(parts)}\n}};\n"
