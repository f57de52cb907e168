"""The messages between a page and the server, by WebSocket or by plain requests: what all conversations share."""

from __future__ import annotations

import asyncio
import json
import time
from abc import ABC, abstractmethod
from typing import Any, Protocol

from jupyter_server.base.handlers import JupyterHandler

from misread_records.seat import Seat
from misread_web.live import close_codes
from misread_web.live.connections import OpenConnections

LONGEST_MESSAGE = 128 * 1024
"""The most bytes of one message from a page; a larger one ends its connection."""
LONGEST_NAME = 64
"""The most bytes of a page's name for a message or a cell, and of a value that it asks the server to send back."""
MESSAGES_A_SECOND = 20.0
BURST = 60.0
MOST_WAITING = 4 * LONGEST_MESSAGE
"""The most bytes of a page's messages that wait to be handled; above it, the server reads no more until some are."""


class Carrier(Protocol):
    """A connection to one page, which carries a conversation."""

    @property
    def is_behind(self) -> bool:
        """Whether the page has not read everything yet."""
        ...

    def tell(self, *messages: dict[str, Any]) -> None:
        """Send the page several messages at once; do nothing if the page has left."""
        ...

    def tell_json(self, messages: bytes) -> None:
        """Send the page messages that are a JSON list already, as many pages get the same ones."""
        ...

    def close(self, code: int | None = None, reason: str | None = None) -> None:
        """Close the connection, with a code that the page's script knows."""
        ...


class Conversation(ABC):
    """What a page and the server say to each other for as long as the page is connected.

    Everything is called in the event loop.

    Attributes:
        tells_by_itself: whether the server has news for the page that no message of the page asked for.
    """

    tells_by_itself = False

    def __init__(self, open_connections: OpenConnections, carrier: Carrier) -> None:
        """Prepare a conversation over a connection; nothing is sent yet."""
        self._open_connections, self._carrier = open_connections, carrier
        self._turn = asyncio.Lock()
        self._hearing: set[asyncio.Task[None]] = set()
        self._waiting = 0
        self._allowance, self._last = BURST, time.monotonic()

    @abstractmethod
    async def begin(self, key: str) -> None:
        """Show the page its widgets, with the session that waits under a key, if there is one."""

    @abstractmethod
    async def hear(self, message: dict[str, Any]) -> None:
        """Handle a valid message, and acknowledge it to the page."""

    @abstractmethod
    async def look_again(self, message: dict[str, Any]) -> None:
        """Send the page the current state of all widgets."""

    @abstractmethod
    def end(self) -> None:
        """Let go of everything: the connection has ended."""

    @property
    @abstractmethod
    def is_begun(self) -> bool:
        """Whether messages can be handled."""

    async def take(self, message: object, size: int) -> None:
        """Start handling a message in its turn; return at once unless too much waits to be handled already.

        Args:
            message: the value of the page's JSON; None if it was not JSON.
            size: its length in bytes.
        """
        valid = self._understood(message)
        if valid is None or not self.is_begun:
            return
        # Handling is a task of its own, so that a page's ping is answered while this message waits.
        hear = self.look_again if "look" in valid else self.hear
        hearing = asyncio.ensure_future(hear(valid))
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

    def _too_many(self) -> None:
        self._open_connections.went_wrong("too_many_messages")
        self._carrier.close(close_codes.TOO_MANY, "too many messages")

    def _allowed(self) -> bool:
        """Return whether the page may send a message now: a token bucket of `MESSAGES_A_SECOND` and `BURST`."""
        now = time.monotonic()
        self._allowance = min(BURST, self._allowance + (now - self._last) * MESSAGES_A_SECOND) - 1
        self._last = now
        return self._allowance >= 0


class Conversations(Protocol):
    """The conversations of one kind that a server may have, by name."""

    @property
    def open_connections(self) -> OpenConnections:
        """Counts connections and messages."""
        ...

    async def has(self, name: str) -> bool:
        """Return whether there is something of that name to talk about."""
        ...

    def seat_at(self, handler: JupyterHandler, name: str) -> Seat:
        """Return the seat of the person who makes a request.

        Raises:
            HTTPError: if they have none there.
        """
        ...

    def start(self, name: str, seat: Seat, carrier: Carrier) -> Conversation:
        """Return a new conversation over a connection."""
        ...


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


def _is_short(value: object, *kinds: type) -> bool:
    """Return whether a value is a string or number of at most `LONGEST_NAME` bytes that can be sent back unchanged."""
    if not isinstance(value, kinds or (str, int, type(None))):
        return False
    try:
        return len(str(value).encode()) <= LONGEST_NAME
    except ValueError:  # half a surrogate pair, or a number with thousands of digits
        return False
