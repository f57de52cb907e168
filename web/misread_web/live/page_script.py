"""The scripts of a lesson's page, and the modules of its widgets, in as few files as a page should ask for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from misread_web.live.hashed_files import HashedFiles
from misread_widgets import assets

WIDGET_MODULES = "widget_modules.js"
"""The page's own file of what draws its widgets, which is empty."""
EXPORT = re.compile(r"^export default ", re.MULTILINE)
ENDS_ELEMENT = re.compile(r"</script|<!--", re.IGNORECASE)
ONCE = """const once = (make) => {
  let made;
  return () => (made ??= make());
};
"""


def page_script(files: HashedFiles, address: str, static: Path, modules: Mapping[str, str]) -> str:
    """Return a page's script, which stands inside the page.

    The script comes with the first of the modules, which draws the page's first piece, and knows the file that all
    others come in. `address` is where the files are served, and `static` the folder of the course's own scripts;
    `modules` are the texts by name, each without imports and with one default export.

    Raises:
        ValueError: if the script holds what would end its element in the page.
    """
    items = list(modules.items())
    others = files.add(f"{ONCE}export const pieces = {_pieces(items[1:])};\n", "js")
    pieces = f'{ONCE}export const first = {_pieces(items[:1])};\nexport const others = "{address}{others}";\n'

    def read(name: str) -> str:
        return pieces if name == WIDGET_MODULES else (static / name).read_text("utf-8")

    script = assets.joined("live.js", read)
    if ENDS_ELEMENT.search(script):
        message = "a script of the course holds `</script` or `<!--`, which ends its element in a page; write it in two"
        raise ValueError(message)
    return script


def _pieces(modules: Iterable[tuple[str, str]]) -> str:
    """Return an object of modules by name.

    Each becomes a function, which keeps its names apart from the others', and is run when the first widget that needs
    it is shown.
    """
    parts = [f"{json.dumps(name)}: once(() => {{\n{EXPORT.sub('return ', text)}\n}})" for name, text in modules]
    return f"{{\n{','.join(parts)}\n}}"
