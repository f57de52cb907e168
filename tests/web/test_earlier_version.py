"""What an earlier version wrote, opened by this one: nothing of it is lost, and people go on where they stopped.

`earlier/README.md` says what is in the folder and where the expected words and numbers come from.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect
from typer.testing import CliRunner, Result

from misread_course.catalogue import lesson
from misread_course.items import items
from misread_records import Event, new_id, open_journal
from misread_records.event import KINDS
from misread_records.people.cohorts import Cohorts
from misread_records.people.members import Role
from misread_web.main import command_line

if TYPE_CHECKING:
    from tests.web.conftest import Course, Visit

WORKSHOP = {"joined", "hosted", "voted"}
"""The kinds that came after this version."""
EARLIER = Path(__file__).parent / "earlier"
PEOPLE: dict[str, dict[str, str]] = json.loads((EARLIER / "people.json").read_text("utf-8"))
ADA = PEOPLE["ada"]["learner"]
M2, M4 = "m2-being-understood", "m4-sam-and-priya"


@dataclasses.dataclass(frozen=True)
class Club:
    """A course that serves the folder, and its visitors, who still have their cookies and links."""

    course: Course

    @property
    def cookie_name(self) -> str:
        return f"misread-{re.sub(r'[^A-Za-z0-9]', '-', httpx.URL(self.course.address).netloc.decode())}"

    def get(self, path: str, who: str | None = None) -> httpx.Response:
        cookies = {self.cookie_name: PEOPLE[who]["cookie"]} if who else {}
        return httpx.get(f"{self.course.address}{path}", cookies=cookies, timeout=60, follow_redirects=True)

    def text(self, path: str, who: str | None = None) -> str:
        return words(self.get(path, who).text)


def words(page: str) -> str:
    """Return the words of a page, with single spaces between them."""
    return " ".join(BeautifulSoup(page, "html.parser").get_text(" ").split())


def unpacked(folder: Path) -> Path:
    with tarfile.open(EARLIER / "data.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    return folder / "data"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The folder, for a test that changes it."""
    return unpacked(tmp_path)


