"""A lesson in a browser: what a case teaches waits for it, what is finished is a line, and a bar says where one is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from misread_course.catalogue import lesson, lessons
from misread_course.items import items
from misread_course.steps import steps, waiting
from misread_records import MemoryJournal, open_journal
from misread_records.seat import Seat
from misread_scenarios.library import load
from misread_web.home.progress import progress
from misread_widgets.lesson import Lesson, open_lesson
from tests.web.home_server import M2, M4, SAM, HomeCourse, Learner, half_way, home_course, lesson_service

if TYPE_CHECKING:
    from tests.web.conftest import Story, Visit

PHONE = {"viewport": {"width": 360, "height": 740}}
SCREENS_OF_A_FINISHED_LESSON = 16
SCREENS_BEFORE_THE_FIRST_CASE = 4
WORDS_BEFORE_THE_FIRST_CASE = 350
TAUGHT = "What a standard is"


@pytest.fixture(scope="module")
def course() -> Iterator[HomeCourse]:
    with closing(open_journal("memory:")) as journal:
        Learner("done").finishes_everything().keeps_it_in(journal)
        half_way("half").keeps_it_in(journal)
        Learner("wrote").answers(M4, "M4.exit").keeps_it_in(journal)
        with home_course(lesson_service(), journal) as running:
            yield running


@pytest.fixture
def look(course: HomeCourse, visit: Callable[..., Visit]) -> Callable[..., Page]:
    """Open a lesson's page as somebody."""

    def looking(who: str, path: str = M4, **settings: Any) -> Page:  # noqa: ANN401 - Playwright's own
        opened = visit(**settings)
        opened.page.context.add_cookies([{"name": "learner", "value": who, "url": course.address}])
        return opened.open(f"{course.address}lessons/{path}")

    return looking


def taught(page: Page, title: str = TAUGHT) -> Any:  # noqa: ANN401 - a locator
    return page.get_by_role("heading", name=title, exact=True)


def folded(page: Page) -> int:
    found: int = page.evaluate("document.querySelectorAll('main > [data-folded]').length")
    return found


def test_what_a_case_teaches_waits_for_it_and_the_case_does_not(look: Callable[..., Page]) -> None:
    page = look("ada", M2)
    for title in ("The first chair: you were not asked", "The second chair: the same year, across the desk"):
        expect(taught(page, title)).to_be_visible()
    expect(taught(page, "Before the talk")).to_be_hidden()
    expect(taught(page, "Both chairs at once")).to_be_hidden()
    assert folded(page) == sum(cell in waiting(lesson(M2)) for step in steps(lesson(M2)) for cell in step.cells)
    expect(page.get_by_role("button", name="Read on without playing")).to_have_count(2)


def test_the_end_of_the_first_run_opens_what_follows(look: Callable[..., Page], story: type[Story]) -> None:
    page = look("eve")
    play = story(page, SAM)
    play.go_on()
    for _ in load(SAM).scenes:
        play.on("situation")
        expect(taught(page)).to_be_hidden()
        play.sheet.locator(".mr-option input").first.check()
        play.sheet.locator(".mr-confirm .mr-button").click()
        play.on("consequence")
        play.go_on()
    play.on("debrief")
    expect(taught(page)).to_be_visible()
    expect(page.get_by_role("button", name="Read on without playing")).to_have_count(0)
    expect(page.locator("#opened")).to_have_text("What follows the case is open now.")


def test_reading_on_without_playing_opens_the_rest_for_good(look: Callable[..., Page]) -> None:
    page = look("bo")
    page.get_by_role("button", name="Read on without playing").press("Enter")
    expect(taught(page)).to_be_visible()
    expect(page.locator("#m4-1")).to_be_focused()
    page.reload(wait_until="commit")
    expect(page.locator(".is-opening")).to_have_count(0)
    expect(taught(page)).to_be_visible()


@pytest.mark.parametrize("settings", [PHONE, {"viewport": {"width": 1280, "height": 900}}], ids=["phone", "desk"])
@pytest.mark.parametrize("path", [M4, f"{M4}#m4-trial-write"], ids=["read-on", "link"])
def test_a_page_that_is_loaded_again_stands_where_it_was_left(
    look: Callable[..., Page], settings: dict[str, Any], path: str
) -> None:
    page = look(f"reload {settings} {path}", path, **settings)
    if path == M4:
        page.get_by_role("button", name="Read on without playing").press("Enter")
    expect(page.locator(".is-opening")).to_have_count(0)
    part = page.locator("#m4-trial-write")
    part.evaluate("(part) => scrollBy({ top: part.getBoundingClientRect().top + 333, behavior: 'instant' })")
    for again in (page.reload, lambda: (page.goto("about:blank"), page.go_back())):
        again()
        expect(page.locator(".is-opening")).to_have_count(0)
        assert part.evaluate("(part) => part.getBoundingClientRect().top") == pytest.approx(-333, abs=2)


def test_what_follows_is_open_once_it_was_begun(look: Callable[..., Page]) -> None:
    expect(taught(look("wrote"))).to_be_visible()


