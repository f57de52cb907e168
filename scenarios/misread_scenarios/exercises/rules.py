"""The published scoring rules. Each takes the key and an answer, and returns a share from 0 to 1.

A rule also takes the shares that close answers earn (`Near`). Rules without close answers ignore them.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from misread_scenarios.exercises.exercise import Answer, Near

PICKED, LEFT = "picked", "left"
"""The two values of a line that may be picked."""
PLACE = "place"
"""The column that holds the place of an item in an order, counted from 1."""
CUT = "cut"
"""The id of the item that asks where to cut a loop, and of its column."""
NOTHING_NEAR: Near = {}


def hits_minus_false_over_keys(key: Answer, given: Answer, near: Near = NOTHING_NEAR) -> Fraction:  # noqa: ARG001
    """Each keyed line that is picked counts one, each other takes one away; the sum, at least 0, over the keyed ones.

    Picking everything gains nothing.
    """
    keyed = {id_ for id_, values in key.items() if PICKED in values.values()}
    picked = {id_ for id_, values in given.items() if PICKED in values.values()}
    return Fraction(max(0, len(picked & keyed) - len(picked - keyed)), len(keyed))


def hits_minus_false_per_item(key: Answer, given: Answer, near: Near = NOTHING_NEAR) -> Fraction:  # noqa: ARG001
    """Hits minus false picks over the keyed lines, at least 0, worked out for each item; the items count the same."""
    shares = []
    for id_, values in key.items():
        keyed, picked = _picked(values), _picked(given[id_])
        shares.append(Fraction(max(0, len(picked & keyed) - len(picked - keyed)), len(keyed)))
    return sum(shares, Fraction(0)) / len(shares)


def equal_share(key: Answer, given: Answer, near: Near = NOTHING_NEAR) -> Fraction:
    """Each item that is answered as keyed, in all its columns, earns the same share; a close answer earns a part."""
    return _mean(_whole(values, given[id_], near.get(id_, {})) for id_, values in key.items())


def equal_share_per_field(key: Answer, given: Answer, near: Near = NOTHING_NEAR) -> Fraction:
    """Each column of each item earns the same share; a close answer earns a part."""
    return _mean(
        Fraction(1) if given[id_][column] == value else _near(near, id_, column, given[id_][column])
        for id_, values in key.items()
        for column, value in values.items()
    )


def equal_share_of_keys(key: Answer, given: Answer, near: Near = NOTHING_NEAR) -> Fraction:  # noqa: ARG001
    """Each keyed line that is picked earns the same share, over all items."""
    keyed = [(id_, column) for id_, values in key.items() for column in _picked(values)]
    return _mean(Fraction(given[id_][column] == PICKED) for id_, column in keyed)


def share_beyond_chance(key: Answer, given: Answer, near: Near = NOTHING_NEAR) -> Fraction:  # noqa: ARG001
    """As many right items as by chance (half) earn nothing; each right item beyond them earns the same share."""
    right = sum(given[id_] == values for id_, values in key.items())
    chance = Fraction(len(key), 2)
    return max(Fraction(0), (right - chance) / (len(key) - chance))


def share_of_pairs_in_order(key: Answer, given: Answer, near: Near = NOTHING_NEAR) -> Fraction:  # noqa: ARG001
    """Each pair that stands in the keyed order earns the same share: of the items, or of each item's own options."""
    if all(PLACE in values for values in key.values()):
        return _in_order(
            {id_: values[PLACE] for id_, values in key.items()},
            {id_: values[PLACE] for id_, values in given.items()},
        )
    return _mean(_in_order(values, given[id_]) for id_, values in key.items())


def arrows_and_cut(key: Answer, given: Answer, near: Near = NOTHING_NEAR) -> Fraction:  # noqa: ARG001
    """Each keyed step from one card of a loop to the next earns the same share, and so does the keyed cut."""
    keyed, laid = _arrows(key), _arrows(given)
    return Fraction(len(keyed & laid) + (given[CUT] == key[CUT]), len(keyed) + 1)


