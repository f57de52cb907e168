"""Tables of the situations that measure the course: every rating, a score for each set, and a summary.

Learners stand in them by a pseudonym. They show whether the course works; they are not for judging anybody.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from misread_course.catalogue import lessons
from misread_grading.reports.bootstrap import resampled
from misread_grading.reports.spreadsheet import Table
from misread_records.judgement import findings, sittings
from misread_scenarios.exercises import FORMS, rated_situations
from misread_scenarios.judgement import Moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from misread_grading.reports.spreadsheet import Value
    from misread_records import Event
    from misread_records.judgement import Rated, Sitting

SMALLEST_GROUP = 10
"""A summary of fewer learners than these is hidden, so that nobody can be picked out of it."""
HIDDEN, FEWER = "hidden", f"fewer than {SMALLEST_GROUP}"
ALIKE = "all rated alike"
MOMENTS: tuple[Moment, ...] = get_args(Moment)
PAIRS: tuple[tuple[Moment, Moment], ...] = (("before", "after"), ("before", "later"), ("after", "later"))

RATINGS = (
    *("learner", "moment", "form", "situation", "competency", "p", "q", "r", "s"),
    *("pick", "best", "distance", "rated on", "course begun", "key from", "version"),
)
SCORES = (
    *("learner", "moment", "form", "rated", "of", "score"),
    *("best picks", "weak rated good", "finished on", "course begun"),
)
SUMMARY = ("figure", "learners", "value", "from", "to")


@dataclasses.dataclass(frozen=True)
class Rater:
    """A learner under a pseudonym, with their ways through the sets, and when they began the lessons."""

    pseudonym: str
    sittings: Mapping[Moment, Sitting]
    began: datetime | None

    @classmethod
    def of(cls, pseudonym: str, learner: str, events: Sequence[Event]) -> Rater:
        """Return a learner by all their events."""
        names = {lesson.name for lesson in lessons()}
        began = min((event.at for event in events if event.lesson in names), default=None)
        return cls(pseudonym, sittings(events, learner), began)

    @property
    def has_rated(self) -> bool:
        """Whether the learner has rated a situation of any set."""
        return any(of.rated for of in self.sittings.values())

    def begun_by(self, at: datetime) -> Literal["yes", "no"]:
        """Tell whether the learner had begun a lesson by a time."""
        return "yes" if self.began is not None and self.began <= at else "no"

    def score(self, moment: Moment) -> float | None:
        """Return the person score of a set that counts; None if it is not complete or tells no option from another.

        The first set counts only if it was complete before a lesson was begun.
        """
        of = self.sittings[moment]
        if moment == "before" and of.finished is not None and self.begun_by(of.finished) == "yes":
            return None
        return of.score


def judgement_tables(raters: Iterable[Rater]) -> tuple[Table, Table, Table]:
    """Return every rating, a score for each set, and the summary, in the order of the pseudonyms."""
    ordered = sorted(raters, key=lambda rater: rater.pseudonym)
    sets = [(rater, moment, rater.sittings[moment]) for rater in ordered for moment in MOMENTS]
    ratings = [_rating(rater, moment, of, rated) for rater, moment, of in sets for rated in of.rated]
    scores = [_set(rater, moment, of) for rater, moment, of in sets if of.rated]
    return (
        Table("Ratings", RATINGS, ratings),
        Table("Scores", SCORES, scores),
        Table("Summary", SUMMARY, list(_summary(ordered))),
    )


def _rating(rater: Rater, moment: Moment, of: Sitting, rated: Rated) -> list[Value]:
    item = rated_situations()[rated.situation]
    distance = round(of.distances[item.id], 4) if of.distances else None
    return [
        rater.pseudonym,
        moment,
        rated.form,
        item.id,
        item.competency,
        *(rated.ratings[option] for option in item.options),
        rated.pick,
        item.forms[rated.form].best,
        distance,
        f"{rated.at:%Y-%m-%d}",
        rater.begun_by(rated.at),
        item.key_from,
        rated.content,
    ]


def _set(rater: Rater, moment: Moment, of: Sitting) -> list[Value]:
    of_situations, finished = findings(of), of.finished
    score: Value = None
    if finished is not None:
        score = ALIKE if of.score is None else round(of.score, 4)
    return [
        rater.pseudonym,
        moment,
        of.form,
        len(of.rated),
        len(rated_situations()),
        score,
        sum(each.best for each in of_situations) if finished else None,
        sum(each.overrated for each in of_situations) if finished else None,
        f"{finished:%Y-%m-%d}" if finished else None,
        rater.begun_by(finished or of.rated[-1].at),
    ]


def _summary(raters: Sequence[Rater]) -> Iterator[list[Value]]:
    scores = {moment: [rater.score(moment) for rater in raters] for moment in MOMENTS}
    for moment in MOMENTS:
        of_moment = [score for score in scores[moment] if score is not None]
        yield _row(f"mean score, {moment}", of_moment)
        for form in FORMS:
            of_form = [
                score
                for rater, score in zip(raters, scores[moment], strict=True)
                if score is not None and rater.sittings[moment].form == form
            ]
            yield _row(f"mean score, {moment}, form {form}", of_form)
    for first, second in PAIRS:
        pairs = zip(scores[first], scores[second], strict=True)
        changes = [after - before for before, after in pairs if before is not None and after is not None]
        yield _row(f"mean change, {first} to {second}", changes)
        yield _row(f"effect size, {first} to {second}", changes, effect=True)


def _row(figure: str, values: Sequence[float], *, effect: bool = False) -> list[Value]:
    """Return a figure with its 95 % interval; an effect size is the mean over the standard deviation (Cohen's d_z)."""
    if len(values) < SMALLEST_GROUP:
        return [figure, FEWER, HIDDEN, HIDDEN, HIDDEN]
    estimate = resampled(np.array(values, dtype=float), _effect if effect else _mean)
    if estimate is None:
        return [figure, len(values), None, None, None]
    return [figure, estimate.cases, *(round(each, 4) for each in (estimate.value, estimate.low, estimate.high))]


def _mean(values: NDArray[np.float64]) -> float:
    return float(values.mean())


def _effect(values: NDArray[np.float64]) -> float | None:
    spread = float(values.std(ddof=1))
    return float(values.mean()) / spread if spread else None
