"""The modules of a lesson's widgets in one file, so that a page asks once for all of them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from misread_web.sessions.files import Files

EXPORT = re.compile(r"^export default ", re.MULTILINE)
PLACE = '"./pieces.js"'
"""How the page's script names the file that holds them."""


def joined(modules: Mapping[str, str]) -> str:
    """Return one module that holds others.

    `modules` are the texts by name, each without imports and with one default export. Each becomes a function, which
    keeps its names apart from the others', and is run when the first widget that needs it is shown.
    """
    parts = [f"{json.dumps(name)}: once(() => {{\n{EXPORT.sub('return ', text)}\n}})" for name, text in modules.items()]
    return f"{ONCE}export const pieces = {{\n{','.join(parts)}\n}};\n"


ONCE = """const once = (make) => {
  let made;
  return () => (made ??= make());
};
"""


def one_script(files: Files, script: str, modules: Mapping[str, str]) -> tuple[str, str]:
    """Keep a page's script and the modules of its widgets; return the names of the two files."""
    pieces = files.add(joined(modules), "js")
    return files.add(script.replace(PLACE, f'"./{pieces}"'), "js"), pieces
