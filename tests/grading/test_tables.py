"""What L&D teams take away holds what the gradebook holds: every point, every learner, and no formula."""

from __future__ import annotations

import csv
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from nbgrader.apps import ExportApp, NbGraderApp
from openpyxl import load_workbook
from traitlets.config import Config

from misread_grading.autograding.batch import autograde
from misread_grading.course import Course, open_course
from misread_grading.export import Spreadsheet, export
from misread_grading.gradebook.dates import extend, set_due
from misread_grading.gradebook.lesson_scores import scorebook
from misread_grading.reports.cohort_tables import competencies, grades, items
from misread_grading.submissions.collection import CollectedLearner, collect
from misread_records import Event, pick_slot
from misread_scenarios.library import load
from misread_scenarios.paths.best_moves import played_best
from misread_scenarios.play.engine import opening
from tests.grading.graded_cohort import M4, did, looked_at
from tests.grading.nbgrader_commands import nbgrader

SAM = "sam-priya"
EXPORTER = f"--exporter={Spreadsheet.__module__}.{Spreadsheet.__qualname__}"
NAMES = {"ada": "Märta Ångström, Dr", "bo": '=HYPERLINK("x")', "cy": "O'Neill"}


def played(learner: str, picks: tuple[str, ...]) -> list[Event]:
    """Play the case of Sam and Priya."""
    opened = did(learner, SAM, "opened", {"seed": 0})
    made = [
        did(learner, SAM, "picked", {"pick": pick}, pick_slot(SAM, 1, number)) for number, pick in enumerate(picks, 1)
    ]
    return [opened, *made]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Ada plays as well as one can, Bo always takes the first option, and Cy hands in nothing."""
    course = open_course(tmp_path_factory.mktemp("course"))
    scenario = load("sam-priya")
    first = tuple(scene.choices[0].id for scene in scenario.scenes)
    picks = {"ada": played_best(opening(scenario, 0)).picks, "bo": first, "cy": ()}
    learners = [
        CollectedLearner(
            who,
            {"ada": "Ångström, Märta, Dr"}.get(who, NAMES[who]),
            f"{who}@example.org",
            played(who, picks[who]) if picks[who] else [],
        )
        for who in picks
    ]
    collect(course, M4, learners)
    autograde(course, M4)
    return course


def test_the_grades_are_the_gradebooks(course: Course) -> None:
    book = scorebook(course, M4)
    with course.gradebook() as gradebook:
        for one in book.learners:
            if one.scores:
                submission = gradebook.find_submission(M4, one.student)
                assert one.total == pytest.approx(submission.score)
                assert book.most == submission.max_score
    assert {one.student: one.name for one in book.learners} == NAMES


def test_learners_stand_in_the_order_of_their_family_names(course: Course) -> None:
    assert [one.name for one in scorebook(course, M4).learners] == ['=HYPERLINK("x")', "Märta Ångström, Dr", "O'Neill"]


def test_each_learner_has_a_row_also_without_a_submission(course: Course) -> None:
    table = grades(*looked_at(course))
    rows = {row[0]: dict(zip(table.columns, row, strict=True)) for row in table.rows}
    assert set(rows) == set(NAMES)
    assert rows["ada"]["sam-priya-C2"] == 4
    assert rows["cy"]["total"] is None


def test_the_grades_say_who_was_late_and_who_had_longer(course: Course) -> None:
    at = {one.student: one.at for one in scorebook(course, M4).learners}["ada"]
    assert at is not None
    set_due(course, M4, at.replace(tzinfo=UTC) - timedelta(days=2, hours=12))
    extend(course, M4, "bo", 7)
    extend(course, M4, "cy", 1)
    table = grades(*looked_at(course))
    rows = {row[0]: dict(zip(table.columns, row, strict=True)) for row in table.rows}
    found = {who: (row["days longer"], row["days late"], row["taken off"], row["waits"]) for who, row in rows.items()}
    assert found == {
        "ada": (None, 2.5, 0.0, None),
        "bo": (7.0, None, 0.0, None),
        "cy": (1.0, None, None, None),
    }
    assert rows["cy"]["total"] is None


def test_a_competency_waits_for_the_reader_of_its_text(course: Course) -> None:
    table = competencies(*looked_at(course))
    rows = {row[0]: dict(zip(table.columns, row, strict=True)) for row in table.rows}
    assert rows["ada"]["C2 Separates wanting from being able (share of the lesson’s points)"] is not None
    assert rows["cy"]["C2 Separates wanting from being able (share of the lesson’s points)"] is None


def test_an_item_counts_those_who_have_a_score_on_it(course: Course) -> None:
    table = items(*looked_at(course))
    rows = {row[0]: dict(zip(table.columns, row, strict=True)) for row in table.rows}
    assert rows["sam-priya-C2"]["n"] == 2
    assert rows["sam-priya-C2"]["title"] == "Sam and Priya"
    assert rows["X4-6"]["title"] == "A trial for somebody real"
    assert rows["X4-6"]["competency"] == "C3 Gathers evidence first"
    assert 0 <= float(rows["sam-priya-C2"]["facility"] or 0) <= 1


def test_nbgraders_own_command_exports_them(course: Course, tmp_path: Path) -> None:
    target = tmp_path / "grades.xlsx"
    exporter = Spreadsheet(parent=NbGraderApp(config=Config(course.config)))
    exporter.to = str(target)
    with course.gradebook() as gradebook:
        exporter.export(gradebook)
    book = load_workbook(target)
    assert book.sheetnames == ["M4 Grades", "M4 Competencies", "M4 Items"]
    assert {row[2].value for row in book["M4 Grades"].iter_rows(min_row=2)} == set(NAMES.values())


def test_nbgraders_own_command_line_exports_them_from_the_folder(course: Course) -> None:
    nbgrader(course.folder, "export", EXPORTER, "--to=typed.csv", "--student=bo")
    with (course.folder / f"typed-{M4}-grades.csv").open(newline="", encoding="utf-8-sig") as file:
        assert [row["learner"] for row in csv.DictReader(file)] == ["bo"]
    nbgrader(course.folder, "export", EXPORTER, "--to=typed.csv", "--Spreadsheet.separator=;")
    assert (
        (course.folder / f"typed-{M4}-grades.csv")
        .read_text("utf-8-sig")
        .startswith("learner;staff id;name;cohort;e-mail;")
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--assignment=m9"], "m9 has not been graded in this folder yet"),
        (["--to=missing/grades.xlsx"], "No such file or directory: 'missing/grades.xlsx'"),
    ],
)
def test_what_nbgraders_own_command_cannot_export_is_said_in_a_line(
    course: Course, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, words: list[str], said: str
) -> None:
    monkeypatch.chdir(course.folder)
    app = ExportApp()
    app.initialize([EXPORTER, *words])
    app.log.propagate = True
    with pytest.raises(SystemExit) as stopped:
        app.start()
    assert stopped.value.code == 1
    assert said in caplog.messages[-1]


def test_csv_files_hold_no_formula(course: Course, tmp_path: Path) -> None:
    paths = export(course, [M4], tmp_path / "grades.csv")
    assert [path.name for path in paths] == [f"grades-{M4}-{name}.csv" for name in ("grades", "competencies", "items")]
    with paths[0].open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert {row["name"] for row in rows} == {"Märta Ångström, Dr", '\'=HYPERLINK("x")', "O'Neill"}


def test_one_learner_can_be_exported_alone(course: Course, tmp_path: Path) -> None:
    path, *_ = export(course, [M4], tmp_path / "grades.csv", frozenset({"bo"}))
    with path.open(newline="", encoding="utf-8-sig") as file:
        assert [row["learner"] for row in csv.DictReader(file)] == ["bo"]
