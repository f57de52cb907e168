"""Questions that return, and check-ins on a plan, in a browser: from memory first, by keyboard, kept as events."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import httpx
import icalendar
import pytest
from playwright.sync_api import Page, expect

from misread_course.catalogue import lesson
from misread_records import Event, MemoryJournal
from misread_scenarios.reviews import review_card, review_cards
from misread_web.follow_up.handlers import LONGEST
from misread_web.live.service import LessonService
from misread_widgets.views import typeset
from tests.web.home_server import M4, HomeCourse, Learner, home_course, lesson_service

if TYPE_CHECKING:
    from tests.web.conftest import Visit

CARD = review_card("M4.exit.1")
WIDTHS = (1280, 360)


@pytest.fixture(scope="module")
def service() -> LessonService:
    return lesson_service()


@pytest.fixture
def course(service: LessonService) -> Iterator[HomeCourse]:
    journal = MemoryJournal()
    Learner("ada").finishes_lesson(lesson(M4)).keeps_it_in(journal)
    Learner("planner").finishes_lesson(lesson("m6-make-it-visible")).keeps_it_in(journal)
    both = Learner("both").finishes_lesson(lesson(M4)).finishes_lesson(lesson("m6-make-it-visible"))
    both.keeps_it_in(journal)
    Learner("bo").guesses(M4, "M4.try").keeps_it_in(journal)
    with home_course(service, journal) as running:
        yield running


@pytest.fixture
def look(course: HomeCourse, visit: Callable[..., Visit]) -> Callable[..., Visit]:
    def looking(path: str = "", who: str = "ada") -> Visit:
        opened = visit()
        opened.page.context.add_cookies([{"name": "learner", "value": who, "url": course.address}])
        opened.page.goto(course.address + path)
        return opened

    return looking


@pytest.fixture
def ask(course: HomeCourse) -> Iterator[Callable[..., httpx.Response]]:
    with httpx.Client(base_url=course.address) as client:
        yield lambda path, who="ada": client.get(path, headers={"Cookie": f"learner={who}"})


def sends(course: HomeCourse, path: str, who: str = "ada", form: str = "", **fields: str) -> httpx.Response:
    """Send a form, by default that of the page itself."""
    with httpx.Client(base_url=course.address, cookies={"learner": who}) as client:
        (token,) = re.findall(r'name="_xsrf" value="([^"]+)"', client.get(form or path).text)
        return client.post(path, data={"_xsrf": token, **fields})


def reviewed(course: HomeCourse, who: str = "ada") -> list[Event]:
    return list(course.journal.read(who, "review"))


def is_fine(opened: Visit) -> None:
    for width in WIDTHS:
        opened.page.set_viewport_size({"width": width, "height": 800})
        assert opened.violations() == []
        assert opened.page.evaluate("document.scrollingElement.scrollWidth") == width


def test_a_question_is_answered_from_memory_then_chosen_then_explained(
    look: Callable[..., Visit], course: HomeCourse
) -> None:
    opened = look()
    page = opened.page
    expect(page.get_by_role("region", name="6 questions from memory")).to_be_visible()
    page.get_by_role("link", name="Answer them").click()
    page.get_by_role("link", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(typeset(CARD.text))
    expect(page.get_by_text(typeset(CARD.good))).to_have_count(0)
    page.get_by_role("textbox").fill("She wants it. <b>Can</b> she?")
    page.get_by_role("button", name="Compare with an answer").click()
    expect(page.get_by_role("blockquote")).to_have_text("She wants it. <b>Can</b> she?")
    expect(page.get_by_text(typeset(CARD.good))).to_be_visible()
    assert CARD.choice is not None
    right, wrong = CARD.choice.options[CARD.choice.key], CARD.choice.options["b"]
    expect(page.get_by_text(typeset(right.why))).to_have_count(0)
    is_fine(opened)
    page.get_by_role("radio", name=typeset(wrong.text)).check()
    page.get_by_role("button", name="Choose").click()
    for option in CARD.choice.options.values():
        expect(page.get_by_text(typeset(option.why))).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Your choice")).to_contain_text(typeset(wrong.text))
    expect(page.get_by_role("listitem").filter(has_text="The best of these")).to_contain_text(typeset(right.text))
    is_fine(opened)
    page.get_by_role("link", name="Next question").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(typeset(CARD.text))
    assert [(each.kind, each.item, each.attempt) for each in reviewed(course)] == [
        ("wrote", CARD.id, 1),
        ("answered", CARD.id, 1),
    ]
    assert opened.wrong == []


def test_a_whole_set_is_answered_by_keyboard_alone(look: Callable[..., Visit], course: HomeCourse) -> None:
    page = look("review").page
    press(page, "Begin")
    while not page.url.endswith("/review"):
        press(page, "I can’t remember")
        page.keyboard.press("Tab")
        while page.evaluate("document.activeElement.type") != "radio":
            page.keyboard.press("Tab")
        page.keyboard.press("Space")
        press(page, "Choose")
        press(page, re.compile("^(Next question|Finish|That’s enough for today)$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("That’s it for today")
    expect(page.get_by_role("region", name="Answered today").get_by_role("listitem")).to_have_count(6)
    waiting = [card.id for card in review_cards().values() if card.module == "M4"]
    assert {each.item for each in reviewed(course)} == set(waiting)


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Go to a button or link with the tabulator, and press it."""
    wanted = page.get_by_role("link", name=name).or_(page.get_by_role("button", name=name))
    expect(wanted).to_be_visible()
    for _ in range(30):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": " \n"}, "Write what you remember"),
        ({"text": "x" * (LONGEST + 1)}, "longer than the 20,000 characters"),
    ],
)
def test_a_text_that_cannot_be_kept_is_shown_again_with_what_would_work(
    fields: dict[str, str], said: str, course: HomeCourse
) -> None:
    answer = sends(course, f"review/{CARD.id}", **fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert fields["text"] in answer.text
    assert reviewed(course) == []


def test_a_choice_that_is_not_offered_is_refused_and_the_text_stays(course: HomeCourse) -> None:
    sends(course, f"review/{CARD.id}", text="I remember")
    answer = sends(course, f"review/{CARD.id}", choice="zz")
    assert answer.status_code == 422
    assert "Choose one of the answers first" in answer.text
    assert "I remember" in answer.text
    assert [each.kind for each in reviewed(course)] == ["wrote"]


def test_what_is_sent_twice_is_kept_once(course: HomeCourse) -> None:
    for _ in range(2):
        sends(course, f"review/{CARD.id}", form="review/M4.exit.2", text="I remember")
    for _ in range(2):
        answer = sends(course, f"review/{CARD.id}", form="review/M4.exit.2", choice="b")
        assert answer.status_code == 303
    assert [each.kind for each in reviewed(course)] == ["wrote", "answered"]


@pytest.mark.parametrize("path", ["", "review"])
def test_who_has_many_questions_waiting_is_told_how_many_are_enough(
    path: str, ask: Callable[..., httpx.Response]
) -> None:
    said = " ".join(re.sub(r"<[^>]+>", "", ask(path, who="both").text).split())
    assert "11 questions from" in said
    assert "15 minutes or so. Six a day are plenty. " in said


@pytest.mark.parametrize("path", [f"review/{CARD.id}", "review/M9.exit.1", "check-in/30", "check-in/31"])
def test_what_does_not_return_for_somebody_is_not_found(path: str, ask: Callable[..., httpx.Response]) -> None:
    assert ask(path, who="bo").status_code == 404


def test_nobody_without_a_sign_in_gets_anything(ask: Callable[..., httpx.Response]) -> None:
    for path in ("review", f"review/{CARD.id}", "check-in/30", "data/reviews.ics", "data/check-ins.ics"):
        assert ask(path, who="nobody").status_code == 302


def test_the_calendar_file_can_be_imported(ask: Callable[..., httpx.Response]) -> None:
    answer = ask("data/reviews.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "misread-reviews.ics" in answer.headers["Content-Disposition"]
    (event,) = icalendar.Calendar.from_ical(answer.content).events
    assert str(event["SUMMARY"]) == "Misread: 6 questions from memory"
    assert str(event["URL"]).endswith("/review")


def test_somebody_looks_back_on_their_plan(look: Callable[..., Visit], course: HomeCourse) -> None:
    opened = look(who="planner")
    page = opened.page
    page.get_by_role("region", name="Day 90 of your plan").get_by_role("link", name="Look back").click()
    expect(page.get_by_role("blockquote")).to_contain_text("If somebody turns down a stretch task")
    is_fine(opened)
    page.get_by_role("radio", name="In part").check()
    page.get_by_label("What got in the way, or helped?").fill("The stocktaking.")
    page.get_by_label("When is the next step").fill("2027-01-12")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("The next day is 12 January 2027")
    expect(page.get_by_role("radio", name="In part")).to_be_checked()
    is_fine(opened)
    (kept,) = course.journal.read("planner", "check-in")
    assert kept.data == {"happened": "partly", "in_the_way": "The stocktaking.", "seen": "", "next": "2027-01-12"}
    page.get_by_role("link", name="Back to the lessons").first.click()
    expect(page.get_by_role("region", name="Day 90 of your plan")).to_have_count(0)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"in_the_way": "Much"}, "Say first whether"),
        ({"happened": "yes", "in_the_way": "Much", "next": "soon"}, "isn’t a date"),
        ({"happened": "yes", "in_the_way": "x" * (LONGEST + 1)}, "longer than"),
    ],
)
def test_answers_that_cannot_be_kept_are_shown_again(fields: dict[str, str], said: str, course: HomeCourse) -> None:
    answer = sends(course, "check-in/90", who="planner", **fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert fields["in_the_way"] in answer.text
    assert course.journal.read("planner", "check-in") == ()
