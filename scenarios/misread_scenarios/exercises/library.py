"""The exercises, rubrics and forms that come with the course."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TypeVar

from misread_scenarios.exercises.exercise import Exercise, LibraryFile
from misread_scenarios.exercises.form import Form
from misread_scenarios.exercises.rate import Rate
from misread_scenarios.exercises.reading import name_of, read_sheet
from misread_scenarios.exercises.rubric import Rubric
from misread_scenarios.format import sheet_files
from misread_scenarios.language import SOURCE, spoken
from misread_scenarios.library import FOLDER
from misread_scenarios.problems import Problem, offer
from misread_scenarios.translation import translated

EXERCISES, RUBRICS, TOOLS = FOLDER / "exercises", FOLDER / "rubrics", FOLDER / "tools"
FOLDERS = (EXERCISES, RUBRICS, TOOLS)
A = TypeVar("A", bound=LibraryFile)


class UnknownExercise(LookupError):
    """There is no exercise, rubric or form of that name; the message offers the nearest name."""


class InvalidExercise(ValueError):
    """An exercise, a rubric or a form cannot be used as it stands; `problems` say why."""

    def __init__(self, source: str, problems: tuple[Problem, ...]) -> None:
        """Put every problem into the message."""
        super().__init__("\n".join(str(problem) for problem in problems) or source)
        self.problems = problems


def exercises() -> dict[str, Exercise]:
    """Return all exercises of the library by their ids; raises InvalidExercise."""
    return {id_: content for id_, content in shelf_of(EXERCISES).items() if isinstance(content, Exercise)}


def rubrics() -> dict[str, Rubric]:
    """Return all rubrics of the library by their ids; raises InvalidExercise."""
    return {id_: content for id_, content in shelf_of(RUBRICS).items() if isinstance(content, Rubric)}


def rated_situations() -> dict[str, Rate]:
    """Return all situations of the library whose options are rated, by their ids in the order of numbers.

    Raises:
        InvalidExercise: if a file of the library has problems.
    """
    return _rated_situations(spoken())


@functools.cache
def _rated_situations(lang: str) -> dict[str, Rate]:
    situations = [content for content in _shelf_of(EXERCISES, lang).values() if isinstance(content, Rate)]
    return {item.id: item for item in sorted(situations, key=lambda item: (len(item.id), item.id))}


def forms() -> dict[str, Form]:
    """Return all forms of the library by their ids, in the order of their numbers; raises InvalidExercise."""
    contents = [content for content in shelf_of(TOOLS).values() if isinstance(content, Form)]
    return {form.id: form for form in sorted(contents, key=lambda form: (len(form.id), form.id))}


def load_exercise(id_: str) -> Exercise:
    """Return an exercise of the library.

    Raises:
        UnknownExercise: if the library has no exercise of that id.
        InvalidExercise: if its file, or the file of another exercise, has problems.
    """
    exercise = shelf_of(EXERCISES).get(id_)
    return exercise if isinstance(exercise, Exercise) else _named(id_, exercises(), "exercise")


def load_rubric(id_: str) -> Rubric:
    """Return a rubric of the library; raises as `load_exercise` does."""
    rubric = shelf_of(RUBRICS).get(id_)
    return rubric if isinstance(rubric, Rubric) else _named(id_, rubrics(), "rubric")


def load_form(id_: str) -> Form:
    """Return a form of the library; raises as `load_exercise` does."""
    form = shelf_of(TOOLS).get(id_)
    return form if isinstance(form, Form) else _named(id_, forms(), "form")


def path_of(id_: str) -> Path:
    """Return the file of an exercise, a rubric or a form of the library; raises UnknownExercise."""
    for folder in FOLDERS:
        if (path := folder / f"{name_of(id_)}.yaml") in sheet_files(folder):
            return path
    names = [path.stem for folder in FOLDERS for path in sheet_files(folder)]
    raise UnknownExercise(f"there is no exercise '{id_[:60]}' in the library; {offer(name_of(id_), names)}")


def _named(id_: str, by_id: dict[str, A], kind: str) -> A:
    if id_ not in by_id:
        raise UnknownExercise(f"there is no {kind} '{id_[:60]}' in the library; {offer(id_, by_id)}")
    return by_id[id_]


def shelf_of(folder: Path) -> dict[str, LibraryFile]:
    """Return the contents of the files of a folder, by id, each in the spoken language if it is translated.

    Raises:
        InvalidExercise: if a file has problems.
        BadTranslation: if a translation cannot be read.
    """
    return _shelf_of(folder, spoken())


@functools.cache
def _shelf_of(folder: Path, lang: str) -> dict[str, LibraryFile]:
    if lang != SOURCE:
        shelf = _shelf_of(folder, SOURCE).values()
        return {content.id: translated(content, folder / f"{name_of(content.id)}.yaml", lang) for content in shelf}
    contents = {}
    for path in sheet_files(folder):
        sheet = read_sheet(path)
        if sheet.content is None:
            raise InvalidExercise(sheet.source, sheet.problems)
        contents[sheet.content.id] = sheet.content
    return contents
