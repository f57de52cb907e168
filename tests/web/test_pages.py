"""The pages of the course as a browser and its reader meet them."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, expect

from misread_course.catalogue import Lesson, apart, lesson, lessons
from misread_course.items import items
from misread_widgets.views import typeset

if TYPE_CHECKING:
    from misread_widgets.views import typeset
from tests.web.conftest import Course, Visit

NAMES = [lesson.name for lesson in lessons()]
PATHS = ["", "nowhere", *(f"lessons/{name}" for name in NAMES)]
SIZES = {"zoomed to 200 %": (640, 450), "phone": (360, 740)}
PLAIN: dict[str, Any] = {"color_scheme": "light", "contrast": "no-preference", "reduced_motion": "reduce"}
"""Without motion, so that no colour is looked at half-way to the next."""
MEDIA: dict[str, dict[str, Any]] = {
    "desk": {},
    "dark": {"color_scheme": "dark"},
    "high contrast": {"contrast": "more"},
    "zoomed to 200 %": {},
    "phone": {},
}


@pytest.fixture(scope="module", params=PATHS, ids=lambda path: path or "home")
def opened(request: pytest.FixtureRequest, course: Course, browser: Browser, opener: type[Visit]) -> Iterator[Visit]:
    """Every kind of page, opened once for all tests that only look at it."""
    with browser.new_context() as context:
        visit = opener(context.new_page())
        visit.open(course.address + request.param)
        yield visit


def lesson_of(visit: Visit) -> Lesson | None:
    name = visit.page.url.rpartition("/lessons/")[2]
    return lesson(name) if name in NAMES else None


def answer(address: str, **headers: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as response:  # noqa: S310 - ours
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_the_home_lists_every_lesson_with_its_minutes_and_aims(course: Course, visit: Callable[..., Visit]) -> None:
    page = visit().open(course.address)
    for each in lessons():
        entry = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=each.title))
        expect(entry).to_contain_text(f"{each.minutes} minutes")
        for objective in each.objectives:
            expect(entry).to_contain_text(typeset(objective))
        assert entry.get_by_role("link").get_attribute("href") == f"/lessons/{each.name}"


@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_opens_from_the_home_and_leads_back(name: str, course: Course, visit: Callable[..., Visit]) -> None:
    opened = visit()
    page = opened.open(course.address)
    page.get_by_role("link", name=lesson(name).title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(lesson(name).title)
    opened.ready()
    expect(page.locator(".mr").first).to_be_visible()
    page.get_by_role("link", name="Misread", exact=True).click()
    expect(page).to_have_url(course.address)


def test_a_page_asks_nothing_of_any_other_machine(opened: Visit, course: Course) -> None:
    asked = [address.removeprefix("blob:") for address in opened.asked if not address.startswith("data:")]
    assert {urlsplit(address).netloc for address in asked} == {urlsplit(course.address).netloc}


def test_a_page_has_a_language_a_title_one_main_part_and_one_first_heading(opened: Visit) -> None:
    page, known = opened.page, lesson_of(opened)
    expect(page.locator("html")).to_have_attribute("lang", known.lang if known else "en")
    expect(page).to_have_title(re.compile(f"{re.escape(known.title) if known else ''}.*Misread|^Misread"))
    expect(page.get_by_role("main")).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)


def test_every_widget_of_a_lesson_is_there(opened: Visit) -> None:
    known = lesson_of(opened)
    expect(opened.page.locator(".mr")).to_have_count(len(items(known)) if known else 0)
    expect(opened.page.locator(".lesson-note:visible")).to_have_count(0)


def test_nothing_goes_wrong_in_a_page(opened: Visit) -> None:
    expected = "status of 404" if opened.page.url.endswith("nowhere") else None
    assert [wrong for wrong in opened.wrong if not (expected and expected in wrong)] == []


@pytest.mark.parametrize("window", MEDIA)
def test_axe_finds_nothing(window: str, opened: Visit) -> None:
    width, height = SIZES.get(window, (1280, 900))
    opened.page.set_viewport_size({"width": width, "height": height})
    opened.page.emulate_media(**{**PLAIN, **MEDIA[window]})
    assert opened.violations() == []


def test_nothing_is_wider_than_a_small_phone(opened: Visit) -> None:
    opened.page.set_viewport_size({"width": 320, "height": 700})
    assert opened.page.evaluate("document.scrollingElement.scrollWidth") == 320


def test_a_page_scrolls_as_one_document(opened: Visit) -> None:
    opened.page.set_viewport_size({"width": 1280, "height": 240})
    inner = opened.page.evaluate("""[...document.querySelectorAll("body *")].filter(element =>
        getComputedStyle(element).overflowY === "auto" && element.scrollHeight > element.clientHeight + 1).length""")
    assert inner == 0
    assert opened.page.evaluate("document.scrollingElement.scrollHeight > innerHeight")


def test_printing_leaves_the_words_and_drops_the_way_round(opened: Visit) -> None:
    opened.page.emulate_media(media="print")
    expect(opened.page.get_by_role("heading", level=1)).to_be_visible()
    expect(opened.page.locator("nav:visible")).to_have_count(0)
    expect(opened.page.get_by_role("link", name="Skip to the content")).to_be_hidden()
    opened.page.emulate_media(media="screen")


def test_the_first_tab_stop_skips_to_the_content(course: Course, visit: Callable[..., Visit]) -> None:
    page = visit().open(f"{course.address}lessons/{NAMES[0]}")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


@pytest.mark.parametrize(
    "path", ["nowhere", "lessons/nothing", "lessons/../../etc", "voila/tree", "voila/render/x.ipynb"]
)
def test_an_unknown_address_is_answered_in_the_courses_own_words(path: str, course: Course) -> None:
    status, page = answer(course.address + path, **course.headers)
    assert status == 404
    assert "There is no such page" in page
    assert "All lessons" in page


def test_a_lesson_with_a_slash_behind_it_is_that_lesson(course: Course) -> None:
    assert answer(f"{course.address}lessons/{NAMES[0]}/", **course.headers)[0] == 200


@pytest.mark.parametrize(
    "path", ["voila/files/m4-sam-and-priya/m4-sam-and-priya.ipynb", "voila/api/contents", "course/player.py"]
)
def test_the_files_of_the_course_cannot_be_listed_or_fetched(path: str, course: Course) -> None:
    status, _ = answer(course.address + path, **course.headers)
    assert status == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("", 200),
        (f"lessons/{NAMES[0]}", 200),
        *((f"lessons/{each.name}", 200) for each in apart()),
        ("lessons/none", 404),
    ],
)
def test_a_page_can_be_asked_for_without_being_sent(path: str, status: int, course: Course) -> None:
    found = httpx.head(course.address + path, headers=course.headers)
    assert (found.status_code, found.content) == (status, b"")


def test_a_request_that_names_another_host_is_refused(course: Course) -> None:
    status, _ = answer(course.address, Host="course.example", **course.headers)
    assert status == 403
