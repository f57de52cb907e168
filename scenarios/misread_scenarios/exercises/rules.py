"""The published scoring rules: each takes what is keyed and what was given, and returns a share from 0 to 1."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from misread_scenarios.exercises.exercise import Answer

PICKED, LEFT = "picked", "left"
"""The two values that a line may have which is picked, or is not."""


def hits_minus_false_over_keys(key: Answer, given: Answer) -> Fraction:
    """Each keyed line that is picked counts one, each other takes one away; the sum, at least 0, over the keyed ones.

    Who picks everything gains nothing by it.
    """
    keyed = {id_ for id_, values in key.items() if PICKED in values.values()}
    picked = {id_ for id_, values in given.items() if PICKED in values.values()}
    return Fraction(max(0, len(picked & keyed) - len(picked - keyed)), len(keyed))


def equal_share(key: Answer, given: Answer) -> Fraction:
    """Each item that is answered as keyed, in all its columns, earns the same share."""
    return Fraction(sum(given[id_] == values for id_, values in key.items()), len(key))


def ladder_half_rung_half(key: Answer, given: Answer) -> Fraction:
    """The ladder earns half a point, the rung on it the other half, a rung that is one off a quarter; over the items.

    On the other ladder a rung means something else, and so earns nothing.
    """
    return sum((_placed(values, given[id_]) for id_, values in key.items()), Fraction(0)) / len(key)


def _placed(keyed: Mapping[str, str], given: Mapping[str, str]) -> Fraction:
    if given["ladder"] != keyed["ladder"]:
        return Fraction(0)
    off = abs(int(given["rung"]) - int(keyed["rung"]))
    return Fraction(1, 2) + {0: Fraction(1, 2), 1: Fraction(1, 4)}.get(off, Fraction(0))


Rule = Callable[[Answer, Answer], Fraction]
RULES: dict[str, Rule] = {
    "hits-minus-false-over-keys": hits_minus_false_over_keys,
    "equal-share": equal_share,
    "ladder-half-rung-half": ladder_half_rung_half,
}
"""By the name that an exercise's `rule` gives."""
