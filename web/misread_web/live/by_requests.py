"""The second way from a lesson's page to its session: plain HTTP requests, where no WebSocket comes through.

A page sends what was done, and is answered with all that it has to know by then. Nothing is pushed, so a proxy that
holds back answers until they are whole does no harm. A line by requests lives in one server process; where a request
comes to another one, or the line has gone meanwhile, a line begins there from the journal, hears what the request
brings, and tells the page all of it again. So nothing has to send a page to the same server twice.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import to_json
from tornado.web import HTTPError, authenticated

from misread_records.seat import Seat
from misread_web.live import close_codes
from misread_web.live.lesson_plan import Plan
from misread_web.live.limits import MOST_UNSENT
from misread_web.live.protocol import LONGEST_MESSAGE, LONGEST_NAME, MOST_WAITING, Conversation, Shared
from misread_web.live.session import whose

ANSWER_SECONDS = 5.0
"""How long a request waits for what comes of it. What takes longer, the page asks for in its next request."""
SILENT_SECONDS = 90.0
"""How long a line stays without a request. A page sends one every 15 seconds, one in the background every 60."""
LEFT_SECONDS = 5.0
"""How long it stays once its page says that it is left: last words may come a moment later, or the page itself."""

log = logging.getLogger(__name__)


class Said(BaseModel):
    """What a page sends in one request.

    Attributes:
        line: the key of its line; empty if it has none.
        session: the session that the page was made from, where this is its first request.
        before: the key of a line that it has given up.
        whose: whose lesson the page shows, as it was told; empty if it was not told yet.
        ping: whether it asks only if the server is there.
        over: whether it is being left, and its line ends.
        messages: what was done, in order.
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    line: str = Field("", max_length=LONGEST_NAME)
    session: str = Field("", max_length=LONGEST_NAME)
    before: str = Field("", max_length=LONGEST_NAME)
    whose: str = Field("", max_length=LONGEST_NAME)
    ping: bool = False
    over: bool = False
    messages: list[dict[str, Any]] = []


