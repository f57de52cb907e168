"""Values in a browser: by keyboard alone, by thumb on a phone, left and resumed, and sorted again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, expect

from misread_records.values import value_rounds
from misread_scenarios.exercises import Values, load_exercise

if TYPE_CHECKING:
    from misread_records.values import ValuesRound
    from tests.widgets.conftest import Host, Shown

    Show = Callable[..., Shown]

ITEM = "X2.1"
PHONE = {"viewport": {"width": 360, "height": 740}, "reduced_motion": "reduce", "has_touch": True}
THUMB = 44
"""The least size of a target, in CSS pixels."""
EIGHT = ("Craft", "Time", "Making", "Teaching", "Freedom", "Puzzles", "Fairness", "Candour")


def exercise() -> Values:
    found = load_exercise(ITEM)
    assert isinstance(found, Values)
    return found


def rounds(host: Host) -> tuple[ValuesRound, ...]:
    return value_rounds(host.seat.journal.read("ada"), ITEM, exercise())


def sound(shown: Shown) -> None:
    assert shown.violations() == []
    assert shown.overflow() == 0
    assert shown.wrong == []


def card(shown: Shown, name: str) -> Locator:
    return shown.root.locator(".mr-value").filter(has=shown.page.get_by_text(name, exact=True))


def keep(shown: Shown, names: tuple[str, ...] = EIGHT) -> None:
    for name in names:
        card(shown, name).click()
    shown.button("Keep these").click()
    shown.on("rank")


def rank(shown: Shown, names: tuple[str, ...]) -> None:
    """Bring cards to the top, in this order, with the button of each."""
    rows = shown.root.locator(".mr-card-text")
    for place, name in enumerate(names):
        at = next(index for index, text in enumerate(rows.all_inner_texts()) if text.startswith(f"{name}."))
        for _ in range(at - place):
            shown.root.locator(".mr-card-row", has_text=f"{name}.").get_by_role("button", name="Move up").click()
    shown.button("Rank them like this").click()
    shown.on("days")


def take(shown: Shown, prefer: tuple[str, ...]) -> None:
    """Choose in each pair the job with much of the value that comes first in `prefer`."""
    cards = {each.name: each for each in exercise().items}
    much = [cards[name].much for name in prefer]
    for number in range(1, 7):
        expect(shown.root.get_by_text(f"Pair {number} of 6")).to_be_visible()
        jobs = shown.root.locator(".mr-jobs .mr-option")
        first_lines = [job.locator(".mr-job-line").first.inner_text().replace("’", "'") for job in jobs.all()]
        jobs.nth(min(range(2), key=lambda job: much.index(first_lines[job]))).click()
        shown.button("Take this job").click()
    shown.on("result")


def test_all_steps_by_keyboard_alone(show: Show, host: Host) -> None:
    shown = show(f"exercise:{ITEM}")
    keyboard = shown.page.keyboard
    expect(shown.root.locator(".mr-value")).to_have_count(24)
    sound(shown)
    shown.root.locator(".mr-value").first.focus()
    for _ in range(8):
        keyboard.press("Space")
        keyboard.press("Tab")
    expect(shown.root.get_by_role("button", pressed=True)).to_have_count(8)
    expect(shown.root.locator(".mr-values-count")).to_have_text("Eight of eight kept.")
    shown.button("Keep these").press("Enter")
    shown.on("rank")
    expect(shown.root.get_by_role("heading", name="What counts for me")).to_be_focused()
    texts = shown.root.locator(".mr-card-text")
    second = texts.nth(1).inner_text()
    shown.root.get_by_role("button", name="Move up").nth(1).focus()
    keyboard.press("ArrowUp")
    expect(texts.first).to_have_text(second)
    expect(shown.root.get_by_role("status").filter(has_text=f"1. {second}")).to_have_count(1)
    sound(shown)
    shown.button("Rank them like this").press("Enter")
    shown.on("days")
    for box in shown.root.locator("textarea").all()[:3]:
        box.focus()
        keyboard.type("On Tuesday")
    sound(shown)
    shown.button("Go on to the jobs").press("Enter")
    for number in range(1, 7):
        expect(shown.root.get_by_text(f"Pair {number} of 6")).to_be_visible()
        shown.root.get_by_role("radio").first.focus()
        keyboard.press("Space")
        keyboard.press("Enter")
    shown.on("result")
    expect(shown.root.get_by_text("On Tuesday")).to_have_count(3)
    sound(shown)
    (only,) = rounds(host)
    assert only.step is None
    assert texts.count() == 0


def test_a_thumb_finds_every_target_and_what_was_begun_survives_a_reload(show: Show, host: Host) -> None:
    shown = show(f"exercise:{ITEM}", **PHONE)
    boxes = [each.bounding_box() for each in shown.root.locator(".mr-value").all()]
    assert all(box and min(box["width"], box["height"]) >= THUMB for box in boxes)
    for name in EIGHT[:3]:
        card(shown, name).tap()
    shown.page.reload()
    expect(shown.root.get_by_role("button", pressed=True)).to_have_count(3)
    sound(shown)
    keep(shown, EIGHT[3:])
    movers = [each.bounding_box() for each in shown.root.locator(".mr-mover").all()]
    assert all(box and min(box["width"], box["height"]) >= THUMB for box in movers)
    sound(shown)
    shown.page.reload()
    shown.on("rank")
    rank(shown, EIGHT[:4])
    shown.root.locator("textarea").first.fill("I fitted the last hinge.")
    shown.button("Go on to the jobs").tap()
    shown.on("pair")
    sound(shown)
    shown.page.reload()
    shown.on("pair")
    take(shown, EIGHT[:4])
    sound(shown)
    assert rounds(host)[0].answer.ranked == ("craft", "time", "making", "teaching")


def test_too_many_cards_are_put_back_and_a_step_back_keeps_what_is_there(show: Show, host: Host) -> None:
    shown = show(f"exercise:{ITEM}")
    for name in (*EIGHT, "Pay"):
        card(shown, name).click()
    shown.button("Keep these").press("Enter")
    expect(shown.root.locator(".mr-hint")).to_have_text("Nine kept. Put one back.")
    card(shown, "Pay").click()
    shown.button("Keep these").click()
    shown.on("rank")
    rank(shown, EIGHT[:4])
    shown.button("Back").click()
    shown.on("rank")
    assert shown.root.locator(".mr-card-text").first.inner_text().startswith("Craft.")
    shown.button("Back").click()
    shown.on("keep")
    expect(shown.root.get_by_role("button", pressed=True)).to_have_count(8)
    shown.button("Keep these").click()
    shown.on("days")
    assert len(rounds(host)[0].answer.kept) == 8


@pytest.mark.parametrize(
    ("prefer", "said", "moved"),
    [
        (EIGHT[:4], "Your pairs and your ranking tell the same story.", []),
        (
            ("Time", "Craft", "Making", "Teaching"),
            "In the pairs, Time beat Craft, although you’d ranked Craft higher.",
            ["down from 1.", "up from 2."],
        ),
    ],
)
def test_the_result_shows_where_the_pairs_moved_the_ranking(
    prefer: tuple[str, ...], said: str, moved: list[str], show: Show
) -> None:
    shown = show(f"exercise:{ITEM}")
    keep(shown)
    rank(shown, EIGHT[:4])
    shown.button("Go on to the jobs").click()
    take(shown, prefer)
    expect(shown.root.locator(".mr-result")).to_contain_text(said)
    assert [each.strip() for each in shown.root.locator(".mr-moved").all_inner_texts()] == moved


def test_sorting_again_keeps_the_earlier_result_and_compares_the_two(show: Show, host: Host) -> None:
    shown = show(f"exercise:{ITEM}", **PHONE)
    keep(shown)
    rank(shown, EIGHT[:4])
    shown.button("Go on to the jobs").click()
    take(shown, EIGHT[:4])
    shown.button("The jobs").click()
    take(shown, EIGHT[3::-1])
    expect(shown.root.locator(".mr-result")).to_contain_text("In the pairs, Teaching beat Craft")
    shown.button("Sort again from the start").click()
    shown.on("keep")
    expect(shown.root.get_by_role("button", pressed=True)).to_have_count(0)
    keep(shown)
    rank(shown, (*EIGHT[:3], "Freedom"))
    shown.button("Go on to the jobs").click()
    take(shown, (*EIGHT[:3], "Freedom"))
    earlier = shown.root.locator(".mr-values-earlier")
    expect(earlier).to_contain_text("Your four then: Craft, Time, Making, Teaching.")
    expect(earlier).to_contain_text("New among them now: Freedom. No longer: Teaching.")
    sound(shown)
    first, second = rounds(host)
    assert (first.answer.ranked[3], second.answer.ranked[3]) == ("teaching", "freedom")
    assert first.answer.choices != second.answer.choices
