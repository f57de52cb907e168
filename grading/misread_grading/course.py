"""The folder in which a cohort is graded: a course of nbgrader's, with its gradebook."""

from __future__ import annotations

import dataclasses
import logging
import os
import shlex
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

from filelock import FileLock
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from misread_grading.calendar import ZONE, BadZone, default_zone, zone_of
from misread_grading.errors import GradingError
from misread_grading.gradebook import is_in_use, make_tables
from misread_grading.withdrawn import withdrawn
from misread_records import JournalMisspelt, private_files
from misread_records.database import read_address, shown

CONFIG = "nbgrader_config.py"
UTC = "UTC"
NAME = "misread"
"""What nbgrader calls the course: a gradebook in PostgreSQL holds none without a name."""
STUB = "Your text goes here, or into the lesson's own box above."
"""What a released answer cell says until somebody writes in it."""
WAIT = 60.0
"""Seconds that are waited for a gradebook in a file while somebody else writes to it, unless said otherwise."""
_RELEASING = (
    *(
        f"nbgrader.preprocessors.{name}"
        for name in (
            "IncludeHeaderFooter", "InstantiateTests", "LockCells", "ClearSolutions", "ClearOutput",
            "CheckCellMetadata", "ComputeChecksums", "SaveCells", "ClearHiddenTests", "ClearMarkScheme",
            "ComputeChecksums", "CheckCellMetadata",
        )
    ),
    "misread_grading.unmarked_cells.Unmarked",
)  # fmt: skip
"""nbgrader's own steps of a release, and one of ours."""
_SANITIZING = (
    "misread_grading.autograding.overwrite_step.Repair",
    *(
        f"nbgrader.preprocessors.{name}"
        for name in ("ClearOutput", "DeduplicateIds", "OverwriteKernelspec", "OverwriteCells", "CheckCellMetadata")
    ),
)
_GRADING = (
    "misread_grading.autograding.execute_step.Execute",
    *(
        f"nbgrader.preprocessors.{name}"
        for name in ("IgnorePattern", "LimitOutput", "SaveAutoGrades", "AssignLatePenalties", "CheckCellMetadata")
    ),
)


class NoCourse(GradingError):
    """A folder is no course of nbgrader's; the text says how to make it one."""


def configure(config: Any, folder: Path, lessons: Path, database: str | None = None) -> None:  # noqa: ANN401 - traitlets' own
    """Set what nbgrader needs to know about a course: called by the course's own `nbgrader_config.py`.

    Args:
        config: what `get_config()` gives in that file.
        folder: the folder of the course.
        lessons: the folder of the lessons, which is nbgrader's source directory.
        database: of the gradebook, as SQLAlchemy names it; without it a file in the folder.
    """
    config.CourseDirectory.course_id = NAME
    config.CourseDirectory.root = str(folder.resolve())
    config.CourseDirectory.source_directory = str(lessons)
    config.CourseDirectory.db_url = database or f"sqlite:///{folder.resolve() / 'gradebook.db'}"
    config.CourseDirectory.student_id_exclude = ",".join(sorted(withdrawn(folder)))
    config.ClearSolutions.text_stub = STUB
    config.GenerateAssignment.preprocessors = list(_RELEASING)
    config.Autograde.sanitize_preprocessors = list(_SANITIZING)
    config.Autograde.autograde_preprocessors = list(_GRADING)
    config.FileNameCollectorPlugin.valid_ext = [".ipynb", ".jsonl"]
    config.FileNameCollectorPlugin.named_regexp = (
        r".*/extracted/(?P<student_id>[^/]+)/(?:.*/)?(?P<file_id>[^/]+)\.(?:ipynb|jsonl)$"
    )


