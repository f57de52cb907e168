"""What happens on the lines of a server: seen, counted, and known when the server is to end."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from misread_web.live.close_codes import GOING_AWAY, KNOWN
from misread_web.live.thread_pool import ThreadPool
from misread_web.operations import Metrics


class OpenLine(Protocol):
    """A line that can be closed."""

    def close(self, code: int | None = None, reason: str | None = None) -> None:
        """Close the line with a code and a reason."""
        ...


class Watch:
    """Knows the open lines, how many messages are being handled, and the threads that do it."""

    def __init__(self, metrics: Metrics) -> None:
        """Take where to count."""
        self.metrics = metrics
        metrics.lost.set_function(lambda: self.lost)
        self.workers: tuple[ThreadPool, ...] = ()
        self.is_leaving = False
        self._lines: set[OpenLine] = set()
        self._busy = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._gone = asyncio.Event()
        self._gone.set()

    @property
    def lost(self) -> int:
        """How many threads are lost in lesson code that does not end."""
        return sum(workers.lost for workers in self.workers)

    @property
    def is_stuck(self) -> bool:
        """Whether lessons cannot be opened, or choices not answered, as all threads for that are lost."""
        return any(workers.is_stuck for workers in self.workers)

    def opened(self, line: OpenLine) -> None:
        """Count a line that was opened."""
        self._lines.add(line)
        self._gone.clear()
        self.metrics.opened.inc()
        self.metrics.sessions.inc()

    def closed(self, line: OpenLine, code: int | None) -> None:
        """Count a line that was closed; one that never was open does not count."""
        if line in self._lines:
            self._lines.remove(line)
            self.metrics.closed.labels("none" if code is None else str(code) if code in KNOWN else "other").inc()
            self.metrics.sessions.dec()
            if not self._lines:
                self._gone.set()

    def release(self, which: Callable[[Any], bool], code: int, reason: str) -> None:
        """Close the lines of this process that `which` picks."""
        for line in tuple(self._lines):
            if which(line):
                line.close(code, reason)

    def went_wrong(self, kind: str) -> None:
        """Count an error."""
        self.metrics.errors.labels(kind).inc()

    @contextlib.contextmanager
    def handling(self) -> Iterator[None]:
        """Count a message while it is being handled, and the time that takes."""
        since = time.perf_counter()
        self._busy += 1
        self._idle.clear()
        self.metrics.in_progress.inc()
        try:
            yield
        finally:
            self.metrics.answers.observe(time.perf_counter() - since)
            self.metrics.in_progress.dec()
            self._busy -= 1
            if not self._busy:
                self._idle.set()

    async def leave(self, seconds: float, goodbye: float) -> bool:
        """Hear no more messages, let those that are being handled finish, and close every line.

        Args:
            seconds: how long to wait for the messages.
            goodbye: how many seconds then to wait for the pages to take notice.

        Returns:
            Whether all messages were handled in time. The pages send the others to the next server again.
        """
        self.is_leaving = True
        finished = await _within(seconds, self._idle)
        for line in tuple(self._lines):
            line.close(GOING_AWAY, "the server is going down")
        await _within(goodbye, self._gone)
        return finished


async def _within(seconds: float, event: asyncio.Event) -> bool:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return False
    return True
