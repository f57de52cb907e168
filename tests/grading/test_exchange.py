"""Learners of JupyterLab hand in by nbgrader's own button, and get what the same choices earn in the web course."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from nbgrader.apps import CollectApp, ReleaseAssignmentApp

from misread_grading.assignment import release
from misread_grading.autograding.batch import autograde
from misread_grading.course import NAME, Course, open_course
from misread_grading.reports.released_feedback import release_feedback
from misread_grading.submissions.collection import collect
from misread_records import open_journal
from misread_records.submission_answers import ANSWERS
from tests.grading.fake_learners import M4, Pen, everything
from tests.grading.formgrader_server import served
from tests.grading.nbgrader_commands import nbgrader
from tests.grading.nbgrader_reference import rows
from tests.grading.working_folder import inside

LEARNER = "ada"


@pytest.fixture(scope="module")
def exchange(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that learners and the L&D team share."""
    folder = tmp_path_factory.mktemp("exchange")
    folder.chmod(0o777)
    return folder


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory, exchange: Path) -> Course:
    """A course whose lesson lies in the exchange."""
    folder = tmp_path_factory.mktemp("course")
    release(open_course(folder), M4)
    with (folder / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write(f"c.Exchange.root = {str(exchange)!r}\n")
    run(ReleaseAssignmentApp, folder)
    return Course.at(folder)


@pytest.fixture(scope="module")
def lab(
    tmp_path_factory: pytest.TempPathFactory, exchange: Path, course: Course
) -> Iterator[tuple[Path, httpx.Client]]:
    """A learner's own folder, and the Jupyter server with nbgrader's list of assignments that runs in it."""
    assert course.folder.is_dir()
    folder = tmp_path_factory.mktemp("learner")
    folder.joinpath("nbgrader_config.py").write_text(
        f"c = get_config()\nc.Exchange.root = {str(exchange)!r}\nc.CourseDirectory.student_id = {LEARNER!r}\n", "utf-8"
    )
    home = tmp_path_factory.mktemp("home")
    with served(folder, home, "assignment_list") as address, httpx.Client(base_url=address, timeout=60) as client:
        yield folder, client


def run(app: Any, folder: Path) -> None:  # noqa: ANN401 - one of nbgrader's commands
    """Run one of nbgrader's commands on the lesson, in a folder."""
    with inside(folder):
        command = app()
        command.initialize([M4, "--log-level=CRITICAL"])
        command.start()


def press(client: httpx.Client, button: str) -> list[dict[str, Any]]:
    """Do what a button of the list does, and return the list as it is then."""
    answer = client.post(f"/assignments/{button}", json={"course_id": NAME, "assignment_id": M4}).json()
    assert answer["success"], answer
    found: list[dict[str, Any]] = answer["value"]
    return found


def save(pen: Pen, folder: Path) -> None:
    """Keep what somebody did where the lesson's kernel, which works in the notebook's folder, keeps it."""
    journal = open_journal(str(folder / ANSWERS))
    for event in pen.events:
        journal.append(event)
    journal.close()


@pytest.fixture(scope="module")
def pen(course: Course, lab: tuple[Path, httpx.Client]) -> Pen:
    """What a learner did in the lesson that they fetched; then they handed it in, and it was collected."""
    folder, client = lab
    (offered,) = client.get("/assignments", params={"course_id": NAME}).json()["value"]
    assert (offered["assignment_id"], offered["status"]) == (M4, "released")
    (fetched,) = press(client, "fetch")
    assert (fetched["status"], fetched["path"]) == ("fetched", M4)
    pen = everything("me", random.Random(3))  # noqa: S311 - no secret
    save(pen, folder / M4)
    assert [one["status"] for one in press(client, "submit")] == ["fetched", "submitted"]
    run(CollectApp, course.folder)
    return pen


def test_the_button_takes_the_answers_along(course: Course, pen: Pen) -> None:
    assert course.path("submitted", LEARNER, M4).joinpath(ANSWERS).read_bytes() == pen.lines()


def test_the_button_hands_in_what_earns_the_same_as_in_the_web_course(course: Course, pen: Pen, tmp_path: Path) -> None:
    report = autograde(course, M4)
    assert (report.graded, report.notes, report.failures) == ([LEARNER], {}, {})
    web = open_course(tmp_path / "web")
    collect(web, M4, [pen.learner_of()])
    autograde(web, M4)
    earned = rows(web, M4)["me"]["grades"]
    assert rows(course, M4)[LEARNER]["grades"] == earned
    assert sum(auto or 0 for auto, _, _ in earned.values()) > 0


@pytest.mark.usefixtures("pen")
def test_the_other_button_brings_the_feedback(course: Course, lab: tuple[Path, httpx.Client]) -> None:
    folder, client = lab
    autograde(course, M4)
    release_feedback(course, M4)
    nbgrader(course.folder, "release_feedback", M4)
    (submitted,) = [one for one in press(client, "fetch_feedback") if one["status"] == "submitted"]
    (once,) = submitted["submissions"]
    (page,) = (folder / once["local_feedback_path"]).glob("*.html")
    assert course.path("feedback", LEARNER, M4).joinpath(page.name).read_bytes() == page.read_bytes()
    assert "On Monday I ask." in page.read_text("utf-8")
