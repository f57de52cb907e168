"""The modules of a lesson's widgets in one file, so that a page asks once for all of them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from misread_web.sessions.files import Files

EXPORT = re.compile(r"^export default ", re.MULTILINE)


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


def scripts(files: Files, static: Path, modules: Mapping[str, str]) -> dict[str, str]:
    """Keep a page's scripts, with the modules of its widgets; return the names of the files: line, pieces and live.

    `static` is the folder of the course's own scripts. The last one imports the others, by the names of their content.
    """
    names = {
        "line": files.add((static / "line.js").read_text("utf-8"), "js"),
        "pieces": files.add(joined(modules), "js"),
    }
    live = (static / "live.js").read_text("utf-8")
    for name, file in names.items():
        live = live.replace(f'"./{name}.js"', f'"./{file}"')
    return {**names, "live": files.add(live, "js")}
