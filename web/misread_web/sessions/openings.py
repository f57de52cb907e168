"""How lessons are opened, so that one which takes too long stands in no other's way."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable

from misread_web.sessions.workers import Overtime, Workers

CELL_SECONDS = 20.0
REST_SECONDS = 60.0
"""For how long a cell that had to be stopped is not run again, for anybody."""
AT_ONCE = 3
"""How many pages of one lesson are opened at the same moment; the others wait their turn."""


class Openings:
    """Runs the cells of lessons in threads of their own, apart from those in which learners' choices are answered."""

    def __init__(self, seconds: float = CELL_SECONDS) -> None:
        """Start the threads: one more than any one lesson may hold up."""
        self.workers = Workers(AT_ONCE + 1)
        self._seconds = seconds
        self._turns: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(AT_ONCE))
        self._stopped: dict[tuple[str, str], float] = {}

    async def run(self, lesson: str, cell: str, action: Callable[[], None]) -> None:
        """Run a cell of a lesson; what it raises is raised here.

        Raises:
            Overtime: where it took too long, or did so a short while ago.
        """
        async with self._turns[lesson]:
            if time.monotonic() < self._stopped.get((lesson, cell), 0):
                raise Overtime
            try:
                await self.workers.run(action, self._seconds)
            except Overtime:
                self._stopped[lesson, cell] = time.monotonic() + REST_SECONDS
                raise
