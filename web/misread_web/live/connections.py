"""Counts the open connections of a server and the messages in progress, and ends them when the server stops."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from misread_web.live.close_codes import GOING_AWAY, KNOWN
from misread_web.live.thread_pool import ThreadPool
from misread_web.operations import Metrics


class OpenConnection(Protocol):
    """A connection that can be closed."""

    def close(self, code: int | None = None, reason: str | None = None) -> None:
        """Close the connection with a code and a reason."""
        ...


class OpenConnections:
    """Knows the open connections, how many messages are being handled, and the threads that handle them."""

    def __init__(self, metrics: Metrics) -> None:
        """Start without connections; `metrics` counts for the metrics page."""
        self.metrics = metrics
        metrics.lost.set_function(lambda: self.lost)
        self.workers: tuple[ThreadPool, ...] = ()
        self.is_leaving = False
        self._connections: set[OpenConnection] = set()
        self._busy = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._gone = asyncio.Event()
        self._gone.set()

    @property
    def lost(self) -> int:
        """The number of threads that are stuck in lesson code that does not end."""
        return sum(workers.lost for workers in self.workers)

    @property
    def is_stuck(self) -> bool:
        """Whether all threads that open lessons, or all that handle messages, are lost."""
        return any(workers.is_stuck for workers in self.workers)

    def opened(self, connection: OpenConnection) -> None:
        """Count a connection that was opened."""
        self._connections.add(connection)
        self._gone.clear()
        self.metrics.opened.inc()
        self.metrics.sessions.inc()

    def closed(self, connection: OpenConnection, code: int | None) -> None:
        """Count a connection that was closed, unless it was never open."""
        if connection in self._connections:
            self._connections.remove(connection)
            self.metrics.closed.labels("none" if code is None else str(code) if code in KNOWN else "other").inc()
            self.metrics.sessions.dec()
            if not self._connections:
                self._gone.set()

    def release(self, which: Callable[[Any], bool], code: int, reason: str) -> None:
        """Close the connections of this process for which `which` returns true."""
        for connection in tuple(self._connections):
            if which(connection):
                connection.close(code, reason)

    def went_wrong(self, kind: str) -> None:
        """Count an error."""
        self.metrics.errors.labels(kind).inc()

    @contextlib.contextmanager
    def handling(self) -> Iterator[None]:
        """Count a message while it is being handled, and measure how long that takes."""
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
        """Stop taking messages, let those in progress finish, and close every connection.

        Args:
            seconds: how long to wait for the messages in progress.
            goodbye: how many seconds to wait after that for the pages to close their ends.

        Returns:
            Whether all messages were handled in time. The pages send the others again, to the next server.
        """
        self.is_leaving = True
        finished = await _within(seconds, self._idle)
        for connection in tuple(self._connections):
            connection.close(GOING_AWAY, "the server is going down")
        await _within(goodbye, self._gone)
        return finished


async def _within(seconds: float, event: asyncio.Event) -> bool:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return False
    return True
