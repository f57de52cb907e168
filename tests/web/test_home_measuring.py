"""The home offers the situations that measure the course when they are due, and lets nothing wait for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from misread_course.catalogue import LESSONS, apart, before, later, lesson, lessons, page, short
from misread_course.checks import check_lessons
from misread_course.items import items
from misread_course.steps import steps
from misread_records import Event, open_journal
from misread_records.judgement import LATER
from misread_web.home.measuring import Offer, offered
from misread_web.home.overview import overview
from misread_web.home.progress import finished_lessons, progress
from tests.records.fake_rater import ratings
from tests.web.home_server import M2, HomeCourse, Learner, home_course, lesson_service

if TYPE_CHECKING:
    from tests.web.conftest import Visit

M6 = "m6-make-it-visible"
SIZES = [(360, 740), (1280, 900)]


def finisher(name: str = "ada") -> Learner:
    return Learner(name).finishes_lesson(lesson(M6))


def offer(events: list[Event], now: datetime = datetime(2026, 3, 3, tzinfo=UTC)) -> Offer | None:
    course = [progress(each, events) for each in lessons()]
    return offered(course, finished_lessons(course, events), events, now)


@pytest.fixture(scope="module")
def course() -> Iterator[HomeCourse]:
    with closing(open_journal("memory:")) as journal, home_course(lesson_service(), journal) as running:
        for each in (finisher("done"), Learner("begun").guesses(M2, "M2.try")):
            each.keeps_it_in(journal)
        for event in ratings("half", "J.before", number=3):
            journal.append(event)
        yield running


@pytest.fixture
def look(course: HomeCourse, visit: Callable[..., Visit]) -> Callable[..., Visit]:
    """Open a page as somebody."""

    def looking(who: str, path: str = "", **settings: Any) -> Visit:  # noqa: ANN401 - Playwright's own
        opened = visit(reduced_motion="reduce", **settings)
        opened.page.context.add_cookies([{"name": "learner", "value": who, "url": course.address}])
        opened.open(course.address + path)
        return opened

    return looking


def test_before_the_course_the_first_set_is_offered_until_a_lesson_is_begun() -> None:
    assert offer([]) == Offer(before(), 0, 12)
    assert offer(ratings("ada", "J.before", number=5)) == Offer(before(), 5, 12)
    assert offer(Learner().plays(short().name, "elective-3-waiting").events) == Offer(before(), 0, 12)
    assert offer([*ratings("ada", "J.before", number=5), *Learner().guesses(M2, "M2.try").events]) is None


def test_a_set_that_was_rated_is_not_offered_again() -> None:
    assert offer(ratings("ada", "J.before")) is None


def test_the_last_set_is_offered_ninety_days_after_the_lesson_was_finished() -> None:
    learner = finisher()
    end = learner.events[-1].at
    assert offer(learner.events, end + LATER - timedelta(seconds=1)) is None
    assert offer(learner.events, end + LATER) == Offer(later(), 0, 12)
    begun = [*learner.events, *ratings("ada", "J.later", number=7)]
    assert offer(begun, end + LATER) == Offer(later(), 7, 12)
    assert offer([*learner.events, *ratings("ada", "J.later")], end + LATER) is None


def test_what_is_done_again_after_the_end_does_not_put_the_last_set_off() -> None:
    learner = finisher()
    end = learner.events[-1].at
    learner.restarts(M6, "talent-review", 2)
    assert offer(learner.events, end + LATER) == Offer(later(), 0, 12)


def test_a_lesson_whose_last_thing_is_the_set_ends_with_its_last_situation() -> None:
    learner, (of_set,) = Learner(), [item for item in items(lesson(M6)) if item.kind == "judgement"]
    for item in items(lesson(M6)):
        if item != of_set:
            learner.finishes(M6, item)
    learner.finishes(M6, of_set)
    end = learner.events[-1].at
    assert finished_lessons([progress(lesson(M6), learner.events)], learner.events) == {"M6": end}
    assert offer(learner.events, end + LATER - timedelta(seconds=1)) is None
    assert offer(learner.events, end + LATER) == Offer(later(), 0, 12)


def test_a_lesson_with_one_thing_left_is_not_finished() -> None:
    learner, last = Learner(), items(lesson(M6))[-1]
    for item in items(lesson(M6))[:-1]:
        learner.finishes(M6, item)
    assert offer(learner.events, datetime(2030, 1, 1, tzinfo=UTC)) is None
    learner.finishes(M6, last)
    assert offer(learner.events, datetime(2030, 1, 1, tzinfo=UTC)) == Offer(later(), 0, 12)


def test_the_pages_are_no_lessons_and_no_assignments() -> None:
    assert apart() == (short(), before(), later())
    for each in (before(), later()):
        assert each.name not in {one.name for one in lessons()}
        assert not (LESSONS / each.name).exists()
        assert page(each.name) == each
        assert check_lessons([each]) == ()
        assert 0 <= each.minutes - sum(step.minutes for step in steps(each)) < 1


def test_rating_before_the_course_changes_no_lesson_and_no_profile() -> None:
    found, without = overview(lessons(), ratings("ada", "J.before"), short()), overview(lessons(), (), short())
    assert (found.course, found.profile, found.onward) == (without.course, without.profile, without.onward)


def test_the_second_set_is_a_step_of_the_last_lesson_and_among_the_results() -> None:
    learner = finisher()
    found = overview(lessons(), learner.events)
    step = next(step for each in found.course for step in each.steps if step.item.id == "J.after")
    assert (step.title, step.state, step.detail) == ("Twelve situations, after the course", "done", "12 of 12 rated")
    assert ("Twelve situations, after the course", "12 of 12 rated") in {
        (each.title, each.said) for each in found.results
    }


@pytest.mark.parametrize("size", SIZES)
def test_somebody_new_may_rate_first_or_begin_at_once(look: Callable[..., Visit], size: tuple[int, int]) -> None:
    visit = look("new", viewport={"width": size[0], "height": size[1]})
    region = visit.page.get_by_role("region", name=before().title)
    expect(region).to_contain_text("it’s up to you")
    expect(visit.page.get_by_role("link", name="Begin the first lesson")).to_be_visible()
    assert visit.violations() == []
    region.get_by_role("link", name="Rate them").click()
    expect(visit.page.get_by_role("heading", level=1, name=before().title)).to_be_visible()
    expect(visit.page.locator(".mr-rate-progress")).to_have_text("1 of 12")
    assert visit.violations() == []
    assert visit.wrong == []


def test_a_set_that_was_left_is_offered_where_it_was_left(look: Callable[..., Visit]) -> None:
    visit = look("half")
    region = visit.page.get_by_role("region", name=before().title)
    expect(region).to_contain_text("You’ve rated 3 of 12.")
    region.get_by_role("link", name="Go on rating").click()
    expect(visit.page.locator(".mr-rate-progress")).to_have_text("4 of 12")


def test_a_situation_that_is_rated_on_the_page_is_kept(look: Callable[..., Visit], course: HomeCourse) -> None:
    opened: Page = look("kept", f"lessons/{before().name}").page
    for scale in opened.locator(".mr-rate-scale").all():
        scale.get_by_text("Good", exact=True).click()
    opened.locator(".mr-rate-best .mr-option").first.click()
    opened.get_by_role("button", name="Save and go on").click()
    expect(opened.locator(".mr-rate-progress")).to_have_text("2 of 12")
    (event,) = course.journal.read("kept")
    assert (event.lesson, event.item, event.data["situation"]) == (before().name, "J.before", "J1")


def test_somebody_who_has_begun_is_not_asked_any_more(look: Callable[..., Visit]) -> None:
    expect(look("begun").page.get_by_role("heading", name=before().title)).to_have_count(0)


@pytest.mark.parametrize("size", SIZES)
def test_three_months_later_the_last_set_is_offered_and_the_lesson_has_the_second(
    look: Callable[..., Visit], size: tuple[int, int]
) -> None:
    visit = look("done", viewport={"width": size[0], "height": size[1]})
    region = visit.page.get_by_role("region", name=later().title)
    expect(region).to_be_visible()
    assert visit.violations() == []
    region.get_by_role("link", name="Rate them").click()
    expect(visit.page.get_by_role("heading", level=1, name=later().title)).to_be_visible()


def test_the_pages_ask_for_the_same_sign_in_as_a_lesson(course: HomeCourse) -> None:
    for each in (before(), later()):
        answer = httpx.get(f"{course.address}lessons/{each.name}", cookies={"learner": "nobody"})
        assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/login")
