"""Every lesson in a browser, before its reader begins and after they have done it, on a phone and on a desk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from misread_course.catalogue import Lesson, lessons, short
from misread_course.items import items
from misread_records import MemoryJournal
from tests.web.home_server import HomeCourse, Learner, home_course, lesson_service

if TYPE_CHECKING:
    from tests.web.conftest import Visit

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}


@pytest.fixture(scope="module")
def course() -> Iterator[HomeCourse]:
    journal = MemoryJournal()
    done = Learner("done").finishes_everything()
    done.finishes_lesson(short()).keeps_it_in(journal)
    with home_course(lesson_service(), journal) as running:
        yield running


@pytest.mark.parametrize(("who", "window"), [("new", PHONE), ("done", DESK)], ids=["new-phone", "done-desk"])
@pytest.mark.parametrize("one", [*lessons(), short()], ids=lambda one: one.name)
def test_a_lesson_opens_whole_and_axe_finds_nothing(
    one: Lesson, who: str, window: dict[str, Any], course: HomeCourse, visit: Callable[..., Visit]
) -> None:
    opened = visit(**window, reduced_motion="reduce")
    opened.page.context.add_cookies([{"name": "learner", "value": who, "url": course.address}])
    page = opened.open(f"{course.address}lessons/{one.name}")
    expect(page.locator(".mr")).to_have_count(len(items(one)))
    folded = page.get_by_role("button", name=re.compile("^(Open again|Read on without playing)"))
    while folded.count():
        folded.first.click()
    page.evaluate("scrollTo(0, 0)")  # further down, the bar of steps lies across what is under it
    assert opened.violations() == []
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    assert opened.wrong == []
    assert {urlsplit(address).netloc for address in opened.asked} == {urlsplit(course.address).netloc}
