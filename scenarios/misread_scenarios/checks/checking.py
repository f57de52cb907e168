"""The rules at work on one scenario, on files, or on a whole library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from misread_scenarios.checks.allowances import allowed
from misread_scenarios.checks.checked_scenario import CheckedScenario
from misread_scenarios.checks.rule import LibraryRule, Rule
from misread_scenarios.checks.rules import RULES
from misread_scenarios.format import Reading, read_file, read_text, scenario_files
from misread_scenarios.library import FOLDER
from misread_scenarios.model import Scenario
from misread_scenarios.problems import Problem


def check(scenario: Scenario) -> tuple[Problem, ...]:
    """Return all problems of one scenario, in the order of its lines."""
    return _check((CheckedScenario(scenario),), whole=False)


def check_all(scenarios: Iterable[Scenario]) -> tuple[Problem, ...]:
    """Return all problems of the scenarios of a library, checked one by one and together."""
    return _check(tuple(CheckedScenario(scenario) for scenario in scenarios), whole=True)


def check_text(text: str, source: str) -> tuple[Problem, ...]:
    """Return all problems of the text of one scenario: those of the reader, or else those of the rules."""
    reading = read_text(text, source)
    return check(reading.scenario) if reading.scenario else reading.problems


def check_files(paths: Iterable[Path]) -> tuple[Problem, ...]:
    """Return all problems of files and folders.

    A file is checked alone. The scenarios of a folder form a library, which is also checked as a whole.
    """
    problems: list[Problem] = []
    for path in paths:
        readings = [read_file(file) for file in scenario_files(path)] if path.is_dir() else [read_file(path)]
        problems += _problems(readings, whole=path.is_dir())
    return tuple(problems)


def check_library() -> tuple[Problem, ...]:
    """Return all problems of the scenarios that come with the course."""
    return check_files([FOLDER])


def _problems(readings: list[Reading], *, whole: bool) -> Iterator[Problem]:
    for reading in readings:
        yield from reading.problems
    yield from _check(tuple(CheckedScenario(reading.scenario) for reading in readings if reading.scenario), whole=whole)


def _check(checked_scenarios: tuple[CheckedScenario, ...], *, whole: bool) -> tuple[Problem, ...]:
    problems_by_scenario: dict[CheckedScenario, list[Problem]] = {
        checked: list(_alone(checked, last=False)) for checked in checked_scenarios
    }
    countable = tuple(checked for checked in checked_scenarios if checked.countable)
    for rule in (rule for rule in RULES if isinstance(rule, LibraryRule)):
        placed = rule.problems(countable)
        for checked in checked_scenarios:
            own = [problem for about, problem in placed if about is checked]
            problems_by_scenario[checked] += own
            checked.judged[rule.code] = bool(own) or (False if whole else None)
    for checked in checked_scenarios:
        problems_by_scenario[checked] += _alone(checked, last=True)
    return tuple(
        problem
        for checked, problems in problems_by_scenario.items()
        for problem in sorted(allowed(problems, checked.scenario.allow))
    )


def _alone(checked: CheckedScenario, *, last: bool) -> Iterator[Problem]:
    """Yield the problems of one scenario by the rules that run last, or by the others, and note the broken rules."""
    for rule in RULES:
        if isinstance(rule, Rule) and rule.last == last:
            runs = checked.countable if rule.counts else not rule.walks or checked.uncountable is None
            problems = rule.problems(checked) if runs else []
            checked.judged[rule.code] = bool(problems) if runs else None
            yield from problems
