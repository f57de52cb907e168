"""Plain HTTP requests between a page and its conversation in the server, for networks that let no WebSocket through.

A page sends its messages in a request. The answer holds everything that the page needs to know by then. The server
pushes nothing, so a proxy that buffers whole answers does no harm. In a conversation in which the server has news of
its own, as in a workshop, the page asks again and again, and the answer waits up to `NEWS_SECONDS` for some.

A connection by requests lives in one server process. If a request reaches another process, or the connection has
ended, the server opens a new connection from the journal, handles the request's messages and sends the page its whole
state again. So a load balancer need not send a page to the same server twice.
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
from misread_web.live.limits import MOST_UNSENT
from misread_web.live.protocol import LONGEST_MESSAGE, LONGEST_NAME, MOST_WAITING, Conversations
from misread_web.live.session import whose

NEWS_SECONDS = 1.0
"""How long a request without messages waits for news; the page sends its next messages only after the answer."""
ANSWER_SECONDS = 5.0
"""How long a request waits for the results of its messages. The page gets later results with its next request."""
SILENT_SECONDS = 90.0
"""How long a connection stays open without a request. A page sends one every 15 seconds (in the background: 60)."""
LEFT_SECONDS = 5.0
"""How long a connection stays open after its reader leaves the page; they may come back, or late messages arrive."""

log = logging.getLogger(__name__)


class PageRequest(BaseModel):
    """The content of one request from a page.

    Attributes:
        line: the key of the page's connection; empty if it has none.
        session: the key of the session that the page was made from, in the page's first request.
        before: the key of a connection that the page has given up.
        whose: the learner whose lesson the page shows (`session.whose`); empty if the page does not know yet.
        ping: whether the page only asks if the server is there.
        over: whether the reader is leaving the page, so that its connection ends.
        messages: the learner's messages to the widgets, in order.
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    line: str = Field("", max_length=LONGEST_NAME)
    session: str = Field("", max_length=LONGEST_NAME)
    before: str = Field("", max_length=LONGEST_NAME)
    whose: str = Field("", max_length=LONGEST_NAME)
    ping: bool = False
    over: bool = False
    messages: list[dict[str, Any]] = []


