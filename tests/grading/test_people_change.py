"""Names, groups and people change between two commands of grading: marks and grades stay with whose they are."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from misread_grading.course import Course
from misread_grading.marking.queue import MarkingQueue
from misread_records import open_journal
from misread_records.marking_store import Markings
from misread_records.people.cohorts import Cohorts
from misread_records.people.members import Newcomer, Role
from misread_web.main import command_line
from tests.grading.fake_learners import M4, everything
from tests.grading.graded_cohort import ITEM, marks


def misread(*words: str) -> Result:
    done = CliRunner().invoke(command_line(), list(words))
    assert done.exit_code == 0, done.output
    return done


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a cohort of two learners: both have played and were graded, and one was marked."""
    monkeypatch.setenv("MISREAD_DATA", str(tmp_path))
    url = f"sqlite:///{tmp_path / 'misread.db'}"
    with Cohorts(url) as cohorts:
        people = [Newcomer("Zoe Abt", "zoe@example.org"), Newcomer("Bo Lind", "bo@example.org")]
        cohorts.create("Spring", [*people, Newcomer("Hope", number="hope", role=Role.GRADER)])
        zoe, bo, _ = cohorts.members("Spring")
        journal = open_journal(url)
        for number, member in enumerate((zoe, bo)):
            for event in everything(member.learner, random.Random(number)).events:  # noqa: S311 - no secret
                journal.append(event)
        journal.close()
    misread("grade", "collect", "Spring", "m4")
    misread("grade", "autograde", "m4", "--workers", "1")
    with Markings(url) as markings:
        desk = MarkingQueue(Course.at(tmp_path / "grading"), markings, "Spring")
        task = desk.task(ITEM)
        for text in desk.pile(task).words:
            markings.append(marks(task, text, "hope"))
    misread("grade", "marks", "Spring")
    return tmp_path


def table(data: Path) -> list[dict[str, str]]:
    misread("grade", "export", "m4", "--to", str(data / "grades.csv"))
    with (data / f"grades-{M4}-grades.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def numbers(data: Path, cohort: str) -> dict[str, int]:
    """Give the number that each learner's text goes by."""
    with Markings(f"sqlite:///{data / 'misread.db'}") as markings:
        desk = MarkingQueue(Course.at(data / "grading"), markings, cohort)
        return {text.learner: number for number, text in desk.pile(desk.task(ITEM)).numbered().items()}


def test_a_new_name_and_address_stand_in_the_next_table_beside_the_same_grades(data: Path) -> None:
    before = table(data)
    assert [row["name"] for row in before] == ["Zoe Abt", "Bo Lind"]
    misread("cohort", "change", "Spring", "zoe@example.org", "--name", "Öz, Zoe", "--email", "zoe@oz.example")
    after = table(data)
    assert [(row["name"], row["e-mail"]) for row in after] == [
        ("Bo Lind", "bo@example.org"),
        ("Zoe Öz", "zoe@oz.example"),
    ]
    grades = {row["learner"]: {**row, "name": "", "e-mail": ""} for row in before}
    assert {row["learner"]: {**row, "name": "", "e-mail": ""} for row in after} == grades


def test_a_wrongly_removed_member_is_back_in_the_tables_with_the_same_grades(data: Path) -> None:
    before = table(data)
    misread("cohort", "remove", "Spring", "zoe@example.org")
    assert [row["name"] for row in table(data)] == ["Bo Lind"]
    misread("cohort", "add", "Spring", "--name", "Zoe Abt", "--email", "zoe@example.org")
    said = misread("grade", "collect", "Spring", "m4").output
    assert "1 learner came back: Zoe Abt" in said
    assert "0 new submissions, 2 as before." in said
    assert table(data) == before


def test_a_renamed_cohort_keeps_its_marks_and_text_numbers(data: Path) -> None:
    before, texts = table(data), numbers(data, "Spring")
    misread("cohort", "rename", "Spring", "Spring 2026")
    assert f"{ITEM}: 2 texts, 2 marked." in misread("grade", "marks", "Spring 2026").output
    assert table(data) == [{**row, "cohort": "Spring 2026"} for row in before]
    assert numbers(data, "Spring 2026") == texts


def test_a_cohort_that_is_deleted_leaves_its_grades(data: Path) -> None:
    before = table(data)
    misread("cohort", "delete", "Spring", "--yes")
    assert table(data) == [{**row, "cohort": ""} for row in before]
