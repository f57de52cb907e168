"""What comes after grading, from the command line: marks, moves, feedback and tables."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from misread_grading.autograding.regrade import OTHER
from misread_grading.course import Course
from misread_grading.gradebook.history import FOLDER
from misread_grading.marking.queue import MarkingQueue
from misread_grading.marking.reconcile import BY_RUBRIC
from misread_records.marking_store import Markings
from misread_records.people.cohorts import Cohorts
from misread_records.people.members import Newcomer
from misread_web.main import command_line
from tests.grading.fake_learners import EXERCISES
from tests.grading.graded_cohort import FULL, ITEM, M4, graded, marks


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose cohort is graded, each text read by two readers."""
    folder = tmp_path_factory.mktemp("data")
    course = graded(folder / "grading", {"ada": "first text", "bo": "second text", "cy": "third text"})
    place = f"sqlite:///{folder}/misread.db"
    with Cohorts(place) as cohorts, Markings(place) as markings:
        cohorts.create("Autumn", [Newcomer("Grace")])
        desk = MarkingQueue(course, markings, "Autumn")
        task = desk.task(ITEM)
        for number, text in enumerate(desk.pile(task).words):
            for marker in ("grace", "hope"):
                markings.append(marks(task, text, marker, rows=FULL | {"R-C.1": number % 3}))
    return folder


def run(data: Path, *words: str) -> Result:
    return CliRunner().invoke(command_line(), ["grade", *words, "--data", str(data)])


def test_marks_are_written_and_agreement_is_said(data: Path) -> None:
    said = run(data, "marks", "autumn")
    assert said.exit_code == 0
    assert f"{ITEM}: 3 texts, 3 marked." in said.output
    assert "Cohen's kappa (quadratic weights) of two graders' totals: 1.00" in said.output


@pytest.mark.parametrize("name", ["given.csv", "given.xlsx"])
def test_who_gave_what_and_when_is_written_where_it_is_wanted(data: Path, tmp_path: Path, name: str) -> None:
    said = run(data, "marks", "autumn", "--to", str(tmp_path / name))
    assert (said.exit_code, str(tmp_path / name) in said.output) == (0, True)
    assert (tmp_path / name).read_bytes()[:2] == (b"PK" if name.endswith(".xlsx") else b"\xef\xbb")


def test_a_text_with_changed_points_is_named_and_keeps_its_old_points(data: Path) -> None:
    run(data, "marks", "autumn")
    course = Course.at(data / "grading")
    with course.gradebook() as gradebook:
        grade = gradebook.find_grade("X4-6", M4, M4, "ada")
        stood, grade.manual_score = grade.manual_score, 8
        gradebook.db.commit()
    said = run(data, "marks", "autumn")
    assert f"ada X4-6: 8 to {stood:g}, since {BY_RUBRIC}." in said.output.splitlines()
    before, after = sorted((course.folder / FOLDER / M4).iterdir())[-2:]
    assert ['"X4-6": 8.0' in path.read_text("utf-8") for path in (before, after)] == [True, False]
    assert BY_RUBRIC not in run(data, "marks", "autumn").output


def test_every_command_that_shows_grades_names_the_texts_that_wait_again(data: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(data, tmp_path / "data"))
    run(data, "marks", "autumn")
    config = data / "grading" / "nbgrader_config.py"
    before, waits = config.read_text("utf-8"), f"{ITEM}: 3 texts wait for a grader again; their points stay until then."
    table = tmp_path / "grades.csv"
    config.write_text(f"{before}\nc.Panel.second = 1\nc.Panel.apart = 1\n", "utf-8")
    with Markings(f"sqlite:///{data}/misread.db") as markings:
        desk = MarkingQueue(Course.at(data / "grading"), markings, "Autumn")
        task = desk.task(ITEM)
        for text in desk.pile(task).words:
            markings.append(marks(task, text, "hope", rows=dict.fromkeys(FULL, 0)))
    for words in (["marks", "Autumn"], ["regrade", "m4", "--workers", "1"], ["feedback", "m4"], ["export", "m4"]):
        said = run(data, *words, *(["--to", str(table)] if words[0] in {"regrade", "export"} else []))
        assert (said.exit_code, waits in said.output.splitlines()) == (0, True)
    assert (tmp_path / "grades-m4-sam-and-priya-grades.csv").read_text("utf-8-sig").count("for a reader again") == 3
    config.write_text(before + "\nc.Panel.apart = 9\n", "utf-8")
    said = run(data, "export", "m4", "--to", str(table))
    assert (
        f"{ITEM}: 3 texts got other points since; to write them and see whose they are: misread grade marks"
        in said.output
    )
    said = run(data, "regrade", "m4", "--workers", "1", "--to", str(table))
    assert "3 learners moved." in said.output
    assert table.read_text("utf-8-sig").count(BY_RUBRIC) == 3


