"""Whether the place where answers are kept answers and takes more of them, and within what time."""

from __future__ import annotations

import asyncio
import logging

from misread_records import Journal, JournalError

ANSWERS_WITHIN = 1.0
"""Seconds after which a database counts as not answering."""
log = logging.getLogger(__name__)


class Pulse:
    """Has a journal look whether all is well. However many want to know, it is asked once at a time."""

    def __init__(self, journal: Journal, seconds: float = ANSWERS_WITHIN) -> None:
        """Take the journal to ask, and how long an answer may take."""
        self._journal, self._seconds = journal, seconds
        self._asking: asyncio.Task[bool] | None = None
        self._trouble = ""

    async def beats(self) -> bool:
        """Tell whether the journal is well and says so in time; one that hangs is asked again only once it answered."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(asyncio.to_thread(self._ask))
        try:
            return await asyncio.wait_for(asyncio.shield(self._asking), self._seconds)
        except TimeoutError:
            return False

    def _ask(self) -> bool:
        try:
            self._journal.check()
        except JournalError as error:
            found = type(error).__name__
        else:
            found = ""
        if found and found != self._trouble:
            log.warning("answers cannot be kept just now", extra={"code": found})
        self._trouble = found
        return not found