@dataclasses.dataclass(frozen=True)
class Course:
    """A course of nbgrader's: its folder, and what its `nbgrader_config.py` says.

    Attributes:
        folder: the root of the course.
        config: the same for nbgrader's own commands and for ours.
        directory: nbgrader's own picture of the folder.
        zone: the time zone in which its days begin and end, and its dates are said (`c.Dates.zone`).
    """

    folder: Path
    config: Config = dataclasses.field(compare=False)
    directory: CourseDirectory = dataclasses.field(compare=False)
    zone: ZoneInfo = dataclasses.field(compare=False)

    @classmethod
    def at(cls, folder: Path) -> Self:
        """Return the course of a folder.

        Raises:
            NoCourse: if there is no such folder, anybody may write its configuration, it cannot be read, its time
                zone does not exist, or nbgrader would not keep its times in UTC.
        """
        if not (folder / CONFIG).is_file():
            made = f"misread grade init {shlex.quote(str(folder))}"
            raise NoCourse(f"{folder} has no {CONFIG}; make it a course first: {made}")
        if common := private_files.written_by_anybody(folder / CONFIG):
            raise NoCourse(
                f"{folder / CONFIG} is run as a program, and any account of this machine may change it, since all may "
                f"write to {common}. Look at what it says, then run: chmod o-w {shlex.quote(str(common))}"
            )
        try:
            loaded = PyFileConfigLoader(CONFIG, path=str(folder.resolve())).load_config()
            course = cls.of(CourseDirectory(config=loaded))
            read_address(course.directory.db_url)
        except JournalMisspelt as error:
            raise NoCourse(f"{folder / CONFIG} cannot be used. {error}") from error
        except BadZone as error:
            raise NoCourse(f"{folder / CONFIG}, or the variable {ZONE}, names a wrong time zone: {error}") from error
        except Exception as error:  # the border: what a configuration runs is its author's, and may raise anything
            raise NoCourse(f"{folder / CONFIG} cannot be read: {type(error).__name__}: {error}") from error
        for name in (each for each in loaded if each.startswith("Exchange")):
            if (zone := loaded[name].get("timezone", UTC)) != UTC:
                raise NoCourse(
                    f"{folder / CONFIG} sets c.{name}.timezone to {zone!r}. nbgrader then writes times such as 16:30 "
                    f"CEST and reads them back as UTC, so that work in time counts as late. Leave it at {UTC!r}; "
                    "the time zone of the course is c.Dates.zone"
                )
        return course

    @classmethod
    def of(cls, directory: CourseDirectory) -> Self:
        """Return the course that nbgrader is at work in."""
        return cls(Path(directory.root), directory.config, directory, zone_of(directory.config))

    def directory_of(self, step: str) -> Path:
        """Return the folder of one of nbgrader's steps (`release`, `submitted`, …)."""
        return self.path(step, ".", ".")

    def path(self, step: str, student: str, lesson: str) -> Path:
        """Return the folder of a learner's lesson in one of nbgrader's steps (`submitted`, `autograded`, …)."""
        return Path(self.directory.format_path(getattr(self.directory, f"{step}_directory"), student, lesson))

    def notebook(self, step: str, student: str, lesson: str) -> Path:
        """Return the notebook of a lesson in one of nbgrader's steps."""
        return self.path(step, student, lesson) / f"{lesson}.ipynb"

    def students(self, step: str, lesson: str) -> tuple[str, ...]:
        """Return the ids of those who have a folder of the lesson in one of nbgrader's steps, in order.

        Those who have left are passed over.
        """
        found = self.path(step, "*", lesson)
        try:
            with os.scandir(found.parents[1]) as entries:
                # Paths made into objects would take three times as long, and a page asks this of a thousand folders.
                names = {entry.name for entry in entries if os.path.isdir(f"{entry.path}/{found.name}")}  # noqa: PTH112
        except FileNotFoundError:
            return ()
        return tuple(sorted(name for name in names - withdrawn(self.folder) if not name.startswith(".")))

    @contextmanager
    def gradebook(self, wait: float | None = None) -> Iterator[Gradebook]:
        """Give the gradebook, which is closed at the end of the block.

        Args:
            wait: seconds to wait while somebody else writes to it, where it is a file; a minute if it is not said.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: where it cannot be used, with a note that says where it is.
        """
        url = _waiting(self.directory.db_url, WAIT if wait is None else wait)
        try:
            gradebook = Gradebook(url, self.directory.course_id)
            try:
                yield gradebook
            finally:
                gradebook.close()
                gradebook.engine.dispose()
        except SQLAlchemyError as error:
            error.add_note(shown(read_address(self.directory.db_url)))
            raise

    def lock(self, wait: float = 0.0) -> FileLock:
        """Return what keeps two commands from changing the course at the same time."""
        return _lock_of(self.folder, wait)


