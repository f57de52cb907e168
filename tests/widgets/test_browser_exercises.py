"""Exercises in a browser: by keyboard, on a phone, in the dark, and without a word that was not earned."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from misread_records import written

if TYPE_CHECKING:
    from tests.widgets.conftest import Host, Shown

    Show = Callable[..., Shown]

PHONE = {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark", "reduced_motion": "reduce"}


def sound(shown: Shown) -> None:
    assert shown.violations() == []
    assert shown.overflow() == 0
    assert shown.wrong == []


def test_lines_are_picked_by_keyboard_noted_and_picked_again(show: Show, host: Host) -> None:
    shown = show("exercise:X2.4")
    boxes = shown.root.get_by_role("group", name="Choose every line").get_by_role("checkbox")
    expect(boxes).to_have_count(6)
    shown.button("Confirm").press("Enter")
    expect(shown.root.get_by_role("alert")).to_have_text("Pick at least one line first.")
    vague = shown.root.get_by_role("checkbox", name="I am open to most things")
    vague.focus()
    shown.page.keyboard.press("Space")
    expect(shown.root.locator(".mr-count")).to_have_text("One picked")
    shown.button("Confirm").focus()
    shown.page.keyboard.press("Enter")
    expect(shown.root.locator(".mr-result")).to_be_focused()
    expect(shown.root.locator(".mr-result")).to_contain_text("This try earns none of three points.")
    expect(vague).to_be_checked()
    expect(vague).to_have_accessible_description(
        "It is friendly and puts the boss at ease. Look for the aim: could the boss write it down?"
    )
    expect(shown.root.locator(".mr-note")).to_have_count(1)
    sound(shown)
    vague.uncheck()
    for start in ("“In two years", "“The fleet chair", "“I want to move"):
        shown.root.get_by_role("checkbox", name=start).check()
    shown.button("Confirm again").click()
    shown.on("over")
    expect(shown.root.locator(".mr-result")).to_contain_text("Your best try counts: three of three points.")
    expect(shown.root.locator(".mr-outcome")).to_have_count(6)
    expect(shown.root.locator(".mr-instruction")).to_be_visible()
    sound(shown)
    assert [event.data["try"] for event in host.seat.journal.read("ada")] == [1, 2]


def test_items_are_placed_with_lists_on_a_phone(show: Show) -> None:
    shown = show("exercise:X4.5", **PHONE)
    lists = shown.root.get_by_role("combobox")
    expect(lists).to_have_count(16)
    assert all(box and box["width"] >= 200 for box in (one.bounding_box() for one in lists.all()))
    shown.button("Confirm").press("Enter")
    expect(shown.root.get_by_role("alert")).to_have_text("Choose a value for each of them first.")
    expect(lists.first).to_be_focused()
    first = shown.root.get_by_role("group", name="Wrote the test for arsenic in water")
    for pair in shown.root.locator(".mr-matched").all():
        pair.get_by_label("Ladder").select_option("Manager ladder")
        pair.get_by_label("Rung").select_option("Rung 3")
    shown.button("Confirm").click()
    expect(shown.root.locator(".mr-result")).to_be_focused()
    expect(first.get_by_label("Ladder")).to_have_value("2")
    expect(first.locator(".mr-note")).to_contain_text("Four laboratories sound like a manager’s reach.")
    sound(shown)
    shown.button("Confirm again").click()
    shown.on("over")
    expect(shown.root.locator(".mr-outcome").first).to_contain_text("You said: Manager ladder, Rung 3")
    expect(shown.root.get_by_role("combobox")).to_have_count(0)
    sound(shown)


def test_a_text_is_counted_saved_handed_in_and_revised(show: Show, host: Host) -> None:
    shown = show("exercise:X4.6", **PHONE)
    area, status = shown.root.get_by_role("textbox", name="Your text"), shown.root.locator(".mr-writing .mr-actions")
    area.fill("Four weeks, and\ntwo talks")
    expect(shown.root.get_by_text("5 words; 100 to 300 are asked for").first).to_be_visible()
    area.blur()
    expect(status).to_contain_text("Saved")
    shown.button("Hand in").click()
    expect(shown.root.locator(".mr-help")).to_be_focused()
    expect(shown.root.locator(".mr-help")).to_contain_text("A senior planner on my team")
    expect(status).to_contain_text("Handed in. You may change it")
    expect(shown.button("Hand in")).to_be_hidden()
    sound(shown)
    area.fill("Four weeks, and three talks")
    area.blur()
    expect(status).to_contain_text("What you handed in before stands")
    shown.button("Hand in again").click()
    expect(status).to_contain_text("Handed in. You may change it")
    found = written(host.seat.journal.read("ada"), "X4.6")
    assert found
    assert found.handed_in == found.text == "Four weeks, and three talks"


def test_half_a_sign_keeps_no_text_from_being_saved(show: Show, host: Host) -> None:
    shown = show("exercise:X4.6")
    area = shown.root.get_by_role("textbox")
    # JSON.parse, since no half of a sign comes through from here
    area.evaluate("""(area) => {
        area.value = JSON.parse('"On Monday \\\\ud83d I ask \\\\ud83d\\\\ude00"');
        area.dispatchEvent(new Event("input"));
        area.dispatchEvent(new Event("blur"));
    }""")
    expect(shown.root.get_by_text("Saved", exact=True)).to_be_visible()
    (event,) = host.seat.journal.read("ada")
    assert event.data["text"] == "On Monday \ufffd I ask \U0001f600"


def test_handing_in_while_the_text_is_still_being_saved_is_not_lost(show: Show, host: Host) -> None:
    shown = show("exercise:X4.6")
    area = shown.root.get_by_role("textbox", name="Your text")
    area.fill("First")
    shown.button("Hand in").click()
    expect(shown.root.locator(".mr-help")).to_be_focused()
    area.fill("Second")
    area.blur()
    expect(shown.button("Hand in again")).to_be_visible()
    with host.lock:
        area.fill("Third")
        area.blur()
        shown.button("Hand in again").click()
    expect(shown.root.locator(".mr-writing .mr-actions")).to_contain_text("Handed in. You may change it")
    found = written(host.seat.journal.read("ada"), "X4.6")
    assert found
    assert found.handed_in == "Third"


def test_a_page_that_is_loaded_again_shows_where_one_stands(show: Show) -> None:
    shown = show("exercise:X2.3")
    for one in shown.root.get_by_role("combobox").all():
        one.select_option("Proves none of the four")
    shown.button("Confirm").click()
    expect(shown.root.locator(".mr-result")).to_contain_text("Two of the six stand where the answer has them.")
    again = show("exercise:X2.3")
    expect(again.root.locator(".mr-result")).to_contain_text("This try earns two of six points.")
    expect(again.root.get_by_role("combobox").first).to_have_value("5")
    assert again.page.evaluate("document.activeElement === document.body")
