"""A network that lets pages through and no WebSocket: the lesson works all the same, or says so before it is used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import Page, expect

from misread_records import Journal, open_journal
from misread_records.people.cohorts import Cohorts
from misread_records.people.members import Newcomer
from misread_web.auth.link_auth import LinkAuth
from misread_web.auth.secret import read_or_create_secret
from tests.web.relay import Filter
from tests.web.test_never_lost import SAVED, says
from tests.web.test_playing import _best_by_what_is_read as best_by_what_is_read

if TYPE_CHECKING:
    from tests.web.conftest import Course, Story, Visit

LESSON = "lessons/m4-sam-and-priya"
TEXT = "Dem Kollegen sage ich „Danke“ — und frage: 你想要什么? 🙂\n" * 40
NO_WEBSOCKET = "The fast connection (a WebSocket) is blocked here."
NETWORKS = ("swallowed", "refused", "cut")


@pytest.fixture(scope="module")
def running(
    serving: Callable[..., AbstractContextManager[Course]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Course]:
    with serving(tmp_path_factory.mktemp("answers"), "--port", "0") as course:
        yield course


@pytest.fixture
def journal(running: Course) -> Iterator[Journal]:
    with closing(open_journal(f"sqlite:///{running.data / 'misread.db'}")) as opened:
        opened.forget("me")
        yield opened


@pytest.fixture
def network(running: Course) -> Iterator[Callable[..., Filter]]:
    with ExitStack() as stack:
        yield lambda *how, **more: stack.enter_context(closing(Filter(running.address, *how, **more)))


def picked(journal: Journal) -> list[object]:
    return [event.data["pick"] for event in journal.read("me") if event.kind == "picked"]


def goes_by_requests(page: Page) -> None:
    says(page, SAVED)
    expect(page.get_by_text(NO_WEBSOCKET)).to_be_visible()


def plays_the_whole_case_and_writes(page: Page, play: Story, journal: Journal) -> None:
    """Play to the debrief and write a text, as anybody would; all of it is kept once and in order."""
    play.go_on()
    play.on("situation")
    best = best_by_what_is_read(play)
    for pick in best.picks:
        play.choose(pick)
        play.go_on()
    play.on("debrief")
    assert best.ending is not None
    expect(play.sheet).to_contain_text(best.ending.title)
    area = page.locator("[data-cell=m4-exit-recall] textarea").first
    area.fill(TEXT)
    area.blur()
    says(page, SAVED)
    assert picked(journal) == list(best.picks)
    texts = [str(event.data["text"]) for event in journal.read("me") if event.kind == "wrote"]
    assert texts[-1].strip() == TEXT.strip()


@pytest.mark.parametrize("sockets", NETWORKS)
def test_a_whole_case_and_a_text_go_by_requests(
    sockets: str,
    network: Callable[..., Filter],
    journal: Journal,
    visit: Callable[..., Visit],
    story: type[Story],
) -> None:
    filtering = network(sockets)
    opened = visit()
    page = opened.open(filtering.address + LESSON)
    goes_by_requests(page)
    plays_the_whole_case_and_writes(page, story(page, "sam-priya"), journal)
    assert filtering.posts > len(picked(journal))
    assert opened.violations() == []


def test_a_browser_without_websockets_goes_by_requests(
    running: Course, journal: Journal, visit: Callable[..., Visit], story: type[Story]
) -> None:
    opened = visit()
    opened.page.add_init_script("delete window.WebSocket")
    page = opened.open(running.address + LESSON)
    goes_by_requests(page)
    plays_the_whole_case_and_writes(page, story(page, "sam-priya"), journal)
    assert opened.wrong == []


def test_a_network_that_blocks_websockets_is_named_before_anything_is_done(
    network: Callable[..., Filter], journal: Journal, visit: Callable[..., Visit], story: type[Story]
) -> None:
    filtering = network("refused", sent=False)
    opened = visit()
    page = opened.open(filtering.address + LESSON)
    expect(page.locator(".lesson-line")).to_contain_text("Nothing can be saved on this network")
    desk = page.locator(".lesson-network:visible")
    expect(desk).to_contain_text(f"{filtering.address.replace('http', 'ws')}lines/m4-sam-and-priya,")
    expect(desk).to_contain_text(f"{filtering.address}lines/m4-sam-and-priya/messages,")
    expect(desk.locator("ul")).to_be_visible()
    assert opened.violations() == []
    play = story(page, "sam-priya")
    play.go_on()
    filtering.sent = True
    page.evaluate("window.dispatchEvent(new Event('online'))")
    play.on("situation")
    goes_by_requests(page)
    expect(desk).to_have_count(1)
    assert [event.kind for event in journal.read("me")] == ["opened"]


def test_a_choice_whose_answer_is_lost_counts_once(
    network: Callable[..., Filter], journal: Journal, visit: Callable[..., Visit], story: type[Story]
) -> None:
    filtering = network("refused")
    page = visit().open(filtering.address + LESSON)
    goes_by_requests(page)
    play = story(page, "sam-priya")
    play.go_on()
    play.on("situation")
    says(page, SAVED)
    filtering.lose_the_next_answer()
    play.choose("blanks")
    says(page, SAVED)
    play.go_on()
    play.on("situation")
    assert filtering.lost == 1
    assert picked(journal) == ["blanks"]


def test_a_text_goes_out_when_its_page_is_left(
    network: Callable[..., Filter], journal: Journal, visit: Callable[..., Visit]
) -> None:
    filtering = network("refused")
    page = visit().open(f"{filtering.address}{LESSON}#m4-exit-recall")
    goes_by_requests(page)
    page.locator("[data-cell=m4-exit-recall] textarea").first.fill("Half a thought")
    page.goto(f"{filtering.address}course/tokens.css")
    another = visit().open(f"{filtering.address}{LESSON}#m4-exit-recall")
    expect(another.locator("[data-cell=m4-exit-recall] textarea").first).to_have_value("Half a thought")
    assert [event.data["text"] for event in journal.read("me")] == ["Half a thought"]


def test_the_next_lesson_in_the_window_loses_no_time_with_a_websocket(
    network: Callable[..., Filter], visit: Callable[..., Visit]
) -> None:
    filtering = network("swallowed")
    opened = visit()
    goes_by_requests(opened.open(filtering.address + LESSON))
    opened.asked.clear()
    goes_by_requests(opened.open(f"{filtering.address}lessons/m2-being-understood"))
    assert [address for address in opened.asked if address.startswith("ws")] == []


def test_a_network_with_websockets_is_asked_for_nothing_else(running: Course, visit: Callable[..., Visit]) -> None:
    opened = visit()
    page = opened.open(running.address + LESSON)
    says(page, SAVED)
    expect(page.get_by_text(NO_WEBSOCKET)).to_be_hidden()
    assert [address for address in opened.asked if "/messages" in address] == []
    assert len([address for address in opened.asked if address.startswith("ws")]) == 1


@pytest.fixture
def spring(
    serving: Callable[..., AbstractContextManager[Course]], tmp_path: Path
) -> Iterator[tuple[Filter, Cohorts, str]]:
    """A cohort's course behind such a network, its members, and the way in of one of them."""
    data = tmp_path / "answers"
    data.mkdir()
    with Cohorts(f"sqlite:///{data}/misread.db") as cohorts:
        cohorts.create("Spring", [Newcomer("Ada")])
        authenticator = LinkAuth(cohorts, read_or_create_secret(data, {}))
        link = authenticator.link_for(cohorts.members("Spring")[0], datetime.now(UTC) + timedelta(days=1))
        with serving(data, "--port", "0") as course, closing(Filter(course.address, "refused")) as filtering:
            yield filtering, cohorts, f"{filtering.address}sign-in/{link}"


