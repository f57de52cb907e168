"""The small languages inside one line: guards, effects, scores, tags, levels."""

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
    """A line does not say what its kind of fact says; the message shows one that does."""


def guarded(text: str) -> tuple[Condition | None, str]:
    """Split `(if condition) rest` into its condition and the rest; without a guard the condition is nothing.

    Raises:
        FactError: if a bracket stays open, or what is meant for a condition begins otherwise.
        ConditionError: if this is not a condition.
    """
    if not text.startswith("(if "):
        _refuse_nearly(text)
        return None, text
    depth = 0
    for bracket in BRACKET.finditer(text):
        depth += 1 if bracket[0] == "(" else -1
        if depth == 0:
            return parse_condition(text[len("(if ") : bracket.start()]), text[bracket.end() :].strip()
    message = "the bracket after `(if` stays open; close it before the text begins"
    raise FactError(message)


def _refuse_nearly(text: str) -> None:
    """Refuse a condition in other brackets, in capitals or without brackets: learners would read it as prose."""
    for pattern in (NEARLY, BARE):
        if (meant := pattern.match(text)) and (pattern is BARE or _is_condition(meant[1])):
            message = f"a condition begins with `(if ` and ends with `)`; write `(if {meant[1].strip()[:40]}) …`"
            raise FactError(message)


def _is_condition(text: str) -> bool:
    """Tell a condition, also a slightly wrong one, from a sentence in brackets."""
    try:
        parse_condition(text)
    except ConditionError:
        return re.search(r"[<>=≥≤≠]", text) is not None
    return True


def keyed(text: str) -> tuple[str, Condition | None, str] | None:
    """Split `then (if condition): text` into key, condition and text; nothing if there is no key.

    Raises:
        FactError: if the guard is not followed by a colon.
        ConditionError: if this is not a condition.
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
    """Return what `sp -1, ladder = yes` does.

    Raises:
        FactError: if a part is no change, or one variable is changed twice.
    """
    found: dict[str, Change] = {}
    for part in text.split(","):
        match = CHANGE.match(part.strip())
        if not match:
            message = (
                f"'{part.strip()}' is no change; write `trust +1`, `trust -2`, `crit = 2` or `ladder = yes`"
                f"{instead(part.strip())}"
            )
            raise FactError(message)
        name, sign, step, value = match.groups()
        if name in found:
            message = f"'{name}' is changed twice in one line; put the sum into one change"
            raise FactError(message)
        amount = (
            int(f"{sign}{step}")
            if sign
            else {"yes": 1, "no": 0}.get(value)
            if not value.lstrip("-").isdigit()
            else int(value)
        )
        found[name] = Change(variable=name, operation="+" if sign else "=", amount=amount or 0)
    return tuple(found.values())


def points(text: str) -> dict[str, int]:
    """Return the points of `C2 3, C5 1`.

    Raises:
        FactError: if a part is not a competency and 0-3 points, or a competency is named twice.
    """
    found: dict[str, int] = {}
    for part in text.split(","):
        match = POINTS.match(part.strip())
        if not match or int(match[2]) > HIGHEST_POINTS:
            message = (
                f"'{part.strip()}' is no score; write a competency and 0 to {HIGHEST_POINTS} points, as in `C2 3, C5 1`"
            )
            raise FactError(message)
        if match[1] in found:
            message = f"'{match[1]}' is scored twice in one line; keep one"
            raise FactError(message)
        found[match[1]] = int(match[2])
    return found


def words(text: str) -> tuple[str, ...]:
    """Return the words of `ask, evidence`."""
    return tuple(word.strip() for word in text.split(",") if word.strip())


def levels(text: str) -> Confidence:
    """Return the levels of `50..100 by 10`.

    Raises:
        FactError: if they are not two per cents and a step that fits between them.
    """
    match = LEVELS.match(text)
    low, high, step = (int(number or "10") for number in match.groups()) if match else (0, 0, 0)
    if not 0 < low < high <= CERTAIN or not step or (high - low) % step:
        message = f"'{text}' are no levels of confidence; write `50..100 by 10`"
        raise FactError(message)
    return Confidence(low=low, high=high, step=step)
