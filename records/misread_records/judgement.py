"""A learner's ratings of the situations that measure the course: what was rated, and how it compares with the key.

A rating is an event ``answered`` of a set (``J.after``) with the data ``{"situation": "J1", "form": "b", "order":
["r", "p", "q", "s"], "ratings": {"p": 1, "q": 2, "r": 2, "s": 4}, "pick": "s"}``; its slot is ``J.after/J1``, so that
each situation is rated once. The ratings are stored as they were given, and all figures are worked out from them with
the keys as they are now.
"""

from __future__ import annotations

import dataclasses
import functools
import math
import statistics
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from misread_scenarios.exercises import (
    FORMS,
    BadAnswer,
    FormName,
    Ratings,
    distances,
    person_score,
    rated_situations,
    read_ratings,
)
from misread_scenarios.judgement import SETS, JudgementSet, Moment, form_at, key_of_form

if TYPE_CHECKING:
    from misread_records.event import Event

LATER = timedelta(days=90)
"""How long after the end of the course the last set is due."""
GOOD = 3
"""From this rating on, a learner holds an option to be good."""
WEAK = 1.5
"""Up to this value of the key, an option is weak."""


def rating_slot(item: str, situation: str) -> str:
    """Return the slot of a rating, so that two windows cannot both rate a situation."""
    return f"{item}/{situation}"


@dataclasses.dataclass(frozen=True)
class Rated:
    """One situation as a learner rated it.

    Attributes:
        situation: the id of the situation.
        form: the form that the learner read.
        ratings: the rating of each option, from 1 (very poor) to 4 (very good).
        pick: the option that the learner picked as the best.
        at: the time of the rating, in UTC.
        content: the version of the situation that the learner read.
    """

    situation: str
    form: FormName
    ratings: Mapping[str, int]
    pick: str
    at: datetime
    content: str

    @property
    def is_best(self) -> bool:
        """Whether the learner picked the option with the highest value in the key."""
        return self.pick == rated_situations()[self.situation].forms[self.form].best

    @property
    def overrated(self) -> tuple[str, ...]:
        """The weak options that the learner rated as good or very good."""
        key = rated_situations()[self.situation].forms[self.form].key
        return tuple(option for option, value in self.ratings.items() if value >= GOOD and key[option] <= WEAK)


@dataclasses.dataclass(frozen=True)
class Sitting:
    """One learner's way through one set.

    Attributes:
        set: the set.
        form: the form that the learner reads: that of the first rating, or else the one drawn for the learner.
        rated: the situations rated so far, in the order of the set.
    """

    set: JudgementSet
    form: FormName
    rated: tuple[Rated, ...]

    @property
    def next_situation(self) -> str | None:
        """The id of the first situation that is not rated yet; None if all are."""
        done = {each.situation for each in self.rated}
        return next((id_ for id_ in rated_situations() if id_ not in done), None)

    @property
    def is_complete(self) -> bool:
        """Whether all situations are rated."""
        return self.next_situation is None

    @property
    def finished(self) -> datetime | None:
        """The time at which the set was complete; None if it is not."""
        return max(each.at for each in self.rated) if self.is_complete else None

    @property
    def ratings(self) -> Ratings:
        """All ratings so far, by situation and option."""
        return {(each.situation, option): float(value) for each in self.rated for option, value in each.ratings.items()}

    @functools.cached_property
    def distances(self) -> Mapping[str, float] | None:
        """The distance of each situation from the key; None if the set is not complete, or all ratings are alike."""
        return distances(self.ratings, key_of_form(self.form)) if self.is_complete else None

    @property
    def score(self) -> float | None:
        """The person score (see `rating_score`); None if the set is not complete, or all ratings are alike."""
        return person_score(self.ratings, key_of_form(self.form)) if self.is_complete else None


def sitting(events: Iterable[Event], id_: str, learner: str) -> Sitting:
    """Return a learner's way through a set.

    Args:
        events: the learner's events, in the order of appending. Events of other items are ignored, and so are ratings
            that do not fit the situations as they are now.
        id_: the id of the set.
        learner: the learner's id, which decides the form.
    """
    by_situation: dict[str, Rated] = {}
    form: FormName | None = None
    for event in events:
        if event.item == id_ and event.kind == "answered" and (rated := _rated(event)):
            form = form or rated.form
            if rated.form == form:
                by_situation.setdefault(rated.situation, rated)
    of_set = SETS[id_]
    ordered = tuple(by_situation[situation] for situation in rated_situations() if situation in by_situation)
    return Sitting(of_set, form or form_at(learner, of_set.moment), ordered)


