"""Which journal an address means."""

from __future__ import annotations

import re
from urllib.parse import urlsplit
from urllib.request import url2pathname

from misread_records.journals.file import FileJournal
from misread_records.journals.memory import MemoryJournal
from misread_records.journals.protocol import Journal

_BEGINS_ANOTHER = re.compile(r"[\s'\"]*(postgres|sqlite|mysql|mariadb)[a-z0-9+]*(:|//)", re.IGNORECASE)
"""How a database's address begins, also one that is wrongly written and else taken for the name of a file."""


def open_journal(url: str, wait: float = 5.0) -> Journal:
    """Open the journal at an address.

    Args:
        url: a file of lines (``answers.jsonl``, ``file:///folder/answers.jsonl``), a SQLite database
            (``sqlite:////folder/answers.db``), a PostgreSQL database (``postgresql+psycopg://user@host/name``), or
            ``memory:``, which keeps nothing, for a preview.
        wait: seconds to wait while another process writes.

    Raises:
        JournalMissing: if the address means nothing we can open. A place that is away for now is reported by the
            first append or read, and may be back by the next.
    """
    if url == "memory:":
        return MemoryJournal()
    if url.startswith("file:"):
        return FileJournal(url2pathname(urlsplit(url).path), wait)
    if "://" not in url and not _BEGINS_ANOTHER.match(url):
        return FileJournal(url, wait)
    # A notebook with a file of answers beside it needs no database library, whose import takes a third of a second.
    from misread_records.journals.sql import SqlJournal  # noqa: PLC0415

    return SqlJournal(url, wait)
