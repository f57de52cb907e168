"""The WebSocket between a page and its conversation in the server, with plain JSON both ways."""

from __future__ import annotations

import contextlib
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from pydantic_core import to_json
from tornado.web import HTTPError, authenticated
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from misread_records.seat import Seat
from misread_web.live.limits import MOST_UNSENT
from misread_web.live.protocol import LONGEST_MESSAGE, Conversation, Conversations, read

SILENT_SECONDS = 30
"""How often the server pings a page. A page that does not answer for as long is gone, as a phone often is."""


class PageWebSocket(WebSocketHandler, JupyterHandler):  # type: ignore[misc]  # Jupyter's handlers have no types
    """Carries a conversation for as long as the page is connected; the route's rule says who may open one."""

    seat: Seat

    def initialize(self, conversations: Conversations) -> None:
        """Take the conversations that pages may have."""
        self._conversations = conversations
        self._conversation: Conversation | None = None
        self._closed_with: int | None = None
        self.most_unsent = MOST_UNSENT

    @property
    def max_message_size(self) -> int:
        """The most bytes of one message; a larger one ends the connection."""
        return LONGEST_MESSAGE

    @property
    def ping_interval(self) -> float:
        """How often the server pings the browser, in seconds."""
        return SILENT_SECONDS

    def set_default_headers(self) -> None:
        """Send no headers of a page, as this is a WebSocket."""

    @property
    def member(self) -> str:
        """Whose connection this is, for the limit on the connections of one person."""
        return self.seat.learner

    @property
    def is_behind(self) -> bool:
        """Whether messages wait in this process for the page to read others first."""
        return getattr(self, "unsent", 0) > 0

    async def get(self, name: str) -> None:
        """Open the connection to a lesson or a workshop.

        Raises:
            HTTPError: 404 if there is none of that name; 503 if the server is going down; if the person has no seat
                there, as `Conversations.seat_at`.
        """
        if self._conversations.open_connections.is_leaving:
            raise HTTPError(503)
        if not await self._conversations.has(name):
            raise HTTPError(404)
        self._name, self.seat = name, self._conversations.seat_at(self, name)
        await super().get()

    async def open(self, *_arguments: str) -> None:
        """Start the conversation, with the session that the page was made from if it is in this process."""
        self.set_nodelay(True)  # otherwise each of several messages would wait until the browser confirms the last
        self._conversations.open_connections.opened(self)
        self._conversation = self._conversations.start(self._name, self.seat, self)
        await self._conversation.begin(self.get_query_argument("session", ""))

    async def on_message(self, message: str | bytes) -> None:
        """Hand on a page's message; while too much waits to be handled, nothing more is read from the WebSocket."""
        if self._conversation is not None:
            await self._conversation.take(read(message), len(message))

    def tell(self, *messages: dict[str, Any]) -> None:
        """Send the page several messages at once; do nothing if the page has left."""
        with contextlib.suppress(WebSocketClosedError):
            self.write_message(to_json(messages))

    def tell_json(self, messages: bytes) -> None:
        """Send the page messages that are a JSON list already; do nothing if the page has left."""
        with contextlib.suppress(WebSocketClosedError):
            self.write_message(messages)

    def close(self, code: int | None = None, reason: str | None = None) -> None:
        """Close the connection; the first code is kept as the reason, even if the page never confirms it."""
        self._closed_with = self._closed_with or code
        super().close(code, reason)

    def on_close(self) -> None:
        """Count the connection as closed, and end its conversation."""
        self._conversations.open_connections.closed(self, self._closed_with or self.close_code)
        if self._conversation is not None:
            self._conversation.end()


class LessonWebSocket(PageWebSocket):
    """The WebSocket of a lesson's page, for people who are signed in."""

    @authenticated
    async def get(self, name: str) -> None:  # type: ignore[override]  # tornado's decorator changes the type
        """Open the connection to a lesson."""
        await super().get(name)
