"""A whole case with one host by keyboard, one projector and several phones, each in a browser of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.web.workshop.screens import WCAG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from tests.web.conftest import Course, Visit

AGENDA = {
    "rows": "2", "offer-0": "case:sam-priya", "title-0": "Sam and Priya", "minutes-0": "45",
    "offer-1": "break:", "title-1": "Coffee", "minutes-1": "10", "least": "3", "lang": "en", "do": "open",
}  # fmt: skip
NAMES = ("Ada", "Ben", "Cem", "Dora")


class News:
    """What the server tells a page, which can be held back for a while, as on a slow network."""

    def __init__(self, page: Page) -> None:
        """Stand between the server and a page that opens later."""
        self._held: list[str | bytes] | None = None
        self._page: WebSocketRoute | None = None
        page.route_web_socket(re.compile("/line"), self._connect)

    def _connect(self, page: WebSocketRoute) -> None:
        self._page = page
        server = page.connect_to_server()
        server.on_message(self._tell)
        page.on_message(server.send)

    def _tell(self, message: str | bytes) -> None:
        if self._held is not None:
            self._held.append(message)
        elif self._page:
            self._page.send(message)

    def hold(self) -> None:
        """Keep all news."""
        self._held = []

    def let_through(self) -> None:
        """Tell the page everything that was kept, and what comes later at once."""
        held, self._held = self._held or [], None
        for message in held:
            self._tell(message)


@pytest.fixture
def code(served: Course) -> str:
    """The join code of a new workshop with a case and a break."""
    return opened(served)


def opened(course: Course) -> str:
    """Open a workshop with a case and a break, and return its join code."""
    with httpx.Client(base_url=course.address, cookies=course.let_in, timeout=60) as client:
        token = re.search(r'name="_xsrf" value="([^"]+)"', client.get("workshop").text)
        assert token
        answer = client.post("workshop", data={**AGENDA, "title": "A morning", "_xsrf": token[1]})
        assert answer.status_code == 303, answer.text
        return str(answer.headers["Location"].split("/")[2])


@pytest.fixture
def host(served: Course, code: str, visit: Callable[..., Visit]) -> Page:
    return ready(visit(viewport={"width": 1280, "height": 800}).open(f"{served.address}workshop/{code}/host"))


@pytest.fixture
def other(served: Course, code: str, visit: Callable[..., Visit]) -> tuple[Page, News]:
    """The page of a second facilitator, on a phone, and the news that it gets."""
    window = visit(viewport={"width": 360, "height": 740})
    news = News(window.page)
    return ready(window.open(f"{served.address}workshop/{code}/host")), news


@pytest.fixture
def wall(served: Course, code: str, visit: Callable[..., Visit]) -> Page:
    return ready(visit(viewport={"width": 1280, "height": 720}).open(f"{served.address}workshop/{code}/projector"))


@pytest.fixture
def seats(phones: str, code: str, browser: Browser) -> Iterator[list[Page]]:
    """The phones of those who take part, on the network's address."""
    contexts = [browser.new_context(viewport={"width": 360, "height": 740}) for _name in NAMES]
    pages = [context.new_page() for context in contexts]
    for page, name in zip(pages, NAMES, strict=True):
        page.goto(f"{phones}join/{code}")
        page.get_by_label("Your name").fill(name)
        page.get_by_role("button", name="Join", exact=True).click()
        ready(page)
    yield pages
    for context in contexts:
        context.close()


def ready(page: Page) -> Page:
    expect(page.locator("body")).to_have_attribute("data-state", "saved")
    expect(page.locator("#workshop")).not_to_have_attribute("aria-busy", "true")
    return page


def go(host: Page, *names: str) -> None:
    """Press the key of the next step for each of these steps, as soon as the page offers it."""
    for name in names:
        expect(host.locator(".ws-next")).to_contain_text(name)
        expect(host.locator(".ws-next")).not_to_have_attribute("aria-disabled", "true")
        host.keyboard.press("Space")


def until(host: Page, name: str) -> None:
    """Press the key of the next step until the page offers a step."""
    step = host.locator(".ws-next")
    while name not in (step.text_content() or ""):
        state = f"{step.text_content()} {host.locator('.ws-slide').text_content()}"
        host.keyboard.press("Space")
        expect(step).not_to_have_attribute("aria-disabled", "true")
        host.wait_for_function(
            """(before) => `${document.querySelector(".ws-next").textContent} `
              + document.querySelector(".ws-slide").textContent !== before""",
            arg=state,
        )


