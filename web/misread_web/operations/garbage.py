"""Python's search for garbage, which stops everybody while it lasts."""

from __future__ import annotations

import gc

NEW_OBJECTS = 20_000
"""How many more objects than before set off a search among the new ones; Python's own number is 700."""


def search_less() -> None:
    """Leave out what is there now, and search less often: for a server that has started.

    Lessons, pages and libraries stay as long as the server does. With them, a search among all objects takes a tenth of
    a second and more once some hundred pages are open.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 20, 20)
