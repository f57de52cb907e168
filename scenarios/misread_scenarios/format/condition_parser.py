"""The parser of conditions: it accepts a fixed grammar, and never uses `eval`."""

from __future__ import annotations

import re
from typing import cast

from misread_scenarios.conditions import (
    COMPARISONS,
    Always,
    Compare,
    Comparison,
    Condition,
    Every,
    Flag,
    Not,
    Some,
    Within,
)
from misread_scenarios.format.lookalikes import instead

WORD = re.compile(r"\s*(\d+\.\.\d+|-?\d+|[A-Za-z][A-Za-z0-9_-]*|==|!=|<=|>=|<|>|[()])")
NUMBER = re.compile(r"-?\d+$")
KEYWORDS = frozenset({"and", "or", "not"})
ANSWERS = frozenset({"yes", "no"})
RESERVED = KEYWORDS | ANSWERS
DEEPEST = 40
LONGEST = 2_000
EXAMPLE = "`trust >= 4 and not (ladder or truth == penalty)`"


class ConditionError(ValueError):
    """The text is not a condition; the message says where it goes wrong and what would have worked."""


def parse_condition(text: str) -> Condition:
    """Parse the text of a condition.

    The grammar: names of flags, `name == value` with `== != < <= > >=`, `name == 5..6`, `and`, `or`, `not`, brackets,
    and `yes` or `no` alone. `not` binds closest, then `and`, then `or`.

    Raises:
        ConditionError: if the text does not follow it.
    """
    if len(text) > LONGEST:
        message = f"the condition is longer than {LONGEST:,} characters; split it, or let a flag remember a part of it"
        raise ConditionError(message)
    words = _words(text)
    if words in (["yes"], ["no"]):
        return Always(answer=words == ["yes"])
    reading = _Reading(words)
    condition = reading.either(0)
    if reading.here is not None:
        message = f"'{reading.here}' is not allowed there; join conditions with `and` or `or`, as in {EXAMPLE}"
        raise ConditionError(message)
    return condition


def _words(text: str) -> list[str]:
    """Split a text into numbers, ranges, names, comparisons and brackets."""
    words, position, end = [], 0, len(text.rstrip())
    while position < end:
        match = WORD.match(text, position)
        if not match:
            rest = text[position:].strip()[:20]
            message = f"'{rest}' is not part of a condition; write it as in {EXAMPLE}{instead(rest)}"
            raise ConditionError(message)
        words.append(match[1])
        position = match.end()
    if not words:
        message = f"the condition is empty; write single as in {EXAMPLE}"
        raise ConditionError(message)
    return words


class _Reading:
    """A recursive-descent parser over the words; each rule of the grammar is a method."""

    def __init__(self, words: list[str]) -> None:
        self.words = [*words, None]
        self.position = 0

    @property
    def here(self) -> str | None:
        return self.words[self.position]

    def take(self) -> str:
        word = self.here
        if word is None:
            message = f"the condition ends too early; write it as in {EXAMPLE}"
            raise ConditionError(message)
        self.position += 1
        return word

    def either(self, depth: int) -> Condition:
        parts = [self.both(depth)]
        while self.here == "or":
            self.take()
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else Some(tuple(parts))

    def both(self, depth: int) -> Condition:
        parts = [self.single(depth)]
        while self.here == "and":
            self.take()
            parts.append(self.single(depth))
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def single(self, depth: int) -> Condition:
        if depth > DEEPEST:
            message = f"brackets and `not` go more than {DEEPEST} deep; split the condition"
            raise ConditionError(message)
        word = self.take()
        if word == "not":
            return Not(self.single(depth + 1))
        if word == "(":
            return self.bracket(depth)
        if not word[0].isalpha() or word in RESERVED:
            message = f"a name is expected in place of '{word}', as in {EXAMPLE}"
            raise ConditionError(message)
        return self.comparison(word)

    def bracket(self, depth: int) -> Condition:
        inside = self.either(depth + 1)
        if self.here != ")":
            message = "a bracket is not closed; add `)`"
            raise ConditionError(message)
        self.take()
        return inside

    def comparison(self, name: str) -> Condition:
        if self.here not in COMPARISONS:
            return Flag(name)
        sign, value = cast("Comparison", self.take()), self.take()
        if ".." in value:
            return _range(name, sign, value)
        if NUMBER.match(value):
            return Compare(name, sign, int(value))
        if sign not in {"==", "!="} or not value[0].isalpha() or value in KEYWORDS:
            message = (
                f"'{name} {sign} {value}' compares with something that is not a number; use `==` or `!=` with a word"
            )
            raise ConditionError(message)
        return _word(name, sign, value)


def _range(name: str, sign: Comparison, value: str) -> Condition:
    """Return the condition for `name == 5..6` or `name != 5..6`."""
    low, high = (int(number) for number in value.split(".."))
    if sign not in {"==", "!="} or low > high:
        message = f"'{name} {sign} {value}' is not a range; write `{name} == {min(low, high)}..{max(low, high)}`"
        raise ConditionError(message)
    within = Within(name, low, high)
    return within if sign == "==" else Not(within)


def _word(name: str, sign: Comparison, value: str) -> Condition:
    """Return the condition for a comparison with a word: a flag's yes or no, or a drawn value."""
    if value in ANSWERS:
        return Flag(name) if (value == "yes") == (sign == "==") else Not(Flag(name))
    return Compare(name, sign, value)
