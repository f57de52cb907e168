"""The cases of the course, played in a browser from the first choice to the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from misread_scenarios.engine import play as play_scenario
from misread_scenarios.library import load

if TYPE_CHECKING:
    from tests.web.conftest import Course, Story, Visit

BEST = ("blanks", "drawing", "which-part", "public-page", "squad", "with-priya", "specialist",
        "cover", "two-columns")  # fmt: skip
HALF = 5


def test_the_best_path_of_sam_and_priya_survives_a_reload_and_ends_well(
    serve: Callable[..., Course], visit: Callable[..., Visit], story: type[Story]
) -> None:
    course, opened = serve("--port", "0"), visit()
    play = story(opened.open(f"{course.address}lessons/m4-sam-and-priya"), "sam-priya")
    play.go_on()
    for pick in BEST[:HALF]:
        play.choose(pick)
        play.go_on()
    play.on("situation")
    before = play.sheet.locator(".mr-body").inner_text()

    opened.page.reload(wait_until="commit")
    opened.ready()
    play.on("situation")
    assert play.sheet.locator(".mr-body").inner_text() == before

    for pick in BEST[HALF:]:
        play.choose(pick)
        play.go_on()
    play.on("debrief")
    ending = play_scenario(load("sam-priya"), BEST).ending
    assert ending is not None
    assert ending.id == "SE1"
    expect(play.sheet).to_contain_text(ending.title)
    assert opened.violations() == []
    assert opened.wrong == []


def test_the_employees_case_can_be_played_by_keyboard_alone(
    serve: Callable[..., Course], visit: Callable[..., Visit], story: type[Story]
) -> None:
    course = serve("--port", "0")
    page = visit().open(f"{course.address}lessons/m2-being-understood")
    play = story(page, "communications-employee")

    def press_until(selector: str, key: str = "Tab") -> None:
        target = play.sheet.locator(selector)
        while not target.evaluate_all("found => found.includes(document.activeElement)"):
            page.keyboard.press(key)

    press_until(".mr-actions .mr-button")
    page.keyboard.press("Enter")
    for number in range(len(load("communications-employee").scenes)):
        play.on("situation")
        expect(play.sheet.locator(".mr-heading")).to_be_focused()
        press_until(".mr-option input")
        page.keyboard.press("Space")
        for _ in range(number % 4):
            page.keyboard.press("ArrowDown")
        expect(play.sheet.locator(".mr-option input:checked")).to_be_focused()
        page.keyboard.press("Enter")
        play.on("consequence")
        expect(play.sheet.get_by_role("status")).not_to_be_empty()
        press_until(".mr-actions:not(.mr-confirm) .mr-button")
        page.keyboard.press("Enter")
    play.on("debrief")
