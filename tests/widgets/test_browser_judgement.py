"""Situations to rate in a browser: by keyboard, by thumb on a phone, left and resumed, and read at the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from misread_records import Event
from misread_records.judgement import sitting
from misread_scenarios.exercises import rated_situations
from tests.records.fake_rater import contrary, expert, ratings
from tests.widgets.conftest import LESSON

if TYPE_CHECKING:
    from tests.widgets.conftest import Host, Shown

    Show = Callable[..., Shown]

PHONE = {"viewport": {"width": 360, "height": 740}, "reduced_motion": "reduce", "has_touch": True}
THUMB = 44
"""The least size of a target, in CSS pixels."""


def sound(shown: Shown) -> None:
    assert shown.violations() == []
    assert shown.overflow() == 0
    assert shown.wrong == []


def keep(host: Host, events: list[Event], lesson: str | None = None) -> None:
    for event in events:
        host.seat.journal.append(Event.model_validate({**event.model_dump(), "lesson": lesson or event.lesson}))


def test_a_situation_is_rated_by_keyboard_and_the_next_one_read_out(show: Show, host: Host) -> None:
    shown = show("judgement:J.after")
    expect(shown.root.locator(".mr-rate-progress")).to_have_text("1 of 12")
    groups = shown.root.get_by_role("group")
    expect(groups).to_have_count(5)
    keyboard = shown.page.keyboard
    shown.button("Save and go on").press("Enter")
    expect(shown.root.get_by_role("alert").filter(has_text="Rate this one.")).to_be_visible()
    expect(shown.root.locator(".mr-confirm .mr-hint")).to_have_text("Five still to answer.")
    for number in range(4):
        expect(groups.nth(number).get_by_role("radio").first).to_be_focused()
        keyboard.press("Space")
        for _ in range(number):
            keyboard.press("ArrowRight")
        keyboard.press("Tab")
    sound(shown)
    keyboard.press("ArrowDown")
    keyboard.press("Tab")
    expect(shown.button("Save and go on")).to_be_focused()
    keyboard.press("Enter")
    expect(shown.root.locator(".mr-rate-progress")).to_have_text("2 of 12")
    expect(shown.root.get_by_role("heading", name=rated_situations()["J2"].title)).to_be_focused()
    expect(shown.root.get_by_role("status")).to_have_text("Saved. Situation 2 of 12.")
    expect(shown.root.get_by_role("radio", checked=True)).to_have_count(0)
    (rated,) = sitting(host.seat.journal.read("ada"), "J.after", "ada").rated
    assert list(rated.ratings.values()) == [1, 2, 3, 4]
    assert rated.pick == list(rated.ratings)[1]


def test_on_a_phone_each_radio_is_a_thumb_wide_and_what_was_begun_survives_a_reload(show: Show, host: Host) -> None:
    keep(host, ratings("ada", "J.before", number=11), LESSON)
    shown = show("judgement:J.before", **PHONE)
    expect(shown.root.locator(".mr-rate-progress")).to_have_text("12 of 12")
    cells = shown.root.locator(".mr-rate-scale .mr-cell")
    expect(cells).to_have_count(16)
    assert all(box and min(box["width"], box["height"]) >= THUMB for box in (one.bounding_box() for one in cells.all()))
    sound(shown)
    scales = shown.root.locator(".mr-rate-scale")
    scales.nth(0).get_by_text("Very poor").tap()
    scales.nth(1).get_by_text("Very good").tap()
    shown.page.reload()
    expect(scales.nth(0).get_by_role("radio", name="Very poor")).to_be_checked()
    expect(scales.nth(1).get_by_role("radio", name="Very good")).to_be_checked()
    scales.nth(2).get_by_text("Good", exact=True).tap()
    scales.nth(3).get_by_text("Poor", exact=True).tap()
    shown.root.locator(".mr-rate-best .mr-option").nth(1).tap()
    shown.button("Save and finish").tap()
    shown.on("done")
    expect(shown.root.get_by_role("heading", name="All twelve rated")).to_be_focused()
    expect(shown.root.locator(".mr-rate-summary dt")).to_have_count(7)
    expect(shown.root.locator("details")).to_have_count(0)
    sound(shown)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_after_the_course_the_reasons_open_one_by_one_below_what_has_changed(
    scheme: str, show: Show, host: Host
) -> None:
    keep(host, ratings("ada", "J.before", contrary))
    keep(host, ratings("ada", "J.after", expert), LESSON)
    shown = show("judgement:J.after", color_scheme=scheme, **PHONE)
    expect(shown.root.get_by_role("heading", name="Beside your ratings before the course")).to_be_visible()
    reasons = shown.root.locator("details")
    expect(reasons).to_have_count(12)
    first = reasons.first
    first.locator("summary").press("Enter")
    expect(first.get_by_text("the key’s first choice, your pick")).to_be_visible()
    expect(first.get_by_text("You: very good. The key: very good.")).to_be_visible()
    sound(shown)
