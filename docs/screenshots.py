"""Make the pictures of the README by really taking the course. Run it as `python docs/screenshots.py`.

One path of Sam and Priya is played in Chromium on a course of its own; nothing of yours is touched. The lessons' icon
is drawn anew, too, from its SVG file.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, FloatRect, Locator, Page, ViewportSize, expect, sync_playwright

import misread_web
from misread_grading.autograding import autograde
from misread_grading.course import open_course
from misread_grading.submissions import CollectedLearner, collect
from misread_records import Event, new_id
from misread_scenarios.exercises import Reflection, load_exercise
from misread_scenarios.library import load
from misread_scenarios.names import default_names
from misread_scenarios.paths import played_best
from misread_scenarios.play import opening
from misread_widgets.views import Telling

IMAGES = Path(__file__).with_name("images")
ICON = Path(misread_web.__file__).parent / "jupyter/voila/templates/misread/static/icon.svg"
ICON_SIZE = 48
LESSON, STORY, TEXT = "m4-sam-and-priya", "sam-priya", "X4.6"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WINDOW: ViewportSize = {"width": 1120, "height": 1000}
WIDE: ViewportSize = {"width": 1280, "height": 900}
PAPER = 24
"""Pixels of the page around a piece."""
SHOWN_DECISION = 3
"""How many decisions lie behind the one that is pictured."""


@contextmanager
def course(*options: str) -> Iterator[str]:
    """Run the course with a folder of its own, and yield the address that lets one browser in."""
    command = [str(Path(sys.executable).parent / "misread"), "serve", "--no-browser", "--port", "0", *options, "--data"]
    with tempfile.TemporaryDirectory() as data:
        process = subprocess.Popen([*command, data], stdout=subprocess.PIPE, text=True)
        try:
            yield next(line.split()[-1] for line in process.stdout or () if "http://" in line)
        finally:
            process.terminate()
            process.communicate()


def choose(sheet: Locator, pick: str) -> None:
    """Choose, confirm and go on."""
    scenario = load(STORY)
    text = next(choice.text for scene in scenario.scenes for choice in scene.choices if choice.id == pick)
    sheet.locator(".mr-option", has_text=Telling(scenario, default_names(scenario)).text(text)).click()
    sheet.locator(".mr-confirm .mr-button").click()
    go_on(sheet)


def go_on(sheet: Locator) -> None:
    """Leave the cover, or what followed a choice."""
    sheet.locator(".mr-actions:not(.mr-confirm) .mr-button:visible").first.click()


def picture(page: Page, part: Locator, name: str) -> None:
    """Keep how a part of the page looks, with some paper around it, once nothing moves any more."""
    page.mouse.move(0, 0)
    page.evaluate("() => document.fonts.ready")
    page.evaluate("scrollTo(0, 0)")  # the bar of steps would else lie across the part
    place = part.evaluate("part => part.getBoundingClientRect().toJSON()")
    clip: FloatRect = {
        "x": place["x"] - PAPER,
        "y": place["y"] - PAPER,
        "width": place["width"] + 2 * PAPER,
        "height": place["height"] + 2 * PAPER,
    }
    page.screenshot(path=IMAGES / f"{name}.png", full_page=True, clip=clip, animations="disabled")


def main() -> None:
    """Make every picture."""
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        installed = next(filter(None, map(shutil.which, BROWSERS)), None)
        browser = playwright.chromium.launch(executable_path=installed, args=["--no-sandbox", "--disable-gpu"])
        draw_icon(browser)
        picture_story(browser)
        picture_marking(browser)
        browser.close()


def draw_icon(browser: Browser) -> None:
    """Draw the icon as a PNG file, beside its SVG file."""
    page = browser.new_page(viewport={"width": ICON_SIZE, "height": ICON_SIZE})
    page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{ICON.read_text('utf-8')}")
    page.screenshot(path=ICON.with_suffix(".png"), omit_background=True)


def picture_story(browser: Browser) -> None:
    """Keep how a decision and a debrief look, on one path through the story."""
    with course() as address:
        page = browser.new_page(viewport=WINDOW, reduced_motion="reduce")
        page.goto(address)
        page.goto(f"{page.url}lessons/{LESSON}")
        sheet = page.locator(".mr-player").first
        go_on(sheet)
        for number, pick in enumerate(played_best(opening(load(STORY), 0)).picks):
            expect(sheet).to_have_attribute("data-screen", "situation")
            if number == SHOWN_DECISION:
                picture(page, sheet, "decision")
            choose(sheet, pick)
        expect(sheet).to_have_attribute("data-screen", "debrief", timeout=60_000)
        picture(page, sheet.locator(".mr-turning"), "debrief")


def picture_marking(browser: Browser) -> None:
    """Keep how a text is marked: the sample that the exercise comes with, handed in by one learner."""
    exercise = load_exercise(TEXT)
    assert isinstance(exercise, Reflection)
    event = Event(
        id=new_id(),
        learner="ada",
        cohort=None,
        at=datetime.now(UTC),
        lesson=LESSON,
        item=TEXT,
        kind="wrote",
        attempt=1,
        data={"question": TEXT, "text": exercise.sample, "done": True},
        content=exercise.version,
    )
    with tempfile.TemporaryDirectory() as name:
        graded = open_course(Path(name))
        collect(graded, LESSON, [CollectedLearner("ada", "Ada", None, [event])])
        autograde(graded, LESSON)
        with course("--grading", name) as address:
            page = browser.new_page(viewport=WIDE, reduced_motion="reduce")
            page.goto(address)
            page.goto(f"{page.url}marking/{TEXT}")
            expect(page.locator(".marking-keys")).to_be_visible()
            page.keyboard.press("2")
            page.keyboard.press("2")
            expect(page.get_by_text("Saved", exact=True)).to_be_visible()
            page.evaluate("scrollTo(0, 0)")
            page.screenshot(path=IMAGES / "marking.png", animations="disabled")


if __name__ == "__main__":
    main()
