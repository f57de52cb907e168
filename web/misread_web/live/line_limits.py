"""What one member, and one line to a page of theirs, may make the server keep."""

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


class Crowd:
    """Counts how many lines each member has to this server process."""

    def __init__(self, most: int = OPEN_LESSONS) -> None:
        """Take how many one member may have at once."""
        self.most = most
        self._lines: Counter[str] = Counter()

    def enter(self, member: str) -> bool:
        """Count a line of a member's, and tell whether it may be there; one that may not is not counted."""
        if self._lines[member] >= self.most:
            return False
        self._lines[member] += 1
        return True

    def leave(self, member: str) -> None:
        """Count a line no longer."""
        self._lines[member] -= 1
        if not self._lines[member]:
            del self._lines[member]


class BoundedLine(WebSocketHandler):
    """A WebSocket for which only so much is kept; it is closed where its page does not read what it is told."""

    unsent = 0
    """The bytes that wait for the page to read them."""
    most_unsent = MOST_UNSENT_OF_KERNELS
    _counted_for: str | None = None

    async def open(self, *args: str, **kwargs: str) -> None:
        """Open the line, unless its member has too many."""
        crowd: Crowd = self.settings["crowd"]
        member = self.current_user.username
        if not crowd.enter(member):
            self.close(close_codes.CROWDED, "too many lines")
            return
        self._counted_for = member
        waiting = super().open(*args, **kwargs)
        if waiting is not None:
            await waiting

    def write_message(self, message: bytes | str | dict[str, Any], binary: bool = False) -> Future[None]:  # noqa: FBT001, FBT002 - tornado's own
        """Send a message, and count it until the page has read it.

        Raises:
            WebSocketClosedError: if the line is closed.
        """
        if self.unsent > self.most_unsent:
            self.close(close_codes.NOT_READ, "nothing is read")
        content = json_encode(message) if isinstance(message, dict) else message
        size = len(utf8(content))
        sending = super().write_message(content, binary)
        self.unsent += size
        sending.add_done_callback(lambda sent: self._sent(sent, size))
        return sending

    def _sent(self, sending: Future[None], size: int) -> None:
        """Count what was sent; a page that leaves before is no error, and leaves one word however much waited."""
        before, self.unsent = self.unsent, self.unsent - size
        if not sending.cancelled() and sending.exception() is not None and before == size:
            log.info("a page left before it had read everything")

    def on_close(self) -> None:
        """Count the line no longer, also where it never was one."""
        member, self._counted_for = self._counted_for, None
        if member is not None:
            self.settings["crowd"].leave(member)
            super().on_close()
