"""Notices between server processes that a workshop has new events; a notice holds the workshop's code and no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

Heard = Callable[[str], None]
"""Gets the code of a workshop that has new events; an empty one if notices may have been lost."""


class Notices(Protocol):
    """Tells other processes of new events, and tells of theirs."""

    def listen(self, heard: Heard) -> None:
        """Call a function in the event loop for each notice of another process."""
        ...

    def tell(self, code: str) -> None:
        """Tell all other processes that a workshop has new events; return at once."""
        ...

    def close(self) -> None:
        """End the connection."""
        ...
