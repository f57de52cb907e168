"""Conditions that an author may put on the state.

The language is small on purpose (no arithmetic, no calls), so that every path of a scenario can be counted.
"""

from __future__ import annotations

import abc
import dataclasses
import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

Value = int | str
State = Mapping[str, Value]
Comparison = Literal["==", "!=", "<", "<=", ">", ">="]

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Condition(abc.ABC):
    """A condition on the state; `str` returns it as an author writes it."""

    @abc.abstractmethod
    def holds(self, state: State) -> bool:
        """Return whether the condition is met."""

    @abc.abstractmethod
    def names(self) -> Iterator[str]:
        """Yield every variable, drawn fact or `hours` that the condition reads."""


@dataclasses.dataclass(frozen=True)
class Always(Condition):
    """`yes` or `no`: a claim that always holds, or never."""

    answer: bool

    def holds(self, state: State) -> bool:  # noqa: ARG002 - the answer is the same in every state
        """Return the fixed answer."""
        return self.answer

    def names(self) -> Iterator[str]:
        """Yield nothing."""
        return iter(())

    def __str__(self) -> str:
        """Return the author's word."""
        return "yes" if self.answer else "no"


@dataclasses.dataclass(frozen=True)
class Flag(Condition):
    """`ladder`: a flag that is set."""

    name: str

    def holds(self, state: State) -> bool:
        """Return whether the flag is set."""
        return state[self.name] == 1

    def names(self) -> Iterator[str]:
        """Yield the flag."""
        yield self.name

    def __str__(self) -> str:
        """Return the flag's name."""
        return self.name


@dataclasses.dataclass(frozen=True)
class Compare(Condition):
    """`rP >= 5` or `truth == penalty`."""

    name: str
    comparison: Comparison
    value: Value

    def holds(self, state: State) -> bool:
        """Return whether the comparison is true."""
        return COMPARISONS[self.comparison](state[self.name], self.value)

    def names(self) -> Iterator[str]:
        """Yield the one name."""
        yield self.name

    def __str__(self) -> str:
        """Return the comparison as an author writes it."""
        return f"{self.name} {self.comparison} {self.value}"


@dataclasses.dataclass(frozen=True)
class Within(Condition):
    """`rP == 5..6`: from the first number to the second, both included."""

    name: str
    low: int
    high: int

    def holds(self, state: State) -> bool:
        """Return whether the number lies in the range."""
        value = state[self.name]
        return isinstance(value, int) and self.low <= value <= self.high

    def names(self) -> Iterator[str]:
        """Yield the one name."""
        yield self.name

    def __str__(self) -> str:
        """Return the range as an author writes it."""
        return f"{self.name} == {self.low}..{self.high}"


@dataclasses.dataclass(frozen=True)
class Not(Condition):
    """`not ladder`."""

    part: Condition

    def holds(self, state: State) -> bool:
        """Return the opposite."""
        return not self.part.holds(state)

    def names(self) -> Iterator[str]:
        """Yield the names of the part."""
        yield from self.part.names()

    def __str__(self) -> str:
        """Return the part after `not`, in brackets if it has parts of its own."""
        return f"not {bracketed(self.part)}"


@dataclasses.dataclass(frozen=True)
class Every(Condition):
    """Parts joined by `and`."""

    parts: tuple[Condition, ...]

    def holds(self, state: State) -> bool:
        """Return whether each part holds."""
        for part in self.parts:  # noqa: SIM110 - called a million times when paths are counted: twice as fast as `all`
            if not part.holds(state):
                return False
        return True

    def names(self) -> Iterator[str]:
        """Yield the names of all parts."""
        for part in self.parts:
            yield from part.names()

    def __str__(self) -> str:
        """Return the parts joined by `and`."""
        return " and ".join(bracketed(part) for part in self.parts)


@dataclasses.dataclass(frozen=True)
class Some(Condition):
    """Parts joined by `or`."""

    parts: tuple[Condition, ...]

    def holds(self, state: State) -> bool:
        """Return whether at least one part holds."""
        for part in self.parts:  # noqa: SIM110 - as above
            if part.holds(state):
                return True
        return False

    def names(self) -> Iterator[str]:
        """Yield the names of all parts."""
        for part in self.parts:
            yield from part.names()

    def __str__(self) -> str:
        """Return the parts joined by `or`."""
        return " or ".join(bracketed(part) for part in self.parts)


def bracketed(part: Condition) -> str:
    """Return a part's text, in brackets if it has parts of its own."""
    return f"({part})" if isinstance(part, Every | Some) else str(part)