def test_an_unknown_cohort_is_named(data: Path) -> None:
    said = run(data, "marks", "Winter")
    assert (said.exit_code, "Winter" in said.output) == (1, True)


def test_feedback_is_returned_and_who_has_no_address_is_named(data: Path) -> None:
    said = run(data, "feedback", "m4", "--letters", "course@example.org")
    assert said.exit_code == 0
    assert "3 learners can read their feedback." in said.output
    assert "Without an address: ada, bo, cy" in said.output


def test_a_release_says_who_gets_what_change_and_why_and_has_a_preview(data: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(data, tmp_path / "data"))
    run(data, "marks", "Autumn")
    run(data, "feedback", "m4")
    with Course.at(data / "grading").gradebook() as gradebook:
        gradebook.find_grade("X4-6", M4, M4, "ada").manual_score = 8
        gradebook.db.commit()
    said = run(data, "marks", "Autumn")
    assert "Learners see the changes after the next release: misread grade feedback m4-sam-and-priya" in said.output
    with Course.at(data / "grading").gradebook() as gradebook:
        gradebook.find_grade("X4-6", M4, M4, "bo").manual_score = 1
        gradebook.db.commit()
    whole = 4 * 7 + 6 * len(EXERCISES[M4]) + 8
    for words in (["feedback", "m4", "--preview"], ["feedback", "m4", "--learner", "bo"], ["feedback", "m4"]):
        said = run(data, *words)
        assert said.exit_code == 0
        changed = re.search(
            rf"bo: (\d+) to 1 of {whole} points\. A trial for somebody real, .*: \1 to 1 points", said.output
        )
        assert bool(changed) == (words != ["feedback", "m4"])
        assert ("Nothing was released." in said.output) == ("--preview" in words)
    assert "There is nothing new to release; 3 learners can read the latest feedback." in said.output


def test_a_release_to_somebody_unknown_goes_to_nobody(data: Path) -> None:
    said = run(data, "feedback", "m4", "--learner", "nobody")
    assert (said.exit_code, "is called nobody" in said.output) == (1, True)


@pytest.mark.parametrize("sender", ["nobody", "a@example.org\nBcc: b@example.org", "a@example.org, b@example.org"])
def test_letters_come_from_one_address(data: Path, sender: str) -> None:
    said = run(data, "feedback", "m4", "--letters", sender)
    assert (said.exit_code, "is not an address that e-mail can come from" in said.output) == (1, True)


def test_tables_are_written_where_they_are_wanted(data: Path, tmp_path: Path) -> None:
    said = run(data, "export", "m4", "--to", str(tmp_path / "grades.xlsx"))
    assert said.exit_code == 0
    assert (tmp_path / "grades.xlsx").stat().st_size > 0
    run(data, "export", "m4", "--to", str(tmp_path / "grades.csv"), "--separator", "semicolon")
    head, *rows = (tmp_path / "grades-m4-sam-and-priya-grades.csv").read_text("utf-8-sig").splitlines()
    assert head.startswith("learner;staff id;name;cohort;e-mail;")
    assert all(re.search(r";\d+(,\d+)?;", row) and not re.search(r";\d+\.\d+;", row) for row in rows)


def test_scoring_again_says_who_moves(data: Path, tmp_path: Path) -> None:
    said = run(data, "regrade", "m4", "--workers", "1", "--to", str(tmp_path / "moves.csv"))
    assert said.exit_code == 0
    assert "0 learners moved." in said.output
    with Course.at(data / "grading").gradebook() as gradebook:
        gradebook.find_student("ada").last_name = "Ada"
        gradebook.find_grade("X4-2", M4, M4, "ada").auto_score = 5.0
        gradebook.db.commit()
    said = run(data, "regrade", "m4", "--workers", "1", "--to", str(tmp_path / "moves.csv"))
    assert f"Ada (ada) X4-2: 5 to 0, since {OTHER}.\n1 learner moved." in said.output
    assert (tmp_path / "moves.csv").read_text("utf-8-sig").splitlines() == [
        "learner,staff id,name,cohort,cell,before,after,why",
        f'ada,,Ada,,X4-2,5.0,0.0,"{OTHER}"',
    ]


@pytest.mark.parametrize("command", ["feedback", "export", "regrade"])
def test_a_lesson_that_was_not_graded_says_how_it_is(command: str, data: Path) -> None:
    said = run(data, command, "m2")
    assert said.exit_code == 1
    assert "misread grade collect COHORT m2-being-understood" in said.output


def test_a_course_that_says_nonsense_of_its_readers_is_told(tmp_path: Path) -> None:
    course = graded(tmp_path / "grading", {"ada": "text"})
    with (course.folder / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write("c.Panel.second = 7\n")
    with Cohorts(f"sqlite:///{tmp_path}/misread.db") as cohorts:
        cohorts.create("Autumn", [Newcomer("Grace")])
    said = run(tmp_path, "marks", "Autumn")
    assert (said.exit_code, "c.Panel in nbgrader_config.py" in said.output) == (1, True)
