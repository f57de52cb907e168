"""The modules of a lesson's widgets in one file, so that a page asks once for all of them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from misread_web.sessions.files import Files

LINE = '"./line.js"'
PIECES = 'import { pieces } from "./pieces.js";\n'
"""How the page's own script names the others."""
EXPORT = re.compile(r"^export default ", re.MULTILINE)


def joined(modules: Mapping[str, str]) -> str:
    """Return a script that holds modules in place of the page's own empty list of them.

    `modules` are the texts by name, each without imports and with one default export. Each becomes a function, which
    keeps its names apart from the others', and is run when the first widget that needs it is shown.
    """
    parts = [f"{json.dumps(name)}: once(() => {{\n{EXPORT.sub('return ', text)}\n}})" for name, text in modules.items()]
    return f"{ONCE}const pieces = {{\n{','.join(parts)}\n}};\n"


ONCE = """const once = (make) => {
  let made;
  return () => (made ??= make());
};
"""


def scripts(files: Files, static: Path, modules: Mapping[str, str]) -> dict[str, str]:
    """Keep a page's scripts and return the names of the files: `line`, and `live` with the modules of its widgets.

    `static` is the folder of the course's own scripts. The second imports the first, by the name of its content.
    """
    line = files.add((static / "line.js").read_text("utf-8"), "js")
    live = (static / "live.js").read_text("utf-8").replace(LINE, f'"./{line}"').replace(PIECES, joined(modules))
    return {"line": line, "live": files.add(live, "js")}
