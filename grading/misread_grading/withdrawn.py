"""Learners who have left: what they got stays in the gradebook, and nothing that is made of it names them any more."""

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
"""Names them, one id a line. It may be written by hand, too."""


def withdrawn(folder: Path) -> frozenset[str]:
    """Return the ids of those who have left, as the file in a course's folder has them; nobody where there is none."""
    try:
        text = folder.joinpath(FILE).read_text("utf-8-sig", "replace")
    except FileNotFoundError:
        return frozenset()
    return frozenset(line.strip() for line in text.splitlines() if line.strip())


def withdraw(course: Course, students: Iterable[str]) -> list[str]:
    """Note down that students have left, and return those who were not noted before.

    Those whom the gradebook does not know are passed over: there is nothing of them that could name them.
    """
    there = withdrawn(course.folder)
    with course.gradebook() as gradebook:
        known = frozenset(gradebook.db.scalars(select(api.Student.id)))
    news = sorted(known & frozenset(students) - there)
    if news:
        _write(course.folder, there | set(news))
    return news


def readmit(course: Course, students: Iterable[str]) -> list[str]:
    """Take students off the list who are in a cohort again, and return those who were on it."""
    there = withdrawn(course.folder)
    back = sorted(there & frozenset(students))
    if back:
        _write(course.folder, there - set(back))
    return back


def strike(folder: Path, student: str) -> None:
    """Take somebody off the list of those who have left."""
    there = withdrawn(folder)
    if student in there:
        _write(folder, there - {student})


def _write(folder: Path, students: frozenset[str]) -> None:
    whole = folder / f"{FILE}.new"
    private_files.write(whole, "".join(f"{student}\n" for student in sorted(students)).encode())
    whole.replace(folder / FILE)
