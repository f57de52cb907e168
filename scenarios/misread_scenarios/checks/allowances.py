"""What a scenario breaks on purpose, with its author's reason."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from misread_scenarios.checks.rule import Finding
from misread_scenarios.checks.subject import Subject
from misread_scenarios.problems import Problem, offer


def idle_allowances(subject: Subject) -> Iterator[Finding]:
    """SC049: every rule under `allow:` exists, and is broken.

    `allow: {Q6: asking is half of the skill}` turns what the rule Q6 finds in this file into a warning that carries the
    reason. A code that no rule has, or whose rule finds nothing here, only hides what may go wrong later; take it out.
    Whether a rule of a whole library (`Q3-bank`) finds something is told where the library is checked.
    """
    for code in subject.scenario.allow:
        if code not in subject.judged:
            yield 1, f"`allow` names no rule with '{code[:20]}'; {offer(code, subject.judged)}"
        elif subject.judged[code] is False:
            yield 1, f"nothing here breaks '{code}'; take it out of `allow`"


def allowed(problems: Iterable[Problem], reasons: dict[str, str]) -> Iterator[Problem]:
    """Yield the problems; those that the author gives a reason for are warnings that carry it."""
    for problem in problems:
        reason = reasons.get(problem.code)
        if reason is None:
            yield problem
        else:
            yield dataclasses.replace(problem, severity="warn", message=f"{problem.message} (allowed: {reason})")
