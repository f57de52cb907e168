"""Times pages in a real browser: the time until a page can be used, the time of an answer, and the server's cost."""

from __future__ import annotations

import dataclasses
import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from learners import LESSON
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from servers import Course, Server

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE = 60_000
"""The most milliseconds to wait for anything on a page."""
SETTLED_AFTER = 1.0
"""Seconds after which a page or a new window is idle, so that it does not slow the next visit down."""
PROBE = Path(__file__).with_name("probe.js").read_text("utf-8")
SAID = "benchmark: answered at"


@dataclasses.dataclass(frozen=True)
class Visited:
    """One visit: the page, which stays open, the seconds until the first answer, and the seconds of a later one."""

    page: Page
    interactive: float
    answer: float


@dataclasses.dataclass(frozen=True)
class Measured:
    """Medians over visits, the server's cost of one (CPU seconds, megabytes), and the size of a first visit."""

    name: str
    interactive: float
    answer: float
    cpu: float
    memory: float
    requests: int
    kilobytes: float


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()


def measure_peer(browser: Browser, name: str, server: Server, visits: int) -> Measured:
    """Visit a peer's small page; it can be used when a click on it has been answered."""

    def visit(_number: int) -> Visited:
        page = _new_window(browser.new_context())
        opened = timed_visit(page, server.address, "probe.pick(2)")
        before = page.evaluate("performance.now()")
        return Visited(page, opened, (page.evaluate("probe.pick(3)") - before) / 1000)

    return _measure(name, server, visits, visit)


def measure_course(browser: Browser, course: Course, visits: int, lesson: str = LESSON) -> Measured:
    """Visit a lesson, each time as another learner; it counts as open when its first guess was answered.

    The first guess is like the peers' small page: four choices and a button. The rest of the lesson is there, too.
    """

    def visit(number: int) -> Visited:
        page = _new_window(signed_in(browser, course, course.cookies[number]))
        opened = timed_visit(page, f"{course.server.address}lessons/{lesson}", "probe.guess()")
        return Visited(page, opened, page.evaluate("probe.choose()") / 1000)

    return _measure("misread", course.server, visits, visit)


def signed_in(browser: Browser, course: Course, cookie: str) -> BrowserContext:
    """Return a new window with a learner's cookie."""
    name, _, value = cookie.partition("=")
    context = browser.new_context()
    context.add_cookies([{"name": name, "value": value, "url": course.server.address}])
    return context


def _new_window(context: BrowserContext) -> Page:
    """Open a window, and wait until it and the page that was visited before have settled.

    For half a second Chromium loads some hundred files of its own for the address bar of a new window. A learner's
    window has done so long before.
    """
    page = context.new_page()
    time.sleep(SETTLED_AFTER)
    return page


def timed_visit(page: Page, address: str, act: str) -> float:
    """Open a page and act on it, and return the seconds from the request until the answer was drawn.

    The page measures the time itself: `act`, from `probe.js`, returns it.
    """
    page.add_init_script(PROBE)
    page.add_init_script(f"if (self === top) {act}.then((time) => console.debug(`{SAID} ${{time}}`))")
    with page.expect_console_message(lambda said: said.text.startswith(SAID), timeout=PATIENCE) as heard:
        page.goto(address, wait_until="commit")
    return float(heard.value.text.split()[-1]) / 1000


def _measure(name: str, server: Server, visits: int, visit: Callable[[int], Visited]) -> Measured:
    """Visit a page twice to warm up, then `visits` times; every page stays open, as a learner's would."""
    for number in range(2):
        visit(number)
    cpu, memory = server.cpu_seconds(), server.private_megabytes()
    made = [visit(number) for number in range(2, visits + 2)]
    cpu, memory = (server.cpu_seconds() - cpu) / visits, (server.private_megabytes() - memory) / visits
    interactive = statistics.median(visited.interactive for visited in made)
    answer = statistics.median(visited.answer for visited in made)
    return Measured(name, interactive, answer, cpu, memory, *_weight(made[-1].page))


def _weight(page: Page) -> tuple[int, float]:
    """Return the number of requests of a first visit to a page, and the kilobytes that were sent."""
    context = cast("Browser", page.context.browser).new_context(storage_state=page.context.storage_state())
    first = context.new_page()
    session = context.new_cdp_session(first)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    session.on("Network.webSocketCreated", lambda _event: sizes.append(0))
    first.goto(page.url, wait_until="networkidle")
    return len(sizes), sum(sizes) / 1000
