"""Opens lessons, so that a slow lesson does not hold up the others."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Callable

from misread_records import JournalError
from misread_scenarios.language import speaking
from misread_web.language import N_, _
from misread_web.live.connections import OpenConnections
from misread_web.live.lesson_plan import Cell, NeedsKernel
from misread_web.live.session import Session
from misread_web.live.session_journal import Forgotten
from misread_web.live.thread_pool import Overtime, ThreadPool

CELL_SECONDS = 20.0
REST_SECONDS = 60.0
"""How long a cell that had to be stopped is not run again, for all learners."""
AT_ONCE = 3
"""How many pages of one lesson are opened at the same time; the others wait their turn."""

SLOW_CELL = N_(
    "This part of the lesson took too long and was stopped. The rest goes on. Load the page again to try it once more."
)
FAILED_CELL = N_(
    "This part of the lesson could not be opened. What you have done so far is safe. "
    "Load the page again to try once more."
)

log = logging.getLogger(__name__)


class Opener:
    """Runs the cells of lessons in threads of its own, apart from the threads that handle learners' choices."""

    def __init__(self, seconds: float = CELL_SECONDS) -> None:
        """Start the threads, one more than a single lesson can occupy; `seconds` is the time limit of a cell."""
        self.workers = ThreadPool(AT_ONCE + 1)
        self._seconds = seconds
        self._turns: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(AT_ONCE))
        self._stopped: dict[tuple[str, str], float] = {}

    async def open(self, session: Session, open_connections: OpenConnections) -> None:
        """Run the cells of a session's lesson, in order. If a cell fails, its learner sees a notice; the log says why.

        Raises:
            JournalError: if the journal is away.
            Forgotten: if the learner's events are deleted meanwhile.
        """
        opening = _Opening(session, open_connections, self._rests)
        async with self._turns[session.lesson]:
            while opening.waiting:
                try:
                    await self.workers.run(opening.go_on, self._seconds)
                except Overtime:
                    if not opening.waiting:
                        break  # the last cell was stopped just as it ended
                    self._stopped[session.lesson, opening.waiting[0].id] = time.monotonic() + REST_SECONDS
                    opening.leave_out()

    def _rests(self, lesson: str, cell: str) -> bool:
        """Return whether a cell had to be stopped within the last `REST_SECONDS`."""
        return time.monotonic() < self._stopped.get((lesson, cell), 0)


class _Opening:
    """The cells of one session that are still to be run; the first of them is running."""

    def __init__(self, session: Session, open_connections: OpenConnections, rests: Callable[[str, str], bool]) -> None:
        self._session, self._open_connections, self._rests = session, open_connections, rests
        self.waiting = list(session.cells)
        self._since = time.perf_counter()

    def go_on(self) -> None:
        """Run the remaining cells, all in one thread job, as each is short."""
        while self.waiting:
            cell, self._since = self.waiting[0], time.perf_counter()
            if self._rests(self._session.lesson, cell.id):
                self.leave_out()
                continue
            try:
                self._session.run(cell)
            except (JournalError, Forgotten):
                raise
            except (Exception, NeedsKernel):  # any error of a cell is logged, and its learner sees a notice
                log.exception("a cell failed", extra=self._facts(cell))
                self._trouble(cell, "failed_cell", FAILED_CELL)
            if not self.waiting or self.waiting[0] is not cell:
                return  # the cell was given up meanwhile, and another thread goes on
            self.waiting.pop(0)

    def leave_out(self) -> None:
        """Skip the running cell, which takes too long."""
        cell = self.waiting.pop(0)
        log.warning("a cell took too long", extra=self._facts(cell))
        self._trouble(cell, "slow_cell", SLOW_CELL)

    def _trouble(self, cell: Cell, kind: str, text: str) -> None:
        self._open_connections.went_wrong(kind)
        with speaking(self._session.lang):
            self._session.speak_to({"trouble": cell.id, "text": _(text)})

    def _facts(self, cell: Cell) -> dict[str, object]:
        """Return the log fields of a cell."""
        duration = round(time.perf_counter() - self._since, 4)
        return {"lesson": self._session.lesson, "cell": cell.id, "duration": duration}
