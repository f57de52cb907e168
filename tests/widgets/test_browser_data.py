"""Data exercises in a browser: by keyboard, on a phone, heard by a screen reader, and after a reload."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.widgets.conftest import Host, Shown

    Show = Callable[..., Shown]

PHONE = {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark", "reduced_motion": "reduce"}


def sound(shown: Shown) -> None:
    assert shown.violations() == []
    assert shown.overflow() == 0
    assert shown.wrong == []


def menu(shown: Shown, label: str) -> Locator:
    return shown.root.get_by_role("combobox", name=label, exact=True)


def look(shown: Shown, **chosen: str) -> None:
    """Choose from the lists by what they say, and show the result."""
    for label, option in chosen.items():
        menu(shown, label.replace("_", " ")).select_option(label=option)
    shown.button("Show").press("Enter")


def test_data_are_looked_at_and_questions_answered_by_keyboard_alone(show: Show, host: Host) -> None:
    shown = show("exercise:D1", reduced_motion="reduce")
    keyboard = shown.page.keyboard
    menu(shown, "What to show").focus()
    keyboard.press("ArrowDown")
    keyboard.press("Tab")
    for _ in range(3):
        keyboard.press("ArrowDown")
    expect(menu(shown, "Compare by")).to_have_value("4")
    for _ in range(4):
        keyboard.press("Tab")
    expect(shown.button("Show")).to_be_focused()
    keyboard.press("Enter")
    table = shown.root.get_by_role("table", name="Share who want more, by visibility")
    expect(table.get_by_role("row")).to_have_count(4)
    expect(shown.root.locator("> [role=status]")).to_have_text("Table with 3 rows")
    expect(shown.root.get_by_role("img", name="Share who want more, by visibility")).to_be_visible()
    expect(shown.button("Show")).to_be_focused()
    sound(shown)
    rate = shown.root.get_by_role("textbox", name="Of the people who are noted")
    rate.focus()
    keyboard.type("fifty")
    keyboard.press("Enter")
    expect(shown.root.locator(".mr-lack:not(:empty)")).to_have_text("Pick at least one of these.")
    expect(shown.root.get_by_role("checkbox").first).to_be_focused()
    for box in shown.root.get_by_role("checkbox").all():
        box.focus()
        keyboard.press("Space")
    keyboard.press("Enter")
    expect(rate).to_be_focused()
    expect(shown.root.locator(".mr-lack:not(:empty)")).to_contain_text("“fifty” can’t be read as a number.")
    assert host.seat.journal.read("ada") == ()
    rate.fill("27,1")
    expect(shown.root.locator(".mr-lack:not(:empty)")).to_have_count(0)
    keyboard.press("Enter")
    expect(shown.root.locator(".mr-result")).to_be_focused()
    expect(rate).to_have_value("27.1")
    expect(rate).to_have_accessible_description(
        re.compile("^That’s the share of the whole firm .+ Both 12.5 and 12,5 are fine")
    )
    sound(shown)
    (event,) = host.seat.journal.read("ada")
    assert event.data["try"] == 1


def test_on_a_phone_what_was_looked_at_can_be_opened_again_and_survives_a_reload(show: Show, host: Host) -> None:
    shown = show("exercise:D1", **PHONE)
    look(shown, What_to_show="Share who want more")
    expect(shown.root.get_by_role("rowheader")).to_have_text("All")
    look(shown, Compare_by="Visibility", And_by="Asked outright")
    expect(shown.root.get_by_role("rowheader")).to_have_count(12)
    sound(shown)
    svg = shown.root.locator(".mr-chart svg")
    assert "High, never asked: " in svg.locator("desc").evaluate("desc => desc.textContent")
    size = svg.locator("text").first.evaluate("text => text.getBoundingClientRect().height")
    assert size >= 12
    seen = shown.root.get_by_role("list", name="What you have looked at").get_by_role("button")
    expect(seen).to_have_count(2)
    seen.first.click()
    expect(shown.root.get_by_role("rowheader")).to_have_text("All")
    expect(menu(shown, "Compare by")).to_have_value("1")
    expect(seen.first).to_be_focused()
    expect(seen.first).to_have_attribute("aria-current", "true")
    shown.root.get_by_role("textbox").fill("0,5")
    shown.page.reload()
    expect(seen).to_have_count(2)
    expect(shown.root.get_by_role("textbox")).to_have_value("0,5")
    assert host.seat.journal.read("ada") == ()


def test_the_explanation_shows_the_right_figures_and_one_may_go_on_looking(show: Show) -> None:
    shown = show("exercise:D1", reduced_motion="reduce")
    shown.root.get_by_role("textbox").fill("50")
    for option in ("Why these people", "Whether they’re ready", "What any one of them"):
        shown.root.get_by_role("checkbox", name=option).check()
    shown.button("Confirm").click()
    shown.on("over")
    expect(shown.root.locator(".mr-result")).to_contain_text("Both are right.")
    checked = shown.root.locator(".mr-checked")
    expect(checked).to_contain_text("Half of the people noted as “not interested” want more")
    expect(checked.get_by_role("img")).to_be_visible()
    expect(checked).to_contain_text("Made-up data: Harbour & Pine")
    look(shown, Compare_by="Visibility")
    expect(shown.root.locator(".mr-looking").get_by_role("table")).to_be_visible()
    expect(shown.button("Show")).to_be_focused()
    sound(shown)
