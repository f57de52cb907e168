"""Phones in a served workshop: the other kinds of steps, a lost connection, and one's own code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from tests.web.conftest import Course, Visit

AGENDA = {
    "rows": "3", "least": "1", "lang": "en", "do": "open", "title": "A morning",
    "offer-0": "poll:", "title-0": "To begin", "minutes-0": "5", "question-0": "When did you last ask?",
    "options-0": "This month\nThis year\nLonger ago",
    "offer-1": "exercise:X4.2", "title-1": "Could two people see it?", "minutes-1": "10",
    "offer-2": "words:", "title-2": "At the end", "minutes-2": "5", "question-2": "One word",
}  # fmt: skip


class Network:
    """A phone's network, which can be cut."""

    def __init__(self, page: Page) -> None:
        """Stand between the server and a page that opens later."""
        self._page, self._is_cut, self._open = page, False, list[WebSocketRoute]()
        page.route_web_socket(re.compile("/line"), self._connect)

    def _connect(self, line: WebSocketRoute) -> None:
        if self._is_cut:
            line.close()
        else:
            line.connect_to_server()
            self._open.append(line)

    def cut(self) -> None:
        """End every connection, and allow no other."""
        self._is_cut = True
        self._page.context.set_offline(True)
        for line in self._open:
            line.close()

    def mend(self) -> None:
        """Allow connections again."""
        self._is_cut = False
        self._page.context.set_offline(False)
        self._page.evaluate("window.dispatchEvent(new Event('online'))")


@pytest.fixture
def code(served: Course) -> str:
    """The join code of a new workshop with a poll, an exercise and words."""
    with httpx.Client(base_url=served.address, cookies=served.let_in, timeout=60) as client:
        token = re.search(r'name="_xsrf" value="([^"]+)"', client.get("workshop").text)
        assert token
        answer = client.post("workshop", data={**AGENDA, "_xsrf": token[1]})
        assert answer.status_code == 303, answer.text
        return str(answer.headers["Location"].split("/")[2])


@pytest.fixture
def host(served: Course, code: str, visit: Callable[..., Visit]) -> Page:
    return ready(visit(viewport={"width": 1280, "height": 800}).open(f"{served.address}workshop/{code}/host"))


@pytest.fixture
def phone(phones: str, code: str, browser: Browser) -> Iterator[tuple[Page, Network]]:
    """A phone that takes part, on the network's address, and its network."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    network = Network(page)
    page.goto(f"{phones}join/{code}")
    page.get_by_label("Your name").fill("Ada")
    page.get_by_role("button", name="Join", exact=True).click()
    yield ready(page), network
    context.close()


def ready(page: Page) -> Page:
    expect(page.locator("body")).to_have_attribute("data-state", "saved")
    expect(page.locator("#workshop")).not_to_have_attribute("aria-busy", "true")
    return page


def until(host: Page, name: str) -> None:
    """Press the key of the next step up to the one with this name, and then once more."""
    step = host.locator(".ws-next")
    for _ in range(12):
        expect(step).not_to_have_attribute("aria-disabled", "true")
        text = step.text_content() or ""
        before = host.locator(".ws-slide").text_content()
        host.keyboard.press("Space")
        if name in text:
            return
        host.wait_for_function(
            "([text, slide]) => document.querySelector('.ws-next').textContent !== text "
            "|| document.querySelector('.ws-slide').textContent !== slide",
            arg=[text, before],
        )
    raise AssertionError(name)


def begin(host: Page, title: str) -> None:
    """Begin a step of the agenda."""
    host.get_by_role("button", name=f"Begin: {title}").last.press("Enter")
    expect(host.get_by_role("button", name=f"Begin: {title}")).to_have_count(0)
    host.locator(".ws-heading").click()


def test_a_vote_without_a_line_is_kept_and_counts_once_it_is_back(host: Page, phone: tuple[Page, Network]) -> None:
    page, network = phone
    until(host, "Open the vote")
    expect(page.get_by_role("radio")).to_have_count(3)
    network.cut()
    page.get_by_role("radio").nth(1).check()
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("Your vote is kept on this phone")).to_be_visible()
    network.mend()
    expect(page.get_by_text("Your vote is in.")).to_be_visible()
    expect(host.locator(".ws-answered")).to_contain_text("1 of 1 has voted")


def test_a_vote_that_comes_after_closing_is_told_calmly(host: Page, phone: tuple[Page, Network]) -> None:
    page, network = phone
    until(host, "Open the vote")
    expect(page.get_by_role("radio")).to_have_count(3)
    network.cut()
    page.get_by_role("radio").nth(1).check()
    page.get_by_role("button", name="Confirm").click()
    until(host, "Close the vote")
    expect(host.locator(".ws-next")).to_contain_text("Show the result")
    network.mend()
    expect(
        page.get_by_text("Voting had closed before your vote arrived, so this time it doesn’t count.")
    ).to_be_visible()
    expect(page.locator(".ws-own")).to_be_hidden()


def test_an_exercise_and_words_by_phone(host: Page, phone: tuple[Page, Network]) -> None:
    page, _network = phone
    until(host, "Begin: To begin")
    expect(host.locator(".ws-heading")).to_contain_text("When did you last ask?")
    begin(host, "Could two people see it?")
    expect(page.locator("h1")).to_have_text("Could two people see it?")
    until(host, "Open the vote")
    for place in range(5):
        page.get_by_role("checkbox").nth(place).check()
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("Your vote is in.")).to_be_visible()
    until(host, "Show the result")
    expect(page.locator(".ws-row").first).to_be_visible()
    begin(host, "At the end")
    page.get_by_label("One word").fill("Courage")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You sent")).to_be_visible()
    host.locator("summary", has_text="What people wrote").press("Enter")
    host.get_by_role("button", name="Show: Courage").press("Enter")
    expect(page.locator(".ws-cloud")).to_contain_text("Courage")


def test_ones_own_code_and_a_question_for_later_are_on_the_phone(host: Page, phone: tuple[Page, Network]) -> None:
    page, _network = phone
    expect(page.locator(".ws-code:visible")).to_have_text(re.compile(r"[A-Z]{4} [A-Z]{4}"))
    page.get_by_role("button", name="Ask later").click()
    page.get_by_label("Your question").fill("Who may see the sheet?")
    page.get_by_role("button", name="Put it on the list").click()
    expect(page.get_by_role("listitem").filter(has_text="Who may see the sheet?")).to_be_visible()
    expect(host.get_by_text("Who may see the sheet?")).to_have_count(1)
