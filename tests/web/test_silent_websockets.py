"""A line that falls silent without a word: a lid is closed, or a phone walks out of a network. No choice is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from misread_records import Journal, open_journal
from tests.web.relay import Relay
from tests.web.test_never_lost import LESSON, SAVED, says

if TYPE_CHECKING:
    from tests.web.conftest import Course, Story, Visit

FIRST, SECOND = "blanks", "drawing"


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
def relay(running: Course) -> Iterator[Relay]:
    with closing(Relay(running.address)) as made:
        running.also_at(made.address)
        yield made


def picked(journal: Journal) -> list[object]:
    return [event.data["pick"] for event in journal.read("me") if event.kind == "picked"]


def confirm(play: Story) -> None:
    play.sheet.locator(".mr-confirm .mr-button").click()


def at_a_choice(play: Story, page: Page) -> str:
    """Make the first choice, go on to the second and select it; return what is on the screen."""
    play.go_on()
    play.choose(FIRST)
    play.go_on()
    play.on("situation")
    play.sheet.locator(".mr-option", has_text=play.text_of(SECOND)).click()
    says(page, SAVED)
    return play.sheet.locator(".mr-body").inner_text()


def test_a_laptop_that_slept_wakes_on_the_same_screen_with_a_new_line(
    relay: Relay, journal: Journal, visit: Callable[..., Visit], story: type[Story]
) -> None:
    opened = visit()
    opened.page.clock.install()
    page = opened.open(relay.address + LESSON)
    play = story(page, "sam-priya")
    before = at_a_choice(play, page)
    relay.fall_silent()
    with page.expect_websocket() as line:
        page.clock.fast_forward("08:00:00")
    assert line.value.url.startswith("ws")
    says(page, SAVED)
    assert play.sheet.locator(".mr-body").inner_text() == before
    assert picked(journal) == [FIRST]
    confirm(play)
    play.on("consequence")
    says(page, SAVED)
    assert picked(journal) == [FIRST, SECOND]
    assert opened.wrong == []


def test_a_choice_said_into_a_network_that_is_gone_goes_out_once_over_the_next(
    relay: Relay, journal: Journal, visit: Callable[..., Visit], story: type[Story]
) -> None:
    opened = visit()
    page = opened.open(relay.address + LESSON)
    play = story(page, "sam-priya")
    at_a_choice(play, page)
    relay.fall_silent(new_source="127.0.0.2")
    with page.expect_websocket():
        confirm(play)
        expect(page.locator("body")).to_have_attribute("data-state", "sending")
        assert picked(journal) == [FIRST]
        page.evaluate("window.dispatchEvent(new Event('online'))")
    play.on("consequence")
    says(page, SAVED)
    assert picked(journal) == [FIRST, SECOND]
    assert opened.wrong == []
