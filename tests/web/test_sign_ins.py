"""A learner sees where they are signed in, is told of a new device, and ends what is not theirs."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect
from typer.testing import CliRunner

from misread_grading.marking.queue import MarkingQueue
from misread_records import open_journal
from misread_records.marking import Marking
from misread_records.marking_store import Markings
from misread_records.people.cohorts import Cohorts
from misread_records.people.members import Newcomer
from misread_records.people.sign_ins import Device
from misread_web.auth.link_auth import LinkAuth
from misread_web.auth.secret import read_or_create_secret
from misread_web.home.account import new_devices
from misread_web.main import command_line
from tests.grading.graded_cohort import FULL, ITEM, M4, graded, marks
from tests.web.home_server import Learner
from tests.web.test_browsers import AGENTS

if TYPE_CHECKING:
    from tests.web.conftest import Course, Visit

PHONE = {"viewport": {"width": 360, "height": 740}, "user_agent": list(AGENTS)[3]}


@dataclasses.dataclass(frozen=True)
class Club:
    """A course with a cohort, one of whose texts is graded."""

    course: Course
    data: Path
    cohorts: Cohorts

    @property
    def ada(self) -> str:
        return self.cohorts.member("Spring", "Ada").learner

    def sign_in(self, page: Page, name: str = "Ada") -> Page:
        authenticator = LinkAuth(self.cohorts, read_or_create_secret(self.data, {}))
        link = authenticator.link_for(self.cohorts.member("Spring", name), datetime.now(UTC) + timedelta(days=1))
        page.goto(f"{self.course.address}sign-in/{link}")
        page.get_by_role("button", name="Sign in").click()
        expect(page).to_have_url(self.course.address)
        return page


@pytest.fixture
def club(serving: Callable[..., AbstractContextManager[Course]], tmp_path: Path) -> Iterator[Club]:
    database = f"sqlite:///{tmp_path}/misread.db"
    with Cohorts(database) as cohorts, closing(open_journal(database)) as journal:
        cohorts.create("Spring", [Newcomer("Ada", "ada@example.org", "4711"), Newcomer("Ben")])
        learner = cohorts.member("Spring", "Ada").learner
        Learner(learner).guesses(M4, "M4.try").keeps_it_in(journal)
        with serving(tmp_path, "--port", "0") as course:
            yield Club(course, tmp_path, cohorts)


def test_the_home_names_a_new_device_until_confirmed_and_can_end_it(club: Club, visit: Callable[..., Visit]) -> None:
    desk = visit(user_agent=next(iter(AGENTS)))
    page = club.sign_in(desk.page)
    expect(page.get_by_text("A new device")).to_have_count(0)  # nobody is told of the device that they just began on
    phone = club.sign_in(visit(**PHONE).page)
    page.reload()
    note = page.get_by_role("complementary", name="A new device has signed in as you")
    expect(note).to_contain_text("Safari on iPhone")
    note.get_by_role("link", name="Was that you?").click()
    rows = page.get_by_role("main").get_by_role("listitem")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("signed in")
    expect(rows.nth(1)).to_contain_text("Firefox on Windows")
    expect(rows.nth(1)).to_contain_text("this one")
    assert desk.violations() == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.get_by_role("button", name="End the sign-in of Safari on iPhone").click()
    expect(rows.nth(0)).to_contain_text("signed out")
    phone.reload()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Please open your personal link")
    page.get_by_role("button", name="That was me").click()
    expect(page.get_by_role("button", name="That was me")).to_have_count(0)
    page.goto(club.course.address)
    expect(page.get_by_text("A new device")).to_have_count(0)
    club.sign_in(phone)  # known again, so no news
    page.reload()
    expect(page.get_by_text("A new device")).to_have_count(0)
    phone.goto(f"{club.course.address}data/sign-ins")
    assert not phone.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert desk.wrong == []


def test_two_sign_ins_of_one_browser_in_a_minute_show_the_second(club: Club, visit: Callable[..., Visit]) -> None:
    agent = next(iter(AGENTS))
    page = club.sign_in(visit(user_agent=agent).page)
    club.sign_in(visit(user_agent=agent).page)
    page.goto(f"{club.course.address}data/sign-ins")
    rows = page.get_by_role("main").get_by_role("listitem").all_inner_texts()
    times = [re.findall(r"\d\d:\d\d(?::\d\d)?", row)[0] for row in rows if "Firefox on Windows" in row]
    minutes = [time[:5] for time in times]
    assert len(times) >= 2
    assert all(len(time) == 8 for time in times if minutes.count(time[:5]) > 1)


def test_nobody_ends_or_sees_the_sign_ins_of_another(club: Club, visit: Callable[..., Visit]) -> None:
    ada, ben = club.sign_in(visit().page), club.sign_in(visit().page, "Ben")
    (hers,) = club.cohorts.sign_ins.of(club.ada)
    ben.goto(f"{club.course.address}data/sign-ins")
    expect(ben.get_by_role("main").get_by_role("listitem")).to_have_count(1)
    ben.evaluate(
        """(id) => {
          const form = document.querySelector(".sign-ins").closest("form");
          form.insertAdjacentHTML("beforeend", `<button name="sign-in" value="${id}">x</button>`);
          form.querySelector("button:last-of-type").click();
        }""",
        hers.id,
    )
    expect(ben.get_by_role("heading", level=1)).to_have_text("Your sign-ins")
    ada.reload()
    expect(ada.get_by_role("heading", name="The lessons")).to_be_visible()


def test_everything_that_the_course_keeps_of_somebody_is_in_the_file(club: Club, visit: Callable[..., Visit]) -> None:
    page = club.sign_in(visit().page)
    found = page.request.get(f"{club.course.address}data/my-course.json").json()
    person = found["person"]
    told = (person["name"], person["email"], person["number"], person["role"], person["cohort"], person["learner"])
    assert told == ("Ada", "ada@example.org", "4711", "learner", "Spring", club.ada)
    (kept,) = club.cohorts.sign_ins.of(club.ada)
    assert [one["id"] for one in found["sign_ins"]] == [kept.id]
    assert found["sign_ins"][0]["browser"] == kept.browser != ""
    assert len(found["events"]) == 1
    assert {"person", "sign_ins", "graded", "certificate", "workshops"} == set(found["account"])


def test_points_marks_and_comments_are_in_the_file_once_they_are_given_back(
    serving: Callable[..., AbstractContextManager[Course]], tmp_path: Path, visit: Callable[..., Visit]
) -> None:
    database = f"sqlite:///{tmp_path}/misread.db"
    with Cohorts(database) as cohorts, Markings(database) as markings:
        cohorts.create("Spring", [Newcomer("Ada"), Newcomer("Grace")])
        ada = cohorts.member("Spring", "Ada").learner
        course = graded(tmp_path / "grading", {ada: "One question: interest. From 3 to 28 March she runs the rota."})

        desk = MarkingQueue(course, markings, "Spring")
        task = desk.task(ITEM)
        (text,) = desk.pile(task).words
        given: Marking = marks(task, text, "grace", rows=FULL)
        markings.append(given.model_copy(update={"comment": "Say by when."}))
        with serving(tmp_path, "--port", "0") as running:
            club = Club(running, tmp_path, cohorts)
            page = club.sign_in(visit().page)
            before = page.request.get(f"{running.address}data/my-course.json")
            assert before.json()["graded"][M4] == {"released": None, "read": [], "waits": 1}
            assert "Say by when." not in before.text()
            for words in (("marks", "Spring"), ("feedback", M4)):
                arguments = ["grade", *words, "--data", str(tmp_path)]
                done = CliRunner().invoke(command_line(), arguments)
                assert done.exit_code == 0, done.output
            after = page.request.get(f"{running.address}data/my-course.json")
    kept = after.json()["graded"][M4]
    assert (kept["waits"], kept["read"][0]["points"], kept["read"][0]["comment"]) == (0, FULL, "Say by when.")
    assert kept["released"]["feedback"]["total"] > 0
    assert "grace" not in after.text()


def test_deleting_everything_deletes_the_list_and_signs_out_everywhere_else(
    club: Club, visit: Callable[..., Visit]
) -> None:
    page, other = club.sign_in(visit().page), club.sign_in(visit().page)
    page.goto(f"{club.course.address}data/delete")
    expect(page.get_by_text("the list of your sign-ins")).to_be_visible()
    page.get_by_label("type the word").fill("delete")
    page.get_by_role("button", name="Delete all of it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your data has been deleted")
    (kept,) = club.cohorts.sign_ins.of(club.ada)
    assert (kept.browser, kept.is_open) == ("", True)
    other.reload()
    expect(other.get_by_role("heading", level=1)).to_have_text("Please open your personal link")


def test_an_admin_lists_where_people_signed_in(tmp_path: Path) -> None:
    def listed(*words: str) -> str:
        arguments = ["cohort", "sign-ins", "Spring", *words, "--data", str(tmp_path)]
        done = CliRunner().invoke(command_line(), arguments)
        assert done.exit_code == 0, done.output
        return done.stdout

    until = datetime.now(UTC) + timedelta(days=1)
    with Cohorts(f"sqlite:///{tmp_path}/misread.db") as cohorts:
        cohorts.create("Spring", [Newcomer("Ada"), Newcomer("Ben")])
        assert listed() == "Nobody has signed in.\n"
        for name, device in (("Ada", "a"), ("Ada", "a"), ("Ben", "b")):
            who = cohorts.member("Spring", name)
            begun = cohorts.sign_ins.begin(who.learner, who.link, until, Device("Firefox on Windows", device))
        cohorts.sign_ins.end(begun.id)
        rows = json.loads(listed("--json"))
        assert [(row["name"], row["device"], row["state"][:5]) for row in rows] == [
            ("Ada", "known device", "open"),
            ("Ada", "new device", "open"),
            ("Ben", "new device", "ended"),
        ]
        assert "Ben" not in listed("Ada")
        assert "Firefox on Windows" in listed("Ada")
        cohorts.renew_link("Spring", "Ada")
        assert {row["state"] for row in json.loads(listed("Ada", "--json"))} == {"ended by a new link"}


def test_the_first_device_is_no_news_and_old_news_is_none(tmp_path: Path) -> None:
    until = datetime.now(UTC) + timedelta(days=1)
    with Cohorts(f"sqlite:///{tmp_path}/misread.db") as cohorts:
        for mark in ("a", "b", "b", "c"):
            cohorts.sign_ins.begin("ada", 1, until, Device("Firefox", mark))
        kept = cohorts.sign_ins.of("ada")
    now = datetime.now(UTC)
    assert [one.new_device for one in reversed(kept)] == [True, True, False, True]
    assert len(new_devices(kept, now)) == 2
    assert new_devices(kept[-1:], now) == ()
    assert new_devices(kept, now + timedelta(days=31)) == ()
