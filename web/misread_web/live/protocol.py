"""What a lesson's page and its session say to each other, whatever carries it between them."""

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
from misread_web.live import close_codes
from misread_web.live.connections import Watch
from misread_web.live.lesson_plan import Plan
from misread_web.live.rate_limit import Pace
from misread_web.live.session import Session
from misread_web.live.session_journal import Forgotten
from misread_web.live.session_pool import SessionPool
from misread_web.live.thread_pool import Overtime, ThreadPool

LONGEST_MESSAGE = 128 * 1024
"""The most bytes of one message of a page; a larger one ends its line."""
LONGEST_NAME = 64
"""The most characters of what a page calls a message or a cell, and of what it asks to have said back."""
HANDLER_SECONDS = 10.0
MESSAGES_A_SECOND = 20.0
BURST = 60.0
MOST_WAITING = 4 * LONGEST_MESSAGE
"""The most bytes of a page's messages that wait to be heard; beyond it, no more are read until some are."""

FAILED_ANSWER = (
    "That went wrong on our side, and it was not saved. What was saved before is kept. Load the page again to go on."
)
SLOW_ANSWER = "That took too long and was stopped. What was saved is kept. Load the page again and go on from there."

log = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True)
class Shared:
    """What all lines of a server share: the lessons, where they are opened and answered, and who watches over it.

    `seat_of` tells from a request who is there; `pace` how long a text of theirs waits.
    """

    plans: Mapping[str, Plan]
    prepared: SessionPool
    workers: ThreadPool
    seat_of: Callable[[Any], Seat]
    watch: Watch
    pace: Pace = dataclasses.field(default_factory=Pace)


class Carrier(Protocol):
    """What carries a talk: a line to one page."""

    def tell(self, *told: dict[str, Any]) -> None:
        """Tell the page several things at once; nothing if it is not there any more."""
        ...

    def close(self, code: int | None = None, reason: str | None = None) -> None:
        """Close the line, with a code that the page's script knows."""
        ...


