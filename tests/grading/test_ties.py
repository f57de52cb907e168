"""A folder of grades and the answers that are graded there know of each other; neither is taken for another."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from misread_records.people.cohorts import Cohorts
from misread_records.people.members import Newcomer
from misread_web.commands.data_options import GRADING_FOLDERS
from misread_web.commands.grades_folder import ANSWERS
from misread_web.commands.serving import served_course
from misread_web.main import command_line


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(command_line(), ["grade", *map(str, words)])


def made(data: Path) -> Path:
    data.mkdir()
    with Cohorts(f"sqlite:///{data}/misread.db") as cohorts:
        cohorts.create("Autumn", [Newcomer("Ada Ångström")])
    return data


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return made(tmp_path / "data")


@pytest.fixture
def grades(tmp_path: Path, data: Path) -> Path:
    """A folder outside the data folder in which its cohort was collected."""
    folder = tmp_path / "my grades"
    assert run("init", folder).exit_code == 0
    said = run("collect", "Autumn", "m4", "--grading", folder, "--data", data)
    assert said.exit_code == 0, said.output
    return folder


@pytest.mark.parametrize("words", [("collect", "Autumn", "m4"), ("autograde", "m4"), ("export", "m4"), ("due", "m4")])
def test_a_command_without_the_folder_in_use_is_refused_and_creates_none(
    words: tuple[str, ...], data: Path, grades: Path
) -> None:
    said = run(*words, "--data", data)
    assert said.exit_code == 2
    assert "".join(f"--grading '{grades}'".split()) in "".join(said.output.replace("│", " ").split())
    assert not (data / "grading").exists()


def test_a_server_that_forgets_the_folder_in_use_is_refused(data: Path, grades: Path) -> None:
    with pytest.raises(typer.BadParameter, match="these answers are graded in"):
        served_course(None, data)
    served = served_course(grades, data)
    assert served is not None
    assert served.folder == grades


def test_a_server_remembers_the_folder_that_it_was_told_of(tmp_path: Path, data: Path) -> None:
    run("init", tmp_path / "other")
    assert served_course(None, data) is None
    served_course(tmp_path / "other", data)
    with pytest.raises(typer.BadParameter, match="other"):
        served_course(None, data)


def test_a_folder_that_is_gone_is_not_asked_for(data: Path, grades: Path) -> None:
    shutil.rmtree(grades)
    assert run("collect", "Autumn", "m4", "--data", data).exit_code == 0
    assert (data / "grading").is_dir()


def test_the_folder_in_the_data_folder_can_be_named(data: Path, grades: Path) -> None:
    assert grades.exists()
    assert run("init", data / "grading").exit_code == 0
    assert run("collect", "Autumn", "m4", "--data", data, "--grading", data / "grading").exit_code == 0


def test_a_grades_folder_in_use_for_other_answers_is_refused_unchanged(tmp_path: Path, grades: Path) -> None:
    other, before = made(tmp_path / "other"), sorted(grades.rglob("*"))
    said = run("collect", "Autumn", "m4", "--grading", grades, "--data", other)
    assert said.exit_code == 1
    assert f"is in use for the answers in {tmp_path / 'data' / 'misread.db'}" in said.output
    assert sorted(grades.rglob("*")) == before
    assert not (other / GRADING_FOLDERS).exists()
    with pytest.raises(typer.BadParameter, match="is in use for the answers in"):
        served_course(grades, other)


def test_answers_that_were_moved_are_graded_on_once_that_is_said(tmp_path: Path, data: Path, grades: Path) -> None:
    moved = data.rename(tmp_path / "moved")
    assert run("collect", "Autumn", "m4", "--grading", grades, "--data", moved).exit_code == 1
    (grades / ANSWERS).unlink()
    assert run("collect", "Autumn", "m4", "--grading", grades, "--data", moved).exit_code == 0


def test_a_data_folder_that_is_moved_with_its_own_grades_needs_nothing_said(tmp_path: Path, data: Path) -> None:
    assert run("collect", "Autumn", "m4", "--data", data).exit_code == 0
    assert run("collect", "Autumn", "m4", "--data", data.rename(tmp_path / "moved")).exit_code == 0


def test_what_is_noted_down_is_its_owners_alone(data: Path, grades: Path) -> None:
    assert [path.stat().st_mode & 0o077 for path in (grades / ANSWERS, data / GRADING_FOLDERS)] == [0, 0]


def test_a_gradebook_in_use_by_another_folder_is_refused(tmp_path: Path, gradebook_url: str) -> None:
    assert run("init", tmp_path / "one", "--gradebook", gradebook_url).exit_code == 0
    said = run("init", tmp_path / "two", "--gradebook", gradebook_url)
    assert said.exit_code == 1
    assert "is in use by another folder already" in said.output
    assert not (tmp_path / "two" / "nbgrader_config.py").exists()
