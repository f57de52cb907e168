"""What commands keep and write of people is for the account that runs them: new files, and those that were there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from misread_records import open_journal
from misread_records.people.cohorts import Cohorts
from misread_records.private_files import OTHERS
from misread_web.main import command_line
from tests.grading.graded_cohort import M4, graded
from tests.web.home_server import Learner


@pytest.fixture(autouse=True)
def wide() -> Iterator[None]:
    """Let new files be as open as an account's settings can make them."""
    before = os.umask(0)
    yield
    os.umask(before)


def run(*words: str) -> Result:
    return CliRunner().invoke(command_line(), words, prog_name="misread", env={"COLUMNS": "300"})


def open_to_others(folder: Path) -> list[Path]:
    """Return what others have rights to; what nbgrader gives out to everybody (`release`) says nothing of anybody."""
    found = (folder, *folder.rglob("*"))
    return [path for path in found if path.stat().st_mode & OTHERS and "release" not in path.parts]


def test_all_that_a_cohort_and_its_grades_leave_is_for_one_account(tmp_path: Path) -> None:
    data, roster, out = tmp_path / "data", tmp_path / "people.csv", tmp_path / "out"
    out.mkdir(mode=0o700)
    (out / "marks.csv").touch(0o666)
    roster.write_text("name,e-mail,role\nAda,ada@example.org,learner\nGrace,,grader\n")
    where = ("--data", str(data))
    assert run("cohort", "create", "Spring", "--roster", str(roster), *where).exit_code == 0
    database = f"sqlite:///{data}/misread.db"
    with Cohorts(database) as cohorts, closing(open_journal(database)) as journal:
        ada = next(member.learner for member in cohorts.members("Spring") if member.name == "Ada")
        Learner(ada).solves(M4, "X4.6").keeps_it_in(journal)
    links = ("--address", "https://course.example.org/", "--to", str(out / "links.csv"))
    assert run("cohort", "links", "Spring", *links, *where).exit_code == 0
    for words in (
        ("collect", "Spring", M4),
        ("autograde", M4),
        ("feedback", M4, "--letters", "from@example.org"),
        ("export", M4, "--to", str(out / "table.csv")),
        ("export", M4, "--to", str(out / "table.xlsx")),
        ("marks", "Spring", "--to", str(out / "marks.csv")),
    ):
        done = run("grade", *words, *where)
        assert done.exit_code == 0, done.output
    assert (data / "grading" / "gradebook.db").exists()
    assert [open_to_others(folder) for folder in (data, out)] == [[], []]


def test_what_others_could_read_is_taken_from_them_and_said(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o755)
    course = graded(data / "grading", {"ada": "a text"})
    (data / "misread.db").touch(0o664)
    data.chmod(0o755)
    for path in (course.folder, course.folder / "gradebook.db"):
        path.chmod(0o775 if path.is_dir() else 0o664)
    done = run("grade", "export", M4, "--to", str(tmp_path / "table.csv"), "--data", str(data))
    assert done.exit_code == 0, done.output
    for path in (data, data / "misread.db", course.folder, course.folder / "gradebook.db"):
        assert path.stat().st_mode & OTHERS == 0
        assert str(path) in done.stderr
    assert "now only you have" in done.stderr
    assert run("grade", "export", M4, "--to", str(tmp_path / "table.csv"), "--data", str(data)).stderr == ""


def test_a_folder_with_other_things_in_it_is_named_and_left_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "holiday.txt").touch()
    done = run("cohort", "create", "Spring", "--data", str(tmp_path))
    told = f"Other accounts on this machine have rights to {tmp_path}; to keep them out: chmod 700 '{tmp_path}'"
    assert told in done.stderr
    assert tmp_path.stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "misread.db").stat().st_mode & OTHERS == 0


def test_a_database_elsewhere_is_kept_from_others_too(tmp_path: Path) -> None:
    file = tmp_path / "elsewhere.db"
    file.touch(0o666)
    done = run("cohort", "create", "Spring", "--data", str(tmp_path / "data"), "--database", f"sqlite:///{file}")
    assert done.exit_code == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert str(file) in done.stderr


def test_a_folder_of_grades_that_nbgrader_shares_keeps_its_rights(tmp_path: Path) -> None:
    course = graded(tmp_path / "grading", {"ada": "a text"})
    config = course.folder / "nbgrader_config.py"
    config.write_text(config.read_text("utf-8") + "\nc.CourseDirectory.groupshared = True\n", "utf-8")
    course.folder.chmod(0o770)
    out = ("grade", "export", M4, "--to", str(tmp_path / "table.csv"), "--grading", str(course.folder))
    assert run(*out, "--data", str(tmp_path / "data")).exit_code == 0
    assert course.folder.stat().st_mode & 0o777 == 0o770
