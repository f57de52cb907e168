"""The rate at which one address may ask for certificates, so that nobody can try codes in bulk."""

from __future__ import annotations

import time
from collections.abc import Callable

SECONDS_EACH = 2.0
AT_ONCE = 20
"""How many codes may be looked up without a wait after a pause."""
_MANY = 1_000


class Lookups:
    """Counts look-ups of each address (generic cell rate algorithm); all people behind one network share an address."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Take the clock, in seconds."""
        self._clock = clock
        self._due: dict[str, float] = {}

    def wait(self, address: str) -> int:
        """Count a look-up; return after how many seconds the address may ask again, and 0 if it may now."""
        now = self._clock()
        due = max(self._due.get(address, now), now) + SECONDS_EACH
        wait = due - now - AT_ONCE * SECONDS_EACH
        if wait > 0:
            return int(wait) + 1
        self._due[address] = due
        if len(self._due) > _MANY:
            self._due = {who: when for who, when in self._due.items() if when > now}
        return 0
