"""Fixtures of the web tests: a running course, and a browser that opens it."""

from __future__ import annotations

import dataclasses
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from misread_scenarios.library import load
from misread_scenarios.names import default_names
from misread_widgets.views.rendering import Telling
from tests.web.owner_cookies import LET_IN

ADDRESS = re.compile(r"(http://127\.0\.0\.1:\d+/)(\S*\?token=\S+)?")
STARTED_WITHIN = 60
"""Seconds in which a course must print its address; otherwise it is ended and the test fails."""
PATIENCE = 60_000
"""The most milliseconds to wait for anything on a page, on a busy machine."""
expect.set_options(timeout=PATIENCE)
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}


@dataclasses.dataclass(frozen=True)
class Course:
    """A running course: its address, its data folder, and everything that it printed before its address.

    `entry` is the address that it printed, and `let_in` the cookies of the first browser that opened it there.
    """

    address: str
    data: Path
    printed: str
    process: subprocess.Popen[str]
    entry: str = ""
    let_in: dict[str, str] = dataclasses.field(default_factory=dict)

    @property
    def headers(self) -> dict[str, str]:
        """The headers with which a program requests pages as that browser."""
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.let_in.items())}

    def also_at(self, address: str) -> str:
        """Sign the owner in at another address of this course, such as a relay's."""
        (value,) = self.let_in.values()
        LET_IN[address] = {re.sub(r"[^A-Za-z0-9]", "-", f"misread-{address.split('/')[2]}"): value}
        return address


Serve = Callable[..., Course]


@contextmanager
def _serving(data: Path, *options: str, let_in: bool = True, command: str = "serve") -> Iterator[Course]:
    """Run a course; where it is for one person, every window of a test belongs to them, unless none is `let_in`."""
    program = str(Path(sys.executable).parent / "misread")
    line = [program, command, "--no-browser", "--data", str(data), *options]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as process:
        deadline = threading.Timer(STARTED_WITHIN, process.kill)
        deadline.start()
        try:
            printed = address = ""
            while not (found := ADDRESS.search(printed)):
                more = process.stdout.readline() if process.stdout else ""
                assert more, f"the course ended before it could be reached; it printed: {printed}"
                printed += more
            deadline.cancel()
            address, entry = found[1], f"{found[1]}{found[2] or ''}"
            if found[2] and let_in:
                LET_IN[address] = dict(httpx.get(entry, timeout=STARTED_WITHIN).cookies)
            yield Course(address, data, printed, process, entry, LET_IN.get(address, {}))
        finally:
            LET_IN.pop(address, None)
            deadline.cancel()
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=STARTED_WITHIN)


@pytest.fixture(scope="session")
def serving() -> Callable[..., AbstractContextManager[Course]]:
    """Start a course in a folder, for tests that share it."""
    return _serving


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    """A course for all tests that leave nothing in it."""
    with _serving(tmp_path_factory.mktemp("answers"), "--port", "0") as course:
        yield course


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Start a new course for one test."""
    with ExitStack() as stack:
        yield lambda *options, **how: stack.enter_context(_serving(tmp_path / "answers", *options, **how))


class Visit:
    """A page of the course, with all addresses that it requested and all errors in it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        self.wrong: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("websocket", lambda socket: self.asked.append(socket.url))
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)

    def belong(self, address: str) -> Page:
        """Sign this window in as the owner of the course at an address."""
        for course, cookies in LET_IN.items():
            if address.startswith(course):
                theirs = [{"name": name, "value": value, "url": course} for name, value in cookies.items()]
                self.page.context.add_cookies(theirs)  # type: ignore[arg-type]  # Playwright keeps its type to itself
        return self.page

    def open(self, address: str) -> Page:
        """Open a page as the owner of the course; a lesson is open when its widgets can be used."""
        self.belong(address)
        self.page.goto(address, wait_until="commit")
        return self.ready()

    def ready(self) -> Page:
        """Wait until the page can be used."""
        expect(self.page.locator("main")).to_be_visible()
        expect(self.page.locator("#opening, .is-opening")).to_have_count(0)
        expect(self.page.locator(".jp-OutputArea-child:not(:has(.mr, .lesson-note))")).to_have_count(0)
        return self.page

    def violations(self) -> list[str]:
        """Return what axe finds at WCAG 2.2 AA, each with the elements concerned."""
        found = Axe().run(self.page, options=WCAG).response["violations"]
        return [f"{each['id']}: {[node['html'] for node in each['nodes']]}" for each in found]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Open a new browser window, with any of Playwright's settings for it."""
    with ExitStack() as stack:

        def start(**settings: Any) -> Visit:  # noqa: ANN401 - Playwright's own
            context = stack.enter_context(browser.new_context(**settings))
            return Visit(context.new_page())

        yield start


@dataclasses.dataclass(frozen=True)
class Story:
    """A scenario as it is played in a page."""

    page: Page
    id: str

    @property
    def sheet(self) -> Locator:
        """The widget that plays this scenario."""
        title = default_names(load(self.id)).fill(load(self.id).title)
        return self.page.locator(".mr-player").filter(has=self.page.get_by_role("heading", name=title, exact=True))

    def on(self, screen: str) -> None:
        """Wait for one of the player's screens."""
        expect(self.sheet).to_have_attribute("data-screen", screen)

    def text_of(self, pick: str) -> str:
        """Return the words of a choice."""
        scenario = load(self.id)
        (text,) = {choice.text for scene in scenario.scenes for choice in scene.choices if choice.id == pick}
        return Telling(scenario, default_names(scenario)).text(text)

    def choose(self, pick: str) -> None:
        """Choose and confirm, and wait for what follows."""
        self.on("situation")
        self.sheet.locator(".mr-option", has_text=self.text_of(pick)).click()
        self.sheet.locator(".mr-confirm .mr-button").click()
        self.on("consequence")

    def go_on(self) -> None:
        """Leave the cover, or a consequence."""
        self.sheet.locator(".mr-actions:not(.mr-confirm) .mr-button:visible").first.click()


@pytest.fixture(scope="session")
def opener() -> type[Visit]:
    """How a page is opened."""
    return Visit


@pytest.fixture
def story() -> type[Story]:
    """How a scenario is played in a page."""
    return Story
