"""A rule of the checker: a function with a code, a severity and its documentation page."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from misread_scenarios.checks.subject import Subject
from misread_scenarios.problems import Problem, Severity

Finding: TypeAlias = tuple[int, str]
"""A line of the scenario's file, and the sentence that says what is wrong and what would have worked."""

Placed: TypeAlias = tuple[Subject, int, str]
"""The same for a rule that looks at a whole library: the scenario comes first."""


class Documented:
    """A rule: a function `find` whose docstring is the rule's documentation page."""

    find: Callable[..., Iterable[Any]]

    @property
    def summary(self) -> str:
        """What must hold, in one line."""
        return self._page[0].partition(": ")[2]

    @property
    def text(self) -> str:
        """Why, how it is judged, and what would have worked."""
        return self._page[1].strip()

    @property
    def _page(self) -> tuple[str, str]:
        """The first line of the docstring, which begins with the code, and what follows."""
        first, _, rest = inspect.cleandoc(self.find.__doc__ or "").partition("\n")
        return first, rest


@dataclasses.dataclass(frozen=True)
class Rule(Documented):
    """Something that must hold for one scenario. The docstring of `find` is the rule's documentation page."""

    code: str
    severity: Severity
    find: Callable[[Subject], Iterable[Finding]]
    walks: bool = False
    """Whether the rule walks the paths, and so cannot run where they have no end."""
    counts: bool = False
    """Whether the rule counts the paths, and so cannot run where some drawn fact leaves no path that ends."""
    last: bool = False
    """Whether the rule asks what the others found, and so runs after them."""

    def problems(self, subject: Subject) -> list[Problem]:
        """Return what breaks the rule in a scenario."""
        source = subject.scenario.source
        found = dict.fromkeys(self.find(subject))
        return [Problem(source, line, self.code, message, self.severity) for line, message in found]


@dataclasses.dataclass(frozen=True)
class LibraryRule(Documented):
    """Something that must hold for all scenarios of a library together."""

    code: str
    severity: Severity
    find: Callable[[tuple[Subject, ...]], Iterable[Placed]]

    def problems(self, subjects: tuple[Subject, ...]) -> list[tuple[Subject, Problem]]:
        """Return what breaks the rule in a library, each beside the scenario where it is told."""
        return [
            (subject, Problem(subject.scenario.source, line, self.code, message, self.severity))
            for subject, line, message in self.find(subjects)
        ]
