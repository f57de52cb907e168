"""The line between a lesson's page and its session: one WebSocket, plain JSON both ways."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import time
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from tornado.web import HTTPError, authenticated
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from misread_web.operations.watch import Watch
from misread_web.sessions.plan import Cell, NeedsKernel, Plan
from misread_web.sessions.session import Session
from misread_web.sessions.workers import Overtime, Workers
from misread_widgets.seat import Seat

LONGEST_MESSAGE = 128 * 1024
CELL_SECONDS = 20.0
HANDLER_SECONDS = 10.0
MESSAGES_A_SECOND = 20.0
BURST = 60.0
TOO_MANY, NOT_UNDERSTOOD = 4008, 4007

SLOW_CELL = (
    "This part of the lesson took too long and was stopped. The rest goes on. Load the page again to try it once more."
)
FAILED_CELL = (
    "This part of the lesson could not be opened. What you did so far is kept. Load the page again to try once more."
)
SLOW_ANSWER = "That took too long and was stopped. What was saved is kept. Load the page again and go on from there."

log = logging.getLogger(__name__)


class LessonLine(WebSocketHandler, JupyterHandler):  # type: ignore[misc]  # Jupyter's handlers have no types
    """Runs a session for as long as the page is connected."""

    plans: dict[str, Plan]
    workers: Workers
    watch: Watch

    def initialize(self, plans: dict[str, Plan], workers: Workers, seat_of: Any, watch: Watch) -> None:  # noqa: ANN401
        """Take what the server shares between lines."""
        self.plans, self.workers, self.seat_of, self.watch = plans, workers, seat_of, watch
        self._name = secrets.token_hex(4)
        self._session: Session | None = None
        self._turn = asyncio.Lock()
        self._allowance, self._last = BURST, time.monotonic()

    @property
    def max_message_size(self) -> int:
        """The most bytes of one message; a larger one ends the line."""
        return LONGEST_MESSAGE

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
        """Run the lesson's cells, each shown as soon as it is ready."""
        loop = asyncio.get_running_loop()
        since = time.perf_counter()
        self.watch.opened(self)
        seat: Seat = self.seat_of(self)
        session = Session(self._plan, seat, lambda told: _soon(loop, self._tell, told))
        self._session = session
        async with self._turn:
            for cell in session.cells:
                await self._run(session, cell)
        self._tell({"ready": True})
        log.info("a lesson was opened", extra=self._facts(since=since))

    async def _run(self, session: Session, cell: Cell) -> None:
        since = time.perf_counter()
        try:
            await self.workers.run(lambda: session.run(cell), CELL_SECONDS)
        except Overtime:
            self.watch.went_wrong("slow_cell")
            log.warning("a cell took too long", extra=self._facts(cell.id, since))
            self._tell({"trouble": cell.id, "text": SLOW_CELL})
        except (Exception, NeedsKernel):  # the border: whatever a cell raises is told to its learner and logged
            self.watch.went_wrong("failed_cell")
            log.exception("a cell failed", extra=self._facts(cell.id, since))
            self._tell({"trouble": cell.id, "text": FAILED_CELL})

    async def on_message(self, message: str | bytes) -> None:
        """Hand a message to its widget and, once that is done with it, say that it was heard."""
        if self.watch.is_leaving:
            return  # nothing was heard of it, so the page sends it to the next server
        if not self._allowed():
            self.watch.went_wrong("too_many_messages")
            self.close(TOO_MANY, "too many messages")
            return
        told = _read(message)
        if told is None:
            self.watch.went_wrong("no_message")
            self.close(NOT_UNDERSTOOD, "not a message of this course")
        elif "ping" in told:
            self._tell({"pong": told["ping"]})
        elif self._session is not None:
            with self.watch.handling():
                await self._hear(self._session, str(told["to"]), told["content"], told.get("id"))

    async def _hear(self, session: Session, cell: str, content: object, id_: object) -> None:
        since = time.perf_counter()
        async with self._turn:
            try:
                await self.workers.run(lambda: session.hear(cell, content), HANDLER_SECONDS)
            except Overtime:
                self.watch.went_wrong("slow_message")
                log.warning("a message took too long", extra=self._facts(cell, since))
                self._tell({"trouble": cell, "text": SLOW_ANSWER})
            except Exception:
                self.watch.went_wrong("failed_message")
                log.exception("a message failed", extra=self._facts(cell, since))
                self._tell({"trouble": cell, "text": FAILED_CELL})
        self._tell({"heard": id_})
        log.info("a message was heard", extra=self._facts(cell, since))

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

    def _tell(self, told: dict[str, Any]) -> None:
        if self.ws_connection is None or self.ws_connection.is_closing():
            return
        try:
            self.write_message(json.dumps(told, separators=(",", ":")))
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
    known = "ping" in told or (isinstance(told.get("to"), str) and "content" in told)
    return told if known else None
