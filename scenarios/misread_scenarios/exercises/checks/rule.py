"""A rule for exercises, rubrics and forms: a function with a code, a severity and its documentation page."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from misread_scenarios.checks import Documented, Finding
from misread_scenarios.exercises.exercise import LibraryFile
from misread_scenarios.exercises.reading import ParsedFile
from misread_scenarios.problems import Problem, Severity

KnownContent: TypeAlias = Mapping[str, LibraryFile]
"""Every exercise and rubric that a file may name: those that are checked together, and the library's."""


@dataclasses.dataclass(frozen=True)
class ExerciseSubject:
    """A file whose content could be read, and the exercises, rubrics and forms that it may name."""

    sheet: ParsedFile
    content: LibraryFile
    known: KnownContent

    def line(self, *place: str | int) -> int:
        """Return the line on which something stands."""
        return self.sheet.line(*place)


@dataclasses.dataclass(frozen=True)
class SheetRule(Documented):
    """A rule for one file.

    Attributes:
        about: the kinds of content that the rule is for.
        find: takes a subject and its content, and yields a line and a sentence for each fault. Its docstring is the
            rule's documentation page.
    """

    code: str
    severity: Severity
    about: tuple[type[LibraryFile], ...]
    find: Callable[[ExerciseSubject, Any], Iterator[Finding]]

    def problems(self, subject: ExerciseSubject) -> list[Problem]:
        """Return what breaks the rule in a file."""
        if not isinstance(subject.content, self.about):
            return []
        findings = dict.fromkeys(self.find(subject, subject.content))
        return [Problem(subject.sheet.source, line, self.code, message, self.severity) for line, message in findings]
