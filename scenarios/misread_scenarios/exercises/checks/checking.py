"""The rules at work on files of exercises, rubrics and forms."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from pathlib import Path

from misread_scenarios.exercises.checks.rule import ExerciseSubject, KnownContent
from misread_scenarios.exercises.checks.rules import RULES
from misread_scenarios.exercises.exercise import LibraryFile
from misread_scenarios.exercises.library import FOLDERS
from misread_scenarios.exercises.reading import ParsedFile, read_sheet
from misread_scenarios.format import sheet_files
from misread_scenarios.problems import Problem


def check_sheets(paths: Iterable[Path]) -> tuple[Problem, ...]:
    """Return all problems of files of exercises and rubrics, file by file.

    The files may name one another, and the exercises, rubrics and forms of the library.
    """
    return problems_of(tuple(read_sheet(path) for path in paths))


def problems_of(sheets: tuple[ParsedFile, ...]) -> tuple[Problem, ...]:
    """Return the problems of the reader, and for the files that could be read, the problems of the rules."""
    known = known_with(sheet.content for sheet in sheets if sheet.content)
    return tuple(problem for sheet in sheets for problem in sorted([*sheet.problems, *_check(sheet, known)]))


def known_with(contents: Iterable[LibraryFile]) -> KnownContent:
    """Return these contents and those of the library, by id. If both have an id, these contents win."""
    return {content.id: content for content in (*_library(), *contents)}


@functools.cache
def _library() -> tuple[LibraryFile, ...]:
    paths = [path for folder in FOLDERS for path in sheet_files(folder)]
    return tuple(content for path in paths if (content := read_sheet(path).content))


def _check(sheet: ParsedFile, known: KnownContent) -> list[Problem]:
    if sheet.content is None:
        return []
    subject = ExerciseSubject(sheet, sheet.content, known)
    return [problem for rule in RULES for problem in rule.problems(subject)]
