"""The errors of the grading room: one family, drawn as a tree, and each a plain line on the command line."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

import misread_grading
from misread_course.notebook import UnreadableNotebook
from misread_grading import errors
from misread_grading.errors import GradingError
from misread_scenarios.exercises import UnknownExercise
from misread_web.commands.grade.errors import plain_errors

BORDERS = {"CellTimeoutError", "_Interruption"}
"""What is raised into a cell that runs for too long, and never leaves it."""


def _classes() -> Iterator[type]:
    """Yield every exception that a module of the grading room defines."""
    for module in pkgutil.walk_packages(misread_grading.__path__, "misread_grading."):
        for found in vars(importlib.import_module(module.name)).values():
            if isinstance(found, type) and issubclass(found, BaseException) and found.__module__ == module.name:
                yield found


CLASSES = sorted(set(_classes()), key=lambda found: found.__name__)


def test_every_error_of_the_room_belongs_to_the_family() -> None:
    strangers = {found.__name__ for found in CLASSES if not issubclass(found, GradingError)}
    assert strangers <= BORDERS


def test_the_tree_names_every_error_of_the_family() -> None:
    drawn = re.findall(r"[├└]── (\w+)  +\S", errors.__doc__ or "")
    family = [found.__name__ for found in CLASSES if issubclass(found, GradingError) and found is not GradingError]
    assert sorted(drawn) == family


@pytest.mark.parametrize(
    "error",
    [UnreadableNotebook(Path("m4.ipynb"), "Expecting value"), UnknownExercise("there is no exercise 'X4.99'")],
    ids=lambda error: type(error).__name__,
)
def test_the_command_line_says_what_a_lesson_lacks(error: Exception, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as ended, plain_errors():
        raise error
    assert ended.value.exit_code == 1
    assert str(error) in capsys.readouterr().err


@pytest.mark.parametrize("error", [found for found in CLASSES if issubclass(found, GradingError)])
def test_the_command_line_prints_an_error_as_a_line_and_exits_with_1(
    error: type[GradingError], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit) as ended, plain_errors():
        raise error.__new__(error, "what is wrong, and what to do")
    assert (ended.value.exit_code, capsys.readouterr().err) == (1, "what is wrong, and what to do\n")