def vote(page: Page, place: int) -> None:
    page.get_by_role("radio").nth(place).check()
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("Your vote is in.")).to_be_visible()


def test_a_case_with_two_rounds_both_branches_and_a_way_back(host: Page, wall: Page, seats: list[Page]) -> None:
    expect(wall.locator(".ws-foot")).to_contain_text("4 people are here")
    go(host, "Begin: Sam and Priya")
    expect(wall.get_by_role("heading", level=1)).to_have_text("One colour each")
    until(host, "Open the vote")
    expect(wall.locator(".ws-choice")).to_have_count(4)
    go(host, "Open the vote")
    for page, place in zip(seats, (0, 1, 1, 2), strict=True):
        vote(page, place)
    expect(host.locator(".ws-answered")).to_contain_text("4 of 4 have voted")
    expect(wall.locator(".ws-foot")).to_contain_text("4 of 4 have voted")
    assert "%" not in wall.locator("#workshop").inner_text()
    go(host, "Close the vote")
    expect(host.get_by_text("Only you see this so far")).to_be_visible()
    assert "%" not in wall.locator("#workshop").inner_text()
    go(host, "Show the result")
    expect(wall.locator(".ws-figures strong")).to_have_text(["25 %", "50 %", "25 %", "0 %"])
    for page in (host, wall):
        found = Axe().run(page, options=WCAG)
        assert found.violations_count == 0, found.generate_report()
    go(host, "Talk in pairs")
    expect(wall.get_by_role("timer")).to_contain_text(re.compile(r"[23]:\d\d"))
    go(host, "Open the second vote")
    for page, place in zip(seats, (1, 1, 1, 2), strict=True):
        vote(page, place)
    go(host, "Close the vote", "Show the result")
    expect(wall.locator(".ws-figures strong")).to_have_text(["25 % → 0 %", "50 % → 75 %", "25 % → 25 %", "0 % → 0 %"])
    expect(wall.get_by_text("1 of the 4 who voted twice has changed their vote.")).to_be_visible()
    host.get_by_text("Both branches, one after the other").press("Enter")
    host.get_by_role("button", name="Both: B, then C").press("Enter")
    expect(wall.get_by_text("Branch 1 of 2")).to_be_visible()
    host.locator(".ws-heading").click()
    until(host, "Go on from B")
    go(host, "Go on from B")
    expect(wall.get_by_text("Decision 2 of 9")).to_be_visible()
    host.locator(".ws-path > summary").press("Enter")
    host.get_by_role("button", name="Go back: 1. One colour each").press("Enter")
    host.get_by_role("button", name="Yes").press("Enter")
    expect(wall.get_by_text("Decision 1 of 9")).to_be_visible()


def test_a_reload_a_pause_and_a_second_facilitator_leave_the_workshop_where_it_is(
    host: Page, wall: Page, seats: list[Page], other: tuple[Page, News]
) -> None:
    go(host, "Begin: Sam and Priya")
    until(host, "Open the vote")
    go(host, "Open the vote")
    vote(seats[0], 0)
    for page in (host, wall, seats[0]):
        page.reload()
        ready(page)
    expect(host.locator(".ws-answered")).to_contain_text("1 of 4 has voted")
    expect(seats[0].get_by_text("Your vote is in.")).to_be_visible()
    host.get_by_role("button", name="Pause every screen").press("Enter")
    expect(wall.get_by_role("heading", level=1)).to_have_text("A short pause. We go on in a moment.")
    expect(host.locator(".ws-next")).to_have_text("Go on after the pause")  # the focus leaves the button of the pause
    for page in seats:
        expect(page.get_by_role("radio")).to_have_count(0)
    second, news = other
    go(second, "Go on after the pause")
    expect(host.locator(".ws-next")).to_have_text("Close the vote")
    for page, place in zip(seats[1:], (1, 1, 2), strict=True):
        vote(page, place)
    expect(second.locator(".ws-answered")).to_contain_text("4 of 4 have voted")
    news.hold()
    go(host, "Close the vote")
    expect(host.locator(".ws-next")).to_have_text("Show the result")
    go(second, "Close the vote")
    news.let_through()
    expect(second.locator(".ws-told")).to_have_text(
        "Somebody else has gone on meanwhile. Here is where the room is now."
    )
    expect(second.locator(".ws-next")).to_have_text("Show the result")
    go(second, "Show the result")
    expect(second.locator(".ws-told")).to_be_hidden()
    expect(wall.locator(".ws-figures strong")).to_have_text(["25 %", "50 %", "25 %", "0 %"])
