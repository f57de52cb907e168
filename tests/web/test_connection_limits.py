"""What a line, and everything that one member has open, may cost a server: counted in bytes and lines."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import dataclasses
import gc
import json
import logging
import os
import re
import socket
import struct
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
import nbformat
import pytest
import traitlets
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect
from tornado.web import Application, RequestHandler
from tornado.websocket import websocket_connect

from misread_course.catalogue import Lesson, lesson
from misread_records import Journal, MemoryJournal, new_id
from misread_records.seat import ALONE, Seat
from misread_web import kernels as kernels_module
from misread_web.auth.authorization import CourseAuthorizer, WebSocketRegistry, guarded
from misread_web.auth.errors import TooManyKernels
from misread_web.auth.identity import CourseIdentity
from misread_web.auth.person import Person, alone
from misread_web.kernels import LessonKernels
from misread_web.live import close_codes as codes
from misread_web.live.connection_limits import ConnectionLimit
from misread_web.live.connections import OpenConnections
from misread_web.live.lesson_conversation import LessonConversation, Shared
from misread_web.live.limits import MOST_UNSENT, SESSIONS_EACH
from misread_web.live.protocol import LONGEST_MESSAGE, LONGEST_NAME, MOST_WAITING
from misread_web.live.rate_limit import Pace
from misread_web.live.service import LessonService
from misread_web.live.session_pool import SessionPool
from misread_web.live.websocket import LessonWebSocket
from misread_web.operations.metrics import Metrics
from misread_web.site.templates import ROOM
from tests.web.app_thread import running
from tests.web.event_loop import WITHIN, run
from tests.web.test_operations import in_words
from tests.web.test_websocket import Line, address, begin, opened

if TYPE_CHECKING:
    from tests.web.conftest import Course, Visit

M4 = "m4-sam-and-priya"
LOUD = 100_000
"""Characters of an answer that is far longer than any of the course's."""
TALKATIVE = f"""sheet = lesson.guess("M4.try")
def answer(widget, content, buffers):
    if content == "hold":
        __import__("{__name__}", fromlist=["HELD"]).HELD.wait(60)
    sheet.send("x" * {LOUD} if content == "loud" else "quiet")
sheet.on_msg(answer)
sheet"""
HELD = threading.Event()
"""Until it is set, a client that says `hold` gets no answer."""
SEAT = Seat(ALONE, None, MemoryJournal())
MOST_LINES = 3


def talkative(folder: Path) -> Lesson:
    """Write the lesson on Sam and Priya with a piece that answers at length."""
    like = lesson(M4)
    notebook = nbformat.read(like.notebook, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(TALKATIVE, id="talkative"))
    made = dataclasses.replace(like, notebook=folder / "talkative.ipynb")
    nbformat.write(notebook, made.notebook)
    return made


class Waiting(OpenConnections):
    """Tells when a line has ended whose page did not read."""

    def __init__(self) -> None:
        super().__init__(Metrics())
        self.not_read = threading.Event()

    def closed(self, line: Any, code: int | None) -> None:  # noqa: ANN401 - any line
        super().closed(line, code)
        if code == codes.NOT_READ:
            self.not_read.set()


class OpenToAll(CourseIdentity):
    """Knows everybody as the one person who has the course."""

    async def look_up(self, handler: RequestHandler) -> Person | None:  # noqa: ARG002 - anybody
        return alone()


@dataclasses.dataclass(frozen=True)
class Guarded:
    """A server with one lesson, for one person, behind the check that every line of the course passes."""

    address: str
    service: LessonService
    open_connections: Waiting


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LessonService]:
    templates = Path(ROOM) / "jupyter/voila/templates"
    with closing(LessonService([talkative(tmp_path_factory.mktemp("lesson"))], templates, "/")) as made:
        yield made


@pytest.fixture
def server(service: LessonService) -> Iterator[Guarded]:
    service.open_connections = open_connections = Waiting()
    journal: Journal = MemoryJournal()

    def application() -> Application:
        identity = OpenToAll()
        return Application(
            guarded(service.routes(lambda _handler: Seat(ALONE, None, journal)), "/"),
            base_url="/",
            identity_provider=identity,
            authorizer=CourseAuthorizer(identity_provider=identity),
            connection_limit=ConnectionLimit(MOST_LINES),
            websockets=WebSocketRegistry(identity),
        )

    with running(application) as address:
        yield Guarded(address, service, open_connections)


@contextlib.asynccontextmanager
async def line_to(server: Guarded) -> AsyncIterator[Line]:
    line = Line(await websocket_connect(f"{server.address.replace('http', 'ws')}lines/{M4}"), {})
    await line.until("ready")
    yield line
    line.socket.close()
    await line.ended()


