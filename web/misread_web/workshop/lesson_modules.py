"""The lessons' widgets that a workshop's pages host to let people vote on an exercise, as files that pages fetch."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from misread_web.live import HashedFiles, hashed_name
from misread_widgets import assets

if TYPE_CHECKING:
    from collections.abc import Mapping

HOSTED = ("choose.js", "match.js", "mirrors.js", "multi_select.js", "order.js", "rate.js")
"""The modules of the lessons that can be hosted."""


@functools.cache
def module_name(script: str) -> str:
    """Return the name of the file of a hosted module, by the name of its script."""
    return hashed_name(assets.script(script).encode(), "js")


@functools.cache
def modules() -> Mapping[str, str]:
    """Return the texts of all hosted modules by the names of their files."""
    return {module_name(script): assets.script(script) for script in HOSTED}


def add_modules(files: HashedFiles) -> None:
    """Add the hosted modules to the files that pages may fetch."""
    for text in modules().values():
        files.add(text, "js")