def test_a_link_to_a_section_that_waits_opens_it(look: Callable[..., Page]) -> None:
    page = look("cy", f"{M4}#m4-4")
    expect(taught(page)).to_be_in_viewport()
    other = look("cy", viewport={"width": 1680, "height": 900})
    other.get_by_role("navigation", name="In this lesson").get_by_role("link", name=TAUGHT).click()
    expect(taught(other)).to_be_in_viewport()


def test_a_link_to_a_waiting_section_works_in_a_browser_that_cannot_search_it(
    course: HomeCourse, visit: Callable[..., Visit]
) -> None:
    opened = visit(viewport={"width": 1680, "height": 900})
    opened.page.context.add_cookies([{"name": "learner", "value": "cy", "url": course.address}])
    opened.page.add_init_script("delete HTMLElement.prototype.onbeforematch")
    page = opened.open(f"{course.address}lessons/{M4}")
    assert page.evaluate("document.querySelector('main > [data-folded]').hidden === true")
    page.get_by_role("navigation", name="In this lesson").get_by_role("link", name=TAUGHT).click()
    expect(taught(page)).to_be_in_viewport()


def test_an_address_that_cannot_be_read_opens_the_lesson_all_the_same(
    course: HomeCourse, visit: Callable[..., Visit]
) -> None:
    opened = visit()
    opened.page.context.add_cookies([{"name": "learner", "value": "cy", "url": course.address}])
    page = opened.open(f"{course.address}lessons/{M4}#%")
    expect(page.locator(".lesson-line")).to_contain_text("Everything is saved")
    page.evaluate("location.hash = '#%E0%A4%A'")
    page.evaluate("location.hash = '#m4%2D4'")
    expect(taught(page)).to_be_in_viewport()
    assert opened.wrong == []


def test_what_waits_can_be_found_by_the_browsers_own_search(look: Callable[..., Page]) -> None:
    page = look("cy")
    assert page.evaluate(
        "[...document.querySelectorAll('main > [data-folded]')].every(el => el.hidden === 'until-found')"
    )
    page.locator("#m4-4").dispatch_event("beforematch", {"bubbles": True})
    expect(taught(page)).to_be_visible()
    assert folded(page) == 0


def test_in_print_and_without_javascript_everything_is_open(look: Callable[..., Page]) -> None:
    page = look("cy")
    page.emulate_media(media="print")
    expect(taught(page)).to_be_visible()
    expect(page.get_by_role("button", name="Read on without playing")).to_be_hidden()
    finished = look("done", M2)
    finished.emulate_media(media="print")
    expect(finished.locator("[data-cell=m2-mirrors-read] .mr-mirrors")).to_be_visible()
    assert finished.locator("main > [data-folded]:not(:visible)").count() == 0


def test_in_print_words_and_widgets_begin_at_one_edge(look: Callable[..., Page]) -> None:
    page = look("done")
    page.emulate_media(media="print")
    for width in (700, 1400):
        page.set_viewport_size({"width": width, "height": 900})
        edges = page.locator(".lesson-words, .lesson-piece .mr-sheet").evaluate_all(
            "found => found.map((one) => one.getBoundingClientRect().left)"
        )
        assert len(edges) > 10
        assert len(set(edges)) == 1


def test_without_javascript_the_words_are_all_there(course: HomeCourse, visit: Callable[..., Visit]) -> None:
    page = visit(java_script_enabled=False).page
    page.goto(f"{course.address}lessons/{M4}")
    expect(taught(page)).to_be_visible()
    for control in ("Read on without playing", "Open again", "Fold up"):
        expect(page.get_by_role("button", name=control)).to_have_count(0)


def test_what_is_finished_is_a_line_that_opens_again(look: Callable[..., Page]) -> None:
    page = look("done")
    lines = page.locator(".lesson-done:visible")
    expect(lines).to_have_count(len(items(lesson(M4))))
    line = lines.filter(has_text="Sam and Priya")
    play = page.locator("[data-cell=m4-case-play] .mr-player")
    expect(play).to_be_hidden()
    line.get_by_role("button", name="Open again").press("Enter")
    expect(play).to_be_visible()
    line.get_by_role("button", name="Fold up").click()
    expect(play).to_be_hidden()
    expect(line.get_by_role("button", name="Open again")).to_have_attribute("aria-expanded", "false")


def test_a_link_to_a_finished_widget_opens_it(look: Callable[..., Page]) -> None:
    page = look("done", f"{M4}#m4-trial-write")
    expect(page.locator("[data-cell=m4-trial-write] textarea").first).to_be_visible()
    expect(page.locator("[data-cell=m4-case-play] .mr-player")).to_be_hidden()


def test_a_widget_that_is_finished_on_the_page_stays_open(look: Callable[..., Page]) -> None:
    page = look("dee")
    page.locator(".mr-guess .mr-option").first.click()
    page.locator(".mr-guess .mr-confirm .mr-button").click()
    expect(page.locator(".mr-guess .mr-after")).to_be_visible()
    expect(page.locator(".lesson-done:visible")).to_have_count(0)


