"""The points of a lesson's graded cells, from the submission being graded or from the learner's journal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from misread_records.scoring import Mark, Process, exercise_mark
from misread_records.submission_answers import CUT_OFF, HandedIn, graded, validating

if TYPE_CHECKING:
    from misread_records import Event
    from misread_records.seat import Seat


class CellPoints:
    """Counts the points of one lesson, for one seat or one submission."""

    def __init__(self, lesson: str, seat: Seat) -> None:
        """Take the lesson's name and the seat; if a submission is being graded, its answers count instead."""
        self._lesson, self._seat = lesson, seat
        self._handed_in: HandedIn | None = graded()
        self._processes: dict[str, Process] = {}

    def of(self, item: str, competency: str | None, out_of: float) -> float:
        """Return the points of an item, and print any notes about them.

        For nbgrader's *Validate*, finished work has all points, and unfinished work has none and prints an error.
        Validation checks whether work can be handed in; it must not reveal the points before grading.

        Raises:
            NotCounted: if the submission's answers cannot count.
        """
        if competency is None:
            mark = exercise_mark(self._events(), item, out_of)
        else:
            mark = self._process(item).mark(competency, out_of)
        is_missing = validating() and bool(mark.says) and not mark.points
        for line in self._lines(mark):
            (sys.stderr if is_missing else sys.stdout).write(f"{line}\n")
        return mark.points if is_missing or not validating() else out_of

    def _process(self, scenario: str) -> Process:
        """Return the run of a scenario; for a submission it is read once, for a learner, who may play on, each time."""
        if self._handed_in is None:
            return Process(self._events(), scenario)
        if scenario not in self._processes:
            self._processes[scenario] = Process(self._events(), scenario)
        return self._processes[scenario]

    def _events(self) -> tuple[Event, ...]:
        if self._handed_in is None:
            return self._seat.journal.read(self._seat.learner, self._lesson)
        return self._handed_in.events(self._lesson)

    def _lines(self, mark: Mark) -> list[str]:
        cut_off = self._handed_in is not None and self._handed_in.is_cut_off
        return [line for line in (CUT_OFF if cut_off else "", mark.says) if line]
