"""One folder for several cohorts: every table names the cohort and the staff id, and can be of one cohort alone."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from misread_grading.cohort_membership import FILE, BadEnrolments, Enrolled, enrol, enrolments
from misread_grading.course import Course
from misread_grading.erasure import forget
from misread_grading.reports.released_feedback import everybody
from misread_grading.students import names
from misread_records import open_journal
from misread_records.people.cohorts import Cohorts
from misread_records.people.members import Newcomer
from misread_web.main import command_line
from tests.grading.fake_learners import M4
from tests.grading.graded_cohort import wrote

AUTUMN = [Newcomer("Ada Ångström", "ada@example.org", "0017"), Newcomer("Bo Zander", "bo@example.org", "0018")]
SPRING = [Newcomer("Cy Okri", "cy@example.org", "0019")]


def run(data: Path, *words: str) -> Result:
    return CliRunner().invoke(command_line(), ["grade", *words, "--data", str(data)])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two cohorts, whose learners handed in a text each and were graded in one folder."""
    data = tmp_path_factory.mktemp("data")
    place = f"sqlite:///{data}/misread.db"
    with Cohorts(place) as cohorts:
        cohorts.create("Autumn", AUTUMN)
        cohorts.create("Spring", SPRING)
        people = [member for name in ("Autumn", "Spring") for member in cohorts.members(name)]
    journal = open_journal(place)
    for member in people:
        journal.append(wrote(member.learner, f"By Friday, {member.name}."))
    journal.close()
    for words in (["collect", "Autumn", "m4"], ["collect", "spring", "m4"], ["autograde", "m4", "--workers", "1"]):
        assert run(data, *words).exit_code == 0
    return data


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "data"))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def exported(data: Path, tmp_path: Path, *words: str) -> dict[str, list[dict[str, str]]]:
    said = run(data, "export", "m4", "--to", str(tmp_path / "t.csv"), *words)
    assert said.exit_code == 0, said.output
    return {name: rows(tmp_path / f"t-{M4}-{name}.csv") for name in ("grades", "competencies", "items")}


def test_every_table_of_people_has_the_cohort_and_the_staff_id(data: Path, tmp_path: Path) -> None:
    tables = exported(data, tmp_path)
    for name in ("grades", "competencies"):
        assert [(row["name"], row["staff id"], row["cohort"]) for row in tables[name]] == [
            ("Ada Ångström", "0017", "Autumn"),
            ("Cy Okri", "0019", "Spring"),
            ("Bo Zander", "0018", "Autumn"),
        ]
    with Course.at(data / "grading").gradebook() as gradebook:
        for student in gradebook.students:
            gradebook.find_grade("X4-2", M4, M4, student.id).auto_score = 5.0
        gradebook.db.commit()
    run(data, "regrade", "m4", "--workers", "1", "--to", str(tmp_path / "moves.csv"), "--cohort", "autumn")
    moved = rows(tmp_path / "moves.csv")
    assert {(row["name"], row["staff id"], row["cohort"]) for row in moved} == {
        ("Ada Ångström", "0017", "Autumn"),
        ("Bo Zander", "0018", "Autumn"),
    }


def test_tables_of_one_cohort_hold_nobody_of_another_and_figures_of_it_alone(data: Path, tmp_path: Path) -> None:
    tables = exported(data, tmp_path, "--cohort", "spring")
    assert [row["name"] for row in tables["grades"]] == [row["name"] for row in tables["competencies"]] == ["Cy Okri"]
    (text,) = [row for row in tables["items"] if row["cell"] == "X4-6"]
    assert (text["n"], text["waits"], text["not tried"]) == ("0", "1", "0")


def test_feedback_can_be_released_to_one_cohort(data: Path) -> None:
    said = run(data, "feedback", "m4", "--cohort", "Spring")
    assert said.exit_code == 0, said.output
    course = Course.at(data / "grading")
    assert [names(course)[student] for student in everybody(course, M4)] == ["Cy Okri"]
    said = run(data, "feedback", "m4", "--cohort", "Spring", "--learner", "Bo Zander")
    assert (said.exit_code, "nobody in the cohort Spring is called Bo Zander" in said.output) == (1, True)


@pytest.mark.parametrize("command", ["export", "feedback", "regrade"])
def test_a_cohort_that_nobody_here_is_of_is_named_with_those_there_are(command: str, data: Path) -> None:
    said = run(data, command, "m4", "--cohort", "Winter")
    assert said.exit_code == 1
    assert "nobody of a cohort 'Winter' is graded in" in said.output
    assert "there are: Autumn, Spring" in said.output


def test_a_jupyterlab_account_has_the_cohort_and_id_of_its_one_member(data: Path, tmp_path: Path) -> None:
    course = Course.at(data / "grading")
    with course.gradebook() as gradebook:
        gradebook.update_or_create_student("0019")
        gradebook.update_or_create_student("somebody")
    with Cohorts(f"sqlite:///{data}/misread.db") as cohorts:
        enrol(course, cohorts)
    assert enrolments(course)["0019"] == Enrolled("Spring", "0019")
    assert "somebody" not in enrolments(course)
    found = {row["learner"]: (row["cohort"], row["staff id"]) for row in exported(data, tmp_path)["grades"]}
    assert (found["0019"], found["somebody"]) == (("Spring", "0019"), ("", ""))


def test_who_is_forgotten_is_taken_off_the_list_of_people_too(data: Path) -> None:
    course = Course.at(data / "grading")
    run(data, "export", "m4", "--to", str(data / "t.csv"))
    student = next(student for student, name in names(course).items() if name == "Bo Zander")
    assert student in enrolments(course)
    forget(course, student)
    assert student not in json.loads((course.folder / FILE).read_bytes())


def test_a_list_of_people_that_was_changed_is_named(data: Path) -> None:
    course = Course.at(data / "grading")
    (course.folder / FILE).write_text("[]", "utf-8")
    with pytest.raises(BadEnrolments, match=r"people\.json is not a valid list of people"):
        enrolments(course)
