"""Opens sessions: with a page that is about to be sent, or later, with a connection whose page has no session."""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter
from typing import Any

from misread_records import JournalError
from misread_records.seat import Seat
from misread_web.live.connections import OpenConnections
from misread_web.live.lesson_opener import Opener
from misread_web.live.lesson_plan import Plan
from misread_web.live.limits import SESSIONS_EACH
from misread_web.live.session import Session
from misread_web.live.session_journal import Forgotten

READY_WITHIN = 1.0
"""How long sending a page waits for its widgets, in seconds. After that, the page gets them over its connection."""
KEPT_SECONDS = 20.0
"""How long a session waits for its page to connect. After that, or in another process, a new session is opened."""
MOST = 500
"""How many sessions may wait; above that, pages are sent without one."""


class SessionPool:
    """Opens lessons. A session that was opened with its page waits a short while for the page to connect."""

    def __init__(self, openings: Opener, open_connections: OpenConnections) -> None:
        """Start with an empty pool; `openings` runs cells, and `open_connections` counts errors."""
        self._openings, self._open_connections = openings, open_connections
        self._waiting: dict[str, Session] = {}
        self._late: set[asyncio.Future[None]] = set()
        self._opening: Counter[str] = Counter()

    async def open(self, session: Session) -> None:
        """Run the cells of a session's lesson.

        Raises:
            JournalError: if the journal is away.
            Forgotten: if the learner's events are deleted meanwhile.
        """
        await self._openings.open(session, self._open_connections)

    async def session(self, plan: Plan, seat: Seat) -> tuple[str, list[dict[str, Any]]]:
        """Open a lesson; return the key under which its session waits, and the session's messages to its page.

        Both are empty if the lesson could not be opened in time; the page gets the reason over its connection. If the
        learner already has `SESSIONS_EACH` sessions waiting, the one that has waited longest is dropped.
        """
        if self._open_connections.is_leaving or len(self._waiting) + len(self._late) >= MOST:
            return "", []
        if self._opening[seat.learner] >= SESSIONS_EACH:
            return "", []
        messages: list[dict[str, Any]] = []
        session = Session(plan, seat, messages.append)
        opening = asyncio.ensure_future(self.open(session))
        self._opening[seat.learner] += 1
        opening.add_done_callback(lambda _done: self._opened(seat.learner))
        await asyncio.wait({opening}, timeout=READY_WITHIN)
        if not opening.done():
            self._late.add(opening)
            opening.add_done_callback(lambda late: self._give_up(late, session))
            return "", []
        if opening.exception() is not None:
            self._give_up(opening, session)
            return "", []
        key = secrets.token_urlsafe(16)
        theirs = [waiting for waiting, other in self._waiting.items() if other.is_of(seat)]
        for longest in theirs[: max(0, len(theirs) + 1 - SESSIONS_EACH)]:
            self._drop(longest)
        self._waiting[key] = session
        asyncio.get_running_loop().call_later(KEPT_SECONDS, self._drop, key)
        return key, [{"whose": session.whose, "since": session.journal.since}, *messages]

    def _opened(self, learner: str) -> None:
        self._opening[learner] -= 1
        if not self._opening[learner]:
            del self._opening[learner]

    def take(self, key: str, lesson: str, seat: Seat) -> Session | None:
        """Return the session that waits under a key, if its lesson and its learner are these; None otherwise."""
        session = self._waiting.get(key)
        if session is None or session.lesson != lesson or not session.is_of(seat):
            return None
        return self._waiting.pop(key)

    def _drop(self, key: str) -> None:
        if session := self._waiting.pop(key, None):
            session.close()

    def _give_up(self, opening: asyncio.Future[None], session: Session) -> None:
        self._late.discard(opening)
        session.close()
        error = opening.exception()
        if error is not None and not isinstance(error, JournalError | Forgotten):
            raise error
