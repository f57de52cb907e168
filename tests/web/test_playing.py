"""The cases of the course, played in a browser from the first choice to the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from misread_scenarios.library import load
from misread_scenarios.names import default_names
from misread_scenarios.paths.best_moves import played_best
from misread_scenarios.play.engine import Stand, opening
from misread_widgets.views.rendering import Telling

if TYPE_CHECKING:
    from tests.web.conftest import Course, Story, Visit

SAM = load("sam-priya")
HALF = 5


def _best_by_what_is_read(play: Story) -> Stand:
    """Return the best run of the world that the first scene tells of."""
    telling = Telling(SAM, default_names(SAM))
    told = play.sheet.locator(".mr-main").inner_text()
    for seed in range(50):
        stand = opening(SAM, seed)
        signals = [one.text for one in SAM.scenes[0].paragraphs if one.when and one.when.holds(stand.state)]
        if all(part["text"] in told for one in telling.paragraphs(signals) for part in one["parts"]):
            return played_best(stand)
    raise AssertionError(told)


def test_the_best_path_of_sam_and_priya_survives_a_reload_and_ends_well(
    serve: Callable[..., Course], visit: Callable[..., Visit], story: type[Story]
) -> None:
    course, opened = serve("--port", "0"), visit()
    play = story(opened.open(f"{course.address}lessons/m4-sam-and-priya"), "sam-priya")
    play.go_on()
    play.on("situation")
    best = _best_by_what_is_read(play)
    for pick in best.picks[:HALF]:
        play.choose(pick)
        play.go_on()
    play.on("situation")
    before = play.sheet.locator(".mr-body").inner_text()

    opened.page.reload(wait_until="commit")
    opened.ready()
    play.on("situation")
    assert play.sheet.locator(".mr-body").inner_text() == before

    for pick in best.picks[HALF:]:
        play.choose(pick)
        play.go_on()
    play.on("debrief")
    assert best.ending is not None
    assert best.ending.id == "SE1"
    expect(play.sheet).to_contain_text(best.ending.title)
    expect(play.sheet).to_contain_text("Nothing on offer would have beaten any of your choices.")
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
