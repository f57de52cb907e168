"""The facilitator's page in a browser: by keyboard alone, and by phone while walking."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.records.workshop.conftest import Played
from tests.web.workshop.screens import Screen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

PEOPLE = ("ada", "ben", "cem", "dora", "eli")
THUMB = 48
"""The least height of what a thumb hits while walking, in CSS pixels."""


@pytest.fixture
def played() -> Played:
    played = Played()
    played.join(*PEOPLE)
    return played


@pytest.fixture(scope="module")
def desk(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    yield page
    page.close()


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    yield page
    page.close()


def phase(played: Played) -> str:
    return played.workshop.state.phase if played.workshop.state else ""


def press(screen: Screen, key: str) -> str:
    """Press a key, and return what it did."""
    screen.page.keyboard.press(key)
    return str(screen.take()["do"])


def test_a_case_is_led_from_the_lobby_to_its_consequence_with_one_key(desk: Page, played: Played) -> None:
    """In each phase the page passes axe; Space and the keys of a presenter's remote do the next step."""
    screen = Screen(desk, played, "host")
    screen.check()
    done = [press(screen, "Space")]
    checked = set[str]()
    while done[-1] != "go_on":
        if phase(played) == "vote":
            played.vote(ada="blanks", ben="name-priya", cem="name-priya")
            screen.show()
        if phase(played) not in checked:
            screen.check()
            checked.add(phase(played))
        done.append(press(screen, ("Space", "PageDown", "Enter")[len(done) % 3]))
    acts = list(dict.fromkeys(done))
    assert acts == ["begin", "page", "vote", "close", "reveal", "talk", "follow", "go_on"]
    assert checked == {"read", "vote", "closed", "revealed", "talk", "consequence"}
    assert done.count("vote") == 2


def test_page_up_turns_back_and_does_nothing_on_the_first_page(desk: Page, played: Played) -> None:
    screen = Screen(desk, played, "host")
    press(screen, "Space")
    desk.keyboard.press("PageUp")
    assert desk.evaluate("window.sent.length") == 0
    press(screen, "PageDown")
    assert press(screen, "PageUp") == "page"
    assert played.workshop.page == 0


def test_two_presses_before_the_answer_do_one_step(desk: Page, played: Played) -> None:
    screen = Screen(desk, played, "host")
    desk.keyboard.press("Space")
    desk.keyboard.press("Space")
    assert screen.take()["do"] == "begin"


def test_every_act_is_reached_by_tab_and_the_focus_stays_where_it_was(desk: Page, played: Played) -> None:
    screen = Screen(desk, played, "host")
    press(screen, "Space")
    for _ in range(60):
        desk.keyboard.press("Tab")
        if desk.evaluate("document.activeElement.textContent") == "2 minutes":
            break
    desk.keyboard.press("Enter")
    assert screen.take() == {"do": "timer", "seconds": 120}
    played.host("timer", seconds=0)
    screen.show()
    assert desk.evaluate("document.activeElement.closest('.ws-timers') !== null")
    texts = desk.locator(".ws-notes > summary")
    texts.focus()
    played.say("wrote", {"participant": "ada", "text": "Who asks <b>first</b>?", "share": False})
    screen.show()
    expect(texts).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Who asks <b>first</b>?")).to_be_visible()
    show = desk.get_by_role("button", name="Show: Who asks")
    show.press("Space")
    assert screen.take()["shown"] is True
    expect(desk.get_by_text("Everybody sees this")).to_be_visible()


def test_a_tie_puts_the_choice_before_the_facilitator(desk: Page, played: Played) -> None:
    played.host("begin", step="sam")
    played.host("vote")
    played.vote(ada="blanks", ben="name-priya", cem="blanks", dora="name-priya")
    for act in ("reveal", "vote"):
        played.host(act)
    played.vote(ada="blanks", ben="name-priya", cem="blanks", dora="name-priya")
    played.host("reveal")
    screen = Screen(desk, played, "host")
    expect(desk.get_by_text("have as many votes as each other: you decide.")).to_be_visible()
    desk.keyboard.press("Space")
    expect(desk.locator(".ws-follow .ws-buttons button").first).to_be_focused()
    assert press(screen, "Enter") == "follow"


def test_what_cannot_be_taken_back_is_asked_first(desk: Page, played: Played) -> None:
    screen = Screen(desk, played, "host")
    end = desk.get_by_role("button", name="End the workshop")
    end.press("Enter")
    expect(desk.get_by_role("button", name="No, stay here")).to_be_focused()
    screen.check()
    desk.keyboard.press("Escape")
    expect(end).to_be_focused()
    assert desk.evaluate("window.sent.length") == 0
    end.press("Enter")
    desk.get_by_role("button", name="Yes").press("Enter")
    assert screen.take()["do"] == "finish"
    expect(desk.get_by_text("The workshop is over.")).to_be_visible()
    expect(desk.locator(".ws-next")).to_be_hidden()


def test_a_second_facilitator_is_told_calmly_that_the_other_was_faster(desk: Page, played: Played) -> None:
    screen = Screen(desk, played, "host")
    desk.keyboard.press("Space")
    desk.evaluate("window.refuse('Somebody else has gone on meanwhile.')")
    told = desk.locator(".ws-told")
    expect(told).to_have_text("Somebody else has gone on meanwhile.")
    assert told.get_attribute("role") == "status"
    desk.evaluate("window.sent.splice(0)")
    assert press(screen, "Space") == "begin"
    expect(told).to_be_hidden()


def test_on_a_phone_the_next_step_is_under_the_thumb_in_every_phase(phone: Page, played: Played) -> None:
    screen = Screen(phone, played, "host")
    while phase(played) != "consequence":
        screen.check()
        box = phone.locator(".ws-next").bounding_box()
        assert box
        assert (box["height"] >= THUMB, box["width"] >= 300) == (True, True)
        assert 740 / 2 < box["y"] < box["y"] + box["height"] <= 740
        phone.locator(".ws-next").click()
        screen.take()
        if phase(played) == "vote":
            played.vote(ada="blanks", ben="name-priya", cem="name-priya")
            screen.show()


def test_settings_and_people_are_changed_from_the_page(desk: Page, played: Played) -> None:
    screen = Screen(desk, played, "host")
    desk.get_by_text("Settings", exact=True).click()
    desk.get_by_label("Names may stand on the projector").check()
    assert screen.take()["settings"] == {"names": True, "least": 3, "together": 1}
    desk.get_by_label("Devices").select_option("3")
    assert screen.take()["settings"] == {"names": True, "least": 3, "together": 3}
    desk.get_by_text("Participants", exact=True).click()
    desk.get_by_role("button", name="Take out: Ben").click()
    desk.get_by_role("button", name="Yes").click()
    assert screen.take()["participant"] == "ben"
    expect(desk.get_by_text("4 devices are here").first).to_be_visible()
