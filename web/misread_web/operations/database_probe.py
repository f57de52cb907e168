"""Checks whether the journal can be read and written, within a time limit."""

from __future__ import annotations

import asyncio
import logging

from misread_records import Journal, JournalError

ANSWERS_WITHIN = 1.0
"""Seconds after which a database counts as not answering."""
log = logging.getLogger(__name__)


class DatabaseProbe:
    """Checks a journal. Concurrent callers share one check, so that the journal is never asked twice at once."""

    def __init__(self, journal: Journal, seconds: float = ANSWERS_WITHIN) -> None:
        """Take the journal to check, and the time limit of a check."""
        self._journal, self._seconds = journal, seconds
        self._asking: asyncio.Task[bool] | None = None
        self._trouble = ""

    async def is_answering(self) -> bool:
        """Return whether the journal works and answers in time; a check that hangs is not repeated until it ends."""
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
            trouble = type(error).__name__
        else:
            trouble = ""
        if trouble and trouble != self._trouble:
            log.warning("answers cannot be saved now", extra={"code": trouble})
        self._trouble = trouble
        return not trouble
