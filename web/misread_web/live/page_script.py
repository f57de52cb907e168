"""Bundles the scripts of a lesson's page and the modules of its widgets into few files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from misread_web.live.hashed_files import HashedFiles
from misread_widgets import assets

WIDGET_MODULES = "widget_modules.js"
"""The page's script file that lists the modules of its widgets; it is empty until a page is made."""
EXPORT = re.compile(r"^export default ", re.MULTILINE)
ENDS_ELEMENT = re.compile(r"</script|<!--", re.IGNORECASE)
ONCE = """const once = (make) => {
  let made;
  return () => (made ??= make());
};
"""


def page_script(files: HashedFiles, address: str, static: Path, modules: Mapping[str, str]) -> str:
    """Return a page's inline script.

    The script contains the first module, which draws the page's first widget, and the address of a file with all other
    modules.

    Args:
        files: gets the file with the other modules.
        address: where the files are served.
        static: the folder of the course's scripts; they may also import the widgets' modules.
        modules: the text of each module by name, without imports and with one default export.

    Raises:
        ValueError: if the script contains text that would end its `<script>` element.
    """
    items = list(modules.items())
    others = files.add(_others(items[1:]), "js")
    pieces = f'{ONCE}export const first = {_pieces(items[:1])};\nexport const others = "{address}{others}";\n'

    def read(name: str) -> str:
        if name == WIDGET_MODULES:
            return pieces
        return (static / name).read_text("utf-8") if (static / name).is_file() else assets.text(name)

    script = assets.joined("live.js", read)
    if ENDS_ELEMENT.search(script):
        message = "a script of the course contains `</script` or `<!--`, which ends an inline script; split the string"
        raise ValueError(message)
    return script


def _others(modules: Iterable[tuple[str, str]]) -> str:
    """Return a file with these modules; what several of them import stands in it once."""
    shared: dict[str, str] = {}
    own = []
    for name, module in modules:
        imported, text = assets.parts(module)
        shared |= imported
        own.append((name, text))
    return "\n".join([ONCE, *shared.values(), f"export const pieces = {_pieces(own)};\n"])


def _pieces(modules: Iterable[tuple[str, str]]) -> str:
    """Return a JavaScript object of modules by name.

    Each module becomes a function, so that its names do not collide with other modules'. It runs when the first widget
    that needs it is shown.
    """
    parts = [f"{json.dumps(name)}: once(() => {{\n{EXPORT.sub('return ', text)}\n}})" for name, text in modules]
    return f"{{\n{','.join(parts)}\n}}"