def test_removal_and_signing_out_end_requests_too(
    spring: tuple[Filter, Cohorts, str], visit: Callable[..., Visit], story: type[Story]
) -> None:
    filtering, cohorts, link = spring
    opened = visit()
    for leave, told in (
        ("signs out", "Please open your personal link"),
        ("is removed", "You are no longer in this course"),
    ):
        page = opened.page
        page.goto(link)
        page.get_by_role("button", name="Sign in").click()
        opened.open(filtering.address + LESSON)
        goes_by_requests(page)
        if leave == "signs out":
            other = page.context.new_page()
            other.goto(f"{filtering.address}sign-out")
            other.get_by_role("button", name="Sign out").click()
        else:
            cohorts.remove("Spring", "Ada")
            story(page, "sam-priya").go_on()
        expect(page.get_by_role("heading", level=1)).to_have_text(told)


def test_a_network_that_forbids_the_address_of_connections_sends_no_page_in_circles(
    network: Callable[..., Filter], visit: Callable[..., Visit]
) -> None:
    filtering = network("refused", asked=False)
    opened = visit()
    page = opened.open(filtering.address + LESSON)
    expect(page.locator(".lesson-line")).to_contain_text("Nothing can be saved on this network")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator(".lesson-network:visible")).to_contain_text("For your help desk")
    assert len([address for address in opened.asked if address.endswith(LESSON)]) <= 2


def test_an_ended_sign_in_sends_nothing_by_requests(
    spring: tuple[Filter, Cohorts, str], visit: Callable[..., Visit]
) -> None:
    filtering, _cohorts, link = spring
    page = visit().page
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("contentinfo")).to_contain_text("You are signed in as")
    with httpx.Client(base_url=f"{filtering.address}lines/m4-sam-and-priya/", timeout=60) as copied:
        for cookie in page.context.cookies():
            copied.cookies.set(str(cookie.get("name")), str(cookie.get("value")))
        brings = {"X-XSRFToken": copied.get("messages").json()["token"]}
        line = copied.post("messages", headers=brings, json={}).json()["line"]
        page.goto(f"{filtering.address}sign-out")
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        requests: list[dict[str, object]] = [{"ping": True}, {"messages": []}, {"over": True}]
        for said in requests:
            assert copied.post("messages", headers=brings, json={"line": line, **said}).status_code == 403
        assert copied.get("messages").status_code == 403
