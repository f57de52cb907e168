"""A short case right from the home: played without choosing a lesson, kept like any other, and graded nowhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from misread_course.catalogue import LESSONS, UnknownLesson, lesson, lessons, page, short
from misread_course.checks import check_lessons
from misread_course.items import items
from misread_course.steps import steps, waiting
from misread_records import open_journal
from misread_scenarios.library import load
from misread_web.home.overview import overview
from tests.web.home_server import M2, HomeCourse, Learner, home_course, lesson_service

if TYPE_CHECKING:
    from tests.web.conftest import Story, Visit

(CASE,) = items(short())
SCENES = 3


@pytest.fixture(scope="module")
def course() -> Iterator[HomeCourse]:
    with closing(open_journal("memory:")) as journal, home_course(lesson_service(), journal) as running:
        yield running


@pytest.fixture
def look(course: HomeCourse, visit: Callable[..., Visit]) -> Callable[..., Page]:
    """Open a page as somebody."""

    def looking(who: str, path: str = "", **settings: Any) -> Page:  # noqa: ANN401 - Playwright's own
        opened = visit(**settings)
        opened.page.context.add_cookies([{"name": "learner", "value": who, "url": course.address}])
        return opened.open(course.address + path)

    return looking


def test_somebody_new_plays_a_case_right_from_the_home(
    look: Callable[..., Page], course: HomeCourse, story: type[Story]
) -> None:
    opened = look("ada", viewport={"width": 360, "height": 740})
    expect(opened.get_by_role("region", name="Ten minutes?")).to_contain_text("One case, three decisions,")
    expect(opened.get_by_role("region", name="Ten minutes?")).to_contain_text(short().teaser)
    opened.get_by_role("link", name="Play it now").click()
    play = story(opened, CASE.id)
    play.go_on()
    assert len(load(CASE.id).scenes) == SCENES
    for number in range(SCENES):
        play.on("situation")
        play.sheet.locator(".mr-option input").first.check()
        play.sheet.locator(".mr-confirm .mr-button").click()
        play.on("consequence")
        if number == 0:
            home = look("ada")
            expect(home.get_by_role("region", name="Ten minutes?")).to_contain_text("left at decision 2 of 3")
            expect(home.get_by_role("link", name="Go on")).to_be_visible()
        play.go_on()
    play.on("debrief")
    expect(opened.get_by_role("heading", name="What waiting had looked like")).to_be_visible()
    opened.get_by_role("navigation", name="Where to go").get_by_role("link", name="All lessons").click()
    expect(opened.get_by_role("heading", name="Your course")).to_be_visible()
    expect(opened.get_by_role("region", name="Ten minutes?")).to_have_count(0)
    assert {event.lesson for event in course.journal.read("ada")} == {short().name}


def test_its_page_is_of_the_same_kind_as_a_lessons(
    look: Callable[..., Page], visit: Callable[..., Visit], course: HomeCourse
) -> None:
    opened = look("bo", f"lessons/{short().name}")
    expect(opened.get_by_role("heading", level=1)).to_have_text(short().title)
    expect(opened.locator(".parts, .parts-folded")).to_have_count(0)
    found = visit(reduced_motion="reduce")
    found.page.context.add_cookies([{"name": "learner", "value": "bo", "url": course.address}])
    found.open(f"{course.address}lessons/{short().name}")
    assert found.violations() == []
    assert found.wrong == []


def test_it_asks_for_the_same_sign_in_as_a_lesson(course: HomeCourse) -> None:
    for path in (f"lessons/{short().name}", f"lessons/{lessons()[0].name}"):
        answer = httpx.get(course.address + path, cookies={"learner": "nobody"})
        assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/login")


def test_it_is_no_lesson_and_no_assignment() -> None:
    assert short().name not in {one.name for one in lessons()}
    assert not (LESSONS / short().name).exists()
    assert page(short().name) == short()
    assert page(M2) == lesson(M2)
    with pytest.raises(UnknownLesson):
        lesson(short().name)


def test_nothing_above_it_gives_it_away_and_what_it_teaches_waits() -> None:
    assert check_lessons([short()]) == ()
    assert list(waiting(short()).values()) == [CASE.cell]
    assert sum(step.minutes for step in steps(short())) <= short().minutes


def test_the_home_says_what_came_of_it_and_leads_back_to_it(look: Callable[..., Page], course: HomeCourse) -> None:
    Learner("eve").plays(short().name, CASE.id).keeps_it_in(course.journal)
    opened = look("eve")
    expect(opened.get_by_role("region", name="Ten minutes?")).to_have_count(0)
    lessons_ = opened.get_by_role("region", name="The lessons")
    expect(lessons_).to_contain_text("counts nowhere else")
    lessons_.get_by_role("link", name=short().title).click()
    expect(opened).to_have_url(f"{course.address}lessons/{short().name}")


def test_playing_it_adds_a_story_and_changes_no_lesson_and_no_profile() -> None:
    learner = Learner().plays(short().name, CASE.id)
    found, without = overview(lessons(), learner.events, short()), overview(lessons(), ())
    assert [story.title for story in found.played] == ["Next cycle"]
    assert found.short_case is not None
    assert found.short_case.state == "done"
    assert (found.course, found.profile) == (without.course, without.profile)
    assert found.onward == without.onward