@pytest.fixture(scope="module")
def club(
    serving: Callable[..., AbstractContextManager[Course]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Club]:
    """The folder, served to those who only look at it."""
    with serving(unpacked(tmp_path_factory.mktemp("earlier")), "--port", "0") as course:
        yield Club(course)


def misread(data: Path, *given: str) -> Result:
    return CliRunner().invoke(command_line(), [*given, "--data", str(data)])


def rows(database: Path, query: str) -> list[dict[str, Any]]:
    """Read a database without any code of this project."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(query)]


def test_every_event_is_read_as_its_row_says(data: Path) -> None:
    stored = rows(data / "misread.db", "SELECT * FROM events ORDER BY place")
    assert {row["kind"] for row in stored} == KINDS - WORKSHOP
    with closing(open_journal(f"sqlite:///{data}/misread.db")) as journal:
        found = {event.id.hex: event for row in stored for event in journal.read(row["learner"], row["lesson"])}
    assert len(found) == len(stored) == 105
    for row in stored:
        event = found[row["id"]]
        given = {**dict(event), "id": event.id.hex, "at": f"{event.at:%F %H:%M:%S.%f}"}
        assert given == {**{name: row[name] for name in given}, "data": json.loads(row["data"])}


def test_every_event_of_a_file_of_answers_is_read_as_its_line_says(data: Path) -> None:
    file = data / "jupyterlab" / "answers.jsonl"
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    with closing(open_journal(str(file))) as journal:
        assert [json.loads(event.to_line()) for event in journal.read("me")] == lines
    assert {line["kind"] for line in lines} == KINDS - WORKSHOP


@pytest.mark.parametrize("name", ["misread.db", "jupyterlab/answers.jsonl"])
def test_an_event_goes_behind_those_that_are_there(name: str, data: Path) -> None:
    learner = ADA if name == "misread.db" else "me"
    address = f"sqlite:///{data / name}" if name == "misread.db" else str(data / name)
    with closing(open_journal(address)) as journal:
        before = journal.read(learner)
        again = journal.append(before[0])
        assert again == before[0]
        event = Event(**{**dict(before[-1]), "id": new_id(), "slot": None})
        journal.append(event)
        assert journal.read(learner) == (*before, event)
    with closing(open_journal(address)) as journal:
        assert journal.read(learner) == (*before, event)


def test_a_draft_of_before_gives_way_to_the_next_one(data: Path) -> None:
    with closing(open_journal(f"sqlite:///{data}/misread.db")) as journal:
        before = journal.read(ADA, M4)
        (draft,) = [event for event in before if event.data.get("text") == "A draft that went on"]
        event = Event(**{**dict(draft), "id": new_id(), "data": {**draft.data, "text": "A draft that ended"}})
        journal.replace(event, draft.id)
        assert journal.read(ADA, M4) == (*[each for each in before if each != draft], event)


def test_cohorts_have_their_people_in_their_roles(data: Path) -> None:
    with Cohorts(f"sqlite:///{data}/misread.db") as cohorts:
        assert [(each.name, each.closed is not None) for each in cohorts.cohorts()] == [
            ("Spring", False),
            ("Winter", True),
        ]
        assert {member.name: member.role for member in cohorts.members("spring")} == {
            "Ada Weber": Role.LEARNER,
            "Bo Okafor": Role.LEARNER,
            "Cy Lindqvist": Role.LEARNER,
            "Fay Costa": Role.FACILITATOR,
            "Grace Ito": Role.GRADER,
            "Lea Brandt": Role.ADMIN,
        }
        assert [member.name for member in cohorts.former("Spring")] == ["Gil Moreau"]
        assert [member.name for member in cohorts.members("Winter")] == ["Hal Novak"]
        ada = cohorts.member("Spring", "ada@example.org")
        assert (ada.learner, ada.number, ada.name) == (ADA, "1001", "Ada Weber")
        assert [(each.browser, each.is_open) for each in cohorts.sign_ins.of(ADA)] == [
            ("Safari on iPhone", False),
            ("Firefox on Linux", True),
        ]


@pytest.mark.parametrize("who", ["ada", "bo", "fay", "grace"])
def test_a_link_of_before_signs_its_owner_in(who: str, club: Club) -> None:
    answer = club.get(f"sign-in/{PEOPLE[who]['link']}")
    assert (answer.status_code, "This is the personal link of" in answer.text) == (200, True)


@pytest.mark.parametrize(("who", "told"), [("gil", "You are no longer in this course"), ("hal", "This course is over")])
def test_a_link_that_was_ended_opens_nothing(who: str, told: str, club: Club) -> None:
    answer = club.get(f"sign-in/{PEOPLE[who]['link']}")
    assert (answer.status_code, told in answer.text) == (403, True)


@pytest.mark.parametrize("who", ["ada", "bo"])
def test_everything_that_is_kept_of_a_learner_is_what_it_was(who: str, club: Club) -> None:
    now = club.get("data/my-course.json", who).json()
    before = json.loads((EARLIER / f"{who}.json").read_text("utf-8"))
    facts = ("format", "learner", "cohort", "lessons", "person", "sign_ins", "graded", "events")
    assert before.keys() <= now.keys()
    assert [place for name in facts for place in lost(before[name], now[name], name)] == []


def lost(before: Any, now: Any, place: str) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Yield the places of what is not as it was; a later version may say more of a thing, in fields of its own."""
    if isinstance(before, dict) and isinstance(now, dict):
        for name, value in before.items():
            yield from lost(value, now.get(name), f"{place}.{name}")
    elif isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        for number, (old, new) in enumerate(zip(before, now, strict=True)):
            yield from lost(old, new, f"{place}[{number}]")
    elif before != now:
        yield place


def things(name: str) -> int:
    """Return how many things there are to do in a lesson as it is now; tools are done at will."""
    return sum(item.kind != "tool" for item in items(lesson(name)))


def test_the_home_says_where_a_learner_stopped(club: Club) -> None:
    home = club.text("", "ada")
    for said in (
        "Continue where you stopped Three questions before you go 2 of 3 answered",
        f"7 of {things(M2)} things done",
        "The other half of your title ended with “Early”",
        "Opening lines answered twice",
        "Half a title ended with “Two floors down”",
        "Two mirrors 3 of 3 answered",
        f"5 of {things(M4)} things done",
        "Sam and Priya ended with “Thin support”; latest run not finished, at decision 4 of 9",
        "15 April 2027, 23:59 UTC",
    ):
        assert said in home
    assert "22 April 2027, 23:59 UTC , your extension of 7 days included" in club.text("", "bo")


def test_the_profile_counts_the_first_runs(club: Club) -> None:
    home = club.text("", "ada")
    assert "Based on your first run of 3 stories." in home
    assert re.findall(r"(\d+ of \d+) points, from (\d+) decisions", home) == [
        ("21 of 24", "8"),
        ("13 of 21", "7"),
        ("29 of 32", "11"),
        ("24 of 27", "9"),
        ("29 of 32", "11"),
        ("27 of 30", "10"),
        ("18 of 24", "8"),
    ]


def test_the_notes_hold_every_text_as_it_was_written(club: Club) -> None:
    home = club.text("", "ada")
    for text in (
        "May I say what I hope for? <rewrite>",
        "On Monday I ask Sam what he wants. Ä <b>plan</b> by Friday, 2 April.",
        "At the desk: asking is one thing.",
        "Another text of yours to the same question. Open the lesson to choose the one that stays. On the train: doing",
        "A draft that went on",
    ):
        assert text in home


def test_feedback_is_what_was_released(club: Club) -> None:
    page = club.text(f"feedback/{M4}", "ada")
    assert "30.74 of 48 points. Released on 28 November 2026." in page
    assert "A day and a name; what does success look like?" in page
    assert "48 of 48 points" in club.text(f"feedback/{M4}", "bo")
    notebook = club.get(f"feedback/{M4}/notebook", "ada")
    assert (notebook.status_code, "On Monday I ask Sam what he wants." in notebook.text) == (200, True)


def test_a_grader_finds_what_they_gave(club: Club) -> None:
    page = club.text("marking", "grace")
    assert "A trial for somebody real 2 of 3 texts marked. 1 text waits for you." in page
    assert re.findall(r"Text \d+ (begun|\d of \d)", page) == ["begun", "8 of 8", "6 of 8"]
    assert "I will see." in club.text("marking/X4.6", "grace")


def test_a_lesson_opens_where_its_learner_stopped(
    data: Path, serving: Callable[..., AbstractContextManager[Course]], visit: Callable[..., Visit]
) -> None:
    with serving(data, "--port", "0") as course:
        club, window = Club(course), visit()
        window.page.context.add_cookies(
            [{"name": club.cookie_name, "value": PEOPLE["ada"]["cookie"], "url": course.address}]
        )
        page = window.open(f"{course.address}lessons/{M4}")
        text = page.locator("[data-cell=m4-trial-write] textarea").first
        expect(text).to_have_value(re.compile("On Monday I ask Sam what he wants"))
        player = page.locator(".mr-player")
        expect(player).to_contain_text("Decision 4 of 9")
        player.locator(".mr-option").first.click()
        player.locator(".mr-confirm .mr-button").click()
        expect(player).to_have_attribute("data-screen", "consequence")
        events = club.get("data/my-course.json", "ada").json()["events"]
    earlier = json.loads((EARLIER / "ada.json").read_text("utf-8"))["events"]
    assert events[: len(earlier)] == earlier
    assert {(event["kind"], event["item"], event["attempt"]) for event in events[len(earlier) :]} == {
        ("picked", "sam-priya", 2)
    }


def test_grades_are_exported_as_before(data: Path, tmp_path: Path) -> None:
    done = misread(data, "grade", "export", "m4", "--to", str(tmp_path / "now.csv"))
    assert done.exit_code == 0
    now, before = (
        {row["learner"]: row for row in csv.DictReader(io.StringIO(path.read_text("utf-8-sig")))}
        for path in (tmp_path / f"now-{M4}-grades.csv", EARLIER / "grades.csv")
    )
    assert now.keys() == before.keys()
    assert {row["total"] for row in before.values()} >= {"30.74", "48.0"}
    for learner, row in before.items():
        assert now[learner].items() >= row.items()


def test_submissions_and_grades_of_before_count(data: Path) -> None:
    collected = misread(data, "grade", "collect", "Spring", "m4")
    assert (collected.exit_code, "3 new submissions, 0 as before." in collected.output) == (
        0,
        True,
    )  # the lesson has changed since
    graded = misread(data, "grade", "autograde", "m4", "--workers", "1", "--force")
    assert (graded.exit_code, "3 submissions graded" in graded.output) == (0, True)
    marked = misread(data, "grade", "marks", "Spring")
    assert (marked.exit_code, "X4.6: 3 texts, 2 marked." in marked.output) == (0, True)
    moved = misread(data, "grade", "regrade", "m4", "--workers", "1")
    assert (moved.exit_code, "0 learners moved." in moved.output) == (0, True)
    released = misread(data, "grade", "feedback", "m4", "--preview")
    assert (released.exit_code, "Traceback" in released.output) == (0, False)


def test_a_cohort_of_before_is_deleted_with_all_that_its_people_did(data: Path) -> None:
    assert misread(data, "cohort", "delete", "Winter", "--yes").exit_code == 0
    learners = {row["learner"] for row in rows(data / "misread.db", "SELECT learner FROM events")}
    assert PEOPLE["hal"]["learner"] not in learners
    assert ADA in learners
