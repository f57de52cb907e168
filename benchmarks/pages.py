"""Pages in a real browser: how soon one can be used, how soon it answers, and what that costs the server."""

from __future__ import annotations

import dataclasses
import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from learners import LESSON
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import TimeoutError as Late
from servers import Course, Server

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE = 60_000
"""Milliseconds for anything to be seen."""
AGAIN = 500
"""Milliseconds after which a click is made again: a peer's page may show a button before it listens to it."""


@dataclasses.dataclass(frozen=True)
class Visit:
    """One visit: seconds until a click was answered, seconds that a later click took, and what the page weighed."""

    interactive: float
    answer: float
    requests: int
    kilobytes: float


@dataclasses.dataclass(frozen=True)
class Measured:
    """Medians over visits, and what the server spent on each: CPU seconds, megabytes of private memory."""

    name: str
    visit: Visit
    cpu: float
    memory: float


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()


def measure_peer(browser: Browser, name: str, server: Server, visits: int) -> Measured:
    """Visit a peer's small page; it can be used when a click on it has been answered."""

    def visit(_number: int) -> Visit:
        context = browser.new_context()
        page, weight = _weighed(context)
        start = time.perf_counter()
        page.goto(server.address, wait_until="commit")
        _click(page, 2)
        opened = time.perf_counter()
        _click(page, 3)
        return Visit(opened - start, time.perf_counter() - opened, *weight())

    return _measure(name, server, visits, visit)


def measure_course(browser: Browser, course: Course, visits: int) -> Measured:
    """Visit the lesson on Sam and Priya, each time as another learner; it is open when its first guess was answered.

    The first guess is the small page of the peers: four choices and a button. Around it stands the whole lesson.
    """

    def visit(number: int) -> Visit:
        context = signed_in(browser, course, course.cookies[number])
        page, weight = _weighed(context)
        start = time.perf_counter()
        page.goto(f"{course.server.address}lessons/{LESSON}", wait_until="commit")
        guess(page)
        opened = time.perf_counter()
        answer = choice_in_the_case(page)
        return Visit(opened - start, answer, *weight())

    return _measure("misread", course.server, visits, visit)


def signed_in(browser: Browser, course: Course, cookie: str) -> BrowserContext:
    """Return a new window with a learner's cookie."""
    name, _, value = cookie.partition("=")
    context = browser.new_context()
    context.add_cookies([{"name": name, "value": value, "url": course.server.address}])
    return context


def guess(page: Page) -> None:
    """Answer the first guess, and wait for its reply."""
    card = page.locator(".mr").first
    card.get_by_role("radio").nth(2).check(timeout=PATIENCE)
    card.get_by_role("button", name="Confirm").click(timeout=PATIENCE)
    page.locator(".mr[data-screen=after]").first.wait_for(timeout=PATIENCE)


def choice_in_the_case(page: Page) -> float:
    """Begin the case, choose, and return the seconds from confirming to the consequence."""
    player = page.locator(".mr-player")
    player.locator(".mr-actions:not(.mr-confirm) .mr-button:visible").first.click(timeout=PATIENCE)
    page.locator(".mr-player[data-screen=situation]").wait_for(timeout=PATIENCE)
    player.get_by_role("radio").first.check(timeout=PATIENCE)
    start = time.perf_counter()
    player.locator(".mr-confirm .mr-button").click(timeout=PATIENCE)
    page.locator(".mr-player[data-screen=consequence]").wait_for(timeout=PATIENCE)
    return time.perf_counter() - start


def _measure(name: str, server: Server, visits: int, visit: Callable[[int], Visit]) -> Measured:
    """Visit a page twice to warm up, then so many times more; every page stays open, as a learner's would."""
    for number in range(2):
        visit(number)
    cpu, memory = server.cpu_seconds(), server.private_megabytes()
    made = [visit(number) for number in range(2, visits + 2)]
    return Measured(
        name,
        Visit(
            statistics.median(one.interactive for one in made),
            statistics.median(one.answer for one in made),
            made[-1].requests,
            made[-1].kilobytes,
        ),
        (server.cpu_seconds() - cpu) / visits,
        (server.private_megabytes() - memory) / visits,
    )


def _weighed(context: BrowserContext) -> tuple[Page, Callable[[], tuple[int, float]]]:
    """Return a new page, and what tells how much it has asked for: requests, and kilobytes as they were sent."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    session.on("Network.webSocketCreated", lambda _event: sizes.append(0))
    return page, lambda: (len(sizes), sum(sizes) / 1000)


def _click(page: Page, number: int) -> None:
    answer = page.get_by_text(f"choice {number} picked").first
    deadline = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < deadline:
        page.get_by_role("button", name=f"choice {number}").click(timeout=PATIENCE)
        try:
            answer.wait_for(timeout=AGAIN)
        except Late:
            continue
        return
    raise Late(f"choice {number} was never answered")
