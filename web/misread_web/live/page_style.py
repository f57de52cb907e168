"""Bundles the stylesheet of a lesson's page, and names its fonts by a hash of their content."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from misread_web.live.hashed_files import HashedFiles
from misread_widgets import assets

FONT = re.compile(r'url\("(fonts/[^"]+\.woff2)"\)')
PRELOADED = ("source-serif-4-latin-wght-normal", "source-sans-3-latin-wght-normal")


def one_sheet(files: HashedFiles, address: str, static: Path, sheets: Iterable[str]) -> tuple[str, list[str]]:
    """Return the text of a page's only stylesheet, and the names of the fonts to preload.

    Args:
        files: gets the font files.
        address: where the files are served.
        static: the folder of the course's stylesheets and fonts.
        sheets: the texts of the stylesheets that follow the course's design tokens.
    """
    text = "\n".join([assets.text("tokens.css"), (static / "fonts.css").read_text("utf-8"), *sheets])
    names = {match: files.add((static / match).read_bytes(), "woff2") for match in FONT.findall(text)}
    for match, name in names.items():
        text = text.replace(f'url("{match}")', f'url("{address}{name}")')
    return text, [name for match, name in names.items() if Path(match).stem in PRELOADED]
