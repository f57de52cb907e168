"""Python's search for garbage, which stops everybody while it lasts."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

NEW_OBJECTS = 20_000
"""How many more objects than before set off a search among the new ones; Python's own number is 700."""
MANY_OBJECTS = 100_000
"""The same, while many objects are made that all stay."""


def search_less() -> None:
    """Leave out what is there now, and search less often: for a server that has started.

    Lessons, pages and libraries stay as long as the server does. With them, a search among all objects takes a tenth of
    a second and more once some hundred pages are open.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 20, 20)


@contextmanager
def searched_rarely() -> Iterator[None]:
    """Search rarely meanwhile, and never again in what was made: for a command that makes many objects and then ends.

    Searches took a third of the time of `misread check`.
    """
    before = gc.get_threshold()
    gc.set_threshold(MANY_OBJECTS, 50, 50)
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(*before)
