"""Workflow of marking: how many graders read a text, and which of their marks make its score.

One grader reads each text. A second grader, who does not see the first one's marks, reads a share of them; a text is in
that share by a stable hash. If the two totals are close, their mean is the score; otherwise a third grader decides.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from misread_grading.errors import GradingError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from misread_records.marking import Marking

SECOND, THIRD = 2, 3
NUMBERS = range(10_000, 100_000)
"""The numbers of texts: five digits, like the numbers of candidates in an examination."""


class BadPanel(GradingError):
    """The course's configuration of its graders cannot be followed."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        """Take the options."""
        super().__init__(
            f"c.Panel in nbgrader_config.py says {dict(options)}; second must be a share from 0 to 1, and apart a "
            "number of points of at least 1"
        )


class Stage(StrEnum):
    """What a text waits for."""

    FIRST = "first grader"
    SECOND = "second grader"
    THIRD = "third grader"
    DONE = "nothing"


@dataclasses.dataclass(frozen=True)
class Panel:
    """The graders that texts need.

    Attributes:
        second: the share of texts that a second grader reads, 0 to 1.
        apart: the smallest difference of two totals at which a third grader decides, in points.
    """

    second: Fraction = Fraction(0)
    apart: int = 2

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> Panel:
        """Return the panel in a course's `nbgrader_config.py`: `c.Panel.second = 0.2` and `c.Panel.apart = 2`.

        Raises:
            BadPanel: if a value is out of range.
        """
        options = {"second": 0, "apart": 2, **config.get("Panel", {})}
        try:
            panel = cls(Fraction(str(options["second"])), int(options["apart"]))
        except (ValueError, TypeError) as error:
            raise BadPanel(options) from error
        if not 0 <= panel.second <= 1 or panel.apart < 1:
            raise BadPanel(options)
        return panel

    def wants_second(self, text: LearnerText) -> bool:
        """Return whether a second grader reads this text."""
        return _chance("second", text) * self.second.denominator < self.second.numerator * 2**64


@dataclasses.dataclass(frozen=True)
class LearnerText:
    """The text of one learner for one exercise; `version` changes with every word."""

    cohort: str
    item: str
    learner: str
    version: str


@dataclasses.dataclass(frozen=True)
class MarkingState:
    """State of a text in the workflow.

    Attributes:
        stage: what it waits for.
        readings: the valid markings: each grader's last one for this version of the text, the first grader's first.
        deciding: the readings that make the score, with the comments that the writer sees; empty while the text waits.
    """

    stage: Stage
    readings: tuple[Marking, ...]
    deciding: tuple[Marking, ...] = ()

    @property
    def score(self) -> Fraction | None:
        """The mean of the deciding readings; None while the text waits."""
        if not self.deciding:
            return None
        return Fraction(sum(reading.total for reading in self.deciding), len(self.deciding))

    def may_read(self, marker: str) -> bool:
        """Return whether the text waits for a grader and this grader has not read it."""
        return self.stage is not Stage.DONE and not self.was_read_by(marker)

    def was_read_by(self, marker: str) -> bool:
        """Return whether this grader has given valid marks, which they may change."""
        return any(reading.marker == marker for reading in self.readings)

    def is_open_to(self, marker: str) -> bool:
        """Return whether this grader may give marks, or change those that they gave."""
        return self.may_read(marker) or self.was_read_by(marker)


def standing(text: LearnerText, markings: Iterable[Marking], panel: Panel) -> MarkingState:
    """Return the state of a text.

    Args:
        text: the current text.
        markings: the markings for this learner and exercise, in the order in which they were given; drafts and marks
            for an earlier version of the text do not count.
        panel: the graders that it needs.
    """
    readings = _readings(text, markings)
    due = _due(readings, panel, wants_second=panel.wants_second(text))
    if len(readings) < due:
        return MarkingState((Stage.FIRST, Stage.SECOND, Stage.THIRD)[len(readings)], readings)
    return MarkingState(Stage.DONE, readings, _deciding(readings, panel))


def in_turn(texts: Iterable[LearnerText]) -> list[LearnerText]:
    """Return the texts in a stable order that tells nothing about their writers."""
    return sorted(texts, key=lambda text: (_number(text), text.learner))


def numbered(texts: Iterable[LearnerText]) -> dict[int, LearnerText]:
    """Return the texts by their numbers, in order.

    A number tells nothing about the writer. It is a hash of the text's learner and exercise, so other texts do not
    change it; if another text has the number already, it is the next one up. With a hundred texts, that happens in one
    cohort of twenty.
    """
    by_number: dict[int, LearnerText] = {}
    last = 0
    for text in in_turn(texts):
        last = max(_number(text), last + 1)
        by_number[last] = text
    return by_number


def waiting_for(
    marker: str, standings: Mapping[LearnerText, MarkingState], drafts: Collection[LearnerText] = ()
) -> list[LearnerText]:
    """Return the texts that this grader may read, the most urgent first.

    Texts that another grader has read come first, and texts for which another grader has a draft come last. The rest
    have a different order for each grader, so that two who start at the same time do not read the same text.
    """
    texts = [text for text in standings if standings[text].may_read(marker)]
    return sorted(texts, key=lambda text: (-len(standings[text].readings), text in drafts, _chance(marker, text)))


def _readings(text: LearnerText, markings: Iterable[Marking]) -> tuple[Marking, ...]:
    valid: dict[str, Marking] = {}
    for marking in markings:
        if marking.final and marking.learner == text.learner and marking.text == text.version:
            valid[marking.marker] = marking
    return tuple(valid.values())


def _due(readings: tuple[Marking, ...], panel: Panel, *, wants_second: bool) -> int:
    """Return the number of graders that the text needs; a second one who was not required counts, too."""
    due = SECOND if wants_second or len(readings) >= SECOND else 1
    return THIRD if len(readings) >= SECOND and _lie_apart(readings, panel) else due


def _lie_apart(readings: tuple[Marking, ...], panel: Panel) -> bool:
    first, second = readings[:SECOND]
    return abs(first.total - second.total) >= panel.apart


def _deciding(readings: tuple[Marking, ...], panel: Panel) -> tuple[Marking, ...]:
    if len(readings) >= SECOND and not _lie_apart(readings, panel):
        return readings[:SECOND]
    return readings[:THIRD][-1:]


def _number(text: LearnerText) -> int:
    return NUMBERS[_chance("number", text) % len(NUMBERS)]


@functools.lru_cache(maxsize=100_000)
def _chance(what: str, text: LearnerText) -> int:
    # The cohort's name is left out, because a cohort can be renamed; a learner is in one cohort only.
    digest = hashlib.sha256(repr((what, text.item, text.learner)).encode()).digest()
    return int.from_bytes(digest[:8])
