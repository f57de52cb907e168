"""Who reads a text, and what its readers' marks come to: one reader, a second who does not see the first, a third.

A text is read once. Of a share of the texts, chosen by chance that stays the same, a second reader reads each blind.
Where the two totals lie close, their mean is the score; where they lie apart, a third reader decides.
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
"""What texts go by: five digits, as candidates do in an examination."""


class BadPanel(GradingError):
    """What a course says of its readers cannot be."""

    def __init__(self, said: Mapping[str, Any]) -> None:
        """Take what it says."""
        super().__init__(
            f"c.Panel in nbgrader_config.py says {dict(said)}; second is a share from 0 to 1, and apart a number of "
            "points from 1"
        )


class Stage(StrEnum):
    """What a text is waiting for."""

    FIRST = "first reader"
    SECOND = "second reader"
    THIRD = "third reader"
    DONE = "nothing"


@dataclasses.dataclass(frozen=True)
class Panel:
    """How the texts of an exercise are read.

    Attributes:
        second: the share of texts that a second reader reads, 0 to 1.
        apart: the difference of two totals from which a third reader decides.
    """

    second: Fraction = Fraction(0)
    apart: int = 2

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> Panel:
        """Return what a course's `nbgrader_config.py` says: `c.Panel.second = 0.2` and `c.Panel.apart = 2`.

        Raises:
            BadPanel: if it says what cannot be.
        """
        said = {"second": 0, "apart": 2, **config.get("Panel", {})}
        try:
            panel = cls(Fraction(str(said["second"])), int(said["apart"]))
        except (ValueError, TypeError) as error:
            raise BadPanel(said) from error
        if not 0 <= panel.second <= 1 or panel.apart < 1:
            raise BadPanel(said)
        return panel

    def wants_second(self, text: LearnerText) -> bool:
        """Tell whether this text is one of those that a second reader reads."""
        return _chance("second", text) * self.second.denominator < self.second.numerator * 2**64


@dataclasses.dataclass(frozen=True)
class LearnerText:
    """What one learner has written for one exercise; `version` changes with every word."""

    cohort: str
    item: str
    learner: str
    version: str


@dataclasses.dataclass(frozen=True)
class MarkingState:
    """Where a text stands.

    Attributes:
        stage: what it waits for.
        readings: the markings that hold, each reader's last one for this version of the text, first reader first.
        deciding: those that make the score, whose comments the writer sees; none until nothing is waited for.
    """

    stage: Stage
    readings: tuple[Marking, ...]
    deciding: tuple[Marking, ...] = ()

    @property
    def score(self) -> Fraction | None:
        """What the deciding readings come to: their mean; None until nothing is waited for."""
        if not self.deciding:
            return None
        return Fraction(sum(reading.total for reading in self.deciding), len(self.deciding))

    def may_read(self, marker: str) -> bool:
        """Tell whether the text waits for somebody and this reader is not one of those who have read it."""
        return self.stage is not Stage.DONE and not self.was_read_by(marker)

    def was_read_by(self, marker: str) -> bool:
        """Tell whether this reader has given marks that hold, which they may change."""
        return any(reading.marker == marker for reading in self.readings)

    def is_open_to(self, marker: str) -> bool:
        """Tell whether this reader may give marks: for the first time, or other ones than before."""
        return self.may_read(marker) or self.was_read_by(marker)


def standing(text: LearnerText, markings: Iterable[Marking], panel: Panel) -> MarkingState:
    """Return where a text stands.

    Args:
        text: the text as it is now.
        markings: of this learner and exercise, in the order in which they were given; drafts, and marks for an earlier
            version of the text, do not count.
        panel: how many readers it takes.
    """
    readings = _readings(text, markings)
    due = _due(readings, panel, wants_second=panel.wants_second(text))
    if len(readings) < due:
        return MarkingState((Stage.FIRST, Stage.SECOND, Stage.THIRD)[len(readings)], readings)
    return MarkingState(Stage.DONE, readings, _deciding(readings, panel))


def in_turn(texts: Iterable[LearnerText]) -> list[LearnerText]:
    """Return the texts in an order that says nothing of their writers, and that stays the same."""
    return sorted(texts, key=lambda text: (_number(text), text.learner))


def numbered(texts: Iterable[LearnerText]) -> dict[int, LearnerText]:
    """Return the texts in turn, by the numbers they go by.

    A number says nothing of who wrote the text, and stays whatever else is handed in: it is drawn for the text alone,
    and one up where another has it already, which of a hundred texts happens once in twenty cohorts.
    """
    found: dict[int, LearnerText] = {}
    last = 0
    for text in in_turn(texts):
        last = max(_number(text), last + 1)
        found[last] = text
    return found


def waiting_for(
    marker: str, standings: Mapping[LearnerText, MarkingState], drafts: Collection[LearnerText] = ()
) -> list[LearnerText]:
    """Return the texts that this reader may read, the most urgent first.

    Those that somebody has read come first, and those that another reader has a draft for come last. The others have an
    order of each reader's own, so that two who begin at the same time do not read the same text.
    """
    texts = [text for text in standings if standings[text].may_read(marker)]
    return sorted(texts, key=lambda text: (-len(standings[text].readings), text in drafts, _chance(marker, text)))


def _readings(text: LearnerText, markings: Iterable[Marking]) -> tuple[Marking, ...]:
    held: dict[str, Marking] = {}
    for marking in markings:
        if marking.final and marking.learner == text.learner and marking.text == text.version:
            held[marking.marker] = marking
    return tuple(held.values())


def _due(readings: tuple[Marking, ...], panel: Panel, *, wants_second: bool) -> int:
    """Return how many readers the text needs; a second one who read it unasked counts as one."""
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
    # The cohort's name has no part in it, since a cohort may get another one; its learners have theirs in no other.
    digest = hashlib.sha256(repr((what, text.item, text.learner)).encode()).digest()
    return int.from_bytes(digest[:8])
