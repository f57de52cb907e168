"""Exports the gradebook to a spreadsheet, through nbgrader's own command.

nbgrader export --exporter=misread_grading.export.Spreadsheet --to=grades.xlsx
"""

from __future__ import annotations

import errno
from pathlib import Path
from typing import TYPE_CHECKING

from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import ExportPlugin
from traitlets import Enum

from misread_grading.course import Course
from misread_grading.gradebook import scorebook, update_penalties
from misread_grading.released_cells import NotGraded
from misread_grading.reports import COMMA, EXCEL, SEMICOLON, Table, as_csv, as_excel, met, tables
from misread_records import private_files

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

DEFAULT = "grades.xlsx"


class Spreadsheet(ExportPlugin):  # type: ignore[misc]  # nbgrader has no types
    """Writes one Excel file for all lessons, or one CSV file for each table if `--to` does not end in .xlsx."""

    separator = Enum(
        (COMMA, SEMICOLON),
        COMMA,
        help="The separator of columns in CSV files. With a semicolon, numbers have a decimal comma, so that Excel "
        "opens the file correctly where it uses decimal commas.",
    ).tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        """Write the files."""
        course = Course.of(CourseDirectory(parent=self.parent))
        lessons = self.assignment or sorted(assignment.name for assignment in gradebook.assignments)
        if not lessons:
            self.parent.fail(f"nothing was graded in {course.folder} yet")
        target = Path(self.to or DEFAULT)
        try:
            for path in export(course, lessons, target, frozenset(map(str, self.student)), self.separator):
                self.log.info("Exported %s", path)
        except (NotGraded, OSError) as error:
            self.parent.fail(str(error))


def export(
    course: Course,
    lessons: list[str],
    target: Path,
    students: frozenset[str] = frozenset(),
    delimiter: str = COMMA,
) -> list[Path]:
    """Write the tables of lessons, and return the files.

    Args:
        course: the folder of the course.
        lessons: the lessons; each must be released.
        target: an Excel file, with a sheet for each table; or the beginning of the names of CSV files.
        students: the learners in the tables and in the statistics of items; all learners if it is empty.
        delimiter: the separator of columns in CSV files.

    Raises:
        OSError: if the files cannot be written.
    """
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, "this is a folder; name a file in it", str(target))
    for lesson in lessons:
        update_penalties(course, lesson)
    tables_by_lesson = {lesson: _tables(course, lesson, students) for lesson in lessons}
    if target.suffix.casefold() == EXCEL:
        named = [
            Table(f"{_short(lesson)} {table.title}", table.columns, table.rows)
            for lesson in tables_by_lesson
            for table in tables_by_lesson[lesson]
        ]
        private_files.write(target, as_excel(named))
        return [target]
    written = []
    for lesson, ones in tables_by_lesson.items():
        for table in ones:
            path = target.with_name(f"{target.stem}-{lesson}-{table.title.casefold()}.csv")
            private_files.write(path, as_csv(table, delimiter))
            written.append(path)
    return written


def _tables(course: Course, lesson: str, students: frozenset[str]) -> tuple[Table, ...]:
    book = scorebook(course, lesson)
    chosen = book.of(students) if students else book
    return tables(chosen, met(course, chosen))


def _short(lesson: str) -> str:
    """Return the module of a lesson; the title of a sheet has room for little more."""
    return lesson.partition("-")[0].upper()
