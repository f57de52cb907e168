"""A participant's page in a browser at the width of a phone: by thumb, by keyboard, and without a connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from misread_web.workshop.views import step_on_phones
from tests.records.workshop.conftest import Played
from tests.web.workshop.phones import Phone, check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser
    from pydantic import JsonValue

PEOPLE = ("ada", "ben", "cem", "dora", "eli")
LATE = "Voting had closed when your vote arrived."


@pytest.fixture
def played() -> Played:
    played = Played()
    played.join(*PEOPLE)
    return played


@pytest.fixture(scope="module")
def small(browser: Browser) -> Iterator[Page]:
    """A page as wide as a small phone, for all tests of this file."""
    page = browser.new_page(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    yield page
    page.close()


def take(phone: Phone) -> None:
    """Keep the vote that the page has sent, as the server does."""
    (message,) = phone.sent()
    workshop = phone.played.workshop
    assert workshop.state
    assert phone.played.vote(ada=step_on_phones(workshop, workshop.state).kept("ada", message["answer"])) == [None]
    phone.show()


def test_a_case_from_the_first_reading_to_its_consequence(small: Page, played: Played) -> None:
    """Every phase fits on a small phone and passes axe."""
    phone = Phone(small, played)
    check(small)
    acts: list[tuple[str, dict[str, JsonValue]]] = [
        ("begin", {"step": "sam"}), ("vote", {}), ("close", {}), ("reveal", {}), ("talk", {"seconds": 90, "people": 2}),
        ("vote", {}), ("reveal", {}), ("follow", {"picks": ["blanks", "ask-first"]}), ("pause", {}),
    ]  # fmt: skip
    for do, data in acts:
        assert played.host(do, **data) is None
        if do == "vote":
            played.vote(ben="blanks", cem="blanks", dora="ask-first", ada="ask-first")
        phone.show()
        check(small)


def test_a_vote_by_keyboard_is_sent_told_and_changed(small: Page, played: Played) -> None:
    phone = Phone(small, played)
    played.host("begin", step="sam")
    played.host("vote")
    phone.show()
    expect(small.locator("h1")).to_be_focused()
    small.get_by_role("radio").first.focus()
    for key in ("Space", "ArrowDown"):
        small.keyboard.press(key)
    small.keyboard.press("Enter")
    take(phone)
    change = small.get_by_role("button", name="Change")
    expect(change).to_be_visible()
    expect(small.get_by_text("Your vote is in.")).to_be_visible()
    change.focus()
    small.keyboard.press("Enter")
    expect(small.get_by_role("radio").nth(1)).to_be_checked()
    small.keyboard.press("ArrowDown")
    small.keyboard.press("Enter")
    take(phone)
    third = phone.views["view"]["step"]["form"]["options"][2]["text"]
    expect(small.locator(".ws-own")).to_contain_text(third)


def test_a_new_view_leaves_somebody_who_is_choosing_alone(small: Page, played: Played) -> None:
    phone = Phone(small, played)
    played.host("begin", step="sam")
    played.host("vote")
    phone.show()
    radio = small.get_by_role("radio").nth(2)
    radio.check()
    radio.focus()
    played.vote(ben="blanks", cem="ask-first")
    played.host("timer", seconds=60)
    phone.show()
    expect(radio).to_be_focused()
    expect(radio).to_be_checked()
    expect(small.get_by_role("timer")).to_contain_text("1:00")


def test_a_vote_without_a_connection_is_kept_and_says_so(small: Page, played: Played) -> None:
    phone = Phone(small, played)
    played.host("begin", step="sam")
    played.host("vote")
    phone.show()
    phone.line("down")
    small.get_by_role("radio").first.check()
    small.get_by_role("button", name="Confirm").click()
    expect(small.get_by_text("Your vote is kept on this phone")).to_be_visible()
    phone.line("sending")
    expect(small.get_by_text("On its way")).to_be_visible()
    take(phone)
    expect(small.get_by_text("Your vote is in.")).to_be_visible()


def test_a_vote_that_came_too_late_is_told_and_not_shown_as_given(small: Page, played: Played) -> None:
    phone = Phone(small, played)
    played.host("begin", step="sam")
    played.host("vote")
    phone.show()
    small.get_by_role("radio").first.check()
    small.get_by_role("button", name="Confirm").click()
    played.host("close")
    phone.show()
    small.evaluate("(text) => window.refuse(text)", LATE)
    expect(small.get_by_role("alert").filter(has_text=LATE)).to_be_visible()
    expect(small.locator(".ws-own")).to_be_hidden()


def test_a_question_for_later_and_a_sentence_with_consent_are_at_hand_in_every_phase(
    small: Page, played: Played
) -> None:
    phone = Phone(small, played)
    small.get_by_role("button", name="Ask later").click()
    small.get_by_label("Your question").fill("Who may see the sheet?")
    small.get_by_role("button", name="Put it on the list").click()
    (question,) = phone.sent()
    assert {name: question[name] for name in ("do", "step", "text", "share")} == {
        "do": "write", "step": "", "text": "Who may see the sheet?", "share": False,
    }  # fmt: skip
    small.keyboard.press("Escape")
    played.host("begin", step="sam")
    played.host("vote")
    phone.show()
    small.get_by_role("button", name="Share", exact=True).click()
    small.get_by_label("Your sentence").fill("What would you like?")
    small.get_by_label("It may be quoted").check()
    small.get_by_role("button", name="Share it").click()
    (sentence,) = phone.sent()
    assert (sentence["step"], sentence["share"]) == ("sam", True)


def test_a_new_phase_moves_nobody_out_of_an_open_window(small: Page, played: Played) -> None:
    phone = Phone(small, played)
    small.get_by_role("button", name="Ask later").click()
    field = small.get_by_label("Your question")
    field.fill("Who may")
    played.host("begin", step="sam")
    phone.show()
    expect(field).to_be_focused()
    expect(field).to_have_value("Who may")
    expect(small.locator("h1")).to_have_text("One colour each")


def test_ones_own_vote_is_marked_in_the_result(small: Page, played: Played) -> None:
    phone = Phone(small, played)
    played.host("begin", step="sam")
    played.host("vote")
    played.vote(ada="blanks", ben="blanks", cem="ask-first")
    played.host("reveal")
    phone.show()
    marked = small.locator(".ws-row").filter(has=small.locator(".ws-yours"))
    expect(marked).to_have_count(1)
    expect(marked).to_contain_text(phone.views["own"]["vote"]["chosen"][0])