class RequestLine:
    """A line by requests: what its page has to know waits here until the page asks.

    Attributes:
        key: what the page names it by; nobody can guess it.
        seat: who sits there.
        code: why it was closed; None while it is open.
    """

    def __init__(self, lines: RequestLines, handler: JupyterHandler, plan: Plan, seat: Seat) -> None:
        """Open the line; `handler` is the request that it begins with."""
        self.key = secrets.token_urlsafe(16)
        self.member: str = handler.current_user.username
        self.seat, self.lesson = seat, plan.lesson.name
        self.code: int | None = None
        self.request, self.settings, self.get_cookie = handler.request, handler.settings, handler.get_cookie
        self._lines = lines
        self._talk = Conversation(lines.shared, plan, seat, self)
        self._told: list[bytes] = []
        self._unsent = self._waiting = 0
        self._at_work: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Lock()
        self._quiet = asyncio.Event()
        self._quiet.set()

    def is_for(self, lesson: str, seat: Seat) -> bool:
        """Tell whether it is somebody's line to a lesson."""
        return (self.lesson, self.seat.learner, self.seat.cohort) == (lesson, seat.learner, seat.cohort)

    def begin(self, session: str) -> None:
        """Begin to open the lesson, with the session that waits under a key if it is here."""
        self._work(lambda: self._talk.begin(session))

    def hear(self, messages: list[dict[str, Any]]) -> None:
        """Begin to hear messages, after those of earlier requests; where too much waits already, end the line."""
        if not messages or self.code is not None:
            return
        size = len(to_json(messages))
        if self._waiting + size > MOST_WAITING:
            self.close(close_codes.TOO_MANY, "too much waits to be heard")
            return
        self._waiting += size
        self._work(lambda: self._hear(messages, size))

    async def _hear(self, messages: list[dict[str, Any]], whole: int) -> None:
        try:
            await self._hear_each(messages)
        finally:
            self._waiting -= whole

    async def _hear_each(self, messages: list[dict[str, Any]]) -> None:
        for message in messages:
            size = len(to_json(message))
            if size > LONGEST_MESSAGE:
                self.close(close_codes.NOT_UNDERSTOOD, "too long")
                return
            await self._talk.take(message, size)
        await self._talk.heard()

    def _work(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do something after what was begun before it, and be quiet again once nothing is left to do."""
        self._quiet.clear()
        task = asyncio.ensure_future(self._in_turn(work))
        self._at_work.add(task)
        task.add_done_callback(self._done)

    async def _in_turn(self, work: Callable[[], Awaitable[None]]) -> None:
        async with self._turn:
            try:
                await work()
            except Exception:  # the border: the page comes back on another line
                log.exception("a line by requests failed", extra={"lesson": self.lesson})
                self.close(close_codes.NORMAL, "failed")

    def _done(self, task: asyncio.Task[None]) -> None:
        self._at_work.discard(task)
        if not self._at_work:
            self._quiet.set()

    def tell(self, *told: dict[str, Any]) -> None:
        """Keep several things until the page asks; a page that asks for nothing loses its line."""
        if self.code is None:
            self._told.append(to_json(told)[1:-1])
            self._unsent += len(self._told[-1])
            if self._unsent > MOST_UNSENT:
                self.close(close_codes.NOT_READ, "nothing is read")

    def refuse(self, code: int) -> None:
        """Let nothing begin; its page is told the code."""
        self.code = code

    def close(self, code: int | None = None, reason: str | None = None) -> None:  # noqa: ARG002 - as any line's
        """End the line; its page is told the code with its next request."""
        if self.code is None:
            self.code = code or close_codes.NORMAL
            self._told.clear()
            self._quiet.set()
            self._talk.end()
            self._lines.closed(self)

    async def answer(self) -> bytes:
        """Return what the page has to know, in JSON: once all is heard, the line is closed or the time is up."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._quiet.wait(), ANSWER_SECONDS)
        told, self._told, self._unsent = b",".join(self._told), [], 0
        head = to_json({"line": self.key, "closed": self.code, "more": self.code is None and bool(self._at_work)})
        return head[:-1] + b',"told":[' + told + b"]}"


class RequestLines:
    """The lines by requests of a server process."""

    def __init__(self, shared: Shared) -> None:
        """Start with none."""
        self.shared = shared
        self._lines: dict[str, RequestLine] = {}
        self._silent: dict[str, asyncio.TimerHandle] = {}

    def found(self, key: str, lesson: str, seat: Seat) -> RequestLine | None:
        """Return the line of a key, also one that was closed a short while ago; None if it is not theirs."""
        line = self._lines.get(key)
        if line is None or not line.is_for(lesson, seat):
            return None
        self._wait_for(line)
        return line

    def begin(self, handler: JupyterHandler, plan: Plan, session: str = "") -> RequestLine:
        """Open a line for the person who makes a request; it is closed if they have too many."""
        line = RequestLine(self, handler, plan, self.shared.seat_of(handler))
        self._lines[line.key] = line
        self._wait_for(line)
        if handler.settings["crowd"].enter(line.member):
            self.shared.watch.opened(line)
            line.begin(session)
        else:
            line.refuse(close_codes.CROWDED)
        return line

    def closed(self, line: RequestLine) -> None:
        """Count a line no longer; its key is known until the page was told, or does not ask."""
        line.settings["crowd"].leave(line.member)
        self.shared.watch.closed(line, line.code)

    def leave(self, line: RequestLine) -> None:
        """End a line soon whose page says that it is left, unless something more comes from it."""
        self._wait_for(line, LEFT_SECONDS, close_codes.GOING_AWAY)

    def _wait_for(self, line: RequestLine, seconds: float | None = None, code: int = close_codes.NORMAL) -> None:
        """Wait so long for the next request of a line, and let go of it then."""
        if timer := self._silent.get(line.key):
            timer.cancel()
        loop = asyncio.get_running_loop()
        self._silent[line.key] = loop.call_later(SILENT_SECONDS if seconds is None else seconds, self._gone, line, code)

    def _gone(self, line: RequestLine, code: int) -> None:
        line.close(code, "silent")
        del self._lines[line.key], self._silent[line.key]


class LessonRequests(JupyterHandler):
    """Takes what a page sends by requests, under the same rules as a line."""

    def initialize(self, shared: Shared, lines: RequestLines) -> None:
        """Take what the server shares between lines, and the lines by requests."""
        self._shared, self._lines = shared, lines

    @authenticated
    def get(self, name: str) -> None:
        """Send what each later request has to bring, so that no other site's page can make one.

        Raises:
            HTTPError: 404 if no lesson of that name takes the short way; 503 if the server is going down.
        """
        self._plan(name)
        self.set_header("Cache-Control", "no-store")
        self.finish({"token": self.xsrf_token.decode()})

    @authenticated
    async def post(self, name: str) -> None:
        """Hear what the page says, and tell it what it has to know.

        Raises:
            HTTPError: 400 if it is nothing that a page of the course sends; otherwise as `get`.
        """
        plan, said = self._plan(name), self._said()
        seat = self._shared.seat_of(self)
        line = self._lines.found(said.line, name, seat)
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Type", "application/json")
        if said.whose not in {"", whose(seat)}:
            self.finish(to_json({"line": "", "closed": close_codes.SIGNED_OUT, "more": False, "told": []}))
            return
        if said.ping:
            self.finish(to_json({"closed": line.code if line else None}))
            return
        if gone := self._lines.found(said.before, name, seat):
            self._lines.leave(gone)
        if line is None or (said.over and line.code is not None):
            line = self._lines.begin(self, plan, said.session)
        line.hear(said.messages)
        if said.over:
            self._lines.leave(line)
            self.finish(to_json({"closed": line.code}))
        else:
            self.finish(await line.answer())

    def _plan(self, name: str) -> Plan:
        if self._shared.watch.is_leaving:
            raise HTTPError(503)
        if name not in self._shared.plans:
            raise HTTPError(404)
        return self._shared.plans[name]

    def _said(self) -> Said:
        try:
            return Said.model_validate_json(self.request.body)
        except ValidationError as error:
            raise HTTPError(400) from error
        finally:
            self.request.body = b""  # a line that begins with this request keeps the request
