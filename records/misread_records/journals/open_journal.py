"""Opens the journal at an address: a file, a database or memory."""

from __future__ import annotations

import re
from urllib.parse import urlsplit
from urllib.request import url2pathname

from misread_records.journals.file import FileJournal
from misread_records.journals.memory import MemoryJournal
from misread_records.journals.protocol import Journal

_BEGINS_LIKE_DATABASE = re.compile(r"[\s'\"]*(postgres|sqlite|mysql|mariadb)[a-z0-9+]*(:|//)", re.IGNORECASE)
"""The beginning of a database's address, even a misspelt one, which would otherwise be taken for a file's name."""


def open_journal(url: str, wait: float = 5.0) -> Journal:
    """Open the journal at an address.

    Args:
        url: a file of lines (``answers.jsonl``, ``file:///folder/answers.jsonl``), a SQLite database
            (``sqlite:////folder/answers.db``), a PostgreSQL database (``postgresql+psycopg://user@host/name``), or
            ``memory:``, for a preview, whose events are lost when the program ends.
        wait: the seconds to wait while another process writes.

    Raises:
        JournalMissing: if the address names nothing that can be opened. A file or database that is only away for now
            does not raise here: the first append or read reports it, and a later one may succeed.
    """
    if url == "memory:":
        return MemoryJournal()
    if url.startswith("file:"):
        return FileJournal(url2pathname(urlsplit(url).path), wait)
    if "://" not in url and not _BEGINS_LIKE_DATABASE.match(url):
        return FileJournal(url, wait)
    # A notebook with a file of answers needs no database library; importing one takes a third of a second.
    from misread_records.journals.sql import SqlJournal  # noqa: PLC0415

    return SqlJournal(url, wait)
