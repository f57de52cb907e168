"""Simulated phones: WebSocket clients that cost so little that thousands fit on one core beside the server."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import time
from typing import Any
from urllib.parse import urlsplit

from misread_records import new_id

CONNECT_AT_ONCE = 50
OPENED_WITHIN = NEWS_WITHIN = 60.0
_LONG, _LONGER = 126, 127
_CLOSE, _PING, _PONG, _TEXT = 8, 9, 10, 1


class Phone(asyncio.Protocol):
    """One connection to a server, by RFC 6455, that keeps what it is told and when.

    Attributes:
        messages: each message with the time (`time.perf_counter`) at which it had arrived, unless `keeps` is false.
        waiting: the messages that the server has not confirmed yet, by id; they are sent again over a new connection.
    """

    def __init__(self, address: str, cookie: str = "") -> None:
        self.address, self.cookie = address, cookie
        self.messages: list[tuple[float, bytes]] = []
        self.waiting: dict[str, str] = {}
        self._buffer = b""
        self._transport: asyncio.Transport | None = None
        self._is_open = asyncio.Event()
        self._news = asyncio.Event()

    async def connect(self) -> None:
        """Open the connection, and send unconfirmed messages once the server is ready."""
        where = urlsplit(self.address)
        self._buffer, self._is_open = b"", asyncio.Event()
        loop = asyncio.get_running_loop()
        await loop.create_connection(lambda: self, where.hostname or "", where.port or 80)
        key = base64.b64encode(os.urandom(16)).decode()
        head = (
            f"GET {where.path} HTTP/1.1\r\nHost: {where.netloc}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nCookie: {self.cookie}\r\n\r\n"
        )
        self._write(head.encode())
        await asyncio.wait_for(self._is_open.wait(), OPENED_WITHIN)
        for text in tuple(self.waiting.values()):
            self._send(text)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._is_open.is_set():
            head, end, self._buffer = self._buffer.partition(b"\r\n\r\n")
            if not end:
                self._buffer = head
                return
            if b" 101 " not in head.split(b"\r\n", 1)[0]:
                raise ConnectionRefusedError(head.split(b"\r\n", 1)[0].decode())
            self._is_open.set()
        while (frame := self._frame()) is not None:
            kind, payload = frame
            if kind == _PING:
                self._write_frame(_PONG, payload)
            elif kind == _TEXT:
                self._take(payload)

    def _frame(self) -> tuple[int, bytes] | None:
        """Take the next whole frame from what has arrived; the server masks none and divides none."""
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        length, start = buffer[1] & 0x7F, 2
        if length >= _LONG:
            start = 4 if length == _LONG else 10
            if len(buffer) < start:
                return None
            length = int.from_bytes(buffer[2:start], "big")
        if len(buffer) < start + length:
            return None
        self._buffer = buffer[start + length :]
        return buffer[0] & 0x0F, buffer[start : start + length]

    def _take(self, payload: bytes) -> None:
        self.messages.append((time.perf_counter(), payload))
        if self.waiting and b'"heard"' in payload:
            for message in json.loads(payload):
                self.waiting.pop(message.get("heard", ""), None)
        self._news.set()

    def say(self, content: dict[str, Any]) -> str:
        """Send a message, or keep it until the phone is online again; return its id."""
        id_ = str(new_id())
        self.waiting[id_] = json.dumps({"to": "workshop", "id": id_, "content": content, "since": ""})
        if self._transport is not None:
            self._send(self.waiting[id_])
        return id_

    def send(self, message: bytes) -> None:
        """Send bytes as they are, once."""
        self._write_frame(_TEXT, message)

    def _send(self, text: str) -> None:
        self._write_frame(_TEXT, text.encode())

    def _write_frame(self, kind: int, payload: bytes) -> None:
        """Write a frame with a mask of zeros, which RFC 6455 allows and which costs nothing."""
        size = len(payload)
        if size < _LONG:
            length = bytes([0x80 | size])
        else:
            long = size > 0xFFFF
            length = bytes([0x80 | (_LONGER if long else _LONG)]) + size.to_bytes(8 if long else 2, "big")
        self._write(bytes([0x80 | kind]) + length + bytes(4) + payload)

    def _write(self, data: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)

    def lose_network(self) -> None:
        """Break the connection, as a phone that goes out of reach."""
        transport, self._transport = self._transport, None
        if transport is not None:
            transport.abort()

    async def until(self, part: bytes, since: float = 0.0) -> float:
        """Wait for a message that contains a part and came after a time; return when it had arrived."""
        seen = 0
        while True:
            for at, message in self.messages[seen:]:
                seen += 1
                if at >= since and part in message:
                    return at
            self._news.clear()
            await asyncio.wait_for(self._news.wait(), NEWS_WITHIN)

    async def until_heard(self) -> None:
        """Wait until the server has confirmed every message."""
        while self.waiting:
            self._news.clear()
            await asyncio.wait_for(self._news.wait(), NEWS_WITHIN)

    def last(self) -> dict[str, Any]:
        """Return the latest state that the server has told."""
        state: dict[str, Any] = {}
        for _at, payload in self.messages:
            for message in json.loads(payload):
                state |= message.get("state", {})
        return state


async def connect_all(phones: list[Phone]) -> float:
    """Connect phones, many at a time, and return how many seconds it took until each had its first view."""
    since, gate = time.perf_counter(), asyncio.Semaphore(CONNECT_AT_ONCE)

    async def one(phone: Phone) -> None:
        async with gate:
            await phone.connect()
            await phone.until(b'"ready":true')

    await asyncio.gather(*map(one, phones))
    return time.perf_counter() - since
