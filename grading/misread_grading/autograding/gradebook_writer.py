"""The only writer of autograded scores: it leaves the gradebook as nbgrader's own autograde would."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from nbgrader import api
from nbgrader.api import Gradebook, new_uuid
from sqlalchemy import bindparam, insert, select, text, update
from sqlalchemy.orm import Session

from misread_grading.autograding.worker import GradedSubmission
from misread_grading.submissions import Submission


@dataclasses.dataclass(frozen=True)
class GradebookEntry:
    """A result to write: the submission, its scores, and the texts that were graded before, if there are any."""

    submission: Submission
    graded: GradedSubmission
    before: Mapping[str, str] | None = None


class GradebookWriter:
    """Writer of one lesson's rows in an open gradebook."""

    def __init__(self, gradebook: Gradebook, lesson: str) -> None:
        """Look up the ids that rows of submissions refer to."""
        self._db: Session = gradebook.db
        assignment = gradebook.find_assignment(lesson)
        self._assignment, self._due = assignment.id, assignment.duedate
        notebook = gradebook.find_notebook(lesson, lesson)
        self._notebook = notebook.id
        self._graded = {cell.name: cell.id for cell in (*notebook.grade_cells, *notebook.task_cells)}
        self._commented = {cell.name: cell.id for cell in (*notebook.solution_cells, *notebook.task_cells)}

    def deadlines(self) -> dict[str, str]:
        """Return the deadline of each student who has a row, as text to compare."""
        table = api.SubmittedAssignment
        rows = self._db.execute(
            select(table.student_id, table.extension).where(table.assignment_id == self._assignment)
        )
        return {student: self.deadline(extension) for student, extension in rows}

    def deadline(self, extension: timedelta | None = None) -> str:
        """Return the deadline of a student with this extension, as text; `none` if the lesson has no due date."""
        return "none" if self._due is None else str(self._due + (extension or timedelta()))

    def write(self, entries: Iterable[GradebookEntry]) -> None:
        """Write all results; if an error is raised, write none.

        Scores by graders are kept. A cell waits for a grader again only if the text that was marked has changed.
        """
        results = list(entries)
        changes = _Changes()
        try:
            rows = self._ensure_rows([entry.submission for entry in results])
            for entry in results:
                self._note(entry, rows[entry.submission.student], changes)
            for table, new in changes.new.items():
                self._insert(table, new)
            for table, changed in changes.changed.items():
                self._update(table, changed)
            self._db.commit()
        finally:
            # Undo everything that was not committed.
            self._db.rollback()

    def count(self) -> None:
        """Update the database's statistics: without them, formgrader takes twice as long to list a large cohort."""
        for table in (api.SubmittedAssignment, api.SubmittedNotebook, api.Grade):
            self._db.execute(text(f"ANALYZE {table.__tablename__}"))
        self._db.commit()

    def _ensure_rows(self, submissions: Sequence[Submission]) -> dict[str, _Row]:
        """Insert the rows of these students that are missing, and return the rows of all."""
        students = [submission.student for submission in submissions]
        present = set(self._db.scalars(select(api.Student.id).where(api.Student.id.in_(students))))
        self._insert(api.Student, [{"id": student} for student in students if student not in present])
        rows, existing = {}, self._existing(students)
        new = _Changes().new
        for student in students:
            id_, extension, notebook = existing.get(student, (None, None, None))
            rows[student] = row = _Row(id_ or new_uuid(), extension, notebook or new_uuid())
            if id_ is None:
                place = {"assignment_id": self._assignment, "student_id": student}
                new[api.SubmittedAssignment].append({"id": row.id, **place})
            if notebook is None:
                place = {"assignment_id": row.id, "notebook_id": self._notebook}
                new[api.SubmittedNotebook].append({"id": row.notebook, **place})
        for table in (api.SubmittedAssignment, api.SubmittedNotebook):
            self._insert(table, new[table])
        self._read([rows[student] for student, (*_, notebook) in existing.items() if notebook is not None])
        return rows

    def _existing(self, students: Sequence[str]) -> dict[str, tuple[str, timedelta | None, str | None]]:
        """Return the row's id, the extension and the id of the notebook, if any, of each student who has a row."""
        submitted, book = api.SubmittedAssignment, api.SubmittedNotebook
        query = (
            select(submitted.student_id, submitted.id, submitted.extension, book.id)
            .outerjoin(book, (book.assignment_id == submitted.id) & (book.notebook_id == self._notebook))
            .where(submitted.assignment_id == self._assignment, submitted.student_id.in_(students))
        )
        return {student: tuple(rest) for student, *rest in self._db.execute(query)}

    def _read(self, rows: Sequence[_Row]) -> None:
        """Read the grades and comments of notebooks that were graded before."""
        if not rows:
            return
        by_book = {row.notebook: row for row in rows}
        grade, comment = api.Grade, api.Comment
        columns = (grade.notebook_id, grade.cell_id, grade.id, grade.auto_score, grade.manual_score, grade.extra_credit)
        for book_id, cell, *rest in self._db.execute(select(*columns).where(grade.notebook_id.in_(by_book))):
            by_book[book_id].grades[cell] = _Grade(*rest)
        about = (comment.notebook_id, comment.cell_id, comment.id)
        for book_id, cell, id_ in self._db.execute(select(*about).where(comment.notebook_id.in_(by_book))):
            by_book[book_id].comments[cell] = id_

    def _note(self, entry: GradebookEntry, row: _Row, changes: _Changes) -> None:
        when = entry.graded.when
        if when is not None:
            changes.changed[api.SubmittedAssignment].append({"id": row.id, "timestamp": when})
        self._note_grades(entry, row, changes)
        self._note_comments(entry, row, changes)

    def _note_grades(self, entry: GradebookEntry, row: _Row, changes: _Changes) -> None:
        scores = entry.graded.scores
        for name, cell in self._graded.items():
            score, old = scores.get(name), row.grades.get(cell)
            if old is None:
                place = {"cell_id": cell, "notebook_id": row.notebook}
                changes.new[api.Grade].append({**place, "auto_score": score, "needs_manual_grade": score is None})
            elif name in scores:
                change = {"id": old.id, "auto_score": score, **_attention(entry, name, score, old)}
                changes.changed[api.Grade].append(change)

    def _note_comments(self, entry: GradebookEntry, row: _Row, changes: _Changes) -> None:
        for name, cell in self._commented.items():
            comment, old = {"auto_comment": entry.graded.comments.get(name)}, row.comments.get(cell)
            if old is None:
                changes.new[api.Comment].append({"cell_id": cell, "notebook_id": row.notebook, **comment})
            elif not entry.graded.failure:
                changes.changed[api.Comment].append({"id": old, **comment})

    def _insert(self, table: Any, rows: list[dict[str, Any]]) -> None:  # noqa: ANN401 - a class of nbgrader's
        """Insert rows with the same columns; through the table, because its class would send each None on its own."""
        if rows:
            self._db.execute(insert(table.__table__), rows)

    def _update(self, table: Any, rows: list[dict[str, Any]]) -> None:  # noqa: ANN401 - a class of nbgrader's
        """Update rows by their `id`; rows with the same columns are updated together."""
        columns, alike = table.__table__, defaultdict(list)
        for row in rows:
            alike[tuple(row)].append({"its_id" if name == "id" else name: value for name, value in row.items()})
        for changes in alike.values():
            self._db.execute(update(columns).where(columns.c.id == bindparam("its_id")), changes)


@dataclasses.dataclass(frozen=True)
class _Grade:
    id: str
    auto: float | None
    manual: float | None
    extra: float | None


@dataclasses.dataclass(frozen=True)
class _Row:
    id: str
    extension: timedelta | None
    notebook: str
    grades: dict[str, _Grade] = dataclasses.field(default_factory=dict)
    comments: dict[str, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class _Changes:
    """Rows to insert and to update, by table, so that each table is written once for many submissions."""

    new: defaultdict[Any, list[dict[str, Any]]] = dataclasses.field(default_factory=lambda: defaultdict(list))
    changed: defaultdict[Any, list[dict[str, Any]]] = dataclasses.field(default_factory=lambda: defaultdict(list))


def _attention(entry: GradebookEntry, name: str, score: float | None, old: _Grade) -> dict[str, bool]:
    """Return whether a cell waits for a grader (again); an empty dict if that does not change."""
    if old.manual is None:
        return {"needs_manual_grade": score is None}
    text = entry.graded.texts.get(name)
    if text is None:
        return {"needs_manual_grade": True} if score != old.auto else {}
    is_same = entry.before is not None and entry.before.get(name) == text
    return {} if is_same else {"needs_manual_grade": True}
