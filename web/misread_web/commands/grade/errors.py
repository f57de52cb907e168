"""Errors of the commands of `misread grade`, each printed as a line."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from filelock import Timeout
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from misread_course.catalogue import UnknownLesson
from misread_course.notebook import UnreadableNotebook
from misread_grading.errors import GradingError
from misread_records import JournalError
from misread_records.people import PeopleError
from misread_scenarios.exercises import InvalidExercise, UnknownExercise
from misread_scenarios.library import InvalidScenario
from misread_web.commands.grades_folder import OtherAnswers
from misread_web.commands.next_command import TypedOptions
from misread_web.commands.output import fail


@contextlib.contextmanager
def plain_errors(typed: TypedOptions | None = None) -> Iterator[None]:
    """Print an error as a line and exit with 1; commands that it names get the options that were typed."""
    try:
        yield
    except Timeout:
        fail("Another command is at work in this folder; wait until it is done.")
    except ArgumentError as error:
        fail(f"The address of the database cannot be read: {error}. It looks like postgresql+psycopg://user@host/name")
    except SQLAlchemyError as error:
        fail(*_unusable(error))
    except (GradingError, UnknownLesson, UnreadableNotebook, OtherAnswers, JournalError, PeopleError) as error:
        fail(typed.text_of(error) if typed else str(error))
    except (InvalidExercise, InvalidScenario, UnknownExercise) as error:
        fail("What the lessons give points for cannot be used; misread check says more.", str(error))
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))


def _unusable(error: SQLAlchemyError) -> tuple[str, ...]:
    """Return the lines about a gradebook that cannot be used: where it is, why not, and what to do if that is clear."""
    where = "".join(f" at {note}" for note in getattr(error, "__notes__", ())[:1])
    why = f"The gradebook{where} cannot be used: {str(error).splitlines()[0]}"
    if "database is locked" not in why:
        return (why,)
    return why, "Another program is writing to it; wait until it is done, then start this again."
