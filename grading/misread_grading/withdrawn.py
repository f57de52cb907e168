"""Learners who have left: their scores stay in the gradebook, but no table, list or letter names them any more."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nbgrader import api
from sqlalchemy import select

from misread_records import private_files

if TYPE_CHECKING:
    from collections.abc import Iterable

    from misread_grading.course import Course

FILE = "withdrawn.txt"
"""The file with their ids, one in each line. It may also be edited by hand."""


def withdrawn(folder: Path) -> frozenset[str]:
    """Return the ids in the file of a course's folder; none if there is no file."""
    try:
        text = folder.joinpath(FILE).read_text("utf-8-sig", "replace")
    except FileNotFoundError:
        return frozenset()
    return frozenset(line.strip() for line in text.splitlines() if line.strip())


def withdraw(course: Course, students: Iterable[str]) -> list[str]:
    """Add students to the list of those who have left, and return those who were not on it.

    Students whom the gradebook does not know are left out, as nothing of them could be shown.
    """
    listed = withdrawn(course.folder)
    with course.gradebook() as gradebook:
        students_in_gradebook = frozenset(gradebook.db.scalars(select(api.Student.id)))
    added = sorted(students_in_gradebook & frozenset(students) - listed)
    if added:
        _write(course.folder, listed | set(added))
    return added


def readmit(course: Course, students: Iterable[str]) -> list[str]:
    """Remove students who are in a cohort again from the list, and return those who were on it."""
    listed = withdrawn(course.folder)
    back = sorted(listed & frozenset(students))
    if back:
        _write(course.folder, listed - set(back))
    return back


def remove(folder: Path, student: str) -> None:
    """Remove a student from the list."""
    listed = withdrawn(folder)
    if student in listed:
        _write(folder, listed - {student})


def _write(folder: Path, students: frozenset[str]) -> None:
    whole = folder / f"{FILE}.new"
    private_files.write(whole, "".join(f"{student}\n" for student in sorted(students)).encode())
    whole.replace(folder / FILE)
