"""The search and the glossary as a learner meets them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from misread_course.catalogue import lesson
from misread_records import MemoryJournal
from misread_scenarios.glossary import glossary
from misread_web.reference.handlers import LONGEST_SEARCH
from tests.web.home_server import M4, SAM, HomeCourse, Learner, home_course, lesson_service

if TYPE_CHECKING:
    from tests.web.conftest import Visit

AFTER_THE_CASE = "rung"
"""A word of M4 that only the part after its case has."""


@pytest.fixture(scope="module")
def course() -> Iterator[HomeCourse]:
    journal = MemoryJournal()
    Learner("played").guesses(M4, "M4.try").plays(M4, SAM).keeps_it_in(journal)
    with home_course(lesson_service(), journal) as running:
        yield running


@pytest.fixture
def look(course: HomeCourse, visit: Callable[..., Visit]) -> Callable[[str, str], Page]:
    """Open a page as somebody."""

    def looking(who: str, path: str) -> Page:
        opened = visit()
        opened.page.context.add_cookies([{"name": "learner", "value": who, "url": course.address}])
        opened.page.goto(course.address + path)
        return opened.page

    return looking


def test_a_learner_searches_from_the_home_by_keyboard_and_opens_the_passage(look: Callable[[str, str], Page]) -> None:
    page = look("new", "")
    page.get_by_role("link", name="Search").click()
    page.get_by_role("searchbox").press_sequentially("short line diary")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("1 passage")
    page.get_by_role("link", name="Before you begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(lesson("m1-career-conversation").title)


def test_what_follows_a_case_is_read_only_after_it(look: Callable[[str, str], Page]) -> None:
    before = look("new", f"search?q={AFTER_THE_CASE}").get_by_role("listitem").filter(has_text="M4")
    expect(before.first).to_contain_text("Play the case first")
    expect(before.locator("mark")).to_have_count(0)
    after = look("played", f"search?q={AFTER_THE_CASE}").get_by_role("listitem").filter(has_text="M4")
    expect(after.first).not_to_contain_text("Play the case first")
    expect(after.locator("mark").first).to_be_visible()


def test_a_misspelt_word_is_one_press_from_the_right_one(look: Callable[[str, str], Page]) -> None:
    page = look("new", "search?q=plateu")
    page.get_by_role("link", name="plateau").click()
    expect(page.get_by_role("searchbox")).to_have_value("plateau")
    expect(page.get_by_role("listitem").first).to_contain_text("Plateau")


def test_markup_that_is_searched_for_is_text(look: Callable[[str, str], Page]) -> None:
    page = look("new", "search?q=%3Cb%3Etrial%3C/b%3E%22")
    expect(page.get_by_role("searchbox")).to_have_value('<b>trial</b>"')
    expect(page.locator("main b")).to_have_count(0)


def test_a_search_that_is_too_long_says_so(look: Callable[[str, str], Page]) -> None:
    page = look("new", f"search?q={'word+' * LONGEST_SEARCH}")
    expect(page.get_by_role("status")).to_contain_text(f"longer than {LONGEST_SEARCH} characters")


def test_the_glossary_has_every_word_and_leads_to_its_lesson(look: Callable[[str, str], Page]) -> None:
    page = look("new", "glossary#pooled-rate")
    expect(page.get_by_role("term")).to_have_count(len(glossary()))
    entry = page.locator(":target")
    expect(entry).to_contain_text("Pooled rate")
    entry.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(lesson("m5-safe-and-fair").title)
