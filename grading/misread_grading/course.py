"""Course folder in which a cohort is graded: an nbgrader course with its gradebook."""

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
"""The course's name in nbgrader: a gradebook in PostgreSQL needs one."""
STUB = "Your text goes here, or into the lesson's own box above."
"""Text of a released answer cell until a learner writes in it."""
WAIT = 60.0
"""Seconds to wait for a gradebook file while another program writes to it, unless the caller sets another time."""
_RELEASING = (
    *(
        f"nbgrader.preprocessors.{name}"
        for name in (
            "IncludeHeaderFooter", "InstantiateTests", "LockCells", "ClearSolutions", "ClearOutput",
            "CheckCellMetadata", "ComputeChecksums",
        )
    ),
    "misread_grading.added_cells.SaveAddedCells",
    *(
        f"nbgrader.preprocessors.{name}"
        for name in ("ClearHiddenTests", "ClearMarkScheme", "ComputeChecksums", "CheckCellMetadata")
    ),
    "misread_grading.unmarked_cells.Unmarked",
)  # fmt: skip
"""nbgrader's own steps of a release, and two of this package."""
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
    """A folder is not an nbgrader course; the text says how to make it one."""


def configure(config: Any, folder: Path, lessons: Path, database: str | None = None) -> None:  # noqa: ANN401 - traitlets' own
    """Set nbgrader's options for a course; the course's own `nbgrader_config.py` calls this.

    Args:
        config: the result of `get_config()` in that file.
        folder: the folder of the course.
        lessons: the folder of the lessons, which is nbgrader's source directory.
        database: the SQLAlchemy URL of the gradebook; None: a file in the folder.
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
    """An nbgrader course: its folder and the contents of its `nbgrader_config.py`.

    Attributes:
        folder: the root of the course.
        config: the configuration, shared by nbgrader's own commands and by this package.
        directory: nbgrader's own object for the folder.
        zone: the time zone in which its days begin and end, and its dates are shown (`c.Dates.zone`).
    """

    folder: Path
    config: Config = dataclasses.field(compare=False)
    directory: CourseDirectory = dataclasses.field(compare=False)
    zone: ZoneInfo = dataclasses.field(compare=False)

    @classmethod
    def at(cls, folder: Path) -> Self:
        """Return the course of a folder.

        Raises:
            NoCourse: if the folder does not exist, or its configuration cannot be read, may be changed by anybody,
                names a time zone that does not exist, or stops nbgrader from keeping times in UTC.
        """
        if not (folder / CONFIG).is_file():
            raise NoCourse(f"{folder} has no {CONFIG}; make it a course first", ("grade", "init", str(folder)))
        if common := private_files.written_by_anybody(folder / CONFIG):
            raise NoCourse(
                f"{folder / CONFIG} is run as a program, and any account on this machine may change it, as all "
                f"may write to {common}. Read the file, then run: chmod o-w {shlex.quote(str(common))}"
            )
        try:
            loaded = PyFileConfigLoader(CONFIG, path=str(folder.resolve())).load_config()
            course = cls.of(CourseDirectory(config=loaded))
            read_address(course.directory.db_url)
        except JournalMisspelt as error:
            raise NoCourse(f"{folder / CONFIG} cannot be used. {error}") from error
        except BadZone as error:
            raise NoCourse(f"{folder / CONFIG}, or the variable {ZONE}, names a wrong time zone: {error}") from error
        except Exception as error:  # the border: a configuration is its author's program, and may raise anything
            raise NoCourse(f"{folder / CONFIG} cannot be read: {type(error).__name__}: {error}") from error
        for name in (section for section in loaded if section.startswith("Exchange")):
            if (zone := loaded[name].get("timezone", UTC)) != UTC:
                raise NoCourse(
                    f"{folder / CONFIG} sets c.{name}.timezone to {zone!r}. nbgrader then writes a time like 16:30 "
                    f"CEST and reads it back as UTC, so that work in time counts as late. Leave it at {UTC!r}; "
                    "the time zone of the course is c.Dates.zone"
                )
        return course

    @classmethod
    def of(cls, directory: CourseDirectory) -> Self:
        """Return the course of nbgrader's own object for its folder."""
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
        """Return the ids of students with a folder of the lesson in one of nbgrader's steps, in order.

        Students who have left are skipped.
        """
        pattern = self.path(step, "*", lesson)
        try:
            with os.scandir(pattern.parents[1]) as entries:
                # Path objects would take three times as long, and a page looks at a thousand folders.
                names = {entry.name for entry in entries if os.path.isdir(f"{entry.path}/{pattern.name}")}  # noqa: PTH112
        except FileNotFoundError:
            return ()
        return tuple(sorted(name for name in names - withdrawn(self.folder) if not name.startswith(".")))

    @contextmanager
    def gradebook(self, wait: float | None = None) -> Iterator[Gradebook]:
        """Open the gradebook and close it at the end of the block.

        Args:
            wait: seconds to wait while another program writes to a gradebook file; None: a minute.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: if the gradebook cannot be used; a note on the error says where it is.
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
        """Return the lock that keeps two commands from changing the course at the same time."""
        return _lock_of(self.folder, wait)


def open_course(folder: Path, database: str | None = None, zone: ZoneInfo | None = None) -> Course:
    """Return the course of a folder; a new one gets an `nbgrader_config.py` and an empty gradebook.

    Args:
        folder: the folder, which may not exist yet.
        database: the SQLAlchemy URL of a new course's gradebook; None: a file in the folder. A course keeps the
            gradebook that it was made with.
        zone: the time zone of a new course; None: that of the variable or of this machine.

    Raises:
        NoCourse: if `database` is the gradebook of another folder.
    """
    config = folder / CONFIG
    if not config.exists():
        private_files.make_folder(folder)
        with _lock_of(folder, 60.0):
            _make(folder, config, database, zone or default_zone())
    return Course.at(folder)


def _make(folder: Path, config: Path, database: str | None, zone: ZoneInfo) -> None:
    """Make a folder a course, unless another process has just made it one."""
    if config.exists():
        return
    with ExitStack() as undone:
        # A course keeps the gradebook that it was made with, so a course whose gradebook cannot be made must not stay.
        undone.callback(config.unlink, missing_ok=True)
        private_files.write(config, _CONFIG.format(database=repr(database), zone=zone.key).encode())
        # The tables are made here, once: processes that make them at the same time disturb each other.
        course = Course.at(folder)
        if (url := read_address(course.directory.db_url)).get_backend_name() == "sqlite" and url.database:
            with suppress(OSError):  # the next step reports this error
                private_files.make_file(Path(url.database))
        if database is not None and is_in_use(course.directory.db_url):
            raise NoCourse(
                f"the gradebook {shown(read_address(database))} is in use by another folder already, and two would "
                "overwrite each other's grades; name another database"
            )
        make_tables(course.directory.db_url)
        with course.gradebook():
            pass
        undone.pop_all()


def quiet() -> logging.Logger:
    """Return a logger for nbgrader's parts that keeps errors, but no warnings."""
    log = logging.getLogger("misread_grading.nbgrader")
    log.setLevel(logging.ERROR)
    return log


def silent() -> logging.Logger:
    """Return a logger that keeps nothing, for a part of nbgrader's whose errors are reported in another way."""
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
"""An nbgrader course, made by `misread grade init`. Add your own settings below; nbgrader's manual lists them.

Late work, for example: c.AssignLatePenalties.plugin_class = "nbgrader.plugins.LateSubmissionPlugin" and
c.LateSubmissionPlugin.penalty_method = "zero".
"""

from pathlib import Path

from misread_course.catalogue import LESSONS
from misread_grading.course import configure

c = get_config()
configure(c, folder=Path(__file__).parent, lessons=LESSONS, database={database})
c.Dates.zone = "{zone}"  # the course's time zone: days end in it, and learners see dates in it
'''
