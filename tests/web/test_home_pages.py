"""The home as a browser and its reader meet it: for somebody new, half-way and done; without any script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from misread_course.catalogue import lessons
from misread_course.items import LessonItem, items
from misread_records import MemoryJournal
from misread_scenarios.cards import load_guess, load_recall
from misread_scenarios.exercises import Reflection, load_exercise
from misread_scenarios.format import load_mirrors
from misread_scenarios.library import load
from misread_widgets.views import typeset
from tests.web.home_server import M4, SAM, HomeCourse, Learner, best, half_way, home_course, lesson_service

if TYPE_CHECKING:
    from tests.web.conftest import Story, Visit

LONG = "word " * 20_000
PAGES = [
    ("new", ""),
    ("half", ""),
    ("done", ""),
    ("new", "data/my-course"),
    ("done", "data/my-course"),
    ("half", "data/delete"),
    ("new", "data/delete"),
    ("new", "data/deleted"),
    ("new", "review"),
    ("done", "review"),
    ("done", "review/M1.exit.1"),
    ("done", "check-in/30"),
    ("new", "search"),
    ("new", "search?q=promotion"),
    ("done", "search?q=trial"),
    ("new", "glossary"),
    ("done", "review"),
]
SIZES = {"zoomed to 200 %": (640, 450), "phone": (360, 740)}
PLAIN: dict[str, Any] = {"color_scheme": "light", "contrast": "no-preference", "reduced_motion": "reduce"}
"""Without motion, so that no colour is looked at half-way to the next."""
MEDIA: dict[str, dict[str, Any]] = {
    "desk": {},
    "dark": {"color_scheme": "dark"},
    "high contrast": {"contrast": "more"},
    "zoomed to 200 %": {},
    "phone": {"color_scheme": "dark"},
}


@pytest.fixture(scope="module")
def course() -> Iterator[HomeCourse]:
    journal = MemoryJournal()
    half_way("half").writes(M4, "M4.exit", "M4.exit.1", LONG).keeps_it_in(journal)
    done = Learner("done").finishes_everything().writes("gone", "T1", "q", "x" * 3_000)
    done.writes(M4, "M4.exit", "M4.exit.2", "y" * 1_000).keeps_it_in(journal)
    with home_course(lesson_service(), journal) as running:
        yield running


@pytest.fixture
def look(course: HomeCourse, visit: Callable[..., Visit]) -> Callable[..., Visit]:
    """Open a page as somebody."""

    def looking(who: str, path: str = "", **settings: Any) -> Visit:  # noqa: ANN401 - Playwright's own
        opened = visit(**settings)
        opened.page.context.add_cookies([{"name": "learner", "value": who, "url": course.address}])
        opened.page.goto(course.address + path)
        return opened

    return looking


@pytest.fixture(scope="module", params=PAGES, ids="-".join)
def opened(
    request: pytest.FixtureRequest, course: HomeCourse, browser: Browser, opener: type[Visit]
) -> Iterator[Visit]:
    """Every kind of page, opened once for all tests that only look at it, with all its folds unfolded."""
    who, path = request.param
    with browser.new_context() as context:
        context.add_cookies([{"name": "learner", "value": who, "url": course.address}])
        visit = opener(context.new_page())
        visit.page.goto(course.address + path)
        folded = visit.page.locator("details:not([open]) > summary")
        while folded.count():
            folded.first.click()
        yield visit


def test_a_page_needs_no_script_and_nothing_of_any_other_machine(opened: Visit, course: HomeCourse) -> None:
    assert opened.wrong == []
    assert {urlsplit(address).netloc for address in opened.asked} == {urlsplit(course.address).netloc}
    expect(opened.page.locator("script, style, [style], iframe, img")).to_have_count(0)
    expect(opened.page.get_by_role("main")).to_have_count(1)
    expect(opened.page.get_by_role("heading", level=1)).to_have_count(1)


def test_a_space_stands_between_two_sentences(opened: Visit) -> None:
    assert re.findall(r"\w+[.?!][A-Z]\w*", opened.page.get_by_role("main").inner_text()) == []


@pytest.mark.parametrize("window", MEDIA)
def test_axe_finds_nothing_and_nothing_is_cut_off(window: str, opened: Visit) -> None:
    width, height = SIZES.get(window, (1280, 900))
    opened.page.set_viewport_size({"width": width, "height": height})
    opened.page.emulate_media(**{**PLAIN, **MEDIA[window]})
    assert opened.violations() == []
    assert opened.page.evaluate("document.scrollingElement.scrollWidth") == width


def test_somebody_new_meets_the_course_and_its_first_lesson(look: Callable[..., Visit]) -> None:
    page = look("new").page
    for one in lessons():
        entry = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=one.title))
        expect(entry).to_contain_text(f"{one.minutes} minutes")
        for objective in one.objectives:
            expect(entry).to_contain_text(typeset(objective))
        assert entry.get_by_role("link").get_attribute("href") == f"/lessons/{one.name}"
    expect(page.get_by_role("heading", name="My data")).to_have_count(0)
    page.get_by_role("link", name="Begin the first lesson").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(lessons()[0].title)


def test_somebody_half_way_continues_with_one_press_of_a_key(look: Callable[..., Visit]) -> None:
    page = look("half").page
    expect(page.get_by_role("heading", name="Three questions before you go")).to_be_visible()
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Continue":
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/lessons/{M4}#m4-exit-recall$"))


def test_progress_is_said_in_words_for_those_who_see_no_line(look: Callable[..., Visit]) -> None:
    page = look("half").page
    folded = page.get_by_text("things done").filter(has_text="Being understood")
    stops = page.get_by_role("list", name="How far you are").get_by_role("listitem")
    expect(stops).to_have_text(
        [
            "Two names, one pen answered",
            "Sam and Priya decision 5 of 9",
            "Two questions about one person still ahead",
            "Could two people see it? still ahead",
            "What is missing from this trial still ahead",
            "Is a no final? still ahead",
            "A trial for somebody real still ahead",
            "Eight achievements, two ladders still ahead",
            "Which question would you rather be asked? still ahead",
            "Two believable next roles still ahead",
            "Which answer would change your plan still ahead",
            "Specialist and manager ladder still ahead",
            "Standards rubric still ahead",
            "Trial canvas still ahead",
            "Three questions before you go 1 of 3 answered",
        ]
    )
    expect(page.get_by_role("link", name="Two mirrors")).to_have_count(0)
    folded.press("Enter")
    expect(page.get_by_role("link", name="Two mirrors")).to_be_visible()


def test_what_is_done_is_a_line_that_unfolds_and_where_one_goes_on_is_unfolded(look: Callable[..., Visit]) -> None:
    done, half = look("done").page, look("half").page
    expect(done.locator(".home-lesson details[open]")).to_have_count(0)
    expect(half.locator(".home-lesson:has(details[open]) h3")).to_have_text(["Sam and Priya: willing is not ready"])
    for one in lessons():
        entry = done.locator(".home-lesson").filter(has=done.get_by_role("heading", name=one.title))
        expect(entry.get_by_role("link")).to_have_text([one.title])
        entry.get_by_text("Done").press("Enter")
        expect(entry.get_by_role("list", name="How far you are").get_by_role("listitem")).to_have_count(len(items(one)))


def test_the_home_of_a_finished_course_is_hardly_longer_than_that_of_somebody_new(look: Callable[..., Visit]) -> None:
    done, new = (look(who, viewport={"width": 360, "height": 740}).page for who in ("done", "new"))
    heights = [page.evaluate("document.scrollingElement.scrollHeight") for page in (done, new)]
    assert heights[0] < 1.5 * heights[1]


def questions(item: LessonItem) -> int:
    """Return how many texts somebody writes in an item."""
    match item.kind:
        case "recall":
            return len(load_recall(item.id).questions)
        case "mirrors":
            return len(load_mirrors(item.id).writings)
        case "exercise":
            return int(isinstance(load_exercise(item.id), Reflection))
    return 0


def test_somebody_done_finds_their_profile_and_their_notes(look: Callable[..., Visit]) -> None:
    page = look("done").page
    done = [item for each in lessons() for item in items(each) if item.kind == "scenario"]
    stories = sum(bool(load(item.id).competencies) for item in done) + 1  # and the short case
    written = 1 + sum(questions(item) for each in lessons() for item in items(each))  # one to a question that is gone
    expect(page.get_by_role("heading", name="You’ve played it all")).to_be_visible()
    profile = page.get_by_role("region", name="Your approach")
    expect(profile).to_contain_text(f"Based on your first run of {stories} stories")
    expect(profile.get_by_role("listitem").first).to_contain_text("Level 3 of 3")
    page.get_by_role("link", name="Read my notes").click()
    notes = page.get_by_role("region", name="My notes and plans")
    expect(notes).to_be_in_viewport()
    folds = notes.locator("details:not([open]) > summary:has(h3)")
    expect(folds.first).to_have_text("What a career conversation is, and is not 4 texts")
    while folds.count():
        folds.first.press("Enter")
    expect(notes.get_by_role("article")).to_have_count(written)
    notes.get_by_text("Read the text (3,000 characters)").click()
    expect(notes.get_by_text("x" * 3_000)).to_be_visible()


def test_what_is_played_in_a_lesson_is_on_the_home_at_once(
    look: Callable[..., Visit], course: HomeCourse, story: type[Story]
) -> None:
    page = look("eve", f"lessons/{M4}").page
    page.locator(".mr-option", has_text=next(iter(load_guess("M4.try").choices.values()))).click()
    page.locator(".mr-confirm .mr-button").first.click()
    play = story(page, SAM)
    play.go_on()
    for pick in best(SAM)[:2]:
        play.choose(pick)
        play.go_on()
    play.on("situation")
    page.goto(course.address)
    expect(page.get_by_role("region", name="Sam and Priya")).to_contain_text("Decision 3 of 9")
    page.get_by_role("link", name="Continue").click()
    expect(page.locator("#m4-case-play .mr-player")).to_be_in_viewport()
    expect(play.sheet).to_contain_text("Decision 3 of 9")


def test_the_page_for_paper_prints_without_what_is_for_the_screen(look: Callable[..., Visit]) -> None:
    page = look("done", "data/my-course").page
    page.emulate_media(media="print")
    for screen_only in (page.get_by_role("banner"), page.get_by_text("This page is made for paper")):
        expect(screen_only).to_be_hidden()
    expect(page.get_by_role("heading", name="My notes and plans")).to_be_visible()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