def exact_one_off_half(key: Answer, given: Answer, near: Near = NOTHING_NEAR) -> Fraction:  # noqa: ARG001
    """Each right number earns the same share, and a number that is one off earns half of it."""
    part = {0: Fraction(1), 1: Fraction(1, 2)}
    return _mean(
        part.get(abs(int(given[id_][column]) - int(value)), Fraction(0))
        for id_, values in key.items()
        for column, value in values.items()
    )


def ladder_half_rung_half(key: Answer, given: Answer, near: Near = NOTHING_NEAR) -> Fraction:  # noqa: ARG001
    """The right ladder earns half a point, its right rung another half, a rung that is one off a quarter; the mean.

    A rung on the wrong ladder means something else, and so earns nothing.
    """
    return sum((_placed(values, given[id_]) for id_, values in key.items()), Fraction(0)) / len(key)


def each_question_alike(key: Answer, given: Answer, near: Near = NOTHING_NEAR) -> Fraction:  # noqa: ARG001
    """Each question earns the same share; where several lines may be picked, hits minus false ones over the keyed."""
    shares = []
    for id_, values in key.items():
        keyed = _picked(values)
        if keyed:
            picked = _picked(given[id_])
            shares.append(Fraction(max(0, len(picked & keyed) - len(picked - keyed)), len(keyed)))
        else:
            shares.append(Fraction(given[id_] == values))
    return _mean(shares)


def _placed(keyed: Mapping[str, str], given: Mapping[str, str]) -> Fraction:
    if given["ladder"] != keyed["ladder"]:
        return Fraction(0)
    off = abs(int(given["rung"]) - int(keyed["rung"]))
    return Fraction(1, 2) + {0: Fraction(1, 2), 1: Fraction(1, 4)}.get(off, Fraction(0))


def _mean(shares: Iterable[Fraction]) -> Fraction:
    listed = list(shares)
    return sum(listed, Fraction(0)) / len(listed)


def _picked(values: Mapping[str, str]) -> set[str]:
    return {column for column, value in values.items() if value == PICKED}


def _near(near: Near, item: str, column: str, value: str) -> Fraction:
    return near.get(item, {}).get(column, {}).get(value, Fraction(0))


def _whole(keyed: Mapping[str, str], given: Mapping[str, str], near: Mapping[str, Mapping[str, Fraction]]) -> Fraction:
    """Return what one item earns: the whole share if it is right, or the most that a close column earns."""
    if given == keyed:
        return Fraction(1)
    close = (near.get(column, {}).get(value, Fraction(0)) for column, value in given.items())
    return max(close, default=Fraction(0))


def _in_order(keyed: Mapping[str, str], given: Mapping[str, str]) -> Fraction:
    pairs = list(itertools.combinations(sorted(keyed, key=lambda id_: int(keyed[id_])), 2))
    return Fraction(sum(int(given[first]) < int(given[second]) for first, second in pairs), len(pairs))


def _arrows(laid: Answer) -> set[tuple[str, str]]:
    cards = sorted((id_ for id_ in laid if id_ != CUT), key=lambda id_: int(laid[id_][PLACE]))
    return set(zip(cards, [*cards[1:], cards[0]], strict=True))


Rule = Callable[[Answer, Answer, Near], Fraction]
RULES: dict[str, Rule] = {
    "hits-minus-false-over-keys": hits_minus_false_over_keys,
    "hits-minus-false-per-item": hits_minus_false_per_item,
    "equal-share": equal_share,
    "equal-share-per-field": equal_share_per_field,
    "equal-share-of-keys": equal_share_of_keys,
    "share-beyond-chance": share_beyond_chance,
    "share-of-pairs-in-order": share_of_pairs_in_order,
    "arrows-and-cut": arrows_and_cut,
    "exact-one-off-half": exact_one_off_half,
    "ladder-half-rung-half": ladder_half_rung_half,
    "each-question-alike": each_question_alike,
}
"""Every scoring rule, by the name that an exercise's `rule` gives."""