class Conversation:
    """Runs a session for as long as its page is connected. Everything but `_soon` is called in the event loop."""

    def __init__(self, shared: Shared, plan: Plan, seat: Seat, carrier: Carrier) -> None:
        """Take who sits at which lesson, and what carries the talk; nothing runs yet."""
        self._plan, self._seat, self._carrier = plan, seat, carrier
        self._prepared, self._workers, self._watch = shared.prepared, shared.workers, shared.watch
        self._pace = shared.pace
        self._name = secrets.token_hex(4)
        self._session: Session | None = None
        self._turn = asyncio.Lock()
        self._hearing: set[asyncio.Task[None]] = set()
        self._waiting = 0
        self._allowance, self._last = BURST, time.monotonic()

    async def begin(self, key: str) -> None:
        """Go on with the session that waits under a key, or begin one, each piece shown as soon as it is ready."""
        loop, since = asyncio.get_running_loop(), time.perf_counter()

        def tell(told: dict[str, Any]) -> None:
            loop.call_soon_threadsafe(self._carrier.tell, told)

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
        """Run the lesson's cells, and tell whether the page may be used."""
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
        """Begin to hear a message, in its turn; return at once unless too much waits to be heard already.

        Args:
            message: what was read from the page's JSON; None if it was none.
            size: how many bytes that was.
        """
        told = self._understood(message)
        if told is None or self._session is None:
            return
        # A page that asks whether the line is there is answered while this one waits.
        hear = self._look_again if "look" in told else self._hear
        hearing = asyncio.ensure_future(hear(self._session, told))
        self._waiting += size
        self._hearing.add(hearing)
        hearing.add_done_callback(lambda done: self._heard(done, size))
        while self._waiting > MOST_WAITING:
            await asyncio.wait(self._hearing, return_when=asyncio.FIRST_COMPLETED)

    def _heard(self, hearing: asyncio.Task[None], size: int) -> None:
        self._hearing.discard(hearing)
        self._waiting -= size

    async def heard(self) -> None:
        """Wait until all that was taken is heard."""
        if self._hearing:
            await asyncio.wait(self._hearing)

    def _understood(self, message: object) -> dict[str, Any] | None:
        """Return a message that is to be heard; None if there is nothing more to do about it."""
        if self._watch.is_leaving:
            return None  # nothing was heard of it, so the page sends it to the next server
        if not self._allowed():
            self._too_many()
            return None
        told = _of_a_page(message)
        if told is None:
            self._watch.went_wrong("no_message")
            self._carrier.close(close_codes.NOT_UNDERSTOOD, "not a message of this course")
        elif "ping" in told:
            self._carrier.tell({"pong": told["ping"]})
            return None
        return told

    async def _hear(self, session: Session, told: dict[str, Any]) -> None:
        """Hand a message to its widget and, once that is done with it, say that it was heard."""
        cell, id_, since = str(told["to"]), told.get("id"), time.perf_counter()
        if _is_text(told):
            wait = self._pace.wait(self._seat.learner)
            if wait is None:
                self._too_many()
                return
            await asyncio.sleep(wait)
        with self._watch.handling():
            async with self._turn:
                answer = None if self._watch.is_leaving else await self._handled(session, told)
            if answer is not None:
                self._carrier.tell(*answer, {"heard": id_, "since": session.journal.since})
                log.info("a message was heard", extra=self._facts(cell, since))

    async def _look_again(self, session: Session, told: dict[str, Any]) -> None:
        """Tell the page how everything stands by now; where that cannot be found out, it stays as it is."""
        since, asked = str(told.get("since", "")), time.perf_counter()
        async with self._turn:
            try:
                answer = await self._workers.run(lambda: session.look_again(since), HANDLER_SECONDS)
            except Forgotten:
                self._carrier.close(close_codes.FORGOTTEN, "deleted")
            except (JournalError, Overtime):
                log.warning("a page could not be told how everything stands", extra=self._facts(since=asked))
            else:
                self._carrier.tell(*answer)

    async def _handled(self, session: Session, told: dict[str, Any]) -> list[dict[str, Any]] | None:
        """Hand a message to its widget and return what the page has to know; None if it may not be done with it."""
        cell, known, since = str(told["to"]), str(told.get("since", "")), time.perf_counter()
        try:
            return await self._workers.run(lambda: session.hear(cell, told["content"], known), HANDLER_SECONDS)
        except Forgotten:
            self._carrier.close(close_codes.FORGOTTEN, "deleted")
            return None
        except JournalError:
            self._unsaved(told, since)
            return None
        except Overtime:
            if session.journal.is_asked:
                self._unsaved(told, since)
                return None
            self._watch.went_wrong("slow_message")
            log.warning("a message took too long", extra=self._facts(cell, since))
            return [{"trouble": cell, "text": SLOW_ANSWER}]
        except Exception:  # the border: whatever a piece raises is told to its learner and logged
            self._watch.went_wrong("failed_message")
            log.exception("a message failed", extra=self._facts(cell, since))
            return [{"trouble": cell, "text": FAILED_ANSWER}]

    def _too_many(self) -> None:
        self._watch.went_wrong("too_many_messages")
        self._carrier.close(close_codes.TOO_MANY, "too many messages")

    def _unsaved(self, told: dict[str, Any], since: float) -> None:
        """Say that the journal is away: the page keeps what was done and says it again."""
        self._watch.went_wrong("unsaved_message")
        log.warning("a message could not be saved", extra=self._facts(str(told["to"]), since))
        self._carrier.tell({"unsaved": told.get("id")})

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

    def end(self) -> None:
        """Let the session go; the next line rebuilds it from the journal."""
        session, self._session = self._session, None
        if session is not None:
            session.close()
            log.info("a lesson was closed", extra=self._facts())


def read(message: str | bytes) -> object:
    """Read JSON; None if it cannot be read."""
    try:
        return json.loads(message)
    except (ValueError, RecursionError):
        return None


def _of_a_page(told: object) -> dict[str, Any] | None:
    """Return a message of a page, or nothing if it cannot be read."""
    if not isinstance(told, dict):
        return None
    if "ping" in told:
        return told if _is_short(told["ping"]) else None
    if "look" not in told and not (_is_short(told.get("to"), str) and "content" in told):
        return None
    return told if _is_short(told.get("id", "")) and _is_short(told.get("since", "")) else None


def _is_text(told: dict[str, Any]) -> bool:
    """Tell whether a message asks to have a text saved."""
    content = told["content"]
    return isinstance(content, dict) and content.get("do") == "write"


def _is_short(told: object, *kinds: type) -> bool:
    """Tell whether something is a short text that can be sent back as it is, or a number that is as short."""
    if not isinstance(told, kinds or (str, int, type(None))):
        return False
    try:
        return len(str(told).encode()) <= LONGEST_NAME
    except ValueError:  # half a character, or a number of thousands of digits
        return False