class DeafPage:
    """A page that says things on its line and never reads what it is told."""

    def __init__(self, address: str) -> None:
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        where = urlsplit(address)
        self._socket.connect((where.hostname, where.port))
        key = base64.b64encode(os.urandom(16)).decode()
        head = f"GET /lines/{M4} HTTP/1.1\r\nHost: {where.netloc}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        self._socket.sendall(f"{head}Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode())
        assert self._socket.recv(12) == b"HTTP/1.1 101"

    def say(self, message: object) -> None:
        said = json.dumps(message).encode()
        self._socket.sendall(struct.pack("!BBH4x", 0x81, 0x80 | 126, len(said)) + said)  # masked with zeros

    def close(self) -> None:
        self._socket.close()


def loud() -> dict[str, object]:
    return {"id": str(new_id()), "to": "talkative", "content": "loud"}


def test_a_page_that_never_reads_costs_half_a_megabyte_and_loses_its_connection(
    server: Guarded, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[tuple[int | None, int]] = []
    close = LessonWebSocket.close

    def noting(line: Any, code: int | None = None, reason: str | None = None) -> None:  # noqa: ANN401 - a guarded line
        kept.append((code, line.unsent))
        close(line, code, reason)

    monkeypatch.setattr(LessonWebSocket, "close", noting)

    async def scene() -> None:
        with closing(DeafPage(server.address)) as page, contextlib.suppress(ConnectionError):
            for _ in range(50):
                page.say(loud())
            async with line_to(server) as other:
                assert await other.alive()
                assert await asyncio.to_thread(server.open_connections.not_read.wait, WITHIN)
                assert await other.alive()

    run(scene())
    assert kept[0][0] == codes.NOT_READ
    assert MOST_UNSENT < kept[0][1] <= MOST_UNSENT + LOUD + 1000
    assert max(unsent for _, unsent in kept) <= 1_000_000


def test_a_page_that_reads_is_told_much_more_than_may_wait(server: Guarded) -> None:
    async def scene() -> None:
        async with line_to(server) as line:
            for _ in range(20):
                await line.say(loud())
                assert (await line.until("message"))["content"] == "x" * LOUD
                await line.until("heard")

    run(scene())
    assert 20 * LOUD > 3 * MOST_UNSENT


@pytest.mark.parametrize(
    "said",
    [
        {"ping": "x" * (LONGEST_NAME + 1)},
        {"ping": "é" * LONGEST_NAME},
        {"ping": 10**LONGEST_NAME},
        {"ping": [1]},
        {"ping": "\ud800"},
        {"ping": 1.5},
        {"to": "talkative", "content": "quiet", "id": "x" * (LONGEST_NAME + 1)},
        {"to": "talkative", "content": "quiet", "id": "\ud800"},
        {"to": "talkative", "content": "quiet", "id": {"a": 1}},
        {"to": "x" * (LONGEST_NAME + 1), "content": "quiet", "id": "x"},
        {"to": None, "content": "quiet", "id": "x"},
        {"to": "talkative", "content": "quiet", "id": "x", "since": "x" * 2000},
        {"look": True, "since": ["x"]},
    ],
)
def test_what_a_page_asks_to_have_said_back_is_short_or_ends_its_connection(said: object, server: Guarded) -> None:
    async def scene() -> int | None:
        async with line_to(server) as line:
            await line.say(said)
            await line.ended()
            return line.socket.close_code

    assert run(scene()) == codes.NOT_UNDERSTOOD


def test_an_id_of_nine_hundred_levels_ends_its_connection(server: Guarded) -> None:
    async def scene() -> int | None:
        async with line_to(server) as line:
            await line.say('{"to": "talkative", "content": "quiet", "id": ' + "[" * 900 + "]" * 900 + "}")
            await line.ended()
            return line.socket.close_code

    assert run(scene()) == codes.NOT_UNDERSTOOD


@settings(max_examples=20, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=LONGEST_NAME // 4) | st.integers(-(10**18), 10**18))
def test_what_is_short_comes_back_as_it_was(course: Course, name: object) -> None:
    async def scene() -> None:
        async with opened(course) as line:
            await line.say({"ping": name})
            assert await line.until("pong") == {"pong": name}
            await line.say({**begin(line), "id": name})
            assert (await line.until("heard"))["heard"] == name

    run(scene())


def test_a_member_has_so_many_connections_at_once_and_the_next_one_is_told_why(server: Guarded) -> None:
    async def scene() -> None:
        there = f"{server.address.replace('http', 'ws')}lines/{M4}"
        async with AsyncExitStack() as stack:
            lines = [await stack.enter_async_context(line_to(server)) for _ in range(MOST_LINES)]
            refused = Line(await websocket_connect(there), {})
            await refused.ended()
            assert refused.socket.close_code == codes.CROWDED
            refused.socket.close()
            lines[0].socket.close()
            await lines[0].ended()
            another = await stack.enter_async_context(line_to(server))
            assert [await line.alive() for line in (*lines[1:], another)] == [True] * MOST_LINES

    run(scene())


def test_one_members_connections_are_no_other_members() -> None:
    connection_limit = ConnectionLimit(2)
    assert [connection_limit.enter(name) for name in ("ada", "ada", "ada", "ben", "ben")] == [
        True,
        True,
        False,
        True,
        True,
    ]
    connection_limit.leave("ada")
    assert [connection_limit.enter(name) for name in ("ada", "ben")] == [True, False]


def test_the_number_of_open_lessons_is_a_setting(serve: Callable[..., Course]) -> None:
    course = serve("--port", "0", "--open-lessons", "1")

    async def scene() -> None:
        async with opened(course):
            other = Line(await websocket_connect(address(course)), {})
            await other.ended()
            assert other.socket.close_code == codes.CROWDED
            other.socket.close()

    run(scene())


def test_a_window_too_many_says_so_and_goes_on_once_another_is_closed(
    serve: Callable[..., Course], visit: Callable[..., Visit]
) -> None:
    course = serve("--port", "0", "--open-lessons", "1")
    first, second = visit().open(f"{course.address}lessons/{M4}"), visit()
    expect(first.locator("body")).to_have_attribute("data-state", "saved")
    page = second.open(f"{course.address}lessons/{M4}")
    expect(page.locator(".lesson-line")).to_contain_text("You have too many lessons open at once.")
    assert second.violations() == []
    first.close()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("body")).to_have_attribute("data-state", "saved")


def test_connections_are_counted_by_the_codes_of_the_manual_and_by_no_other() -> None:
    metrics = Metrics()
    open_connections = OpenConnections(metrics)
    given = [*range(1000, 1016), *range(3000, 3040), *range(4000, 4600), None]
    for code in given:
        line: Any = object()
        open_connections.opened(line)
        open_connections.closed(line, code)
    counted = {
        name.partition(" ")[2]: count
        for name, count in in_words(metrics.text().decode()).items()
        if name.startswith("misread_lines_closed_total ")
    }
    assert counted.keys() == {str(code) for code in codes.KNOWN} | {"none", "other"}
    assert sum(counted.values()) == len(given)
    assert counted["other"] == len(given) - len(codes.KNOWN) - 1


def test_every_code_is_in_the_manual() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "operators.md").read_text("utf-8")
    assert {code for code in codes.KNOWN if str(code) not in manual} == set()


