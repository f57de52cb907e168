"""How close a person's ratings come to the key.

Some people use the ends of a scale and others its middle, which says nothing about what they know. So ratings are
first standardised within the person (mean 0, standard deviation 1 over all options of the set), and so is the key.
McDaniel, Psotka, Legree, Yost and Weekley (2011), *Journal of Applied Psychology* 96(2), 327-336, found that removing
this personal elevation and scatter makes such scores more valid and differences between groups smaller.
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from typing import TypeAlias

from misread_scenarios.exercises.exercise import BadAnswer
from misread_scenarios.exercises.rate import HIGHEST, LOWEST, FormName, Rate
from misread_scenarios.problems import offer

Place: TypeAlias = tuple[str, str]
"""A rated option: the id of its situation, and its own."""
Ratings: TypeAlias = Mapping[Place, float]


def standardised(ratings: Ratings) -> dict[Place, float] | None:
    """Return ratings with their mean taken away, divided by their standard deviation (that of a population).

    Returns:
        The standardised ratings; None if all ratings are alike, since these tell no option from another.
    """
    values = list(ratings.values())
    if not values or min(values) == max(values):
        return None
    mean, spread = statistics.fmean(values), statistics.pstdev(values)
    return {place: (value - mean) / spread for place, value in ratings.items()}


def distances(ratings: Ratings, key: Ratings) -> dict[str, float] | None:
    """Return the mean squared distance of each situation's options from the key, after standardising both.

    Args:
        ratings: a person's ratings of all options of a set.
        key: the key of the same options.

    Returns:
        The distance of each situation, by its id; None if the person rated every option alike.

    Raises:
        ValueError: if ratings and key are not of the same options, or the key tells no option from another.
    """
    if ratings.keys() != key.keys():
        raise ValueError("the ratings and the key are not of the same options")
    own, expected = standardised(ratings), standardised(key)
    if expected is None:
        raise ValueError("a key that rates every option alike measures nothing")
    if own is None:
        return None
    squares: dict[str, list[float]] = {}
    for situation, option in key:
        place = situation, option
        squares.setdefault(situation, []).append((own[place] - expected[place]) ** 2)
    return {situation: statistics.fmean(each) for situation, each in squares.items()}


def person_score(ratings: Ratings, key: Ratings) -> float | None:
    """Return minus the mean squared distance of a person's ratings from the key, after standardising both.

    With r for the correlation of ratings and key, this is 2r - 2: 0 for the key's own ratings, about -2 for ratings
    that have nothing to do with it, and -4 for the key turned round.

    Returns:
        The score; None if the person rated every option alike. No number would be fair there: with zeros for the
        standardised ratings they would score -1, better than somebody who tried and guessed.

    Raises:
        ValueError: as `distances` does.
    """
    squared = distances(ratings, key)
    # Every situation has the same number of options, so the mean of their means is the mean of all options.
    return None if squared is None else -statistics.fmean(squared.values())


def key_of(item: Rate, form: FormName) -> dict[Place, float]:
    """Return the key of one form of a situation."""
    return {(item.id, option): value for option, value in item.forms[form].key.items()}


def read_ratings(item: Rate, ratings: object, pick: object) -> tuple[dict[str, int], str]:
    """Return a learner's ratings of a situation's options, and their pick of the best.

    Raises:
        BadAnswer: unless each option has a whole number from 1 to 4, and the pick is one of the options.
    """
    if not isinstance(ratings, dict) or ratings.keys() != item.options.keys():
        raise BadAnswer(f"'{item.id}' needs a rating for each of {', '.join(item.options)}")
    for option, value in ratings.items():
        if type(value) is not int or not LOWEST <= value <= HIGHEST:
            raise BadAnswer(f"the rating of '{option}' is not a whole number from {LOWEST} to {HIGHEST}")
    if not isinstance(pick, str) or pick not in item.options:
        raise BadAnswer(f"there is no option '{str(pick)[:40]}'; {offer(str(pick), item.options)}")
    return dict(ratings), pick
