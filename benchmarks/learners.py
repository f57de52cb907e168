"""Simulates learners without a browser: they request what a lesson's page requests, keep its connection open, and play.

Two cores cannot run two hundred browsers. A simulated learner fetches the page and all files that it names over six
connections, as Chromium does. It opens the lesson's connection when the page's script has arrived, and is ready when
the first state and the module of every widget have arrived. The work of a browser is not included.
"""

from __future__ import annotations

import asyncio
import dataclasses
import gzip
import json
import random
import re
import time
from typing import Any
from urllib.parse import urlencode, urlsplit

from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from misread_records import new_id

LESSON = "m4-sam-and-priya"
CASE = "m4-case-play"
CONNECTIONS = 6
"""The most connections that Chromium opens to one server at a time."""
SESSION = re.compile(rb'data-session="([^"]*)"')
TOLD = re.compile(rb'<script[^>]* id="told"[^>]*>(.*?)</script>', re.DOTALL)
ASKED_FOR = re.compile(rb'(?:href|src)="(/files/[^"]+)"')
WITHIN = 60


class Lost(Exception):
    """The connection ended, or an unexpected message came."""


@dataclasses.dataclass(frozen=True)
class Answered:
    """A choice that was confirmed to a learner: its id, and the seconds from sending it to its consequence."""

    id: str
    seconds: float


class Connection:
    """One HTTP connection that is kept alive."""

    def __init__(self, address: str, cookie: str) -> None:
        parts = urlsplit(address)
        self._host, self._port = parts.hostname, parts.port
        self._head = f"Host: {parts.netloc}\r\nCookie: {cookie}\r\nAccept-Encoding: gzip, deflate, br\r\n\r\n"
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> bytes:
        """Return the body at an address, still compressed; raise Lost for any status other than 200."""
        reader, writer = self._streams = self._streams or await asyncio.open_connection(self._host, self._port)
        writer.write(f"GET {path} HTTP/1.1\r\n{self._head}".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise Lost(head.splitlines()[0].decode())
        if re.search(rb"(?i)transfer-encoding: chunked", head):
            return await _chunks(reader)
        length = re.search(rb"(?i)content-length: (\d+)", head)
        return await reader.readexactly(int(length[1]) if length else 0)

    def close(self) -> None:
        if self._streams:
            self._streams[1].close()


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    """Return a body that comes in chunks (RFC 9112, section 7.1)."""
    body = b""
    while length := int(await reader.readline(), 16):
        body += await reader.readexactly(length)
        await reader.readline()
    await reader.readline()
    return body


class Learner:
    """One learner at the lesson, on one page."""

    def __init__(self, address: str, cookie: str, chance: random.Random) -> None:
        self._address, self._cookie, self._chance = address, cookie, chance
        self._socket: WebSocketClientConnection | None = None
        self._waiting: list[dict[str, Any]] = []
        self.view: dict[str, Any] = {}
        self.turn = asyncio.Lock()

    async def open_page(self) -> float:
        """Open the lesson's page; return the seconds until every widget could be drawn."""
        start = time.perf_counter()
        first = Connection(self._address, self._cookie)
        page = await first.get(f"/lessons/{LESSON}")
        if page[:2] == b"\x1f\x8b":
            page = gzip.decompress(page)
        waiting = list(dict.fromkeys(path.decode() for path in ASKED_FOR.findall(page)))
        connections = [first, *(Connection(self._address, self._cookie) for _ in range(CONNECTIONS - 1))]

        async def fetch(connection: Connection) -> None:
            while waiting:
                await connection.get(waiting.pop(0))

        # The page contains its session's first messages; its WebSocket continues that session.
        session, messages = SESSION.search(page), TOLD.search(page)
        await asyncio.gather(self.open_line(session[1].decode() if session else ""), *map(fetch, connections))
        for each in json.loads(messages[1] if messages else "[]"):
            self._take(each)
        for connection in connections:
            connection.close()
        return time.perf_counter() - start

    async def open_line(self, session: str = "") -> None:
        """Open the WebSocket, to a page's session if it has one, and take its messages until one says ready."""
        address = f"{self._address.replace('http', 'ws', 1)}lines/{LESSON}?{urlencode({'session': session})}"
        headers = {"Cookie": self._cookie, "Origin": self._address.rstrip("/")}
        self._socket = await websocket_connect(HTTPRequest(address, headers=headers, request_timeout=WITHIN))
        self._waiting.clear()
        while "ready" not in await self._told():
            pass

    async def begin(self) -> None:
        """Leave the cover of the case."""
        if self.view["screen"] == "cover":
            await self._say({"do": "begin"})

    async def choose(self, *, cut: bool = False) -> Answered:
        """Confirm random options of the situation on the screen.

        With `cut`, the connection breaks right after the choice was sent, and the choice is sent again over the next
        one, as the page does.
        """
        ask = self.view["ask"]
        if ask is None:  # a step before failed
            raise Lost(f"there is nothing to choose on the screen {self.view['screen']}")
        tokens = self._chance.sample([option["token"] for option in ask["options"]], ask["pick"])
        levels = (ask["sureness"] or {}).get("levels")
        sure = self._chance.choice(levels)["value"] if levels else None
        start = time.perf_counter()
        id_ = await self._say({"do": "choose", "options": tokens, "confidence": sure}, cut=cut)
        return Answered(id_, time.perf_counter() - start)

    async def go_on(self) -> None:
        """Read on until the next choice; after the end, restart the case."""
        while self.view["screen"] != "situation":
            await self._say({"do": {"consequence": "go-on", "debrief": "restart"}[self.view["screen"]]})

    def leave(self) -> None:
        """Close the page."""
        if self._socket:
            self._socket.close()

    async def _say(self, content: dict[str, Any], *, cut: bool = False) -> str:
        """Send an act, wait until it is confirmed, and return its id."""
        id_ = str(new_id())
        message = json.dumps({"id": id_, "to": CASE, "content": {**content, "turn": self.view["turn"], "id": id_}})
        await self._send(message)
        if cut:
            self.leave()
            await self.open_line()
            await self._send(message)
        while (await self._told()).get("heard") != id_:
            pass
        if self.view["ack"] != id_ or self.view["notice"]:
            raise Lost(f"not confirmed: {self.view['notice']}")
        return id_

    async def _send(self, message: str) -> None:
        if self._socket is None:
            raise Lost("no WebSocket is open")
        await self._socket.write_message(message)

    async def _told(self) -> dict[str, Any]:
        """Take the server's next message."""
        if not self._waiting:
            text = await asyncio.wait_for(self._socket.read_message(), WITHIN) if self._socket else None
            if text is None:
                raise Lost("the WebSocket was closed")
            self._waiting += json.loads(text)
        message = self._waiting.pop(0)
        self._take(message)
        return message

    def _take(self, message: dict[str, Any]) -> None:
        """Take a message about the case.

        Raises:
            Lost: if the message reports a problem.
        """
        if "trouble" in message:
            raise Lost(message["text"])
        if CASE in (message.get("open"), message.get("update")):
            self.view = message["state"]["view"]
