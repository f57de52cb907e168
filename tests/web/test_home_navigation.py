"""One finds one's way within a lesson and between lessons, without a script and on every screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from misread_course.catalogue import Lesson, lesson, lessons
from misread_course.items import KINDS, items, sections
from misread_records import open_journal
from misread_widgets import Lesson as Pieces
from tests.web.home_server import M2, M4, HomeCourse, home_course, lesson_service

if TYPE_CHECKING:
    from tests.web.conftest import Visit

WIDE, NARROW = {"width": 1500, "height": 900}, {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def course() -> Iterator[HomeCourse]:
    journal = open_journal("memory:")
    with home_course(lesson_service(), journal) as running:
        yield running


def test_a_lesson_knows_everything_there_is_to_do_in_it() -> None:
    assert [(item.kind, item.id) for item in items(lesson(M4))] == [
        ("guess", "M4.try"),
        ("scenario", "sam-priya"),
        *(("exercise", f"X4.{number}") for number in (1, 2, 3)),
        ("exercise", "D5"),
        *(("exercise", f"X4.{number}") for number in (6, 5, 4, 7, 8)),
        *(("tool", f"T{number}") for number in (5, 6, 7)),
        ("recall", "M4.exit"),
    ]
    assert [item.section.title for item in items(lesson(M4)) if item.section] == [
        "Before you begin",
        "The case: two quarters in the chair",
        "Try it: eight people, two columns",
        "Try it: ten lines from a depot",
        "Try it: six drafts",
        "Try it: is a no final?",
        "On paper: for somebody real",
        "Try it: eight achievements",
        "Try it: four people, sixteen questions",
        "Try it: two next roles each",
        "Try it: one question each",
        "A page to keep: two ladders",
        "A page to keep: the standards",
        "A page to keep: the trial",
        "Before you go",
    ]


def test_every_widget_that_a_lesson_can_open_is_known() -> None:
    assert {name for name in vars(Pieces) if not name.startswith("_")} - {"points"} == set(KINDS)


@pytest.mark.parametrize("one", lessons(), ids=lambda one: one.name)
@pytest.mark.parametrize("window", [WIDE, NARROW], ids=["wide", "narrow"])
def test_every_section_is_listed_and_its_link_leads_to_it(
    one: Lesson, window: dict[str, int], course: HomeCourse, visit: Callable[..., Visit]
) -> None:
    page = visit(viewport=window).page
    page.goto(f"{course.address}lessons/{one.name}")
    if window is NARROW:
        expect(page.get_by_role("navigation", name="In this lesson")).to_have_count(0)
        page.locator(".parts-folded summary").click()
    part = page.get_by_role("navigation", name="In this lesson")
    titles = [section.title for section in sections(one) if section.level > 1]
    expect(part.get_by_role("link")).to_have_text(titles)
    part.get_by_role("link", name=titles[-1]).click()
    expect(page.get_by_role("heading", name=titles[-1], exact=True)).to_be_in_viewport()


def test_the_sections_need_no_script(course: HomeCourse, visit: Callable[..., Visit]) -> None:
    page = visit(viewport=NARROW, java_script_enabled=False).page
    page.goto(f"{course.address}lessons/{M4}")
    page.get_by_text("In this lesson").locator("visible=true").click()
    page.get_by_role("link", name="Before you go").click()
    expect(page).to_have_url(f"{course.address}lessons/{M4}#m4-exit")
    expect(page.get_by_role("heading", name="Before you go")).to_be_in_viewport()


def test_neighbouring_lessons_lead_to_each_other(course: HomeCourse, visit: Callable[..., Visit]) -> None:
    page = visit().page
    for before, after in pairwise(lessons()):
        page.goto(f"{course.address}lessons/{before.name}")
        page.get_by_role("link", name=f"Next: {after.title}").click()
        expect(page).to_have_url(f"{course.address}lessons/{after.name}")
        page.get_by_role("link", name=f"Before: {before.title}").click()
        expect(page).to_have_url(f"{course.address}lessons/{before.name}")


@pytest.mark.parametrize("window", [WIDE, NARROW], ids=["wide", "narrow"])
def test_axe_finds_nothing_in_a_lesson_with_its_sections_open(
    window: dict[str, int], course: HomeCourse, visit: Callable[..., Visit]
) -> None:
    opened = visit(viewport=window)
    opened.page.goto(f"{course.address}lessons/{M2}")
    expect(opened.page.locator(".mr")).to_have_count(len(items(lesson(M2))))
    if window is NARROW:
        opened.page.locator(".parts-folded summary").click()
    assert opened.violations() == []


@pytest.mark.parametrize("window", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("one", lessons(), ids=lambda one: one.name)
def test_a_link_to_something_to_do_shows_it_once_it_is_there(
    one: Lesson, window: dict[str, int], course: HomeCourse, visit: Callable[..., Visit]
) -> None:
    for item in items(one):
        page = visit(viewport=window).page
        page.goto(f"{course.address}lessons/{one.name}#{item.cell}")
        expect(page.locator(".mr")).to_have_count(len(items(one)))
        top = page.locator(f"#{item.cell}").evaluate("(place) => place.getBoundingClientRect().top")
        at_the_end = page.evaluate("scrollY + innerHeight >= document.body.scrollHeight - 2")
        assert -2 <= top <= 120 or at_the_end, item.cell
