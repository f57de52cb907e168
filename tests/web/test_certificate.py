"""The certificate of people who have done the course: without a score, as an accessible PDF that anybody can check."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import expect

from misread_course.catalogue import lessons
from misread_records import MemoryJournal
from misread_records.people import Certificates, Cohorts, Newcomer
from misread_scenarios.competencies import competencies
from misread_web.follow_up import certificate_handlers
from misread_web.follow_up.completion import COURSE, completion_of
from misread_web.follow_up.lookups import AT_ONCE, Lookups
from misread_web.live.service import LessonService
from tests.web.home_server import BEGAN, M4, HomeCourse, Learner, home_course, lesson_service
from tests.web.pdf_files import read_pdf

if TYPE_CHECKING:
    from tests.web.conftest import Visit

CORE = [one for one in lessons() if not one.is_elective]
NAME = "Ada <b>Łukasz</b>"
WIDTHS = (1280, 360)


@pytest.fixture(scope="module")
def service() -> LessonService:
    return lesson_service()


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'misread.db'}"


@pytest.fixture
def course(service: LessonService, database: str) -> Iterator[HomeCourse]:
    journal = MemoryJournal()
    done = Learner("ada")
    for one in CORE:
        done.finishes_lesson(one)
    done.keeps_it_in(journal)
    Learner("bo").guesses(M4, "M4.try").keeps_it_in(journal)
    with Certificates(database) as kept, home_course(service, journal, certificates=kept) as running:
        yield running


@pytest.fixture
def ask(course: HomeCourse) -> Iterator[Callable[..., httpx.Response]]:
    with httpx.Client(base_url=course.address) as client:
        yield lambda path, who="ada": client.get(path, headers={"Cookie": f"learner={who}"})


def sends(course: HomeCourse, who: str = "ada", **fields: str) -> httpx.Response:
    with httpx.Client(base_url=course.address, cookies={"learner": who}) as client:
        found = re.findall(r'name="_xsrf" value="([^"]+)"', client.get("data/certificate").text)
        return client.post("data/certificate", data={"_xsrf": found[0] if found else "", **fields})


def test_the_course_is_complete_with_its_last_lesson_and_without_electives() -> None:
    finished = {one.module: BEGAN for one in CORE[1:]}
    assert completion_of(lessons(), finished).at is None
    assert completion_of(lessons(), finished).left == (CORE[0],)
    done = completion_of(lessons(), {**finished, CORE[0].module: BEGAN, "EL2": BEGAN})
    assert (done.at, done.left) == (BEGAN, ())
    assert [one.module for one in done.electives] == ["EL2"]
    assert done.minutes == sum(one.minutes for one in CORE) + done.electives[0].minutes
    assert completion_of((), {}).at is None


def test_a_certificate_is_offered_made_downloaded_and_confirmed(
    course: HomeCourse, visit: Callable[..., Visit], ask: Callable[..., httpx.Response]
) -> None:
    opened = visit()
    page = opened.page
    page.context.add_cookies([{"name": "learner", "value": "ada", "url": course.address}])
    page.goto(course.address)
    offer = page.get_by_role("region", name="You’ve done the whole course")
    offer.get_by_role("link", name="Your certificate").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You’ve done the whole course")
    is_fine(opened)
    page.get_by_label("Your name, as the certificate should have it").fill(f"  {NAME} ")
    page.get_by_role("button", name="Make my certificate").click()
    sheet = page.get_by_role("article", name="Certificate")
    expect(sheet).to_contain_text(NAME)
    expect(sheet).to_contain_text("on 2 March 2026")
    is_fine(opened)
    page.goto(course.address)
    expect(offer).to_have_count(0)
    code = re.findall(r"<b>([0-9A-Z-]{14})</b>", ask("data/certificate").text)[0]
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "learner", "value": "nobody", "url": course.address}])
    page.goto(f"{course.address}certificate/{code.lower()}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirmed")
    expect(page.locator("dd")).to_have_text([NAME, COURSE, "2 March 2026"])
    is_fine(opened)
    assert opened.wrong == []


def is_fine(opened: Visit) -> None:
    for width in WIDTHS:
        opened.page.set_viewport_size({"width": width, "height": 800})
        assert opened.violations() == []
        assert opened.page.evaluate("document.scrollingElement.scrollWidth") == width


def test_the_pdf_file_says_what_was_done_and_no_score(course: HomeCourse, ask: Callable[..., httpx.Response]) -> None:
    sends(course, name=NAME)
    answer = ask("data/certificate.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "misread-certificate.pdf" in answer.headers["Content-Disposition"]
    found = read_pdf(answer.content)
    assert (found.title, found.lang, found.is_tagged, found.claims_ua) == (f"Certificate: {NAME}", "en", True, True)
    assert found.pages == 1
    assert (found.count("H1"), found.count("H2")) == (1, 2)
    assert found.has(NAME)
    assert found.has("on 2 March 2026")
    for one in CORE:
        assert found.has(one.title.replace("'", "’"))
    for competency in competencies().values():
        assert found.has(competency.name)
    assert not re.search(r"%|Level|point|score", found.text)


def test_levels_stand_on_a_certificate_only_if_asked_for(
    course: HomeCourse, ask: Callable[..., httpx.Response]
) -> None:
    sends(course, name=NAME)
    assert "Level" not in ask("data/certificate").text
    page = ask("data/certificate?levels").text
    assert 'href="/data/certificate.pdf?levels"' in page
    found = read_pdf(ask("data/certificate.pdf?levels").content)
    assert found.has("Asks openly: Level 3 of 3")
    assert found.pages == 1


def test_who_has_not_done_it_all_is_told_what_is_left(ask: Callable[..., httpx.Response], course: HomeCourse) -> None:
    page = ask("data/certificate", who="bo").text
    assert [one.name for one in CORE if f'href="/lessons/{one.name}"' in page] == [one.name for one in CORE]
    assert 'name="name"' not in page
    assert "fail" not in page.lower()
    assert ask("data/certificate.pdf", who="bo").status_code == 404
    assert sends(course, who="bo", name="Bo").status_code in {200, 403}
    assert ask("data/certificate.pdf", who="bo").status_code == 404


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_a_certificate_needs_a_name(name: str, course: HomeCourse, ask: Callable[..., httpx.Response]) -> None:
    answer = sends(course, name=name)
    assert answer.status_code == 422
    assert "Please write your name" in answer.text
    assert ask("data/certificate.pdf").status_code == 404


def test_a_withdrawn_certificate_looks_like_one_that_never_was(
    course: HomeCourse, ask: Callable[..., httpx.Response], database: str
) -> None:
    sends(course, name=NAME)
    with Certificates(database) as another_process:
        made = another_process.of("ada")
    assert made is not None
    assert ask(f"certificate/{made.shown_code}", who="nobody").status_code == 200
    sends(course, withdraw="1")
    answers = [ask(f"certificate/{code}", who="nobody") for code in (made.shown_code, "3" * 12, "nonsense", "%00")]
    assert {(each.status_code, each.text) for each in answers} == {(404, answers[0].text)}
    assert "Not confirmed" in answers[0].text


def test_a_member_gets_the_name_under_which_they_are_enrolled(service: LessonService, database: str) -> None:
    journal = MemoryJournal()
    with Certificates(database) as kept, Cohorts(database) as people:
        people.create("Spring", [Newcomer("Ada Lovelace")])
        (ada,) = people.members("Spring")
        learner = Learner(ada.learner)
        for one in CORE:
            learner.finishes_lesson(one)
        learner.keeps_it_in(journal)
        with home_course(service, journal, certificates=kept, people=people) as course:
            sends(course, who=ada.learner, name="The Queen")
            made = kept.of(ada.learner)
            assert made is not None
            assert made.name == "Ada Lovelace"
            with httpx.Client(base_url=course.address, cookies={"learner": ada.learner}) as client:
                assert f"{course.address}certificate/{made.shown_code}" in client.get("data/certificate").text


def test_what_is_deleted_and_taken_away_includes_the_certificate(
    course: HomeCourse, ask: Callable[..., httpx.Response], database: str
) -> None:
    sends(course, name=NAME)
    kept = json.loads(ask("data/my-course.json").text)
    assert kept["certificate"]["name"] == NAME
    with httpx.Client(base_url=course.address, cookies={"learner": "ada"}) as client:
        (token,) = re.findall(r'name="_xsrf" value="([^"]+)"', client.get("data/delete").text)
        assert client.post("data/delete", data={"_xsrf": token, "word": "delete"}).status_code == 303
    with Certificates(database) as store:
        assert store.of("ada") is None


def test_without_pango_the_page_offers_to_print(
    course: HomeCourse, ask: Callable[..., httpx.Response], monkeypatch: pytest.MonkeyPatch
) -> None:
    sends(course, name=NAME)
    monkeypatch.setattr(certificate_handlers, "pdf_trouble", lambda: "PDF files need Pango")
    page = ask("data/certificate").text
    assert "Print this page instead" in page
    assert "certificate.pdf" not in page


def test_a_name_without_a_font_is_told_which_characters_it_has(
    course: HomeCourse, ask: Callable[..., httpx.Response]
) -> None:
    sends(course, name="Ada \U000f0000")
    answer = ask("data/certificate.pdf")
    assert answer.status_code == 422
    assert "\U000f0000" in answer.text
    assert "Print your certificate" in answer.text


def test_what_can_be_no_code_is_not_counted_as_a_try(ask: Callable[..., httpx.Response]) -> None:
    answers = {ask(f"certificate/{text}", who="nobody").text for text in ["x", "0" * 12, "3" * 13] * AT_ONCE}
    assert answers == {ask("certificate/333333333333", who="nobody").text}


def test_codes_cannot_be_tried_in_bulk(course: HomeCourse, ask: Callable[..., httpx.Response]) -> None:
    answers = [ask("certificate/333333333333", who="nobody").status_code for _ in range(AT_ONCE + 5)]
    assert set(answers) == {404, 429}
    refused = ask("certificate/333333333333", who="nobody")
    assert int(refused.headers["Retry-After"]) >= 1
    assert "Try again soon" in refused.text
    assert course.address


@given(st.lists(st.floats(0, 3), max_size=80))
def test_an_address_that_waits_as_told_may_ask_again(pauses: list[float]) -> None:
    now = [0.0]
    lookups = Lookups(lambda: now[0])
    for pause in pauses:
        now[0] += pause
        if wait := lookups.wait("one"):
            now[0] += wait
            assert lookups.wait("one") == 0
    assert lookups.wait("another") == 0