def test_a_page_that_goes_while_answers_wait_leaves_one_line_in_the_log(
    server: Guarded, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    async def scene() -> None:
        page = DeafPage(server.address)
        for _ in range(50):
            page.say(loud())
        assert await asyncio.to_thread(server.open_connections.not_read.wait, WITHIN)
        page.close()
        async with line_to(server) as other:  # what came of the first line is looked at by now
            assert await other.alive()

    run(scene())
    gc.collect()
    assert [record.getMessage() for record in caplog.records if record.levelno > logging.INFO] == []
    left = [record for record in caplog.records if record.msg == "a page left before it had read everything"]
    assert len(left) == 1


class Told:
    """A line's end that keeps what it is told."""

    is_behind = False

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.codes: list[int | None] = []

    def tell(self, *told: dict[str, Any]) -> None:
        self.told += told

    def tell_json(self, messages: bytes) -> None:
        self.told += json.loads(messages)

    def close(self, code: int | None = None, reason: str | None = None) -> None:
        self.codes.append(code)
        assert reason


def test_messages_that_wait_to_be_heard_are_bounded_and_none_is_lost(service: LessonService) -> None:
    HELD.clear()
    large = "x" * (LONGEST_MESSAGE - 1000)
    messages = [
        json.dumps({"id": str(number), "to": "talkative", "content": "hold" if number == 0 else large})
        for number in range(12)
    ]
    taken: list[int] = []

    async def scene() -> list[object]:
        shared = Shared(service.plans, service.prepared, service.workers, lambda _: SEAT, Waiting())
        end = Told()
        talk = LessonConversation(shared, service.plans[M4], SEAT, end)
        await talk.begin("")

        async def say_all() -> None:
            for number, message in enumerate(messages):
                await talk.take(json.loads(message), len(message))
                taken.append(number)

        saying = asyncio.ensure_future(say_all())
        await asyncio.sleep(0)
        assert 0 < sum(len(messages[number]) for number in taken) <= MOST_WAITING
        assert not saying.done()
        HELD.set()
        await saying
        await talk.heard()
        talk.end()
        assert end.codes == []
        return [told["heard"] for told in end.told if "heard" in told]

    assert run(scene()) == [str(number) for number in range(12)]


def test_a_text_that_would_wait_too_long_ends_its_connection_but_a_choice_is_heard(
    service: LessonService,
) -> None:
    pace = Pace(clock=lambda: 0.0)
    while pace.wait(ALONE) is not None:
        pass
    text = {"do": "write", "turn": "", "id": str(new_id()), "question": "M4.exit.1", "text": "One", "done": False}

    async def scene() -> Told:
        shared = Shared(service.plans, service.prepared, service.workers, lambda _: SEAT, Waiting(), pace)
        end = Told()
        talk = LessonConversation(shared, service.plans[M4], SEAT, end)
        await talk.begin("")
        await talk.take({"id": "1", "to": "m4-exit-recall", "content": text}, 200)
        await talk.take({"id": "2", "to": "talkative", "content": "quiet"}, 200)
        await talk.heard()
        talk.end()
        return end

    end = run(scene())
    assert end.codes == [codes.TOO_MANY]
    assert [told["heard"] for told in end.told if "heard" in told] == ["2"]


def test_so_many_sessions_of_a_member_wait_and_the_newest_are_kept(service: LessonService) -> None:
    ada, ben = (Seat(name, None, MemoryJournal()) for name in ("ada", "ben"))
    plan = service.plans[M4]

    async def scene() -> None:
        prepared = SessionPool(service.openings, Waiting())
        bens, _ = await prepared.session(plan, ben)
        keys = [(await prepared.session(plan, ada))[0] for _ in range(SESSIONS_EACH + 3)]
        kept = [prepared.take(key, M4, ada) is not None for key in keys]
        assert kept == [False] * 3 + [True] * SESSIONS_EACH
        assert prepared.take(bens, M4, ben) is not None
        at_once = await asyncio.gather(*(prepared.session(plan, ada) for _ in range(3 * SESSIONS_EACH)))
        assert sum(bool(key) for key, _told in at_once) == SESSIONS_EACH

    run(scene())


class Kernels(LessonKernels):
    """Kernels that are only written down, as a real one takes seconds to start."""

    connections = traitlets.Dict()
    ended: Any = traitlets.List()

    def kernel_model(self, kernel_id: str) -> dict[str, int]:
        return {"connections": self.connections[kernel_id]}

    async def shutdown_kernel(self, kernel_id: str, **_how: bool) -> None:  # type: ignore[override]  # Jupyter's has no type
        self.ended.append(kernel_id)
        self.remove_kernel(kernel_id)


def test_a_kernel_whose_page_has_gone_makes_room_for_the_next_one() -> None:
    kernels = Kernels(most_each=2)  # type: ignore[no-untyped-call]  # Jupyter's own
    kernels._owners = {"bens": "ben", "left": "ada", "open": "ada"}  # noqa: SLF001 - as if they had been started
    kernels._begun = dict.fromkeys(kernels._owners, time.monotonic() - 2 * kernels_module.TO_CONNECT)  # noqa: SLF001 - likewise
    kernels.connections = {"bens": 0, "left": 0, "open": 1}
    run(kernels._make_room("ada"))  # noqa: SLF001 - what comes before each start
    assert kernels.ended == ["left"]
    kernels._owners["new"], kernels._begun["new"] = "ada", time.monotonic()  # noqa: SLF001 - likewise
    kernels.connections = {**kernels.connections, "new": 0}
    with pytest.raises(TooManyKernels):
        run(kernels._make_room("ada"))  # noqa: SLF001 - likewise
    assert kernels.ended == ["left"]


def test_a_member_has_so_many_kernels_at_once_and_is_told_what_to_do(serve: Callable[..., Course]) -> None:
    course = serve("--port", "0", "--kernels", "--kernels-each", "1")
    with httpx.Client(base_url=course.address, timeout=WITHIN, cookies=course.let_in) as client:
        first = client.get(f"lessons/{M4}")
        kernel = re.search(r'"kernelId": "([0-9a-f-]+)"', first.text)
        refused = client.get(f"lessons/{M4}")
        assert (first.status_code, refused.status_code) == (200, 429)
        assert "Close one of their windows" in refused.text
        assert kernel
        ended = client.post(f"voila/api/shutdown/{kernel[1]}", headers={"X-XSRFToken": client.cookies["_xsrf"]})
        assert ended.is_success
        assert client.get(f"lessons/{M4}").status_code == 200
