"""The rate at which one member may save texts. It is slower than that of choices, as each save writes to the disk."""

from __future__ import annotations

import time
from collections.abc import Callable

TEXTS_A_SECOND = 1.0
TEXTS_AT_ONCE = 30
"""How many texts are saved without a wait after a pause, for example when a page comes back online."""
LONGEST_WAIT = 30.0
"""The longest that a text waits, in seconds. Beyond it, the connection is closed and the page sends the text again."""
_MANY = 1000


class Pace:
    """Works out how long each member's texts wait, so that they arrive at an even rate (generic cell rate algorithm).

    The rate counts for a member, across all their connections.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Take the clock, in seconds."""
        self._clock = clock
        self._due: dict[str, float] = {}

    def wait(self, learner: str) -> float | None:
        """Return how many seconds a text that arrives now must wait; None if it would wait too long."""
        now = self._clock()
        due = max(self._due.get(learner, now), now) + 1 / TEXTS_A_SECOND
        wait = max(0.0, due - now - TEXTS_AT_ONCE / TEXTS_A_SECOND)
        if wait > LONGEST_WAIT:
            return None
        self._due[learner] = due
        if len(self._due) > _MANY:
            self._due = {who: when for who, when in self._due.items() if when > now}
        return wait
