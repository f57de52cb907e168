"""The scoring of choices with a confidence. It is a proper scoring rule: an honest confidence earns the most.

The quadratic rule of G. W. Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather
Review 78 (1950), scaled so that certainty in the truth is worth 1 and certainty in an error 0.
"""

from __future__ import annotations


def share(confidence: float, claims: int, *, holds: bool) -> float:
    """Return the share (0-1) of the points for a claim given with a confidence (0-1).

    `claims` is the number of claims in the scene (two or more). The remaining belief is spread evenly over the other
    claims. With three claims the share is `1 - 0.75 (1-p)²` if the claim holds and `0.75 (1-p²)` if it does not.
    """
    other = (1 - confidence) / (claims - 1)
    if holds:
        errors = (1 - confidence) ** 2 + (claims - 1) * other**2
    else:
        errors = confidence**2 + (1 - other) ** 2 + (claims - 2) * other**2
    return 1 - errors / 2


def open_share(claims: int) -> float:
    """Return the share for a choice that claims nothing: belief spread evenly over all claims."""
    return 1 - (claims - 1) / claims / 2
