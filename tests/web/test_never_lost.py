"""Whatever happens to the line, the page or the server: no choice is lost, and none is made twice."""

from __future__ import annotations

import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.web.relay import Relay

if TYPE_CHECKING:
    from tests.web.conftest import Course, Story, Visit

LESSON = "lessons/m4-sam-and-priya"
SAVED = "Everything is saved"
DOWN = "No connection."


@pytest.fixture
def running(serve: Callable[..., Course]) -> Course:
    return serve("--port", "0")


@pytest.fixture
def relay(running: Course) -> Iterator[Relay]:
    made = Relay(running.address)
    running.also_at(made.address)
    yield made
    made.close()


def kept(course: Course, kind: str) -> list[str]:
    """What is in the journal of one kind, in order."""
    with closing(sqlite3.connect(course.data / "misread.db")) as database:
        rows = database.execute("select data from events where kind = ? order by place", [kind]).fetchall()
    return [row[0] for row in rows]


def picked(course: Course) -> list[str]:
    """The picks in the journal, in order."""
    return kept(course, "picked")


def says(page: Page, text: str) -> None:
    expect(page.locator(".lesson-line")).to_contain_text(text)
    expect(page.get_by_text(text)).to_be_visible()


def test_a_choice_made_while_the_connection_is_down_is_kept_and_sent_once(
    running: Course, relay: Relay, visit: Callable[..., Visit], story: type[Story]
) -> None:
    page = visit().open(relay.address + LESSON)
    play = story(page, "sam-priya")
    play.go_on()
    play.on("situation")
    says(page, SAVED)
    play.sheet.locator(".mr-option", has_text=play.text_of("blanks")).click()
    relay.cut()
    says(page, DOWN)
    play.sheet.locator(".mr-confirm .mr-button").click()
    assert picked(running) == []
    relay.mend()
    play.on("consequence")
    says(page, SAVED)
    assert len(picked(running)) == 1


def test_a_choice_not_yet_confirmed_survives_a_cut_connection(
    relay: Relay, visit: Callable[..., Visit], story: type[Story]
) -> None:
    page = visit().open(relay.address + LESSON)
    play = story(page, "sam-priya")
    play.go_on()
    play.on("situation")
    play.sheet.locator(".mr-option", has_text=play.text_of("name-priya")).click()
    relay.cut()
    says(page, DOWN)
    relay.mend()
    says(page, SAVED)
    chosen = play.sheet.locator(".mr-option", has=page.locator("input:checked"))
    expect(chosen).to_contain_text(play.text_of("name-priya"))


def test_a_choice_sent_into_a_cut_connection_goes_out_after_a_reload(
    running: Course, relay: Relay, visit: Callable[..., Visit], story: type[Story]
) -> None:
    page = visit().open(relay.address + LESSON)
    play = story(page, "sam-priya")
    play.go_on()
    play.on("situation")
    play.sheet.locator(".mr-option", has_text=play.text_of("blanks")).click()
    relay.cut()
    says(page, DOWN)
    play.sheet.locator(".mr-confirm .mr-button").click()
    relay.mend()
    page.reload(wait_until="commit")
    play.on("consequence")
    says(page, SAVED)
    assert len(picked(running)) == 1


def test_text_typed_just_before_a_reload_is_kept_even_offline(
    running: Course, relay: Relay, visit: Callable[..., Visit]
) -> None:
    page = visit().open(f"{relay.address}{LESSON}#m4-exit-recall")
    area = page.locator("[data-cell=m4-exit-recall] textarea").first
    area.fill("One")
    page.reload(wait_until="commit")
    expect(area).to_have_value("One")
    says(page, SAVED)
    relay.cut()
    says(page, DOWN)
    area.fill("One, two")
    area.blur()
    expect(page.locator("[data-cell=m4-exit-recall] .mr > [role=status]")).to_have_text("Saving…")
    area.fill("One, two, three")
    relay.mend()
    page.reload(wait_until="commit")
    expect(area).to_have_value("One, two, three")
    says(page, SAVED)
    assert '"One, two, three"' in kept(running, "wrote")[-1]


def test_a_killed_server_that_comes_back_shows_the_same_screen(
    serve: Callable[..., Course], visit: Callable[..., Visit], story: type[Story]
) -> None:
    course = serve("--port", "0")
    page = visit().open(course.address + LESSON)
    play = story(page, "sam-priya")
    play.go_on()
    play.choose("blanks")
    before = play.sheet.locator(".mr-body").inner_text()
    course.process.send_signal(signal.SIGKILL)
    course.process.wait(timeout=60)
    says(page, DOWN)
    again = serve("--port", str(urlsplit(course.address).port))
    assert again.address == course.address
    says(page, SAVED)
    assert play.sheet.locator(".mr-body").inner_text() == before
    play.go_on()
    play.choose("drawing")
    assert len(picked(again)) == 2


def test_two_tabs_cannot_make_one_decision_twice(
    running: Course, visit: Callable[..., Visit], story: type[Story]
) -> None:
    first = visit()
    one = story(first.open(running.address + LESSON), "sam-priya")
    one.go_on()
    one.on("situation")
    second = first.page.context.new_page()
    second.goto(running.address + LESSON)
    other = story(second, "sam-priya")
    other.on("situation")
    one.choose("blanks")
    other.sheet.locator(".mr-option", has_text=other.text_of("colour-both")).click()
    other.sheet.locator(".mr-confirm .mr-button").click()
    other.on("consequence")
    expect(other.sheet.locator(".mr-notice")).to_be_visible()
    expect(other.sheet).to_contain_text(one.text_of("blanks"))
    assert len(picked(running)) == 1


def test_returning_to_a_window_shows_what_was_done_in_another(
    running: Course, visit: Callable[..., Visit], story: type[Story]
) -> None:
    first = visit()
    old = first.open(f"{running.address}{LESSON}#m4-exit-recall")
    before = story(old, "sam-priya")
    before.go_on()
    before.on("situation")
    typed = old.locator(".mr-writing textarea").nth(1)
    typed.fill("half a thou")
    new = first.page.context.new_page()
    new.goto(f"{running.address}{LESSON}#m4-exit-recall")
    after = story(new, "sam-priya")
    after.choose("blanks")
    note = new.locator(".mr-writing textarea").first
    note.fill("from the other window")
    note.blur()
    says(new, SAVED)
    old.evaluate("window.dispatchEvent(new Event('focus'))")  # a browser without a screen tells nobody of it
    before.on("consequence")
    expect(old.locator(".mr-writing textarea").first).to_have_value("from the other window")
    expect(typed).to_have_value("half a thou")
    assert len(picked(running)) == 1
