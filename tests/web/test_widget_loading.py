"""When a lesson's pieces are drawn: the first with the words, others as their reader comes near, all in the end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Page, Route, WebSocketRoute, expect

from misread_web.site.templates import ROOM
from misread_widgets import assets
from tests.widgets.test_assets import DECLARED

if TYPE_CHECKING:
    from tests.web.conftest import Course, Visit

LESSON = "lessons/m4-sam-and-priya"
STATIC = Path(ROOM) / "jupyter/voila/templates/misread/static"
WHEN_DRAWN = """
  new MutationObserver((_seen, watch) => {
    if (!document.querySelector(".mr input[type=radio]")) return;
    window.drawn = performance.now();
    watch.disconnect();
  }).observe(document, { childList: true, subtree: true });
"""
PAINTED = """() => new Promise((done) => {
  new PerformanceObserver((seen) => done(seen.getEntries()[0].startTime)).observe({ type: "paint", buffered: true });
})"""
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"


def test_the_first_widget_is_there_before_anything_is_shown(course: Course, visit: Callable[..., Visit]) -> None:
    page = visit().belong(course.address)
    page.add_init_script(WHEN_DRAWN)
    page.goto(f"{course.address}{LESSON}")
    assert page.evaluate("window.drawn") <= page.evaluate(PAINTED)


def silent(page: Page) -> None:
    """Let a page's line never say anything, so that its lesson stays as it is while it is opened."""

    def open_only(_line: WebSocketRoute) -> None: ...

    page.route_web_socket("**/lines/**", open_only)


def test_a_widget_far_from_the_window_is_drawn_as_its_reader_comes_near(
    course: Course, visit: Callable[..., Visit]
) -> None:
    page = visit(viewport={"width": 1280, "height": 720}).belong(course.address)
    silent(page)
    page.goto(f"{course.address}{LESSON}")
    expect(page.locator(".mr-guess").first).to_be_attached()
    page.evaluate(TWO_FRAMES)
    places, waiting = page.locator("[data-cell]"), page.locator("[data-cell][aria-busy]")
    assert waiting.count() > places.count() / 2
    page.get_by_role("button", name="Read on without playing").click()
    last = places.last
    last.evaluate("(el) => el.scrollIntoView()")
    expect(last.locator(".mr")).to_be_visible()
    expect(waiting).not_to_have_count(0)  # what lies between was passed by


def test_a_file_of_widgets_that_does_not_arrive_is_asked_for_again(course: Course, visit: Callable[..., Visit]) -> None:
    page = visit().belong(course.address)
    asked: list[str] = []

    def fail_once(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) == 1:
            route.abort()
        else:
            route.continue_()

    page.route("**/files/*.js*", fail_once)
    page.goto(f"{course.address}{LESSON}")
    expect(page.locator("[aria-busy]")).to_have_count(0)
    assert len(asked) == 2
    assert asked[1].startswith(asked[0])


def test_no_two_files_of_a_pages_script_use_one_name_twice() -> None:
    own = {path.name: path.read_text("utf-8") for path in STATIC.glob("*.js")}
    script = assets.joined("live.js", lambda name: own.get(name) or assets.text(name))
    declared = DECLARED.findall(script)
    assert sorted(set(declared)) == sorted(declared)
    assert "import {" not in script
