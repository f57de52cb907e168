"""Results are written into a real gradebook of nbgrader's: all of a batch or none, and nothing that a grader gave."""

from __future__ import annotations

import dataclasses
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbgrader import api
from nbgrader.api import Gradebook
from sqlalchemy import delete, select, text
from sqlalchemy.exc import SAWarning, SQLAlchemyError

from misread_grading.autograding.gradebook_writer import GradebookEntry, GradebookWriter
from misread_grading.autograding.worker import NO_RESPONSE, GradedSubmission
from misread_grading.gradebook.schema import make_tables
from misread_grading.submissions import Submission
from tests.postgres import PrivatePostgres

LESSON = "m4"
DUE = datetime(2026, 3, 31, 22)  # noqa: DTZ001 - nbgrader keeps naive UTC
MOMENTS = [DUE - timedelta(days=days) for days in range(3)]
CASE, ESSAY, NOTES, TASK = "case", "essay", "notes", "task"
"""A test cell, a text that a grader reads, an answer that nobody scores, and a task."""
GRADED, COMMENTED, WRITTEN = {CASE, ESSAY, TASK}, {ESSAY, NOTES, TASK}, {ESSAY, NOTES}
STUDENTS = ("ada", "bo", "cy")
GRADES = ("auto_score", "manual_score", "needs_manual_grade")

Open = Callable[..., Gradebook]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """Give an empty gradebook by its address, or in SQLite; it is made once, since that takes seconds."""
    file = f"sqlite:///{tmp_path_factory.mktemp('gradebooks')}/gradebook.db"
    with ExitStack() as stack:
        made: dict[str, Gradebook] = {}

        def opening(url: str = file) -> Gradebook:
            if url not in made:
                made[url] = stack.enter_context(lesson_in(url))
            return emptied(made[url])

        yield opening


@pytest.fixture(scope="module")
def postgres_url(gradebooks: PrivatePostgres) -> str:
    return gradebooks.new_account()


@pytest.fixture
def gradebook(opened: Open) -> Gradebook:
    return opened()


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, opened: Open) -> Gradebook:
    """A gradebook in each kind of database."""
    return opened() if request.param == "sqlite" else opened(request.getfixturevalue("postgres_url"))


def emptied(gradebook: Gradebook) -> Gradebook:
    """Take everybody and their submissions out of a gradebook."""
    gradebook.db.rollback()
    for table in (api.Grade, api.Comment, api.SubmittedNotebook, api.SubmittedAssignment, api.Student):
        gradebook.db.execute(delete(table.__table__))
    gradebook.db.commit()
    gradebook.db.expunge_all()
    return gradebook


def lesson_in(url: str, due: datetime | None = DUE) -> Gradebook:
    """Return a new gradebook with one lesson of four cells."""
    make_tables(url)
    gradebook = Gradebook(url)
    gradebook.add_assignment(LESSON, duedate=due)
    gradebook.add_notebook(LESSON, LESSON)
    for name, points, kind in ((CASE, 4, "code"), (ESSAY, 8, "markdown")):
        gradebook.add_grade_cell(name, LESSON, LESSON, max_score=points, cell_type=kind)
    for name in (ESSAY, NOTES):
        gradebook.add_solution_cell(name, LESSON, LESSON)
    gradebook.add_task_cell(TASK, LESSON, LESSON, max_score=2, cell_type="markdown")
    return gradebook


def entry(student: str, case: float | None = 3.0, essay: str = "My text.", **changes: Any) -> GradebookEntry:  # noqa: ANN401 - any field
    """Return what grading a submission comes to: points for the case, and a text that waits for a grader."""
    before = changes.pop("before", None)
    fields: dict[str, Any] = {
        "when": MOMENTS[0],
        "scores": {CASE: case, ESSAY: 0.0 if not essay else None},
        "comments": {ESSAY: None if essay else NO_RESPONSE, NOTES: None},
        "texts": {ESSAY: essay, NOTES: "notes"},
    }
    return GradebookEntry(Submission(student, b"", None), GradedSubmission(student, **{**fields, **changes}), before)


