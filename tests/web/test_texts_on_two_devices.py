"""A text written on two devices at once: neither replaces the other, both are shown, and the writer chooses."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.relay import Relay
from tests.web.test_never_lost import DOWN, SAVED, kept, says

if TYPE_CHECKING:
    from tests.web.conftest import Course, Visit

LESSON = "lessons/m4-sam-and-priya#m4-trial-write"
BEGUN = "Four weeks of one-to-ones."
LONG = f"{BEGUN} {'At the desk, with time to think. ' * 30}"
LINE = f"{BEGUN} One line from the train."


class Writer:
    """A device on which a text is written."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.piece = page.locator("[data-cell=m4-trial-write]")
        self.area = self.piece.get_by_role("textbox", name="Your text")
        self.beside = self.piece.locator(".mr-beside")

    def writes(self, text: str) -> Writer:
        self.area.fill(text)
        self.area.blur()
        return self

    def says(self, text: str) -> None:
        expect(self.piece.locator(".mr-writing .mr-actions [role=status]")).to_have_text(text)

    def button(self, name: str) -> Locator:
        return self.piece.get_by_role("button", name=name, exact=True)


@pytest.fixture
def running(serve: Callable[..., Course]) -> Course:
    return serve("--port", "0")


@pytest.fixture
def relay(running: Course) -> Iterator[Relay]:
    made = Relay(running.address)
    running.also_at(made.address)
    yield made
    made.close()


@pytest.fixture
def both(running: Course, relay: Relay, visit: Callable[..., Visit]) -> tuple[Writer, Writer]:
    """A laptop that has written more, and a phone that comes back with a line of its own."""
    phone = Writer(visit(viewport={"width": 360, "height": 740}).open(f"{relay.address}{LESSON}"))
    phone.writes(BEGUN).says("Saved")
    laptop = Writer(visit().open(f"{running.address}{LESSON}"))
    expect(laptop.area).to_have_value(BEGUN)
    relay.cut()
    says(phone.page, DOWN)
    phone.writes(LINE)
    laptop.writes(LONG).says("Saved")
    relay.mend()
    says(phone.page, SAVED)
    return laptop, phone


def texts(running: Course) -> list[str]:
    return [json.loads(data)["text"] for data in kept(running, "wrote")]


def test_a_line_from_a_phone_that_was_away_stands_beside_the_longer_text(
    running: Course, both: tuple[Writer, Writer], visit: Callable[..., Visit]
) -> None:
    laptop, phone = both
    expect(phone.area).to_have_value(LINE)
    phone.says("Saved, beside your other text. Choose below which one stays.")
    expect(phone.beside).to_contain_text(LONG.strip())
    expect(phone.beside).to_contain_text(re.compile(r"Saved \d{1,2} \w+ \d{4}, \d\d:\d\d"))
    anew = visit()
    opened = Writer(anew.open(f"{running.address}{LESSON}"))
    expect(opened.area).to_have_value(LONG)
    expect(opened.beside).to_contain_text(LINE)
    assert anew.violations() == []
    laptop.page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(laptop.area).to_have_value(LONG)
    expect(laptop.beside).to_contain_text(LINE)
    notes = visit().open(f"{running.address}")
    expect(notes.locator(".note-text")).to_have_text([LONG.strip(), LINE])
    assert texts(running) == [BEGUN, LONG, LINE]


def test_each_device_writes_on_in_its_own_text_until_one_is_chosen(
    running: Course, both: tuple[Writer, Writer]
) -> None:
    laptop, phone = both
    phone.writes(f"{LINE} Two.").says("Saved, beside your other text. Choose below which one stays.")
    laptop.writes(f"{LONG} Done.").says("Saved")
    expect(laptop.beside).to_contain_text(f"{LINE} Two.")
    laptop.button("Keep the text in the field").press("Enter")
    expect(laptop.beside).to_be_hidden()
    expect(laptop.area).to_be_focused()
    laptop.says("Saved")
    phone.page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(phone.area).to_have_value(f"{LONG} Done.")
    expect(phone.beside).to_be_hidden()
    assert texts(running)[-1] == f"{LONG} Done."
    assert f"{LINE} Two." in texts(running)


def test_on_a_phone_both_choices_are_met_before_the_other_text(both: tuple[Writer, Writer]) -> None:
    _laptop, phone = both
    phone.page.set_viewport_size({"width": 360, "height": 740})
    other = phone.beside.locator(".mr-words").bounding_box()
    assert other
    for name in ("Keep the text in the field", "Use this text"):
        button = phone.button(name).bounding_box()
        assert button
        assert button["y"] + button["height"] <= other["y"]


def test_the_other_text_is_taken_and_stands_alone_on_both_devices(running: Course, both: tuple[Writer, Writer]) -> None:
    laptop, phone = both
    phone.button("Use this text").click()
    expect(phone.area).to_have_value(LONG)
    expect(phone.beside).to_be_hidden()
    phone.says("Saved")
    phone.page.reload()
    expect(phone.area).to_have_value(LONG)
    expect(phone.beside).to_be_hidden()
    laptop.page.reload()
    expect(laptop.area).to_have_value(LONG)
    laptop.writes(f"{LONG} And on.").says("Saved")
    expect(laptop.beside).to_be_hidden()
    assert texts(running) == [BEGUN, LONG, LINE, f"{LONG} And on."]


def test_a_part_of_each_is_put_together_and_kept(running: Course, both: tuple[Writer, Writer]) -> None:
    _laptop, phone = both
    together = f"{LINE} {LONG}"
    phone.writes(together)
    phone.says("Saved, beside your other text. Choose below which one stays.")
    phone.button("Keep the text in the field").click()
    expect(phone.beside).to_be_hidden()
    phone.page.reload()
    expect(phone.area).to_have_value(together)
    assert texts(running)[-1] == together


def test_a_text_handed_in_offline_never_replaces_one_handed_in_elsewhere(
    running: Course, relay: Relay, visit: Callable[..., Visit]
) -> None:
    long, other = "At the desk. " * 60, "On the train. " * 60
    phone = Writer(visit().open(f"{relay.address}{LESSON}"))
    laptop = Writer(visit().open(f"{running.address}{LESSON}"))
    relay.cut()
    says(phone.page, DOWN)
    phone.area.fill(other)
    phone.button("Hand in").click()
    laptop.area.fill(long)
    laptop.button("Hand in").click()
    expect(laptop.piece.locator(".mr-help")).to_be_visible()
    relay.mend()
    phone.says("Saved, but not handed in: you have handed in another text meanwhile. Choose below which one stays.")
    expect(phone.beside).to_contain_text("At the desk.")
    handed = [json.loads(data)["text"] for data in kept(running, "wrote") if json.loads(data)["done"]]
    assert handed == [long]


def test_a_page_with_a_too_long_text_does_not_claim_that_all_is_saved(
    running: Course, visit: Callable[..., Visit]
) -> None:
    anew = visit(viewport={"width": 360, "height": 740})
    writer = Writer(anew.open(f"{running.address}{LESSON}"))
    writer.writes(BEGUN).says("Saved")
    says(writer.page, SAVED)
    writer.writes("x" * 20_001)
    says(writer.page, "One text is not saved: it is too long. Below its field you see by how much.")
    assert anew.violations() == []
    writer.writes(LINE).says("Saved")
    says(writer.page, SAVED)
    assert texts(running) == [BEGUN, LINE]
