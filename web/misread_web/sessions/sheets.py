"""Stylesheets as pages ask for them: one file each, that names its fonts by their content."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from misread_web.sessions.files import Files
from misread_widgets import assets

FONT = re.compile(r'url\("(fonts/[^"]+\.woff2)"\)')
PRELOADED = ("source-serif-4-latin-wght-normal", "source-sans-3-latin-wght-normal")


def one_sheet(files: Files, static: Path, sheets: Iterable[str]) -> tuple[str, list[str]]:
    """Return the name of the one stylesheet that a page needs, and those of the fonts to fetch at once.

    `static` is the folder of the course's own sheets and fonts. The tokens of the course come first, then `sheets`,
    each the text of one.
    """
    text = "\n".join([assets.text("tokens.css"), (static / "fonts.css").read_text("utf-8"), *sheets])
    names = {match: files.add((static / match).read_bytes(), "woff2") for match in FONT.findall(text)}
    for match, name in names.items():
        text = text.replace(f'url("{match}")', f'url("{name}")')
    return files.add(text, "css"), [name for match, name in names.items() if Path(match).stem in PRELOADED]
