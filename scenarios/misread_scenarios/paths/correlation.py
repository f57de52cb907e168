"""Rank correlation of weighted pairs with many ties."""

from __future__ import annotations

from collections.abc import Mapping


def spearman(pairs: Mapping[tuple[float, float], float]) -> float | None:
    """Return Spearman's rank correlation of weighted pairs; equal values share their mean rank.

    The result is None if one of the two does not vary. The formula is from C. Spearman, "The proof and measurement of
    association between two things", American Journal of Psychology 15 (1904).
    """
    first, second = _ranks(pairs, 0), _ranks(pairs, 1)
    weight = sum(pairs.values())
    mean = weight / 2
    products = first_squares = second_squares = 0.0
    for (x, y), number in pairs.items():
        left, right = (first[x] - mean) / weight, (second[y] - mean) / weight
        products += number * left * right
        first_squares += number * left * left
        second_squares += number * right * right
    if not first_squares or not second_squares:
        return None
    return float(products / (first_squares * second_squares) ** 0.5)


def _ranks(pairs: Mapping[tuple[float, float], float], side: int) -> dict[float, float]:
    """Return the mean rank of each value on one side: the weight below it and half of its own."""
    weights: dict[float, float] = {}
    for pair, number in pairs.items():
        weights[pair[side]] = weights.get(pair[side], 0) + number
    ranks, below = {}, 0.0
    for value in sorted(weights):
        ranks[value] = below + weights[value] / 2
        below += weights[value]
    return ranks
