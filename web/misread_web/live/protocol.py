"""The messages between a lesson's page and its session, by WebSocket or by plain requests."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import logging
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from misread_records import JournalError
from misread_records.seat import Seat
from misread_scenarios.language import speaking
from misread_web.language import N_, _
from misread_web.live import close_codes
from misread_web.live.connections import OpenConnections
from misread_web.live.lesson_plan import Plan
from misread_web.live.rate_limit import Pace
from misread_web.live.session import Session
from misread_web.live.session_journal import Forgotten
from misread_web.live.session_pool import SessionPool
from misread_web.live.thread_pool import Overtime, ThreadPool

LONGEST_MESSAGE = 128 * 1024
"""The most bytes of one message from a page; a larger one ends its connection."""
LONGEST_NAME = 64
"""The most bytes of a page's name for a message or a cell, and of a value that it asks the server to send back."""
HANDLER_SECONDS = 10.0
MESSAGES_A_SECOND = 20.0
BURST = 60.0
MOST_WAITING = 4 * LONGEST_MESSAGE
"""The most bytes of a page's messages that wait to be handled; above it, the server reads no more until some are."""

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


class Carrier(Protocol):
    """A connection to one page, which carries a conversation."""

    def tell(self, *messages: dict[str, Any]) -> None:
        """Send the page several messages at once; do nothing if the page has left."""
        ...

    def close(self, code: int | None = None, reason: str | None = None) -> None:
        """Close the connection, with a code that the page's script knows."""
        ...


class Conversation:
    """Runs a session for as long as its page is connected. Everything but `_soon` is called in the event loop."""

    def __init__(self, shared: Shared, plan: Plan, seat: Seat, carrier: Carrier) -> None:
        """Prepare a conversation over a connection; no cell runs yet."""
        self._plan, self._seat, self._carrier = plan, seat, carrier
        self._prepared, self._workers, self._open_connections = shared.prepared, shared.workers, shared.open_connections
        self._pace = shared.pace
        self._name = secrets.token_hex(4)
        self._session: Session | None = None
        self._turn = asyncio.Lock()
        self._hearing: set[asyncio.Task[None]] = set()
        self._waiting = 0
        self._allowance, self._last = BURST, time.monotonic()

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

    async def take(self, message: object, size: int) -> None:
        """Start handling a message in its turn; return at once unless too much waits to be handled already.

        Args:
            message: the value of the page's JSON; None if it was not JSON.
            size: its length in bytes.
        """
        valid = self._understood(message)
        if valid is None or self._session is None:
            return
        # Handling is a task of its own, so that a page's ping is answered while this message waits.
        hear = self._look_again if "look" in valid else self._hear
        hearing = asyncio.ensure_future(hear(self._session, valid))
        self._waiting += size
        self._hearing.add(hearing)
        hearing.add_done_callback(lambda done: self._heard(done, size))
        while self._waiting > MOST_WAITING:
            await asyncio.wait(self._hearing, return_when=asyncio.FIRST_COMPLETED)

    def _heard(self, hearing: asyncio.Task[None], size: int) -> None:
        self._hearing.discard(hearing)
        self._waiting -= size

    async def heard(self) -> None:
        """Wait until all messages so far are handled."""
        if self._hearing:
            await asyncio.wait(self._hearing)

    def _understood(self, message: object) -> dict[str, Any] | None:
        """Return a message that is valid and needs handling; None if nothing more is to be done about it."""
        if self._open_connections.is_leaving:
            return None  # the message is not acknowledged, so the page sends it to the next server
        if not self._allowed():
            self._too_many()
            return None
        valid = _valid(message)
        if valid is None:
            self._open_connections.went_wrong("no_message")
            self._carrier.close(close_codes.NOT_UNDERSTOOD, "not a message of this course")
        elif "ping" in valid:
            self._carrier.tell({"pong": valid["ping"]})
            return None
        return valid

    async def _hear(self, session: Session, message: dict[str, Any]) -> None:
        """Hand a message to its widget, then acknowledge it to the page."""
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

    async def _look_again(self, session: Session, message: dict[str, Any]) -> None:
        """Send the page the current state of all widgets; if the journal cannot be read, the page stays as it is."""
        since, asked = str(message.get("since", "")), time.perf_counter()
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

    def _too_many(self) -> None:
        self._open_connections.went_wrong("too_many_messages")
        self._carrier.close(close_codes.TOO_MANY, "too many messages")

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

    def _allowed(self) -> bool:
        """Return whether the page may send a message now: a token bucket of `MESSAGES_A_SECOND` and `BURST`."""
        now = time.monotonic()
        self._allowance = min(BURST, self._allowance + (now - self._last) * MESSAGES_A_SECOND) - 1
        self._last = now
        return self._allowance >= 0

    def end(self) -> None:
        """Close the session; the next connection rebuilds it from the journal."""
        session, self._session = self._session, None
        if session is not None:
            session.close()
            log.info("a lesson was closed", extra=self._facts())


def read(message: str | bytes) -> object:
    """Return the value of a JSON text; None if it is not JSON."""
    try:
        return json.loads(message)
    except (ValueError, RecursionError):
        return None


def _valid(message: object) -> dict[str, Any] | None:
    """Return a message if a page of the course could have sent it; None otherwise."""
    if not isinstance(message, dict):
        return None
    if "ping" in message:
        return message if _is_short(message["ping"]) else None
    if "look" not in message and not (_is_short(message.get("to"), str) and "content" in message):
        return None
    return message if _is_short(message.get("id", "")) and _is_short(message.get("since", "")) else None


def _is_text(message: dict[str, Any]) -> bool:
    """Return whether a message asks to save a text."""
    content = message["content"]
    return isinstance(content, dict) and content.get("do") == "write"


def _is_short(value: object, *kinds: type) -> bool:
    """Return whether a value is a string or number of at most `LONGEST_NAME` bytes that can be sent back unchanged."""
    if not isinstance(value, kinds or (str, int, type(None))):
        return False
    try:
        return len(str(value).encode()) <= LONGEST_NAME
    except ValueError:  # half a surrogate pair, or a number with thousands of digits
        return False
