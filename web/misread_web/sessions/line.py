"""The line between a lesson's page and its session: one WebSocket, plain JSON both ways."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import time
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from pydantic_core import to_json
from tornado.web import HTTPError, authenticated
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from misread_records import JournalError
from misread_web import closing
from misread_web.operations.watch import Watch
from misread_web.sessions.kept import Forgotten
from misread_web.sessions.plan import Plan
from misread_web.sessions.prepared import Prepared
from misread_web.sessions.session import Session
from misread_web.sessions.workers import Overtime, Workers
from misread_widgets.seat import Seat

LONGEST_MESSAGE = 128 * 1024
HANDLER_SECONDS = 10.0
MESSAGES_A_SECOND = 20.0
BURST = 60.0
SILENT_SECONDS = 30
"""How often a page is asked whether it is there. One that does not answer in as long is gone, as a phone may be."""

FAILED_ANSWER = (
    "That went wrong on our side, and it was not saved. What was saved before is kept. Load the page again to go on."
)
SLOW_ANSWER = "That took too long and was stopped. What was saved is kept. Load the page again and go on from there."

log = logging.getLogger(__name__)


class LessonLine(WebSocketHandler, JupyterHandler):  # type: ignore[misc]  # Jupyter's handlers have no types
    """Runs a session for as long as the page is connected."""

    seat: Seat

    def initialize(
        self,
        plans: dict[str, Plan],
        prepared: Prepared,
        workers: Workers,
        seat_of: Any,  # noqa: ANN401 - takes any handler
        watch: Watch,
    ) -> None:
        """Take what the server shares between lines."""
        self.plans, self.prepared, self.workers, self.seat_of, self.watch = plans, prepared, workers, seat_of, watch
        self._name = secrets.token_hex(4)
        self._session: Session | None = None
        self._turn = asyncio.Lock()
        self._hearing: set[asyncio.Task[None]] = set()
        self._allowance, self._last = BURST, time.monotonic()

    @property
    def max_message_size(self) -> int:
        """The most bytes of one message; a larger one ends the line."""
        return LONGEST_MESSAGE

    @property
    def ping_interval(self) -> float:
        """How often the browser is asked whether it is there, in seconds."""
        return SILENT_SECONDS

    def set_default_headers(self) -> None:
        """Send none of a page's headers: this is no page."""

    @authenticated
    async def get(self, name: str) -> None:  # type: ignore[override]
        """Open the line to a lesson.

        Raises:
            HTTPError: 404, where no lesson of that name takes the short way; 503, where the server is going down.
        """
        if self.watch.is_leaving:
            raise HTTPError(503)
        if name not in self.plans:
            raise HTTPError(404)
        self._plan = self.plans[name]
        await super().get()

    async def open(self, *_arguments: str) -> None:
        """Go on with the session that the page was made from, or begin one, each piece shown as soon as it is ready."""
        loop = asyncio.get_running_loop()
        since = time.perf_counter()
        self.set_nodelay(True)  # what is told in several messages would else wait for the browser between them
        self.seat = self.seat_of(self)
        self.watch.opened(self)

        def tell(told: dict[str, Any]) -> None:
            _soon(loop, self._tell, told)

        key = self.get_query_argument("session", "")
        if session := self.prepared.take(key, self._plan.lesson.name, self.seat):
            session.speak_to = tell
            self._session = session
        else:
            self._session = session = Session(self._plan, self.seat, tell)
            self._tell({"whose": session.whose})
            async with self._turn:
                if not await self._opened(session):
                    return
        self._tell({"ready": True, "since": session.journal.since})
        log.info("a lesson was opened", extra=self._facts(since=since))

    async def _opened(self, session: Session) -> bool:
        """Run the lesson's cells, and tell whether the page may be used."""
        since = time.perf_counter()
        try:
            await self.prepared.open(session)
        except JournalError:
            log.warning("a lesson cannot be opened while the journal is away", extra=self._facts(since=since))
            self.close(closing.AWAY, "the journal is away")
            return False
        except Forgotten:
            self.close(closing.FORGOTTEN, "deleted")
            return False
        return True

    def on_message(self, message: str | bytes) -> None:
        """Hand a message to its widget and, once that is done with it, say that it was heard."""
        if self.watch.is_leaving:
            return  # nothing was heard of it, so the page sends it to the next server
        if not self._allowed():
            self.watch.went_wrong("too_many_messages")
            self.close(closing.TOO_MANY, "too many messages")
            return
        told = _read(message)
        if told is None:
            self.watch.went_wrong("no_message")
            self.close(closing.NOT_UNDERSTOOD, "not a message of this course")
        elif "ping" in told:
            self._tell({"pong": told["ping"]})
        elif self._session is not None:
            # A page that asks whether the line is there is answered while this one waits.
            hear = self._look_again if "look" in told else self._hear
            hearing = asyncio.ensure_future(hear(self._session, told))
            self._hearing.add(hearing)
            hearing.add_done_callback(self._hearing.discard)

    async def _hear(self, session: Session, told: dict[str, Any]) -> None:
        cell, id_, since = str(told["to"]), told.get("id"), time.perf_counter()
        with self.watch.handling():
            async with self._turn:
                answer = None if self.watch.is_leaving else await self._handled(session, told)
            if answer is not None:
                self._tell(*answer, {"heard": id_, "since": session.journal.since})
                log.info("a message was heard", extra=self._facts(cell, since))

    async def _look_again(self, session: Session, told: dict[str, Any]) -> None:
        """Tell the page how everything stands by now; where that cannot be found out, it stays as it is."""
        since, asked = str(told.get("since", "")), time.perf_counter()
        async with self._turn:
            try:
                answer = await self.workers.run(lambda: session.look_again(since), HANDLER_SECONDS)
            except Forgotten:
                self.close(closing.FORGOTTEN, "deleted")
            except (JournalError, Overtime):
                log.warning("a page could not be told how everything stands", extra=self._facts(since=asked))
            else:
                self._tell(*answer)

    async def _handled(self, session: Session, told: dict[str, Any]) -> list[dict[str, Any]] | None:
        """Hand a message to its widget and return what the page has to know; None where it may not be done with it."""
        cell, known, since = str(told["to"]), str(told.get("since", "")), time.perf_counter()
        try:
            return await self.workers.run(lambda: session.hear(cell, told["content"], known), HANDLER_SECONDS)
        except Forgotten:
            self.close(closing.FORGOTTEN, "deleted")
            return None
        except JournalError:
            self._unsaved(told, since)
            return None
        except Overtime:
            if session.journal.is_asked:
                self._unsaved(told, since)
                return None
            self.watch.went_wrong("slow_message")
            log.warning("a message took too long", extra=self._facts(cell, since))
            return [{"trouble": cell, "text": SLOW_ANSWER}]
        except Exception:  # the border: whatever a piece raises is told to its learner and logged
            self.watch.went_wrong("failed_message")
            log.exception("a message failed", extra=self._facts(cell, since))
            return [{"trouble": cell, "text": FAILED_ANSWER}]

    def _unsaved(self, told: dict[str, Any], since: float) -> None:
        """Say that the journal is away: the page keeps what was done and says it again."""
        self.watch.went_wrong("unsaved_message")
        log.warning("a message could not be saved", extra=self._facts(str(told["to"]), since))
        self._tell({"unsaved": told.get("id")})

    def _facts(self, cell: str | None = None, since: float | None = None) -> dict[str, object]:
        """Return what is logged about this page: a cell only where the lesson has it, as pages may send anything."""
        return {
            "lesson": self._plan.lesson.name,
            "session": self._name,
            "cell": cell if any(each.id == cell for each in self._plan.cells) else None,
            "duration": None if since is None else round(time.perf_counter() - since, 4),
        }

    def _allowed(self) -> bool:
        """Let a page say so many things a second, and more for a moment."""
        now = time.monotonic()
        self._allowance = min(BURST, self._allowance + (now - self._last) * MESSAGES_A_SECOND) - 1
        self._last = now
        return self._allowance >= 0

    def _tell(self, *told: dict[str, Any]) -> None:
        """Tell the page several things at once."""
        if self.ws_connection is None or self.ws_connection.is_closing():
            return
        try:
            self.write_message(to_json(told).decode())
        except WebSocketClosedError:
            log.debug("a page left while it was told something")

    def on_close(self) -> None:
        """Let the session go; the next line rebuilds it from the journal."""
        self.watch.closed(self, self.close_code)
        session, self._session = self._session, None
        if session is not None:
            session.close()
            log.info("a lesson was closed", extra=self._facts())


def _soon(loop: asyncio.AbstractEventLoop, tell: Any, told: dict[str, Any]) -> None:  # noqa: ANN401
    loop.call_soon_threadsafe(tell, told)


def _read(message: str | bytes) -> dict[str, Any] | None:
    """Return a message of a page, or nothing where it is none."""
    try:
        told = json.loads(message)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict):
        return None
    known = "ping" in told or "look" in told or (isinstance(told.get("to"), str) and "content" in told)
    return told if known else None