def sittings(events: Iterable[Event], learner: str) -> dict[Moment, Sitting]:
    """Return a learner's ways through all sets, by their moments."""
    all_events = tuple(event for event in events if event.item in SETS)
    return {each.moment: sitting(all_events, id_, learner) for id_, each in SETS.items()}


def _rated(event: Event) -> Rated | None:
    """Return the rating of an event; None if it does not fit a situation."""
    item = rated_situations().get(str(event.data.get("situation")))
    form = next((name for name in FORMS if name == event.data.get("form")), None)
    if item is None or form is None:
        return None
    try:
        ratings, pick = read_ratings(item, event.data.get("ratings"), event.data.get("pick"))
    except BadAnswer:
        return None
    return Rated(item.id, form, ratings, pick, event.at, event.content)


@dataclasses.dataclass(frozen=True)
class CompetencyFinding:
    """What one complete set shows of a competency.

    Attributes:
        competency: the id of the competency.
        distance: the mean distance of its situations from the key; None if all ratings are alike.
        situations: the number of its situations.
        best: in how many of them the learner picked the option with the highest value in the key.
        overrated: how many weak options the learner rated as good or very good.
        weak: how many weak options these situations have.
    """

    competency: str
    distance: float | None
    situations: int
    best: int
    overrated: int
    weak: int


def findings(of: Sitting) -> tuple[CompetencyFinding, ...]:
    """Return what a set shows of each competency, in the order of the competencies.

    Picking strong moves and avoiding weak ones are counted apart: practice in such tests mostly teaches what not to do
    (Zhang, Sackett and Naemi 2021, *International Journal of Selection and Assessment*).
    """
    by_competency: dict[str, list[Rated]] = {}
    for rated in of.rated:
        by_competency.setdefault(rated_situations()[rated.situation].competency, []).append(rated)
    away = of.distances
    return tuple(
        CompetencyFinding(
            competency,
            statistics.fmean(away[each.situation] for each in rated) if away else None,
            len(rated),
            sum(each.is_best for each in rated),
            sum(len(each.overrated) for each in rated),
            sum(_weak(each) for each in rated),
        )
        for competency, rated in sorted(by_competency.items())
    )


def _weak(rated: Rated) -> int:
    key = rated_situations()[rated.situation].forms[rated.form].key
    return sum(value <= WEAK for value in key.values())


@dataclasses.dataclass(frozen=True)
class Change:
    """How much closer to the key a learner's ratings came from one set to the next.

    Attributes:
        closer, further: in how many situations they came closer to the key, and in how many they moved away.
        mean: the mean over the situations of how much the distance fell, in squared standard deviations.
        low, high: the ends of the interval that covers the true change in 95 of 100 such learners.
    """

    closer: int
    further: int
    mean: float
    low: float
    high: float

    @property
    def may_be_chance(self) -> bool:
        """Whether the interval holds no change at all."""
        return self.low <= 0 <= self.high


def change(first: Sitting, second: Sitting) -> Change | None:
    """Return the change from one complete set to another; None if one is not complete, or has only equal ratings.

    The interval is that of Student's t over the differences of the situations. With twelve of them it is wide.
    """
    if first.distances is None or second.distances is None:
        return None
    falls = [distance - second.distances[situation] for situation, distance in first.distances.items()]
    mean = statistics.fmean(falls)
    half = student_t(len(falls) - 1) * statistics.stdev(falls) / math.sqrt(len(falls))
    return Change(sum(fall > 0 for fall in falls), sum(fall < 0 for fall in falls), mean, mean - half, mean + half)


def student_t(freedom: int) -> float:
    """Return the 97.5th percentile of Student's t with so many degrees of freedom (5 or more), to three digits.

    Source: Abramowitz and Stegun (1964), *Handbook of Mathematical Functions*, 26.7.5.
    """
    z = statistics.NormalDist().inv_cdf(0.975)
    terms = (
        z,
        (z**3 + z) / (4 * freedom),
        (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2),
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3),
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / (92160 * freedom**4),
    )
    return sum(terms)


def later_due(finished: datetime | None, of: Mapping[Moment, Sitting], now: datetime) -> bool:
    """Return whether the set of three months later is due: 90 days after the course was finished, until it is complete.

    Args:
        finished: the time at which the last lesson was finished; None if it is not.
        of: the learner's ways through all sets.
        now: the present time.
    """
    return finished is not None and now >= finished + LATER and not of["later"].is_complete
