"""Whether the place where answers are kept answers, and within what time."""

from __future__ import annotations

import asyncio

from misread_records import Journal, JournalError

ANSWERS_WITHIN = 1.0
"""Seconds after which a database counts as not answering."""
NOBODY = ""


class Pulse:
    """Asks a journal for the events of nobody. However many want to know, it is asked once at a time."""

    def __init__(self, journal: Journal, seconds: float = ANSWERS_WITHIN) -> None:
        """Take the journal to ask, and how long an answer may take."""
        self._journal, self._seconds = journal, seconds
        self._asking: asyncio.Task[bool] | None = None

    async def beats(self) -> bool:
        """Tell whether the journal answers in time; one that hangs is not asked again before it has answered."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(asyncio.to_thread(self._ask))
        try:
            return await asyncio.wait_for(asyncio.shield(self._asking), self._seconds)
        except TimeoutError:
            return False

    def _ask(self) -> bool:
        try:
            self._journal.read(NOBODY)
        except JournalError:
            return False
        return True