def open_course(folder: Path, database: str | None = None, zone: ZoneInfo | None = None) -> Course:
    """Return the course of a folder; a new one gets an `nbgrader_config.py` and an empty gradebook.

    Args:
        folder: where it lies, or shall lie.
        database: of the gradebook, as SQLAlchemy names it; without it a file in the folder. A course keeps the one that
            it was made with.
        zone: the time zone of one that is made now; if it is not said, that of the variable or of this machine.

    Raises:
        NoCourse: if the gradebook that is named is another folder's.
    """
    config = folder / CONFIG
    if not config.exists():
        private_files.make_folder(folder)
        with _lock_of(folder, 60.0):
            _make(folder, config, database, zone or default_zone())
    return Course.at(folder)


def _make(folder: Path, config: Path, database: str | None, zone: ZoneInfo) -> None:
    """Make a folder a course, unless another process has just done so."""
    if config.exists():
        return
    with ExitStack() as undone:
        # A course keeps the gradebook that it was made with, so one that cannot be made must not stay.
        undone.callback(config.unlink, missing_ok=True)
        private_files.write(config, _CONFIG.format(database=repr(database), zone=zone.key).encode())
        # The tables are made here, once: processes that make them at the same time stumble over each other.
        course = Course.at(folder)
        if (url := read_address(course.directory.db_url)).get_backend_name() == "sqlite" and url.database:
            with suppress(OSError):  # which the next step says in its own words
                private_files.make_file(Path(url.database))
        if database is not None and is_in_use(course.directory.db_url):
            raise NoCourse(
                f"the gradebook {shown(read_address(database))} is in use by another folder already, and two would "
                "write over each other; name a database of its own"
            )
        make_tables(course.directory.db_url)
        with course.gradebook():
            pass
        undone.pop_all()


def quiet() -> logging.Logger:
    """Return a log for nbgrader's parts that keeps what is graver than a warning."""
    log = logging.getLogger("misread_grading.nbgrader")
    log.setLevel(logging.ERROR)
    return log


def silent() -> logging.Logger:
    """Return a log for a part of nbgrader's whose errors are said otherwise: it would print each with its traceback."""
    log = logging.getLogger("misread_grading.nbgrader.silent")
    log.setLevel(logging.CRITICAL + 1)
    return log


def _lock_of(folder: Path, wait: float) -> FileLock:
    return FileLock(folder / ".misread.lock", timeout=wait, mode=private_files.FILE_MODE)


def _waiting(url: str, seconds: float) -> str:
    if not url.startswith("sqlite"):
        return url
    return f"{url}{'&' if '?' in url else '?'}timeout={seconds:g}"


_CONFIG = '''\
"""A course of nbgrader's, made by `misread grade init`. Add what is yours below; nbgrader's manual lists what there is.

Late work, for example: c.AssignLatePenalties.plugin_class = "nbgrader.plugins.LateSubmissionPlugin" and
c.LateSubmissionPlugin.penalty_method = "zero".
"""

from pathlib import Path

from misread_course.catalogue import LESSONS
from misread_grading.course import configure

c = get_config()
configure(c, folder=Path(__file__).parent, lessons=LESSONS, database={database})
c.Dates.zone = "{zone}"  # the course's time zone: in it, days end, and dates are said to learners
'''
