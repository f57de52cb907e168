"""The conversation between a lesson's page and its session."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any

from jupyter_server.base.handlers import JupyterHandler

from misread_records import JournalError
from misread_records.seat import Seat
from misread_scenarios.language import speaking
from misread_web.language import N_, _
from misread_web.live import close_codes
from misread_web.live.connections import OpenConnections
from misread_web.live.lesson_plan import Plan
from misread_web.live.protocol import Carrier, Conversation
from misread_web.live.rate_limit import Pace
from misread_web.live.session import Session
from misread_web.live.session_journal import Forgotten
from misread_web.live.session_pool import SessionPool
from misread_web.live.thread_pool import Overtime, ThreadPool

HANDLER_SECONDS = 10.0

FAILED_ANSWER = N_(
    "That went wrong on our side, and it was not saved. What was saved before is kept. Load the page again to go on."
)
SLOW_ANSWER = N_(
    "That took too long and was stopped. What was saved is kept. Load the page again and go on from there."
)

log = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True)
class Shared:
    """The objects that all connections of a server share.

    Attributes:
        plans: the lessons, by name.
        prepared: the sessions that wait for their pages, and the threads that open lessons.
        workers: the threads that handle messages.
        seat_of: returns the seat of the person who makes a request.
        open_connections: counts connections and messages.
        pace: how long each member's next text waits.
    """

    plans: Mapping[str, Plan]
    prepared: SessionPool
    workers: ThreadPool
    seat_of: Callable[[Any], Seat]
    open_connections: OpenConnections
    pace: Pace = dataclasses.field(default_factory=Pace)

    async def has(self, name: str) -> bool:
        """Return whether the server itself runs a lesson of that name."""
        return name in self.plans

    def seat_at(self, handler: JupyterHandler, name: str) -> Seat:  # noqa: ARG002 - a learner has one seat for all
        """Return the seat of the person who makes a request."""
        return self.seat_of(handler)

    def start(self, name: str, seat: Seat, carrier: Carrier) -> Conversation:
        """Return a new conversation about a lesson."""
        return LessonConversation(self, self.plans[name], seat, carrier)


class LessonConversation(Conversation):
    """Runs a session for as long as its page is connected."""

    def __init__(self, shared: Shared, plan: Plan, seat: Seat, carrier: Carrier) -> None:
        """Prepare a conversation over a connection; no cell runs yet."""
        super().__init__(shared.open_connections, carrier)
        self._plan, self._seat = plan, seat
        self._prepared, self._workers, self._pace = shared.prepared, shared.workers, shared.pace
        self._name = secrets.token_hex(4)
        self._session: Session | None = None

    @property
    def is_begun(self) -> bool:
        """Whether the lesson's session has started."""
        return self._session is not None

    async def begin(self, key: str) -> None:
        """Take the session that waits under a key, or start one and show each widget as soon as it is ready."""
        loop, since = asyncio.get_running_loop(), time.perf_counter()

        def tell(message: dict[str, Any]) -> None:
            loop.call_soon_threadsafe(self._carrier.tell, message)

        if session := self._prepared.take(key, self._plan.lesson.name, self._seat):
            session.speak_to = tell
            self._session = session
        else:
            self._session = session = Session(self._plan, self._seat, tell)
            self._carrier.tell({"whose": session.whose})
            async with self._turn:
                if not await self._opened(session):
                    return
        self._carrier.tell({"ready": True, "since": session.journal.since})
        log.info("a lesson was opened", extra=self._facts(since=since))

    async def _opened(self, session: Session) -> bool:
        """Run the lesson's cells, and return whether the page can be used."""
        since = time.perf_counter()
        try:
            await self._prepared.open(session)
        except JournalError:
            log.warning("a lesson cannot be opened while the journal is away", extra=self._facts(since=since))
            self._carrier.close(close_codes.AWAY, "the journal is away")
            return False
        except Forgotten:
            self._carrier.close(close_codes.FORGOTTEN, "deleted")
            return False
        return True

    async def hear(self, message: dict[str, Any]) -> None:
        """Hand a message to its widget, then acknowledge it to the page."""
        session = self._session
        if session is None:
            return
        cell, id_, since = str(message["to"]), message.get("id"), time.perf_counter()
        if _is_text(message):
            wait = self._pace.wait(self._seat.learner)
            if wait is None:
                self._too_many()
                return
            await asyncio.sleep(wait)
        with self._open_connections.handling():
            async with self._turn:
                answer = None if self._open_connections.is_leaving else await self._handled(session, message)
            if answer is not None:
                self._carrier.tell(*answer, {"heard": id_, "since": session.journal.since})
                log.info("a message was heard", extra=self._facts(cell, since))

    async def look_again(self, message: dict[str, Any]) -> None:
        """Send the page the current state of all widgets; if the journal cannot be read, the page stays as it is."""
        session, since, asked = self._session, str(message.get("since", "")), time.perf_counter()
        if session is None:
            return
        async with self._turn:
            try:
                answer = await self._workers.run(lambda: session.look_again(since), HANDLER_SECONDS)
            except Forgotten:
                self._carrier.close(close_codes.FORGOTTEN, "deleted")
            except (JournalError, Overtime):
                log.warning("a page could not be brought up to date", extra=self._facts(since=asked))
            else:
                self._carrier.tell(*answer)

    async def _handled(self, session: Session, message: dict[str, Any]) -> list[dict[str, Any]] | None:
        """Hand a message to its widget and return the answers; None if the message must not be acknowledged."""
        cell, first_event, since = str(message["to"]), str(message.get("since", "")), time.perf_counter()
        try:
            return await self._workers.run(lambda: session.hear(cell, message["content"], first_event), HANDLER_SECONDS)
        except Forgotten:
            self._carrier.close(close_codes.FORGOTTEN, "deleted")
            return None
        except JournalError:
            self._unsaved(message, since)
            return None
        except Overtime:
            if session.journal.is_asked:
                self._unsaved(message, since)
                return None
            self._open_connections.went_wrong("slow_message")
            log.warning("a message took too long", extra=self._facts(cell, since))
            return [self._trouble(cell, SLOW_ANSWER)]
        except Exception:  # any error of a widget is logged, and its learner sees a notice
            self._open_connections.went_wrong("failed_message")
            log.exception("a message failed", extra=self._facts(cell, since))
            return [self._trouble(cell, FAILED_ANSWER)]

    def _trouble(self, cell: str, text: str) -> dict[str, Any]:
        """Return the message that shows a notice at a cell, in the language of the lesson."""
        with speaking(self._plan.lesson.lang):
            return {"trouble": cell, "text": _(text)}

    def _unsaved(self, message: dict[str, Any], since: float) -> None:
        """Tell the page that the journal is away; the page keeps the message and sends it again."""
        self._open_connections.went_wrong("unsaved_message")
        log.warning("a message could not be saved", extra=self._facts(str(message["to"]), since))
        self._carrier.tell({"unsaved": message.get("id")})

    def _facts(self, cell: str | None = None, since: float | None = None) -> dict[str, object]:
        """Return the log fields of this page. A cell is logged only if the lesson has it: pages may send anything."""
        return {
            "lesson": self._plan.lesson.name,
            "session": self._name,
            "cell": cell if any(each.id == cell for each in self._plan.cells) else None,
            "duration": None if since is None else round(time.perf_counter() - since, 4),
        }

    def end(self) -> None:
        """Close the session; the next connection rebuilds it from the journal."""
        session, self._session = self._session, None
        if session is not None:
            session.close()
            log.info("a lesson was closed", extra=self._facts())


def _is_text(message: dict[str, Any]) -> bool:
    """Return whether a message asks to save a text."""
    content = message["content"]
    return isinstance(content, dict) and content.get("do") == "write"
