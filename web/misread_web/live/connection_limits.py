"""Limits on the connections of one member, and on the messages that wait for one page."""

from __future__ import annotations

import logging
from asyncio import Future
from collections import Counter
from typing import Any

from tornado.escape import json_encode, utf8
from tornado.websocket import WebSocketHandler

from misread_web.live import close_codes
from misread_web.live.limits import MOST_UNSENT_OF_KERNELS, OPEN_LESSONS

log = logging.getLogger(__name__)


class ConnectionLimit:
    """Counts how many connections each member has to this server process."""

    def __init__(self, most: int = OPEN_LESSONS) -> None:
        """Start without connections; `most` is how many one member may have at once."""
        self.most = most
        self._connections: Counter[str] = Counter()

    def enter(self, member: str) -> bool:
        """Count a member's new connection and return True; return False, and do not count it, if they have too many."""
        if self._connections[member] >= self.most:
            return False
        self._connections[member] += 1
        return True

    def leave(self, member: str) -> None:
        """Stop counting one of a member's connections."""
        self._connections[member] -= 1
        if not self._connections[member]:
            del self._connections[member]


class LimitedWebSocket(WebSocketHandler):
    """A WebSocket with a limit on unread messages; it is closed if its page does not read them."""

    unsent = 0
    """The number of bytes that wait for the page to read them."""
    most_unsent = MOST_UNSENT_OF_KERNELS
    _counted_for: str | None = None

    async def open(self, *args: str, **kwargs: str) -> None:
        """Open the connection, unless its member has too many."""
        connection_limit: ConnectionLimit = self.settings["connection_limit"]
        member: str = getattr(self, "member", None) or self.current_user.username
        if not connection_limit.enter(member):
            self.close(close_codes.CROWDED, "too many connections")
            return
        self._counted_for = member
        waiting = super().open(*args, **kwargs)
        if waiting is not None:
            await waiting

    def write_message(self, message: bytes | str | dict[str, Any], binary: bool = False) -> Future[None]:  # noqa: FBT001, FBT002 - tornado's own
        """Send a message, and count it until the page has read it.

        Raises:
            WebSocketClosedError: if the connection is closed.
        """
        if self.unsent > self.most_unsent:
            self.close(close_codes.NOT_READ, "the page does not read its messages")
        content = json_encode(message) if isinstance(message, dict) else message
        size = len(utf8(content))
        sending = super().write_message(content, binary)
        self.unsent += size
        sending.add_done_callback(lambda sent: self._sent(sent, size))
        return sending

    def _sent(self, sending: Future[None], size: int) -> None:
        """Stop counting a sent message; log once, at info level, if the page left before it read everything."""
        before, self.unsent = self.unsent, self.unsent - size
        if not sending.cancelled() and sending.exception() is not None and before == size:
            log.info("a page left before it had read everything")

    def on_close(self) -> None:
        """Stop counting the connection, if it was counted."""
        member, self._counted_for = self._counted_for, None
        if member is not None:
            self.settings["connection_limit"].leave(member)
            super().on_close()
