"""The scripts and stylesheets of a workshop's pages, bundled from the workshop's own files and those of the widgets."""

from __future__ import annotations

import functools
from importlib import resources

from misread_widgets import assets

FOLDER = resources.files("misread_web").joinpath("jupyter", "voila", "templates", "misread", "static", "workshop")
SHEETS = {
    "projector": ("base.css", "prose.css", "slides.css", "projector.css"),
    "host": ("base.css", "prose.css", "slides.css", "host.css"),
    "participant": (*assets.SHEETS[1:], "slides.css", "participant.css"),
}
"""The stylesheets of each page, after the design tokens, in order; a name may be the workshop's or the widgets'."""


def text(name: str) -> str:
    """Return the text of one of the workshop's static files, or else of the widgets'."""
    own = FOLDER.joinpath(name)
    return own.read_text(encoding="utf-8") if own.is_file() else assets.text(name)


@functools.cache
def script(page: str) -> str:
    """Return the module that draws a page of `SHEETS`, with all its imports, as one ES module."""
    return assets.joined(f"{page}.js", text)


@functools.cache
def style(page: str) -> str:
    """Return the stylesheet of a page, without the design tokens and fonts, which every page has."""
    return "\n".join(map(text, SHEETS[page]))
