"""The parsers of single lines: guards, effects, scores, tags and levels."""

from __future__ import annotations

import re

from misread_scenarios.conditions import Condition
from misread_scenarios.format.condition_parser import ConditionError, parse_condition
from misread_scenarios.format.lookalikes import instead
from misread_scenarios.model import Change, Confidence

BRACKET = re.compile(r"[()]")
NEARLY = re.compile(r"[(\[\uff08]\s*(?:if|when)\b([^)\]\uff09]*)", re.IGNORECASE)
BARE = re.compile(r"(?:if|when)\b([^:,.!?]*(?:[<>=]=?|!=|[≥≤≠])[^:,.!?]*)", re.IGNORECASE)
KEY = re.compile(r"([A-Za-z]+(?: best)?)[ \t]*(?=[:(\[\uff08])")
CHANGE = re.compile(r"([A-Za-z][A-Za-z0-9_]*)[ \t]*(?:([+-])[ \t]*(\d{1,4})|=[ \t]*(-?\d{1,4}|yes|no))$")
POINTS = re.compile(r"([A-Z][A-Za-z0-9]*)[ \t]+(\d)$")
LEVELS = re.compile(r"(\d{1,3})\.\.(\d{1,3})(?: by (\d{1,3}))?$")
CERTAIN = 100
HIGHEST_POINTS = 3


class FactError(ValueError):
    """A line does not have the form of its kind of fact; the message shows a correct one."""


def guarded(text: str) -> tuple[Condition | None, str]:
    """Split `(if condition) rest` into its condition and the rest; the condition is None without a guard.

    Raises:
        FactError: if a bracket is not closed, or a condition is not written as `(if …)`.
        ConditionError: if the text in the brackets is not a condition.
    """
    if not text.startswith("(if "):
        _refuse_nearly(text)
        return None, text
    depth = 0
    for bracket in BRACKET.finditer(text):
        depth += 1 if bracket[0] == "(" else -1
        if depth == 0:
            return parse_condition(text[len("(if ") : bracket.start()]), text[bracket.end() :].strip()
    message = "the bracket of `(if` is not closed; close it before the text begins"
    raise FactError(message)


def _refuse_nearly(text: str) -> None:
    """Refuse a condition in the wrong brackets, in capitals or without brackets: learners would see it as text."""
    for pattern in (NEARLY, BARE):
        if (meant := pattern.match(text)) and (pattern is BARE or _is_condition(meant[1])):
            message = f"a condition begins with `(if ` and ends with `)`; write `(if {meant[1].strip()[:40]}) …`"
            raise FactError(message)


def _is_condition(text: str) -> bool:
    """Return whether a text in brackets is meant as a condition, even a slightly wrong one, and not as a sentence."""
    try:
        parse_condition(text)
    except ConditionError:
        return re.search(r"[<>=≥≤≠]", text) is not None
    return True


def keyed(text: str) -> tuple[str, Condition | None, str] | None:
    """Split `then (if condition): text` into key, condition and text; None if there is no key.

    Raises:
        FactError: if no colon follows the guard.
        ConditionError: if the text in the brackets is not a condition.
    """
    match = KEY.match(text)
    if not match:
        return None
    when, rest = guarded(text[match.end() :])
    if not rest.startswith(":"):
        if when is None:
            return None
        message = f"a colon is missing: write `{match[1]} (if {when}): …`"
        raise FactError(message)
    return match[1], when, rest[1:].strip()


def changes(text: str) -> tuple[Change, ...]:
    """Return the changes of `sp -1, ladder = yes`.

    Raises:
        FactError: if a part is not a change, or one variable is changed twice.
    """
    changes_by_name: dict[str, Change] = {}
    for part in text.split(","):
        match = CHANGE.match(part.strip())
        if not match:
            message = (
                f"'{part.strip()}' is not a change; write `trust +1`, `trust -2`, `crit = 2` or `ladder = yes`"
                f"{instead(part.strip())}"
            )
            raise FactError(message)
        name, sign, step, value = match.groups()
        if name in changes_by_name:
            message = f"'{name}' is changed twice in one line; put the sum into one change"
            raise FactError(message)
        amount = (
            int(f"{sign}{step}")
            if sign
            else {"yes": 1, "no": 0}.get(value)
            if not value.lstrip("-").isdigit()
            else int(value)
        )
        changes_by_name[name] = Change(variable=name, operation="+" if sign else "=", amount=amount or 0)
    return tuple(changes_by_name.values())


def points(text: str) -> dict[str, int]:
    """Return the points of `C2 3, C5 1`.

    Raises:
        FactError: if a part is not a competency with 0-3 points, or a competency is named twice.
    """
    scores: dict[str, int] = {}
    for part in text.split(","):
        match = POINTS.match(part.strip())
        if not match or int(match[2]) > HIGHEST_POINTS:
            expected = f"a competency and 0 to {HIGHEST_POINTS} points, as in `C2 3, C5 1`"
            message = f"'{part.strip()}' is not a score; write {expected}"
            raise FactError(message)
        if match[1] in scores:
            message = f"'{match[1]}' is scored twice in one line; keep one"
            raise FactError(message)
        scores[match[1]] = int(match[2])
    return scores


def words(text: str) -> tuple[str, ...]:
    """Return the words of `ask, evidence`."""
    return tuple(word.strip() for word in text.split(",") if word.strip())


def levels(text: str) -> Confidence:
    """Return the levels of `50..100 by 10`.

    Raises:
        FactError: if they are not two percentages and a step that divides the range between them.
    """
    match = LEVELS.match(text)
    low, high, step = (int(number or "10") for number in match.groups()) if match else (0, 0, 0)
    if not 0 < low < high <= CERTAIN or not step or (high - low) % step:
        message = f"'{text}' does not give levels of confidence; write `50..100 by 10`"
        raise FactError(message)
    return Confidence(low=low, high=high, step=step)