class RequestConnection:
    """A connection by requests. It keeps the messages to its page until the page's next request.

    Attributes:
        key: the random key by which the page names the connection.
        seat: the learner, and the journal of what they do.
        code: why the connection was closed; None while it is open.
    """

    def __init__(self, connections: RequestConnections, handler: JupyterHandler, name: str, seat: Seat) -> None:
        """Open the connection; `handler` has its first request."""
        self.key = secrets.token_urlsafe(16)
        self.seat, self.name = seat, name
        self.code: int | None = None
        self.request, self.settings, self.get_cookie = handler.request, handler.settings, handler.get_cookie
        self._connections = connections
        self._conversation = connections.conversations.start(name, seat, self)
        self._outgoing: list[bytes] = []
        self._unsent = self._waiting = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Lock()
        self._quiet, self._news = asyncio.Event(), asyncio.Event()
        self._quiet.set()

    def is_for(self, name: str, seat: Seat) -> bool:
        """Tell whether this connection belongs to a seat and a conversation's name."""
        return (self.name, self.seat.learner, self.seat.cohort) == (name, seat.learner, seat.cohort)

    def begin(self, session: str) -> None:
        """Start opening the lesson, from the session with this key if it waits in this process."""
        self._work(lambda: self._conversation.begin(session))

    def hear(self, messages: list[dict[str, Any]]) -> None:
        """Start handling messages, after those of earlier requests; close the connection if too much waits already."""
        if not messages or self.code is not None:
            return
        size = len(to_json(messages))
        if self._waiting + size > MOST_WAITING:
            self.close(close_codes.TOO_MANY, "too many bytes wait to be handled")
            return
        self._waiting += size
        self._work(lambda: self._hear(messages, size))

    async def _hear(self, messages: list[dict[str, Any]], total_size: int) -> None:
        try:
            await self._hear_each(messages)
        finally:
            self._waiting -= total_size

    async def _hear_each(self, messages: list[dict[str, Any]]) -> None:
        for message in messages:
            size = len(to_json(message))
            if size > LONGEST_MESSAGE:
                self.close(close_codes.NOT_UNDERSTOOD, "too long")
                return
            await self._conversation.take(message, size)
        await self._conversation.heard()

    def _work(self, work: Callable[[], Awaitable[None]]) -> None:
        """Run work after all work that was started before it, and set `_quiet` once none is left."""
        self._quiet.clear()
        task = asyncio.ensure_future(self._in_turn(work))
        self._tasks.add(task)
        task.add_done_callback(self._done)

    async def _in_turn(self, work: Callable[[], Awaitable[None]]) -> None:
        async with self._turn:
            try:
                await work()
            except Exception:  # nothing above catches it; the page opens another connection
                log.exception("a connection by requests failed", extra={"lesson": self.name})
                self.close(close_codes.NORMAL, "failed")

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not self._tasks:
            self._quiet.set()

    @property
    def is_behind(self) -> bool:
        """Whether messages wait for the page's next request."""
        return bool(self._outgoing)

    def tell(self, *messages: dict[str, Any]) -> None:
        """Keep messages until the page's next request; close the connection if the page leaves too many unread."""
        self.tell_json(to_json(messages))

    def tell_json(self, messages: bytes) -> None:
        """Keep messages that are a JSON list already, in the same way."""
        if self.code is None:
            self._outgoing.append(messages[1:-1])
            self._unsent += len(messages)
            self._news.set()
            if self._unsent > MOST_UNSENT:
                self.close(close_codes.NOT_READ, "the page does not read its messages")

    def refuse(self, code: int) -> None:
        """Refuse the connection before it starts; the page gets the code."""
        self.code = code

    def close(self, code: int | None = None, reason: str | None = None) -> None:  # noqa: ARG002 - as any Carrier's
        """End the connection; the page gets the code with its next request."""
        if self.code is None:
            self.code = code or close_codes.NORMAL
            self._outgoing.clear()
            self._quiet.set()
            self._news.set()
            self._conversation.end()
            self._connections.closed(self)

    async def answer(self) -> bytes:
        """Return the page's messages in JSON, once all work is done, the connection is closed or the time is up.

        Where the server has news of its own, an answer without any waits for some.
        """
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._quiet.wait(), ANSWER_SECONDS)
            if self._conversation.tells_by_itself:
                await asyncio.wait_for(self._news.wait(), NEWS_SECONDS)
        messages, self._outgoing, self._unsent = b",".join(self._outgoing), [], 0
        self._news.clear()
        more = self.code is None and (bool(self._tasks) or self._conversation.tells_by_itself)
        head = to_json({"line": self.key, "closed": self.code, "more": more})
        return head[:-1] + b',"told":[' + messages + b"]}"


