"""Allowances: the rules that a scenario breaks on purpose, with its author's reasons."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from misread_scenarios.checks.checked_scenario import CheckedScenario
from misread_scenarios.checks.rule import Finding
from misread_scenarios.problems import Problem, offer


def idle_allowances(checked: CheckedScenario) -> Iterator[Finding]:
    """SC049: every rule under `allow:` exists, and the scenario breaks it.

    `allow: {Q6: asking is half of the skill}` turns the problems that rule Q6 finds in this file into warnings that
    give the reason. If no rule has the code, or the rule finds nothing here, the entry only hides later problems; take
    it out. For a rule of a whole library (`Q3-bank`), this is checked together with the library.
    """
    for code in checked.scenario.allow:
        if code not in checked.judged:
            yield 1, f"`allow` names no rule with '{code[:20]}'; {offer(code, checked.judged)}"
        elif checked.judged[code] is False:
            yield 1, f"nothing here breaks '{code}'; take it out of `allow`"


def allowed(problems: Iterable[Problem], reasons: dict[str, str]) -> Iterator[Problem]:
    """Yield the problems. If the author allows a problem, it becomes a warning that gives the author's reason."""
    for problem in problems:
        reason = reasons.get(problem.code)
        if reason is None:
            yield problem
        else:
            yield dataclasses.replace(problem, severity="warn", message=f"{problem.message} (allowed: {reason})")
