"""A channel by which the processes on one PostgreSQL tell each other short words (LISTEN and NOTIFY)."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

from misread_records.database.addresses import read_address, shown
from misread_records.database.engines import psycopg_for
from misread_records.errors import JournalMissing

SEPARATOR = " "


class Channel:
    """A channel of a PostgreSQL database. It has a connection of its own to listen, and another one to tell.

    A pooled connection would go on listening after its return to the pool, and one that listens can do nothing else.
    Notices are lost while the connection is down, and where a connection pooler such as PgBouncer gives each statement
    another connection; so a listener has to look for itself now and then.
    """

    def __init__(self, url: str, name: str, wait: float = 5.0) -> None:
        """Name the channel, without connecting yet.

        Args:
            url: ``postgresql+psycopg://user@host/name``.
            name: the channel's name, of lower-case letters and underscores.
            wait: seconds after which a silent connection is given up.
        """
        self._where, self._name = shown(read_address(url)), name
        self._driver, self._options = psycopg_for(url, wait)
        self._own = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._teller: Any = None

    async def words(self) -> AsyncIterator[str]:
        """Yield what other processes tell from now on, after one empty word, which says that the channel is open.

        The caller must take word after word, as stopping in the middle of a burst loses the rest.

        Raises:
            JournalMissing: if the database cannot be reached any more.
        """
        async with self._errors():
            connection = await self._connected()
            try:
                await connection.execute(f"LISTEN {self._name}")
                yield ""
                async for notice in connection.notifies():
                    whose, _, word = notice.payload.partition(SEPARATOR)
                    if whose != self._own:
                        yield word
            finally:
                # psycopg's own way out would first roll back, and wait for the lock that `notifies` holds.
                connection.pgconn.finish()

    async def tell(self, words: Iterable[str]) -> None:
        """Tell all other processes that listen.

        Raises:
            JournalMissing: if the database cannot be reached; some words may have been told then.
        """
        async with self._errors():
            try:
                self._teller = self._teller or await self._connected()
                for word in words:
                    payload = f"{self._own}{SEPARATOR}{word}"
                    await self._teller.execute("SELECT pg_notify(%s, %s)", (self._name, payload))
            except (self._driver.Error, OSError, asyncio.CancelledError):  # a query that was cut leaves it unusable
                self.close()
                raise

    def close(self) -> None:
        """Close the connection that tells; the other one closes with its iterator."""
        teller, self._teller = self._teller, None
        if teller is not None:
            teller.pgconn.finish()

    async def _connected(self) -> Any:  # noqa: ANN401 - psycopg is an extra, so its types may be missing
        return await self._driver.AsyncConnection.connect(**self._options, autocommit=True)

    @asynccontextmanager
    async def _errors(self) -> AsyncIterator[None]:
        try:
            yield
        except (self._driver.Error, OSError) as error:
            raise JournalMissing(self._where, type(error).__name__) from error
