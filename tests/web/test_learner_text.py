"""What a learner wrote is text on every page of theirs, however long it is and whatever it looks like."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from misread_records import open_journal
from misread_scenarios.cards import load_recall
from tests.web.home_server import M4, HomeCourse, Learner, home_course, lesson_service

if TYPE_CHECKING:
    from tests.web.conftest import Visit

MARKUP = "</textarea></p><h1 class=foreign>Mine</h1><img class=foreign src=x onerror=\"document.title='taken'\">"
BIDI = "\u202egnp.exe\u202c \u2066left\u2069 {{ 7 * 7 }}"
TEXT = f"{MARKUP} {BIDI} {'x' * 100_000}"
QUESTIONS = load_recall("M4.exit").questions


@pytest.fixture(scope="module")
def course() -> Iterator[HomeCourse]:
    with closing(open_journal("memory:")) as journal:
        Learner().answers(M4, "M4.exit", TEXT).keeps_it_in(journal)
        with home_course(lesson_service(), journal) as running:
            yield running


def nothing_came_of_it(opened: Visit) -> None:
    expect(opened.page.locator(".foreign")).to_have_count(0)
    assert "taken" not in opened.page.title()
    assert opened.wrong == []


def test_a_text_that_looks_like_a_page_comes_back_into_its_lesson_as_text(
    course: HomeCourse, visit: Callable[..., Visit]
) -> None:
    opened = visit()
    page = opened.open(f"{course.address}lessons/{M4}")
    areas = page.locator("[data-cell=m4-exit-recall] textarea")
    for number, question in enumerate(QUESTIONS):
        expect(areas.nth(number)).to_have_value(f"{TEXT} ({question.id})")
    nothing_came_of_it(opened)


def test_a_text_that_looks_like_a_page_is_a_note_on_the_home(course: HomeCourse, visit: Callable[..., Visit]) -> None:
    opened = visit()
    page = opened.open(course.address)
    for part in (MARKUP, "x" * 100_000):
        expect(page.locator("main").get_by_text(part)).to_have_count(len(QUESTIONS))
    nothing_came_of_it(opened)
