"""What is kept in tables beside the events: opened by the address of the database, and closed at the end of a block."""

from __future__ import annotations

from typing import Self

from misread_records.database.connection import Database


class Store:
    """Something kept in a database. It may be used by several threads and, on one database, by several processes."""

    def __init__(self, url: str, wait: float = 5.0) -> None:
        """Name the database, without connecting yet.

        Args:
            url: ``sqlite:////folder/misread.db`` or ``postgresql+psycopg://user@host/name``.
            wait: seconds to wait while another process writes.

        Raises:
            JournalMissing: if the URL means no database we can use.
        """
        self._database = Database(url, wait)

    def __enter__(self) -> Self:
        """Give it for a block, at whose end it is closed."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections."""
        self.shut()

    def shut(self) -> None:
        """Close the connections to the database."""
        self._database.close()
