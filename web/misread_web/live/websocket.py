"""The line between a lesson's page and its session: one WebSocket, plain JSON both ways."""

from __future__ import annotations

import contextlib
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from pydantic_core import to_json
from tornado.web import HTTPError, authenticated
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from misread_records.seat import Seat
from misread_web.live.limits import MOST_UNSENT
from misread_web.live.protocol import LONGEST_MESSAGE, Conversation, Shared, read

SILENT_SECONDS = 30
"""How often a page is asked whether it is there. One that does not answer in as long is gone, as a phone may be."""


class LessonWebSocket(WebSocketHandler, JupyterHandler):  # type: ignore[misc]  # Jupyter's handlers have no types
    """Carries a talk for as long as the page is connected."""

    seat: Seat

    def initialize(self, shared: Shared) -> None:
        """Take what the server shares between lines."""
        self._shared = shared
        self._talk: Conversation | None = None
        self._closed_with: int | None = None
        self.most_unsent = MOST_UNSENT

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
            HTTPError: 404 if no lesson of that name takes the short way; 503 if the server is going down.
        """
        if self._shared.watch.is_leaving:
            raise HTTPError(503)
        if name not in self._shared.plans:
            raise HTTPError(404)
        self._plan = self._shared.plans[name]
        await super().get()

    async def open(self, *_arguments: str) -> None:
        """Begin the talk, with the session that the page was made from if it is here."""
        self.set_nodelay(True)  # what is told in several messages would else wait for the browser between them
        self.seat = self._shared.seat_of(self)
        self._shared.watch.opened(self)
        self._talk = Conversation(self._shared, self._plan, self.seat, self)
        await self._talk.begin(self.get_query_argument("session", ""))

    async def on_message(self, message: str | bytes) -> None:
        """Hand on what a page says; where too much of it waits, nothing more is read from the line meanwhile."""
        if self._talk is not None:
            await self._talk.take(read(message), len(message))

    def tell(self, *told: dict[str, Any]) -> None:
        """Tell the page several things at once; nothing if it has left."""
        with contextlib.suppress(WebSocketClosedError):
            self.write_message(to_json(told))

    def close(self, code: int | None = None, reason: str | None = None) -> None:
        """Close the line; that is why it ended, whether the page takes notice or not."""
        self._closed_with = self._closed_with or code
        super().close(code, reason)

    def on_close(self) -> None:
        """Let the session go."""
        self._shared.watch.closed(self, self._closed_with or self.close_code)
        if self._talk is not None:
            self._talk.end()
