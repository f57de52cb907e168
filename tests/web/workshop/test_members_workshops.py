"""A member's workshops: on their home, in the file with all their data, and gone when they have everything deleted."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import expect

from misread_records import Event, MemoryJournal, new_id
from misread_records.scoring import Met, Reached, how_far
from misread_records.workshop import LESSON, journal_name, pointer_data
from misread_web.live.service import LessonService
from tests.records.workshop.conftest import START
from tests.web.home_server import HomeCourse, home_course, lesson_service
from tests.web.workshop.finished import Held

if TYPE_CHECKING:
    from tests.web.conftest import Visit

CODE = "KFRDGH"


@pytest.fixture(scope="module")
def service() -> LessonService:
    return lesson_service()


@pytest.fixture
def journal() -> MemoryJournal:
    held, kept = Held(), MemoryJournal()
    for event in held.events:
        kept.append(event)
    kept.append(
        Event(
            id=new_id(), learner="ada", cohort=None, at=START, lesson=LESSON, item=CODE, kind="joined", attempt=1,
            data=pointer_data(held.workshop, "p01"), content="1", slot=f"joined/{CODE}",
        )
    )  # fmt: skip
    return kept


@pytest.fixture
def course(service: LessonService, journal: MemoryJournal) -> Iterator[HomeCourse]:
    with home_course(service, journal) as running:
        yield running


def test_the_home_leads_to_the_result_and_to_the_lesson_with_the_case(
    course: HomeCourse, visit: Callable[..., Visit]
) -> None:
    opened = visit()
    opened.page.goto(course.address)
    section = opened.page.get_by_role("region", name="Workshops")
    expect(section.get_by_role("link", name="A morning")).to_have_attribute("href", f"/workshop/{CODE}/me")
    expect(section.get_by_role("link", name="Sam and Priya")).to_have_attribute("href", "/lessons/m4-sam-and-priya")
    assert opened.violations() == []


def test_a_workshop_is_no_first_run(journal: MemoryJournal) -> None:
    assert how_far(journal.read("ada"), "sam-priya") == Reached(Met.AHEAD)


def test_the_file_with_all_data_has_what_the_member_did_there(course: HomeCourse) -> None:
    file = json.loads(httpx.get(course.address + "data/my-course.json", timeout=60).text)
    mine = file["workshops"][CODE]
    assert {event["kind"] for event in mine} == {"joined", "voted", "wrote"}
    assert {event["data"]["participant"] for event in mine} == {"p01"}
    other = httpx.get(course.address + "data/my-course.json", timeout=60, headers={"Cookie": "learner=bo"})
    assert json.loads(other.text)["workshops"] == {}


def test_a_member_who_has_everything_deleted_leaves_no_name_and_no_text(
    course: HomeCourse, journal: MemoryJournal
) -> None:
    with httpx.Client(base_url=course.address, cookies={"learner": "ada"}) as client:
        page = client.get("data/delete").text
        assert "your texts in workshops" in page
        (token,) = re.findall(r'name="_xsrf" value="([^"]+)"', page)
        client.post("data/delete", data={"_xsrf": token, "word": "delete"})
    assert journal.read("ada") == ()
    left = [event.data for event in journal.read(journal_name(CODE)) if event.data.get("participant") == "p01"]
    assert left
    assert {data.get(key, "") for data in left for key in ("name", "text")} == {""}
