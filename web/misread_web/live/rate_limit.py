"""How fast one member may have texts saved: a slower rate than that of choices, as each save is a write to the disk."""

from __future__ import annotations

import time
from collections.abc import Callable

TEXTS_A_SECOND = 1.0
TEXTS_AT_ONCE = 30
"""How many texts are saved without a wait after a pause, as when a page that had no connection comes back."""
LONGEST_WAIT = 30.0
"""Seconds beyond which a text does not wait any more: its line is closed, and the page sends it again."""
_MANY = 1000


class Pace:
    """Tells each member's texts how long to wait, so that they come at an even rate: the generic cell rate algorithm.

    It is kept for each member, who may have several lines.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Take the clock, in seconds."""
        self._clock = clock
        self._due: dict[str, float] = {}

    def wait(self, learner: str) -> float | None:
        """Return how many seconds a text that has come now waits; None if that would be too long, and it may go."""
        now = self._clock()
        due = max(self._due.get(learner, now), now) + 1 / TEXTS_A_SECOND
        wait = max(0.0, due - now - TEXTS_AT_ONCE / TEXTS_A_SECOND)
        if wait > LONGEST_WAIT:
            return None
        self._due[learner] = due
        if len(self._due) > _MANY:
            self._due = {who: when for who, when in self._due.items() if when > now}
        return wait
