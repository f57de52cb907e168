"""How a server process learns that another one has saved something about a workshop.

On PostgreSQL, processes tell each other the workshop's code as soon as something is saved. Besides, a process looks for
itself every few seconds while somebody watches a workshop, as a notice may be lost. On SQLite, it only looks, as all
processes are on one machine and mostly there is only one.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Protocol

from misread_records import JournalError
from misread_records.database import Channel

Heard = Callable[[str], None]
"""Gets the code of a workshop that has new events; an empty one if any workshop may have some."""
CHANNEL = "misread_workshops"
LOOK_SECONDS = 1.0
"""How often a process on SQLite looks for itself."""
LOOK_SELDOM_SECONDS = 5.0
"""How often a process on PostgreSQL looks for itself."""
AGAIN_SECONDS = 2.0
"""How long a process waits before it connects again."""

log = logging.getLogger(__name__)


class Notices(Protocol):
    """Tells other processes of new events, and tells of theirs."""

    def listen(self, heard: Heard) -> None:
        """Call a function in the running event loop for each notice of another process, from now on."""
        ...

    def tell(self, code: str) -> None:
        """Tell all other processes that a workshop has new events; return at once."""
        ...

    def close(self) -> None:
        """Stop all of it."""
        ...


class Looking:
    """No notices: the process looks for itself."""

    def __init__(self, seconds: float = LOOK_SECONDS) -> None:
        """Take how often it looks."""
        self._seconds = seconds
        self._timer: asyncio.TimerHandle | None = None

    def listen(self, heard: Heard) -> None:
        """Call a function every few seconds, as any workshop may have new events."""

        def look() -> None:
            self._timer = asyncio.get_running_loop().call_later(self._seconds, look)
            heard("")

        self._timer = asyncio.get_running_loop().call_later(self._seconds, look)

    def tell(self, code: str) -> None:
        """Do nothing: the other processes look for themselves."""

    def close(self) -> None:
        """Look no more."""
        if self._timer is not None:
            self._timer.cancel()


class PostgresNotices:
    """Notices over a channel of the database, and a look every few seconds besides."""

    def __init__(self, url: str, look_seconds: float = LOOK_SELDOM_SECONDS) -> None:
        """Name the database, without connecting yet."""
        self._channel = Channel(url, CHANNEL)
        self._looking = Looking(look_seconds)
        self._untold: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._telling: asyncio.Task[None] | None = None

    def listen(self, heard: Heard) -> None:
        """Listen from now on, and connect again whenever the connection ends."""
        self._looking.listen(heard)
        self._begin(self._listen(heard))

    async def _listen(self, heard: Heard) -> None:
        while True:
            try:
                async for word in self._channel.words():
                    heard(word)
            except JournalError:
                log.warning("notices of workshops are not heard while the database is away")
            await asyncio.sleep(AGAIN_SECONDS)

    def tell(self, code: str) -> None:
        """Tell a code; codes that come while others are being told go together, each once."""
        self._untold.add(code)
        if self._telling is None:
            self._telling = self._begin(self._tell())

    async def _tell(self) -> None:
        try:
            while self._untold:
                codes, self._untold = self._untold, set()
                try:
                    await self._channel.tell(codes)
                except JournalError:
                    self._untold |= codes
                    await asyncio.sleep(AGAIN_SECONDS)
        finally:
            self._telling = None

    def _begin(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def close(self) -> None:
        """Close the connections."""
        self._looking.close()
        self._channel.close()
        for task in tuple(self._tasks):
            task.cancel()


def notices_for(database: str) -> Notices:
    """Return how processes on a database hear of each other's events.

    Raises:
        JournalMissing: if the address means no database we can use.
    """
    return PostgresNotices(database) if database.startswith("postgresql") else Looking()
