"""Makes Python's garbage collection rarer, as each run stops the whole process."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

NEW_OBJECTS = 20_000
"""How many new objects start a collection of the youngest generation; Python's default is 700."""
MANY_OBJECTS = 100_000
"""The same number while a command makes many objects that all stay."""


def search_less() -> None:
    """Exclude all present objects from garbage collection, and collect less often; for a server that has started.

    Lessons, pages and libraries stay as long as the server runs. If they were included, a full collection would take a
    tenth of a second or more with some hundred pages open.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 20, 20)


@contextmanager
def searched_rarely() -> Iterator[None]:
    """Collect rarely inside, and exclude the objects made inside afterwards; for a short-lived command.

    Collections took a third of the time of `misread check`.
    """
    before = gc.get_threshold()
    gc.set_threshold(MANY_OBJECTS, 50, 50)
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(*before)
