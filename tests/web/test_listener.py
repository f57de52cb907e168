"""What a connection may cost before anybody knows who is there: little, and not for long."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import http.client
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from misread_web.listener import Limits, Listener
from tests.web.event_loop import run

if TYPE_CHECKING:
    from tests.web.conftest import Course

SHORT = 0.2
"""Seconds of the one limit that a test is about; the others are so long that none of them can end it."""
LONG = 3600.0
PATIENT = Limits(header_seconds=LONG, body_seconds=LONG, idle_seconds=LONG, taken_seconds=LONG)
MUCH = 16 * 1024 * 1024
"""Bytes: more than the system keeps by itself between two ends of a connection."""
MANY = 50
ASK = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
ASK_FOR_MUCH = b"GET /much HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


class Page(RequestHandler):
    """Answers what is asked for, and says how many bytes came."""

    def get(self) -> None:
        self.finish("here")

    def post(self) -> None:
        self.finish(str(len(self.request.body)))


class Much(RequestHandler):
    """Answers at length."""

    def get(self) -> None:
        self.finish(b"x" * MUCH)


class Noting(Listener):
    """Notes each connection that it is done with."""

    gone: asyncio.Queue[object]

    def on_close(self, server_conn: object) -> None:
        super().on_close(server_conn)
        self.gone.put_nowait(server_conn)


def served(limits: Limits, scene: Callable[[int, asyncio.Queue[object]], Awaitable[None]]) -> None:
    """Run a server with these limits, and a scene with its port and with what it is done with."""

    async def whole() -> None:
        server = Noting(Application([("/", Page), ("/much", Much)]), limits=limits)
        server.gone = asyncio.Queue()
        sockets = bind_sockets(0, "127.0.0.1")
        server.add_sockets(sockets)
        try:
            await scene(sockets[0].getsockname()[1], server.gone)
        finally:
            server.stop()
            await server.close_all_connections()

    run(whole())


@contextlib.asynccontextmanager
async def saying(port: int, what: bytes) -> AsyncIterator[asyncio.StreamReader]:
    """Open a connection and say something."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(what)
    try:
        yield reader
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


async def all_of(reader: asyncio.StreamReader) -> bytes:
    """Wait until the other side closes, and return all that it sent."""
    told = b""
    with contextlib.suppress(ConnectionResetError):
        while piece := await reader.read(65_536):
            told += piece
    return told


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "])
def test_connections_that_stop_within_their_first_headers_are_closed(begun: bytes) -> None:
    async def scene(port: int, _gone: object) -> None:
        async with contextlib.AsyncExitStack() as stack:
            readers = [await stack.enter_async_context(saying(port, begun)) for _ in range(MANY)]
            assert [await all_of(reader) for reader in readers] == [b""] * MANY

    served(dataclasses.replace(PATIENT, header_seconds=SHORT), scene)


@pytest.mark.parametrize("rest", [b"", b"GET / HTTP/1.1\r\nX-Slow: "])
def test_a_connection_is_closed_that_asks_for_nothing_more(rest: bytes) -> None:
    async def scene(port: int, _gone: object) -> None:
        async with saying(port, ASK + rest) as reader:
            assert (await all_of(reader)).endswith(b"here")

    served(dataclasses.replace(PATIENT, idle_seconds=SHORT), scene)


@pytest.mark.parametrize("length", [b"Content-Length: 1000", b"Transfer-Encoding: chunked"])
def test_a_body_that_stalls_is_given_up(length: bytes) -> None:
    async def scene(port: int, _gone: object) -> None:
        async with saying(port, b"POST / HTTP/1.1\r\nHost: x\r\n" + length + b"\r\n\r\n8\r\nonly") as reader:
            assert await all_of(reader) == b""

    served(dataclasses.replace(PATIENT, body_seconds=SHORT), scene)


def test_an_answer_that_nobody_takes_is_given_up_and_others_are_answered() -> None:
    async def scene(port: int, gone: asyncio.Queue[object]) -> None:
        async with saying(port, ASK_FOR_MUCH) as stalled:
            async with saying(port, ASK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")) as other:
                assert (await all_of(other)).endswith(b"here")
            await gone.get()
            await gone.get()
            assert len(await all_of(stalled)) < MUCH

    served(dataclasses.replace(PATIENT, taken_seconds=SHORT), scene)


def test_a_long_answer_that_is_taken_comes_whole() -> None:
    async def scene(port: int, _gone: object) -> None:
        async with saying(port, ASK_FOR_MUCH) as reader:
            assert (await all_of(reader)).endswith(b"\r\n\r\n" + b"x" * MUCH)

    served(Limits(), scene)


def sent(course: Course, path: str, body: bytes, *, chunked: bool = False) -> int | None:
    """Send a body to a real course; return how it was answered, None where the connection was just ended."""
    port = urlsplit(course.address).port
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LONG)
    try:
        connection.request("POST", path, body=iter([body]) if chunked else body, encode_chunked=chunked)
        return connection.getresponse().status
    except (ConnectionError, http.client.BadStatusLine):
        return None
    finally:
        connection.close()


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("path", ["/", "/nowhere", "/data/delete", "/lessons/m4-sam-and-priya"])
def test_no_page_takes_a_body_that_is_larger_than_any_form(path: str, chunked: bool, course: Course) -> None:  # noqa: FBT001 - a parameter
    largest = Limits().body
    assert sent(course, path, b"x" * largest, chunked=chunked) in {403, 404, 405}
    assert sent(course, path, b"x" * (largest + 1), chunked=chunked) in {400, None}


def test_a_request_that_only_announces_its_length_costs_no_memory(course: Course) -> None:
    async def scene() -> None:
        head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 60000000\r\n\r\n"
        async with saying(urlsplit(course.address).port or 0, head) as reader:
            assert (await all_of(reader)).startswith(b"HTTP/1.1 400")

    run(scene())
