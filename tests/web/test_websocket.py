"""The line to a session takes what a page of the course says, and nothing else does harm."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import socket
import sqlite3
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import WebSocketClientConnection, WebSocketClosedError, websocket_connect

from misread_course.catalogue import lesson
from misread_records import new_id, open_journal
from misread_web.live.service import LessonService
from misread_web.live.websocket import LessonWebSocket
from misread_web.site.templates import ROOM
from tests.web.event_loop import run
from tests.web.home_server import home_course

if TYPE_CHECKING:
    from tests.web.conftest import Course

LESSON = "m4-sam-and-priya"
SAM = "m4-case-play"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def address(course: Course, lesson: str = LESSON, **headers: str) -> HTTPRequest:
    where = f"{course.address.replace('http', 'ws')}lines/{lesson}"
    return HTTPRequest(where, headers={**course.headers, **headers})


@dataclasses.dataclass
class Line:
    """An open line, and what the lesson's widgets showed when it was opened, by their cells."""

    socket: WebSocketClientConnection
    widgets: dict[str, Any]
    over: bool = False
    waiting: list[dict[str, Any]] = dataclasses.field(default_factory=list)

    async def say(self, message: object) -> None:
        await self.socket.write_message(message if isinstance(message, str) else json.dumps(message))

    async def told(self) -> dict[str, Any]:
        """The next thing that is told; where the line is closed, that it is."""
        if not self.waiting:
            self.waiting += json.loads(await self.socket.read_message() or '[{"closed": true}]')
        return self.waiting.pop(0)

    async def until(self, key: str) -> dict[str, Any]:
        while key not in (told := await self.told()) and "closed" not in told:
            pass
        return told

    async def ended(self) -> None:
        while not self.over:
            self.over = await self.socket.read_message() is None

    async def alive(self) -> bool:
        await self.say({"ping": 3})
        return await self.until("pong") == {"pong": 3}


@contextlib.asynccontextmanager
async def opened(course: Course) -> AsyncIterator[Line]:
    socket = await websocket_connect(address(course))
    line = Line(socket, {})
    while "ready" not in (told := await line.told()):
        assert told.keys() & {"open", "whose"}, told
        if "open" in told:
            line.widgets[told["open"]] = told["state"]["view"]
    yield line
    socket.close()
    await line.ended()


def events(course: Course) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(course.data / "misread.db")) as database:
        return list(database.execute("select id, kind from events"))


def begin(line: Line) -> dict[str, Any]:
    id_ = str(new_id())
    return {"id": id_, "to": SAM, "content": {"do": "begin", "turn": line.widgets[SAM]["turn"], "id": id_}}


def test_a_message_is_heard_once_it_is_safe_and_counts_once(serve: Callable[..., Course]) -> None:
    course = serve("--port", "0")

    async def scene() -> None:
        async with opened(course) as line:
            message = begin(line)
            for _ in range(3):
                await line.say(message)
                assert (await line.until("heard"))["heard"] == message["id"]
        async with opened(course) as again:
            await again.say(message)
            assert (await again.until("heard"))["heard"] == message["id"]

    run(scene())
    assert [kind for _, kind in events(course)] == ["opened"]


def test_what_is_told_in_several_messages_goes_out_at_once(tmp_path: Path) -> None:
    service = LessonService([lesson(LESSON)], Path(ROOM) / "jupyter/voila/templates", "/")
    at_once: list[int] = []

    def look(line: LessonWebSocket) -> bool:
        stream: Any = line.ws_connection.stream  # type: ignore[union-attr]
        at_once.append(stream.socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        return False

    async def scene(address: str) -> None:
        line = Line(await websocket_connect(f"{address.replace('http', 'ws')}lines/{LESSON}"), {})
        await line.until("ready")
        service.open_connections.release(look, 1000, "never")
        line.socket.close()
        await line.ended()

    with (
        closing(service),
        closing(open_journal(f"sqlite:///{tmp_path}/misread.db")) as journal,
        home_course(service, journal) as course,
    ):
        run(scene(course.address))
    assert at_once == [1]


async def other_lines_live_on(course: Course, harm: Callable[[Line], Coroutine[Any, Any, None]]) -> None:
    async with opened(course) as other:
        async with opened(course) as line:
            with contextlib.suppress(WebSocketClosedError):
                await harm(line)
            await line.ended()
        assert await other.alive()


@pytest.mark.parametrize(
    "junk", ["", "{", "null", "[]", "7", '{"to": 7, "content": 1}', '{"content": {}}', "[" * 60_000]
)
def test_what_is_no_message_ends_its_connection_and_no_other(junk: str, course: Course) -> None:
    run(other_lines_live_on(course, lambda line: line.say(junk)))


def test_a_message_of_ten_megabytes_ends_its_connection_and_no_other(course: Course) -> None:
    run(other_lines_live_on(course, lambda line: line.say({"to": SAM, "content": "x" * 10_000_000})))


def test_a_flood_ends_its_connection_and_no_other(course: Course) -> None:
    async def flood(line: Line) -> None:
        for _ in range(2_000):
            await line.say({"ping": 1})

    run(other_lines_live_on(course, flood))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([SAM, "m4-try-guess", "m4-exit-recall", "no-such-cell"]), JSON), max_size=12))
def test_no_content_breaks_a_session_or_reaches_the_journal(course: Course, contents: list[tuple[str, Any]]) -> None:
    async def scene() -> None:
        async with opened(course) as line:
            for cell, content in contents:
                await line.say({"to": cell, "content": content, "id": "x"})
                assert (await line.until("heard"))["heard"] == "x"
            assert await line.alive()

    before = events(course)
    run(scene())
    assert events(course) == before


async def refused_line(to: HTTPRequest) -> None:
    (await websocket_connect(to)).close()


@pytest.mark.parametrize("lesson", ["nothing", "..%2f..%2fetc", "m4-sam-and-priya%00"])
def test_there_is_no_connection_to_a_lesson_that_is_not_there(lesson: str, course: Course) -> None:
    with pytest.raises(HTTPClientError) as refused:
        run(refused_line(address(course, lesson)))
    assert refused.value.code in {400, 404}


def test_a_page_of_another_origin_gets_no_connection(course: Course) -> None:
    request = address(course, Origin="https://elsewhere.example")
    with pytest.raises(HTTPClientError) as refused:
        run(refused_line(request))
    assert refused.value.code == 403


@pytest.mark.parametrize("name", ["0123456789abcdef.js", "..%2flive.js", "live.js", "%00", "0123456789abcdef.css/x"])
def test_only_files_of_the_course_are_served(name: str, course: Course) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{course.address}files/{name}")  # noqa: S310 - our own server
    with refused.value as answer:
        assert answer.code == 404