def test_the_bar_stays_visible_and_says_step_progress_and_minutes_left(look: Callable[..., Page]) -> None:
    page = look("half", M2, **PHONE)
    bar, all_steps = page.locator(".parts-folded summary"), steps(lesson(M2))
    expect(bar).to_contain_text(f"Step 1 of {len(all_steps)}: Before you begin")
    left = sum(step.minutes for step, known in zip(all_steps, far("half", M2), strict=True) if known != "done")
    expect(bar).to_contain_text(f"about {5 * -(-left // 5):.0f} min left")
    expect(bar.locator(".parts-line .is-done")).to_have_count(3)
    page.locator("#m2-boss").scroll_into_view_if_needed()
    page.evaluate("document.getElementById('m2-boss').scrollIntoView()")
    boss = next(number for number, step in enumerate(all_steps, 1) if "m2-boss" in step.cells)
    expect(bar).to_contain_text(f"Step {boss} of {len(all_steps)}")
    expect(bar).to_be_in_viewport()
    bar.click()
    listed = page.get_by_role("navigation", name="In this lesson").get_by_role("listitem")
    expect(listed.filter(has_text="The second chair").get_by_text("✓")).to_be_visible()
    expect(listed.filter(has_text="Before you go").get_by_text("✓")).to_be_hidden()
    page.get_by_role("link", name="Before you go").click()
    expect(page.locator(".parts-folded nav")).to_be_hidden()


def far(who: str, name: str) -> list[str]:
    """Return how far somebody of these tests is with each thing of a lesson, as the home has it."""
    learner = {"half": half_way, "done": lambda: Learner().finishes_everything(), "ada": Learner}[who]()
    return [step.state for step in progress(lesson(name), learner.events).steps]


@pytest.mark.parametrize("who", ["ada", "half", "done"])
@pytest.mark.parametrize("name", [M2, M4])
def test_the_widgets_and_the_home_agree_how_far_somebody_is(who: str, name: str) -> None:
    learner = {"half": half_way, "done": lambda: Learner().finishes_everything(), "ada": Learner}[who]()
    journal = MemoryJournal()
    learner.keeps_it_in(journal)
    opened: Lesson = open_lesson(name, Seat("ada", None, journal))
    pieces = [getattr(opened, item.kind)(item.id) for item in items(lesson(name))]
    assert [piece.view["standing"]["how_far"] for piece in pieces] == far(who, name)


def test_a_finished_lesson_is_short_on_a_phone(look: Callable[..., Page]) -> None:
    page = look("done", M2, **PHONE)
    assert page.evaluate("document.scrollingElement.scrollHeight / innerHeight") < SCREENS_OF_A_FINISHED_LESSON


@pytest.mark.parametrize("name", [one.name for one in lessons()])
def test_little_stands_before_the_first_case(name: str, look: Callable[..., Page]) -> None:
    page = look("ada", name, **PHONE)
    begin = page.locator(".mr-player").first.get_by_role("button", name="Begin")
    assert (
        begin.evaluate("(el) => (el.getBoundingClientRect().top + scrollY) / innerHeight")
        < SCREENS_BEFORE_THE_FIRST_CASE
    )
    before = page.locator("main").inner_text().partition("\nBegin\n")[0]
    assert len(re.findall(r"\S*\w\S*", before)) < WORDS_BEFORE_THE_FIRST_CASE


def test_a_widget_is_no_narrower_in_a_wider_window(look: Callable[..., Page]) -> None:
    widths = []
    for width in (1280, 1472, 1680, 1920):
        box = look("ada", viewport={"width": width, "height": 900}).locator(".mr-player").first.bounding_box()
        assert box is not None
        widths.append(box["width"])
    assert widths == sorted(widths)


@pytest.mark.parametrize(
    "settings", [{}, PHONE, {"viewport": {"width": 1680, "height": 900}}], ids=("desk", "phone", "wide")
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_folded_or_open(
    settings: dict[str, Any], scheme: str, course: HomeCourse, visit: Callable[..., Visit]
) -> None:
    opened = visit(**settings, color_scheme=scheme, reduced_motion="reduce")
    opened.page.context.add_cookies([{"name": "learner", "value": "half", "url": course.address}])
    page = opened.open(f"{course.address}lessons/{M4}")
    assert opened.violations() == []
    page.get_by_role("button", name="Open again").first.click()
    for bar in page.locator(".parts-folded:visible summary").all():
        bar.click()
    assert opened.violations() == []
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    assert opened.wrong == []


def test_what_somebody_picked_and_did_not_confirm_is_nobody_elses(
    look: Callable[..., Page], course: HomeCourse
) -> None:
    page = look("fay")
    third = page.locator(".mr-guess input").nth(2)
    third.check()
    page.reload(wait_until="commit")
    expect(third).to_be_checked()
    page.context.add_cookies([{"name": "learner", "value": "gus", "url": course.address}])
    page.goto(f"{course.address}lessons/{M4}")
    page.reload(wait_until="commit")
    expect(third).not_to_be_checked()
