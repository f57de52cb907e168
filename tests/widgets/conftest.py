"""Fixtures of the widget tests: seats, players, and a small server that shows a widget in a browser."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import json
import threading
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import comm
import pytest
from axe_playwright_python.sync_playwright import Axe
from comm.base_comm import BaseComm
from playwright.sync_api import Browser, Locator, Page, expect
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketHandler

from misread_records import MemoryJournal, new_id
from misread_widgets import Lesson, Player, Seat, open_lesson
from misread_widgets.lesson_widget import LessonWidget
from misread_widgets.views.scene import offered

LESSON = "a-lesson"
PAGE = Path(__file__).parent / "page.html"
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}

Send = Callable[[str, Any], None]
_sender: ContextVar[Send | None] = ContextVar("sender", default=None)


class Wire(BaseComm):
    """A widget's connection to its page; it records everything that is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - the arguments of any comm
        self.send_on = _sender.get()
        super().__init__(*args, **kwargs)

    def publish_msg(self, msg_type: str, data: Any = None, *_: Any, **__: Any) -> None:  # noqa: ANN401
        if self.send_on:
            self.send_on(msg_type, data)


@pytest.fixture(autouse=True)
def wires(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep widgets from looking for a kernel."""
    monkeypatch.setattr(comm, "create_comm", Wire)


@contextlib.contextmanager
def _listening(send: Send) -> Iterator[None]:
    token = _sender.set(send)
    try:
        yield
    finally:
        _sender.reset(token)


@pytest.fixture
def sent() -> Iterator[list[str]]:
    """Everything that the widgets made in this test send to the browser, one line of JSON a message."""
    found: list[str] = []
    with _listening(lambda kind, data: found.append(json.dumps([kind, data], ensure_ascii=False))):
        yield found


@pytest.fixture
def seat() -> Seat:
    return Seat("ada", None, MemoryJournal())


@pytest.fixture
def lesson(seat: Seat) -> Lesson:
    return open_lesson(LESSON, seat)


@dataclasses.dataclass
class Hand:
    """Sends a widget the messages that its page would send."""

    piece: LessonWidget

    def do(self, what: str, **more: object) -> dict[str, Any]:
        """Send a message from the screen that is up and return the view that answers it."""
        message = {"do": what, "turn": self.piece.view["turn"], "id": str(new_id()), **more}
        return self.send(message)

    def send(self, message: object) -> dict[str, Any]:
        """Send anything at all."""
        self.piece.comm.handle_msg({"content": {"data": {"method": "custom", "content": message}}, "buffers": []})
        view: dict[str, Any] = self.piece.view
        return view

    def choose(self, *ids: str, confidence: int | None = None) -> dict[str, Any]:
        """Choose by the choices' ids, which the page never sees, and confirm."""
        assert isinstance(self.piece, Player)
        order = [choice.id for choice in offered(self.piece.sitting.stand)]
        return self.do("choose", options=[str(order.index(id_) + 1) for id_ in ids], confidence=confidence)

    def pick(self, pick: str) -> dict[str, Any]:
        """Choose by a pick as the engine writes it, and go on past covers and consequences."""
        ids, _, level = pick.partition("@")
        view = self.choose(*ids.split("+"), confidence=int(level) if level else None)
        return self.do("go-on") if view["screen"] == "consequence" else view


@pytest.fixture
def hand() -> type[Hand]:
    return Hand


class _Page(RequestHandler):
    def get(self) -> None:
        self.finish(PAGE.read_text(encoding="utf-8"))


class _Socket(WebSocketHandler):
    def initialize(self, seat: Seat, lock: threading.Lock) -> None:
        self.seat, self.lock = seat, lock

    def open(self, *_: str) -> None:
        kind, _colon, item = self.get_query_argument("piece").partition(":")
        with _listening(self.pass_on):
            self.piece = getattr(open_lesson(LESSON, self.seat), kind)(item)

    def pass_on(self, kind: str, data: object) -> None:
        """Send to the page what the widget sends."""
        self.write_message(json.dumps([kind, data]))

    def on_message(self, message: str | bytes) -> None:
        content = {"method": "custom", "content": json.loads(message)}
        with self.lock:
            self.piece.comm.handle_msg({"content": {"data": content}, "buffers": []})

    def on_close(self) -> None:
        self.piece.close()


@dataclasses.dataclass
class Host:
    """A running host: its address, the seat of its pages, and a lock that delays responses while it is held."""

    address: str
    seat: Seat
    lock: threading.Lock

    def url(self, piece: str) -> str:
        """Return the place of a widget: `scenario:sam-priya`, `guess:M4.try`."""
        return f"{self.address}/?piece={piece}"


@pytest.fixture
def host(seat: Seat) -> Iterator[Host]:
    """Serve widgets on the loopback address from a thread."""
    lock, ready = threading.Lock(), threading.Event()
    sockets = bind_sockets(0, "127.0.0.1")
    loop = asyncio.new_event_loop()

    def serve() -> None:
        asyncio.set_event_loop(loop)
        given = {"seat": seat, "lock": lock}
        server = HTTPServer(Application([("/", _Page), ("/socket", _Socket, given)]))
        server.add_sockets(sockets)
        loop.call_soon(ready.set)
        loop.run_forever()
        server.stop()
        loop.run_until_complete(server.close_all_connections())
        loop.close()

    thread = threading.Thread(target=serve)
    thread.start()
    ready.wait()
    yield Host(f"http://127.0.0.1:{sockets[0].getsockname()[1]}", seat, lock)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


@dataclasses.dataclass
class Shown:
    """A widget on a page."""

    page: Page
    wrong: list[str]

    @property
    def root(self) -> Locator:
        return self.page.locator(".mr")

    def on(self, screen: str) -> None:
        """Wait for one of the widget's screens."""
        expect(self.root).to_have_attribute("data-screen", screen)

    def button(self, name: str) -> Locator:
        return self.root.get_by_role("button", name=name, exact=True)

    def violations(self) -> list[str]:
        """Return what axe finds at WCAG 2.2 AA, each with the elements concerned."""
        found = Axe().run(self.page, options=WCAG).response["violations"]
        return [f"{each['id']}: {[node['html'] for node in each['nodes']]}" for each in found]

    def overflow(self) -> int:
        """Return by how many pixels the page is wider than its window."""
        found: int = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return found


@pytest.fixture
def show(browser: Browser, host: Host) -> Iterator[Callable[..., Shown]]:
    """Show a widget in a new window, with Playwright's settings for it."""
    with contextlib.ExitStack() as stack:

        def open_(piece: str, **settings: Any) -> Shown:  # noqa: ANN401 - Playwright's own
            context = stack.enter_context(browser.new_context(**settings))
            shown = Shown(context.new_page(), [])
            shown.page.on("pageerror", lambda error: shown.wrong.append(str(error)))
            shown.page.goto(host.url(piece))
            expect(shown.root).to_be_visible()
            return shown

        yield open_
