"""A course that ever had a cohort is served to nobody who has not signed in, unless that is said in so many words."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import expect

from misread_records.people.cohorts import Cohorts
from misread_records.people.members import Newcomer, Role
from tests.grading.graded_cohort import graded

if TYPE_CHECKING:
    from tests.web.conftest import Serve, Visit

TEXT = "What only the graders of Spring may read."
EVERYTHING = "nobody signs in. Anybody who opens the printed address can read and change everything"


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A data folder with a closed cohort whose texts are graded in it."""
    data = tmp_path / "answers"
    data.mkdir()
    with Cohorts(f"sqlite:///{data}/misread.db") as cohorts:
        cohorts.create("Spring", [Newcomer("Ada"), Newcomer("Grace", role=Role.GRADER)])
        ada = next(member.learner for member in cohorts.members("Spring") if member.name == "Ada")
        graded(data / "grading", {ada: TEXT})
        cohorts.close("Spring")
    return data


def serve_and_end(*options: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "misread"), "serve", "--no-browser", *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_after_the_last_cohort_is_closed_nobody_reads_its_texts(closed: Path, serve: Serve) -> None:
    course = serve("--port", "0")
    assert course.entry == course.address
    for headers in ({}, {"X-Forwarded-For": "203.0.113.7"}, {"Host": "127.0.0.1"}):
        with httpx.Client(base_url=course.address, headers=headers) as client:
            for path in ("", "marking", "marking/X4.6", "data/my-course.json", "lessons/m4-sam-and-priya"):
                answer = client.get(path)
                assert answer.status_code == 403, path
                assert TEXT not in answer.text
    assert (closed / "grading").is_dir()


def test_a_cohort_that_is_gone_from_the_tables_closes_the_course_as_well(closed: Path) -> None:
    with Cohorts(f"sqlite:///{closed}/misread.db") as cohorts:
        with cohorts._database.changing() as connection:  # noqa: SLF001 - as if by another version
            for table in ("members", "cohorts"):
                connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 - names of ours
        assert cohorts.cohorts() == ()
        assert cohorts.were_ever()


def test_it_is_opened_in_words_that_say_what_that_means(
    closed: Path, serve: Serve, visit: Callable[..., Visit]
) -> None:
    course = serve("--port", "0", "--without-sign-in", let_in=False)
    assert httpx.get(f"{course.address}marking").status_code == 403
    page = visit().open(course.entry)
    page.goto(f"{course.address}marking")
    expect(page.get_by_role("heading", level=1)).to_have_text("Texts to mark")
    said = serve_and_end("--data", str(closed), "--without-sign-in", "--host", "203.0.113.1")
    assert (said.returncode, "nobody signs in" in " ".join(said.stderr.split())) == (2, True)


def test_an_open_cohort_is_not_passed_by(tmp_path: Path) -> None:
    with Cohorts(f"sqlite:///{tmp_path}/misread.db") as cohorts:
        cohorts.create("Spring")
    said = serve_and_end("--data", str(tmp_path), "--without-sign-in")
    assert (said.returncode, said.stdout) == (1, "")
    assert "cannot be served without a sign-in while cohorts are open: 'Spring'" in said.stderr


def test_work_of_a_cohort_is_not_served_with_a_database_without_cohorts(closed: Path) -> None:
    said = serve_and_end("--data", str(closed), "--database", f"sqlite:///{closed}/other.db")
    text = " ".join(said.stderr.replace("│", " ").split())
    assert said.returncode == 2
    assert "holds submissions of a cohort" in text
    assert "--without-sign-in" in text


@pytest.mark.usefixtures("closed")
def test_who_opens_everything_is_warned(serve: Serve, capfd: pytest.CaptureFixture[str]) -> None:
    serve("--port", "0", "--without-sign-in")
    assert EVERYTHING in capfd.readouterr().err


@pytest.mark.usefixtures("closed")
def test_browsers_that_were_let_in_without_a_sign_in_are_out_at_the_next_start(serve: Serve) -> None:
    first = serve("--port", "0", "--without-sign-in")
    assert httpx.get(f"{first.address}marking", headers=first.headers).status_code == 200
    first.process.terminate()
    first.process.wait(60)
    again = serve("--port", str(httpx.URL(first.address).port), "--without-sign-in", let_in=False)
    assert httpx.get(f"{again.address}marking", headers=first.headers).status_code == 403
