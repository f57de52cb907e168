"""The one writer: what came of submissions, in the gradebook as nbgrader's own autograde would have put it."""

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
    """A result to be written: the submission, what came of it, and the texts that were graded before, if any were."""

    submission: Submission
    graded: GradedSubmission
    before: Mapping[str, str] | None = None


class Ledger:
    """The rows of one lesson in an open gradebook."""

    def __init__(self, gradebook: Gradebook, lesson: str) -> None:
        """Look up what the rows of submissions refer to."""
        self._db: Session = gradebook.db
        assignment = gradebook.find_assignment(lesson)
        self._assignment, self._due = assignment.id, assignment.duedate
        notebook = gradebook.find_notebook(lesson, lesson)
        self._notebook = notebook.id
        self._graded = {cell.name: cell.id for cell in (*notebook.grade_cells, *notebook.task_cells)}
        self._commented = {cell.name: cell.id for cell in (*notebook.solution_cells, *notebook.task_cells)}

    def deadlines(self) -> dict[str, str]:
        """Return until when each student who has a row may hand in, as text, for comparison."""
        table = api.SubmittedAssignment
        rows = self._db.execute(
            select(table.student_id, table.extension).where(table.assignment_id == self._assignment)
        )
        return {student: self.deadline(extension) for student, extension in rows}

    def deadline(self, extension: timedelta | None = None) -> str:
        """Return until when a student with this extension may hand in, as text; without a due date it says so."""
        return "none" if self._due is None else str(self._due + (extension or timedelta()))

    def write(self, entries: Iterable[GradebookEntry]) -> None:
        """Write results, all of them or, where something is raised, none.

        Scores that a reader gave are kept. A cell is opened for the reader again where what it was given for has
        changed, and only then.
        """
        found = list(entries)
        changes = _Changes()
        try:
            rows = self._rows([entry.submission for entry in found])
            for entry in found:
                self._note(entry, rows[entry.submission.student], changes)
            for table, new in changes.new.items():
                self._insert(table, new)
            for table, changed in changes.changed.items():
                self._update(table, changed)
            self._db.commit()
        finally:
            # What was not committed by now never will be.
            self._db.rollback()

    def count(self) -> None:
        """Let the database count its rows: without it, formgrader's list of a large cohort takes twice as long."""
        for table in (api.SubmittedAssignment, api.SubmittedNotebook, api.Grade):
            self._db.execute(text(f"ANALYZE {table.__tablename__}"))
        self._db.commit()

    def _rows(self, submissions: Sequence[Submission]) -> dict[str, _Row]:
        """Return the rows of these students, made where they are missing."""
        students = [submission.student for submission in submissions]
        known = set(self._db.scalars(select(api.Student.id).where(api.Student.id.in_(students))))
        self._insert(api.Student, [{"id": student} for student in students if student not in known])
        rows, found = {}, self._found(students)
        new = _Changes().new
        for student in students:
            id_, extension, notebook = found.get(student, (None, None, None))
            rows[student] = row = _Row(id_ or new_uuid(), extension, notebook or new_uuid())
            if id_ is None:
                place = {"assignment_id": self._assignment, "student_id": student}
                new[api.SubmittedAssignment].append({"id": row.id, **place})
            if notebook is None:
                place = {"assignment_id": row.id, "notebook_id": self._notebook}
                new[api.SubmittedNotebook].append({"id": row.notebook, **place})
        for table in (api.SubmittedAssignment, api.SubmittedNotebook):
            self._insert(table, new[table])
        self._read([rows[student] for student, (*_, notebook) in found.items() if notebook is not None])
        return rows

    def _found(self, students: Sequence[str]) -> dict[str, tuple[str, timedelta | None, str | None]]:
        """Return the id, the extension and the id of the notebook, if any, of each student who has a row."""
        one, book = api.SubmittedAssignment, api.SubmittedNotebook
        query = (
            select(one.student_id, one.id, one.extension, book.id)
            .outerjoin(book, (book.assignment_id == one.id) & (book.notebook_id == self._notebook))
            .where(one.assignment_id == self._assignment, one.student_id.in_(students))
        )
        return {student: tuple(rest) for student, *rest in self._db.execute(query)}

    def _read(self, rows: Sequence[_Row]) -> None:
        """Read the grades and the comments of notebooks that were there before."""
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
            given, old = scores.get(name), row.grades.get(cell)
            if old is None:
                place = {"cell_id": cell, "notebook_id": row.notebook}
                changes.new[api.Grade].append({**place, "auto_score": given, "needs_manual_grade": given is None})
            elif name in scores:
                change = {"id": old.id, "auto_score": given, **_attention(entry, name, given, old)}
                changes.changed[api.Grade].append(change)

    def _note_comments(self, entry: GradebookEntry, row: _Row, changes: _Changes) -> None:
        for name, cell in self._commented.items():
            said, old = {"auto_comment": entry.graded.comments.get(name)}, row.comments.get(cell)
            if old is None:
                changes.new[api.Comment].append({"cell_id": cell, "notebook_id": row.notebook, **said})
            elif not entry.graded.failure:
                changes.changed[api.Comment].append({"id": old, **said})

    def _insert(self, table: Any, rows: list[dict[str, Any]]) -> None:  # noqa: ANN401 - a class of nbgrader's
        """Add rows that name the same columns, by the table itself: its class would send each None on its own."""
        if rows:
            self._db.execute(insert(table.__table__), rows)

    def _update(self, table: Any, rows: list[dict[str, Any]]) -> None:  # noqa: ANN401 - a class of nbgrader's
        """Change rows, each known by its `id`; those that change the same columns are changed together."""
        place, alike = table.__table__, defaultdict(list)
        for row in rows:
            alike[tuple(row)].append({"its_id" if name == "id" else name: value for name, value in row.items()})
        for changes in alike.values():
            self._db.execute(update(place).where(place.c.id == bindparam("its_id")), changes)


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
    """Rows to be added and to be changed, by their table: each is written to once for many submissions."""

    new: defaultdict[Any, list[dict[str, Any]]] = dataclasses.field(default_factory=lambda: defaultdict(list))
    changed: defaultdict[Any, list[dict[str, Any]]] = dataclasses.field(default_factory=lambda: defaultdict(list))


def _attention(entry: GradebookEntry, name: str, given: float | None, old: _Grade) -> dict[str, bool]:
    """Return whether a reader has to look at a cell (again); nothing if that stays as it is."""
    if old.manual is None:
        return {"needs_manual_grade": given is None}
    text = entry.graded.texts.get(name)
    if text is None:
        return {"needs_manual_grade": True} if given != old.auto else {}
    is_same = entry.before is not None and entry.before.get(name) == text
    return {} if is_same else {"needs_manual_grade": True}