def rows(gradebook: Gradebook) -> dict[str, dict[str, Any]]:
    """Return all that the gradebook has of each student's submission, as nbgrader reads it."""
    gradebook.db.expire_all()
    return {row.student.id: _row(row) for row in gradebook.assignment_submissions(LESSON)}


def _row(submission: Any) -> dict[str, Any]:  # noqa: ANN401 - nbgrader's own
    (notebook,) = submission.notebooks
    return {
        "timestamp": submission.timestamp,
        "grades": {grade.name: tuple(getattr(grade, field) for field in GRADES) for grade in notebook.grades},
        "comments": {one.name: (one.auto_comment, one.manual_comment) for one in notebook.comments},
    }


def everything(gradebook: Gradebook) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table."""
    return {
        table.name: sorted(map(tuple, gradebook.db.execute(select(table))), key=str)
        for table in api.Base.metadata.sorted_tables
    }


def give(gradebook: Gradebook, student: str, cell: str, points: float) -> None:
    """Give points as formgrader does."""
    grade = gradebook.find_grade(cell, LESSON, LESSON, student)
    grade.manual_score, grade.needs_manual_grade = points, False
    gradebook.db.commit()


def test_a_new_row_is_what_nbgrader_makes_of_a_submission(gradebook: Gradebook) -> None:
    def cells(student: str) -> dict[str, Any]:
        row = gradebook.find_submission(LESSON, student)
        (notebook,) = row.notebooks
        columns = [column.name for column in api.SubmittedNotebook.__table__.columns if "id" not in column.name]
        return {
            "student": (row.student.first_name, row.student.email),
            "submission": (row.timestamp, row.extension, row.max_score),
            "notebook": [(name, getattr(notebook, name)) for name in columns],
            "grades": sorted((grade.name, grade.max_score, grade.extra_credit) for grade in notebook.grades),
            "comments": sorted(comment.name for comment in notebook.comments),
        }

    GradebookWriter(gradebook, LESSON).write([entry("ada")])
    gradebook.add_student("bo")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)  # nbgrader lets the database write a row that it has half made
        gradebook.add_submission(LESSON, "bo", timestamp=MOMENTS[0])
    assert cells("ada") == cells("bo")


def test_points_and_open_texts_are_those_of_the_result(either: Gradebook) -> None:
    GradebookWriter(either, LESSON).write([entry("ada", 2.5), entry("bo", 4.0, "")])
    assert rows(either) == {
        "ada": {
            "timestamp": MOMENTS[0],
            "grades": {CASE: (2.5, None, False), ESSAY: (None, None, True), TASK: (None, None, True)},
            "comments": dict.fromkeys(COMMENTED, (None, None)),
        },
        "bo": {
            "timestamp": MOMENTS[0],
            "grades": {CASE: (4.0, None, False), ESSAY: (0.0, None, False), TASK: (None, None, True)},
            "comments": {**dict.fromkeys(COMMENTED, (None, None)), ESSAY: (NO_RESPONSE, None)},
        },
    }
    scores = {row.student.id: (row.score, row.needs_manual_grade) for row in either.assignment_submissions(LESSON)}
    assert scores == {"ada": (2.5, True), "bo": (4.0, True)}


@dataclasses.dataclass
class Expected:
    """What the gradebook has to have of one student, by the promises that graders are given."""

    timestamp: datetime | None = None
    grades: dict[str, tuple[float | None, float | None, bool]] = dataclasses.field(default_factory=dict)
    texts: Mapping[str, str] = dataclasses.field(default_factory=dict)
    comments: dict[str, tuple[str | None, str | None]] = dataclasses.field(default_factory=dict)

    def graded(self, result: GradedSubmission) -> None:
        self.timestamp = result.when or self.timestamp
        is_first = not self.grades
        for cell in GRADED:
            auto, manual, waits = self.grades.get(cell, (None, None, True))
            if cell in result.scores or is_first:
                score = result.scores.get(cell)
                changed = self.texts.get(cell) != result.texts.get(cell) if cell in WRITTEN else score != auto
                self.grades[cell] = (score, manual, score is None if manual is None else waits or changed)
        for cell in COMMENTED:
            said, by_grader = self.comments.get(cell, (None, None))
            self.comments[cell] = (said if result.failure else result.comments.get(cell), by_grader)
        if not result.failure:
            self.texts = result.texts

    def given(self, cell: str, points: float) -> None:
        self.grades[cell] = (self.grades[cell][0], points, False)


points = st.sampled_from([0.0, 1.5, 4.0])
results = st.builds(
    entry,
    st.just(""),
    points,
    st.sampled_from(["", "My text.", "Another text."]),
    when=st.sampled_from([None, *MOMENTS]),
)
failures = st.builds(
    entry,
    st.just(""),
    when=st.sampled_from([None, *MOMENTS]),
    scores=st.just({}),
    comments=st.just({}),
    texts=st.just({}),
    failure=st.just("The notebook cannot be read."),
)
batches = st.dictionaries(st.sampled_from(STUDENTS), results | failures, min_size=1)
by_hand = st.tuples(st.sampled_from(STUDENTS), st.sampled_from(sorted(GRADED)), points)


@settings(deadline=None, max_examples=60)
@given(steps=st.lists(batches | by_hand, min_size=2, max_size=8))
def test_grading_again_keeps_what_graders_gave_and_reopens_what_changed(
    opened: Open, steps: Sequence[dict[str, GradebookEntry] | tuple[str, str, float]]
) -> None:
    expected: dict[str, Expected] = {}
    gradebook = opened()
    writer = GradebookWriter(gradebook, LESSON)
    for step in steps:
        if isinstance(step, tuple):
            student, cell, score = step
            if student in expected:
                give(gradebook, student, cell, score)
                expected[student].given(cell, score)
            continue
        entries = []
        for student, drawn in step.items():
            one = expected.setdefault(student, Expected())
            graded = dataclasses.replace(drawn.graded, student=student)
            entries.append(GradebookEntry(Submission(student, b"", None), graded, dict(one.texts) or None))
            one.graded(graded)
        writer.write(entries)
    assert rows(gradebook) == {
        student: {"timestamp": one.timestamp, "grades": one.grades, "comments": one.comments}
        for student, one in expected.items()
    }


def test_a_text_of_unknown_wording_is_opened_again(gradebook: Gradebook) -> None:
    writer = GradebookWriter(gradebook, LESSON)
    writer.write([entry("ada")])
    give(gradebook, "ada", ESSAY, 6.0)
    writer.write([entry("ada", before={ESSAY: "My text."})])
    assert rows(gradebook)["ada"]["grades"][ESSAY] == (None, 6.0, False)
    writer.write([entry("ada", before=None)])
    assert rows(gradebook)["ada"]["grades"][ESSAY] == (None, 6.0, True)


@pytest.mark.parametrize(("cell", "changes"), [(ESSAY, {"essay": "Another text."}), (CASE, {"case": 0.0})])
def test_what_waits_for_a_grader_again_waits_until_the_grader_gives_points(
    gradebook: Gradebook, cell: str, changes: dict[str, Any]
) -> None:
    writer = GradebookWriter(gradebook, LESSON)
    first, changed = entry("ada"), entry("ada", **changes, before=entry("ada").graded.texts)
    writer.write([first])
    give(gradebook, "ada", cell, 2.0)
    writer.write([changed])
    for again in (changed, entry("ada", **changes, before=changed.graded.texts)):
        assert rows(gradebook)["ada"]["grades"][cell][1:] == (2.0, True)
        writer.write([again])
    assert rows(gradebook)["ada"]["grades"][cell][1:] == (2.0, True)
    give(gradebook, "ada", cell, 1.0)
    writer.write([entry("ada", **changes, before=changed.graded.texts)])
    assert rows(gradebook)["ada"]["grades"][cell][1:] == (1.0, False)


def test_what_graders_wrote_and_who_somebody_is_stay(gradebook: Gradebook) -> None:
    gradebook.update_or_create_student("ada", first_name="Ada", email="ada@example.org")
    writer = GradebookWriter(gradebook, LESSON)
    writer.write([entry("ada")])
    comment = gradebook.find_comment(ESSAY, LESSON, LESSON, "ada")
    comment.manual_comment = "Say when."
    gradebook.db.commit()
    writer.write([entry("ada", essay="")])
    assert rows(gradebook)["ada"]["comments"][ESSAY] == (NO_RESPONSE, "Say when.")
    (student,) = gradebook.students
    assert (student.first_name, student.email) == ("Ada", "ada@example.org")


def test_a_row_that_an_extension_made_is_filled_and_keeps_it(gradebook: Gradebook) -> None:
    gradebook.update_or_create_student("ada")
    lesson = gradebook.find_assignment(LESSON)
    gradebook.db.add(api.SubmittedAssignment(assignment=lesson, student=gradebook.find_student("ada")))
    gradebook.db.commit()
    row = gradebook.find_submission(LESSON, "ada")
    row.extension, before = timedelta(days=2), row.id
    gradebook.db.commit()
    GradebookWriter(gradebook, LESSON).write([entry("ada"), entry("bo")])
    found = gradebook.find_submission(LESSON, "ada")
    assert (found.id, found.extension, found.score) == (before, timedelta(days=2), 3.0)
    assert gradebook.find_submission(LESSON, "bo").extension is None


def test_another_lesson_keeps_its_scores(gradebook: Gradebook) -> None:
    gradebook.add_assignment("m2")
    gradebook.add_notebook("m2", "m2")
    gradebook.add_grade_cell(CASE, "m2", "m2", max_score=4, cell_type="code")
    other = GradebookWriter(gradebook, "m2")
    other.write([entry("ada", 1.0)])
    GradebookWriter(gradebook, LESSON).write([entry("ada", 4.0)])
    assert gradebook.find_grade(CASE, "m2", "m2", "ada").auto_score == 1.0
    assert gradebook.find_grade(CASE, LESSON, LESSON, "ada").auto_score == 4.0


def test_a_batch_with_a_result_that_cannot_be_written_changes_nothing(either: Gradebook) -> None:
    writer = GradebookWriter(either, LESSON)
    writer.write([entry("ada")])
    before = everything(either)
    unwritable = entry("cy", comments={ESSAY: object()})
    with pytest.raises(SQLAlchemyError):
        writer.write([entry("ada", 0.0), entry("bo"), unwritable])
    assert everything(either) == before
    writer.write([entry("bo")])
    assert set(rows(either)) == {"ada", "bo"}


def test_results_that_break_off_change_nothing(gradebook: Gradebook) -> None:
    def broken_off() -> Iterator[GradebookEntry]:
        yield entry("ada")
        raise KeyboardInterrupt

    before = everything(gradebook)
    with pytest.raises(KeyboardInterrupt):
        GradebookWriter(gradebook, LESSON).write(broken_off())
    assert everything(gradebook) == before


@pytest.mark.parametrize("due", [None, DUE])
def test_a_deadline_is_the_due_date_and_what_somebody_has_longer(gradebook: Gradebook, due: datetime | None) -> None:
    GradebookWriter(gradebook, LESSON).write([entry("ada"), entry("bo")])
    gradebook.find_submission(LESSON, "bo").extension = timedelta(days=2, hours=1)
    gradebook.find_assignment(LESSON).duedate = due
    writer = GradebookWriter(gradebook, LESSON)
    own = {"ada": "2026-03-31 22:00:00", "bo": "2026-04-02 23:00:00"} if due else {"ada": "none", "bo": "none"}
    assert writer.deadlines() == own
    assert writer.deadline() == own["ada"]
    gradebook.db.rollback()


COUNTED = {
    "sqlite": "SELECT tbl, CAST(substr(stat, 1, instr(stat, ' ')) AS INTEGER) FROM sqlite_stat1",
    "postgresql": "SELECT relname, reltuples FROM pg_class WHERE relnamespace = current_schema()::regnamespace",
}


def test_the_database_knows_how_many_rows_a_cohort_has(either: Gradebook) -> None:
    writer = GradebookWriter(either, LESSON)
    writer.write(map(entry, STUDENTS))
    writer.count()
    counted = dict(tuple(row) for row in either.db.execute(text(COUNTED[either.db.get_bind().dialect.name])))
    for table, number in ((api.SubmittedAssignment, 3), (api.SubmittedNotebook, 3), (api.Grade, 9)):
        assert counted[table.__tablename__] == number
