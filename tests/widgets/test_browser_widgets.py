"""The guess, the questions from memory and the two mirrors in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.widgets.conftest import Host, Shown

    Show = Callable[..., Shown]

PHONE = {"viewport": {"width": 360, "height": 740}}


def _texts(host: Host) -> list[object]:
    return [event.data["text"] for event in host.seat.journal.read("ada") if event.kind == "wrote"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("piece", ["guess:M2.try", "recall:M4.exit", "mirrors:two-mirrors"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(show: Show, piece: str, scheme: str) -> None:
    shown = show(piece, **PHONE, color_scheme=scheme, reduced_motion="reduce")
    assert shown.violations() == []
    assert shown.overflow() == 0
    assert shown.wrong == []


def test_a_guess_is_answered_by_keyboard_and_the_answer_takes_the_focus(show: Show) -> None:
    shown = show("guess:M2.try")
    shown.root.locator("input").first.focus()
    shown.page.keyboard.press("ArrowDown")
    shown.page.keyboard.press("Enter")
    shown.on("after")
    expect(shown.root.locator(".mr-after")).to_be_focused()
    expect(shown.root.locator(".mr-after")).to_contain_text("The Saturdays are a hint")
    assert shown.violations() == []


def test_a_text_is_saved_and_called_saved_when_its_writer_leaves_the_field(show: Show, host: Host) -> None:
    shown = show("recall:M4.exit")
    field = shown.root.get_by_role("textbox").first
    state = shown.root.locator(".mr-writing").first.get_by_role("status")
    with host.lock:
        field.fill("Asking is one thing")
        expect(state).to_have_text("Not saved yet")
        field.blur()
        expect(shown.root.locator("> [role=status]")).to_have_text("Saving…")
        expect(state).to_have_text("Not saved yet")
        assert _texts(host) == []
    expect(state).to_have_text("Saved")
    assert _texts(host) == ["Asking is one thing"]


def test_a_text_is_saved_when_its_writer_pauses(show: Show, host: Host) -> None:
    shown = show("recall:M4.exit")
    shown.root.get_by_role("textbox").first.press_sequentially("One")
    expect(shown.root.locator(".mr-writing").first.get_by_role("status")).to_have_text("Saved")
    assert _texts(host) == ["One"]
    expect(shown.root.get_by_role("textbox").first).to_be_focused()


def test_text_typed_during_a_save_is_neither_lost_nor_overwritten(show: Show, host: Host) -> None:
    shown = show("recall:M4.exit")
    first, second = shown.root.get_by_role("textbox").all()[:2]
    with host.lock:
        first.fill("One")
        first.blur()
        expect(shown.root.locator("> [role=status]")).to_have_text("Saving…")
        first.fill("One and more")
        second.fill("Two")
        second.blur()
    expect(shown.root.locator(".mr-writing").nth(1).get_by_role("status")).to_have_text("Saved")
    expect(first).to_have_value("One and more")
    assert _texts(host) == ["One", "One and more", "Two"]


def test_a_text_from_another_window_is_shown_and_never_overwritten(show: Show, host: Host) -> None:
    earlier, later = show("recall:M4.exit"), show("recall:M4.exit")
    later.root.get_by_role("textbox").first.fill("On the train")
    later.root.get_by_role("textbox").first.blur()
    expect(later.root.locator(".mr-writing").first.get_by_role("status")).to_have_text("Saved")
    earlier.root.get_by_role("textbox").nth(1).fill("At the desk")
    earlier.root.get_by_role("textbox").nth(1).blur()
    expect(earlier.root.get_by_role("textbox").first).to_have_value("On the train")
    expect(earlier.root.locator(".mr-writing").nth(1).get_by_role("status")).to_have_text("Saved")
    assert _texts(host) == ["On the train", "At the desk"]


def test_the_text_of_a_learner_never_becomes_markup(show: Show) -> None:
    text = "<img src=x onerror=document.title='hit'><b>bold</b>"
    shown = show("recall:M4.exit")
    shown.root.get_by_role("textbox").first.fill(text)
    shown.button("Compare").first.click()
    expect(shown.root.locator(".mr-help").first).to_be_focused()
    again = show("recall:M4.exit")
    expect(again.root.get_by_role("textbox").first).to_have_value(text)
    assert again.root.locator("img, b").count() == 0
    assert again.page.title() == "A piece of a lesson"


def test_nothing_is_compared_before_something_is_written(show: Show, host: Host) -> None:
    shown = show("recall:M4.exit")
    shown.button("Compare").first.click()
    expect(shown.root.locator(".mr-writing").first.get_by_role("status")).to_have_text("Write something first.")
    expect(shown.root.get_by_role("textbox").first).to_be_focused()
    assert host.seat.journal.read("ada") == ()


def test_a_line_is_turned_over_and_back(show: Show) -> None:
    shown = show("mirrors:two-mirrors")
    line = shown.root.locator(".mr-line").nth(1)
    expect(line.locator(".mr-thoughts")).to_be_hidden()
    button = line.get_by_role("button", name="Line 2: Turn over")
    button.focus()
    shown.page.keyboard.press("Enter")
    expect(line.locator(".mr-thoughts")).to_contain_text("I’ve said it, and it came out easily")
    expect(line.get_by_role("button", name="Line 2: Turn back")).to_have_attribute("aria-expanded", "true")
    shown.button("Turn all lines over").click()
    assert shown.root.locator(".mr-thoughts:visible").count() == 14
    assert shown.violations() == []
    shown.button("Turn all lines back").click()
    assert shown.root.locator(".mr-thoughts:visible").count() == 0


def test_the_line_is_marked_and_the_rest_is_written(show: Show, host: Host) -> None:
    shown = show("mirrors:two-mirrors", **PHONE)
    shown.button("Mark this line").press("Enter")
    expect(shown.root.locator(".mr-hint")).to_have_text("Choose a line first.")
    shown.root.get_by_role("radio", name="Line 7", exact=True).check()
    shown.button("Mark this line").click()
    expect(shown.root.locator(".mr-reply")).to_be_focused()
    expect(shown.root.locator(".mr-reply")).to_contain_text("A little earlier")
    shown.root.get_by_role("radio", name="Line 3", exact=True).check()
    shown.button("Mark another line").click()
    shown.on("moment")
    expect(shown.root.get_by_role("heading", name="The moment")).to_be_visible()
    shown.root.get_by_role("textbox").first.fill("Which part is that?")
    shown.button("Compare").first.click()
    expect(shown.root.locator(".mr-help").first).to_contain_text("Victor might have said")
    assert shown.violations() == []
    assert shown.overflow() == 0
    assert set(_texts(host)) == {"Which part is that?"}
