"""A rule of the checker: a function with a code, a severity and its documentation page."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from misread_scenarios.checks.checked_scenario import CheckedScenario
from misread_scenarios.problems import Problem, Severity

Finding: TypeAlias = tuple[int, str]
"""A line of the scenario's file, and a sentence that says what is wrong and how to correct it."""

Placed: TypeAlias = tuple[CheckedScenario, int, str]
"""A finding of a rule for a whole library: the scenario, the line and the sentence."""


class Documented:
    """A rule: a function `find` whose docstring is the rule's documentation page."""

    find: Callable[..., Iterable[Any]]

    @property
    def summary(self) -> str:
        """The requirement, in one line."""
        return self._page[0].partition(": ")[2]

    @property
    def text(self) -> str:
        """The reason for the rule, how it is judged, and how to correct a file that breaks it."""
        return self._page[1].strip()

    @property
    def _page(self) -> tuple[str, str]:
        """The first line of the docstring, which begins with the code, and the rest of it."""
        first, _, rest = inspect.cleandoc(self.find.__doc__ or "").partition("\n")
        return first, rest


@dataclasses.dataclass(frozen=True)
class Rule(Documented):
    """A rule for one scenario. The docstring of `find` is the rule's documentation page."""

    code: str
    severity: Severity
    find: Callable[[CheckedScenario], Iterable[Finding]]
    walks: bool = False
    """Whether the rule walks the paths, and so cannot run if some path has no end."""
    counts: bool = False
    """Whether the rule counts the paths, and so cannot run if no path ends in some world."""
    last: bool = False
    """Whether the rule needs the results of the other rules, and so runs after them."""

    def problems(self, checked: CheckedScenario) -> list[Problem]:
        """Return the problems that the rule finds in a scenario."""
        source = checked.scenario.source
        findings = dict.fromkeys(self.find(checked))
        return [Problem(source, line, self.code, message, self.severity) for line, message in findings]


@dataclasses.dataclass(frozen=True)
class LibraryRule(Documented):
    """A rule for all scenarios of a library together."""

    code: str
    severity: Severity
    find: Callable[[tuple[CheckedScenario, ...]], Iterable[Placed]]

    def problems(self, checked_scenarios: tuple[CheckedScenario, ...]) -> list[tuple[CheckedScenario, Problem]]:
        """Return the problems that the rule finds in a library, each with the scenario that it is reported for."""
        return [
            (checked, Problem(checked.scenario.source, line, self.code, message, self.severity))
            for checked, line, message in self.find(checked_scenarios)
        ]