class RequestConnections:
    """The connections by requests of a server process."""

    def __init__(self, conversations: Conversations) -> None:
        """Start without connections; `conversations` are those that pages may have."""
        self.conversations = conversations
        self._connections: dict[str, RequestConnection] = {}
        self._silent: dict[str, asyncio.TimerHandle] = {}

    def find(self, key: str, name: str, seat: Seat) -> RequestConnection | None:
        """Return the connection with a key, open or recently closed; None if the seat or the name differs."""
        connection = self._connections.get(key)
        if connection is None or not connection.is_for(name, seat):
            return None
        self._wait_for(connection)
        return connection

    def begin(self, handler: JupyterHandler, name: str, seat: Seat, session: str = "") -> RequestConnection:
        """Open a connection for the person who makes a request; refuse it if they have too many."""
        connection = RequestConnection(self, handler, name, seat)
        self._connections[connection.key] = connection
        self._wait_for(connection)
        if handler.settings["connection_limit"].enter(seat.learner):
            self.conversations.open_connections.opened(connection)
            connection.begin(session)
        else:
            connection.refuse(close_codes.CROWDED)
        return connection

    def closed(self, connection: RequestConnection) -> None:
        """Stop counting a connection; its key stays known until the page has been silent for `SILENT_SECONDS`."""
        connection.settings["connection_limit"].leave(connection.seat.learner)
        self.conversations.open_connections.closed(connection, connection.code)

    def leave(self, connection: RequestConnection) -> None:
        """End a connection soon, as its reader leaves the page, unless another request comes."""
        self._wait_for(connection, LEFT_SECONDS, close_codes.GOING_AWAY)

    def _wait_for(
        self, connection: RequestConnection, seconds: float | None = None, code: int = close_codes.NORMAL
    ) -> None:
        """Wait for the next request of a connection, and drop the connection when the time is up."""
        if timer := self._silent.get(connection.key):
            timer.cancel()
        loop = asyncio.get_running_loop()
        self._silent[connection.key] = loop.call_later(
            SILENT_SECONDS if seconds is None else seconds, self._gone, connection, code
        )

    def _gone(self, connection: RequestConnection, code: int) -> None:
        connection.close(code, "silent")
        del self._connections[connection.key], self._silent[connection.key]


class PageRequests(JupyterHandler):
    """Handles a page's requests, under the same rules as a WebSocket."""

    def initialize(self, connections: RequestConnections) -> None:
        """Take the connections by requests."""
        self._connections = connections
        self._conversations = connections.conversations

    async def get(self, name: str) -> None:
        """Send the XSRF token that every later request must carry, so that no other site's page can make one.

        Raises:
            HTTPError: as for `PageWebSocket.get`.
        """
        await self._seat(name)
        self.set_header("Cache-Control", "no-store")
        self.finish({"token": self.xsrf_token.decode()})

    async def post(self, name: str) -> None:
        """Handle a page's messages, and answer with what the page needs to know.

        Raises:
            HTTPError: 400 if no page of the course sends such a request; otherwise as `get`.
        """
        seat, request = await self._seat(name), self._page_request()
        connection = self._connections.find(request.line, name, seat)
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Type", "application/json")
        if request.whose not in {"", whose(seat)}:
            self.finish(to_json({"line": "", "closed": close_codes.SIGNED_OUT, "more": False, "told": []}))
            return
        if request.ping:
            self.finish(to_json({"closed": connection.code if connection else None}))
            return
        if previous := self._connections.find(request.before, name, seat):
            self._connections.leave(previous)
        if connection is None or (request.over and connection.code is not None):
            connection = self._connections.begin(self, name, seat, request.session)
        connection.hear(request.messages)
        if request.over:
            self._connections.leave(connection)
            self.finish(to_json({"closed": connection.code}))
        else:
            self.finish(await connection.answer())

    async def _seat(self, name: str) -> Seat:
        if self._conversations.open_connections.is_leaving:
            raise HTTPError(503)
        if not await self._conversations.has(name):
            raise HTTPError(404)
        return self._conversations.seat_at(self, name)

    def _page_request(self) -> PageRequest:
        try:
            return PageRequest.model_validate_json(self.request.body)
        except ValidationError as error:
            raise HTTPError(400) from error
        finally:
            self.request.body = b""  # a connection that begins with this request keeps the request object


class LessonRequests(PageRequests):
    """Handles the requests of a lesson's page, for people who are signed in."""

    @authenticated
    async def get(self, name: str) -> None:  # type: ignore[override]  # tornado's decorator changes the type
        """Send the XSRF token."""
        await super().get(name)

    @authenticated
    async def post(self, name: str) -> None:  # type: ignore[override]  # likewise
        """Handle a page's messages."""
        await super().post(name)
