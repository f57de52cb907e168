"""Answers that were handed in as a file beside a notebook, and whether they can count.

While a submission is graded, its answers are the file that lies beside the notebook and nobody's journal. A host that
grades in its own process names them with `grading`; a kernel that nbgrader has started finds them in its folder.
"""

from __future__ import annotations

import dataclasses
import functools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from uuid import UUID

from misread_records.errors import BadEvent
from misread_records.event import Event

ANSWERS = "answers.jsonl"
"""The file of answers, as it lies beside the notebook."""
REFUSAL = "refused.txt"
"""Says, where it lies beside the answers, why they do not count."""
LARGEST = 50_000_000
"""Bytes of a file of answers."""
CUT_OFF = f"{ANSWERS} ends in the middle of a line; what stands before it counts."
"""What is said of answers whose last line was cut off."""
GRADING = "NBGRADER_EXECUTION"
"""The variable by which nbgrader tells a kernel what it was started for."""


class NotCounted(Exception):
    """Answers that were handed in do not count; the text says why, and what to do."""

    def _render_traceback_(self) -> list[str]:
        """Let a notebook show the text alone: nobody who reads it is helped by where it was raised."""
        return [f"{type(self).__name__}: {self}"]


@dataclasses.dataclass(frozen=True)
class HandedIn:
    """A file of answers as it was handed in.

    Attributes:
        answers: its bytes; None if it is missing.
        refusal: why it does not count, whatever is in it; empty if nothing speaks against it.
    """

    answers: bytes | None
    refusal: str = ""

    def events(self, lesson: str) -> tuple[Event, ...]:
        """Return what was done in a lesson, in order; a last line that was cut off is passed over.

        Raises:
            NotCounted: if the file is missing, is no file of answers, or is another lesson's or several people's.
        """
        if self.refusal:
            raise NotCounted(self.refusal)
        found = self._events
        here = tuple(event for event in found if event.lesson == lesson)
        if found and not here:
            others = ", ".join(sorted({event.lesson for event in found}))
            raise NotCounted(f"{ANSWERS} holds the answers of another lesson ({others}) and none of {lesson}.")
        learners = {event.learner for event in here}
        if len(learners) > 1:
            raise NotCounted(f"{ANSWERS} holds the answers of {len(learners)} people; hand in your own alone.")
        return here

    @functools.cached_property
    def _events(self) -> tuple[Event, ...]:
        """Every event once: what is asked for several times while a submission is graded is read once."""
        return _unique(events_of(self.answers))

    @property
    def is_cut_off(self) -> bool:
        """Whether the file ends in the middle of a line, as after a crash or a broken copy."""
        last = (self.answers or b"").rpartition(b"\n")[2].strip()
        return bool(last) and _event(last) is None


def events_of(answers: bytes | None) -> tuple[Event, ...]:
    """Read every line of a file of answers; one at the end that was cut off in the middle does not count.

    Raises:
        NotCounted: if there is no file, it is too large, or a line of it is nothing that the course wrote.
    """
    if answers is None:
        raise NotCounted(_MISSING)
    if len(answers) > LARGEST:
        raise NotCounted(f"{ANSWERS} is too large: it has {len(answers):,} bytes, and at most {LARGEST:,} can be read.")
    lines = answers.split(b"\n")
    found = []
    for number, line in enumerate(lines, 1):
        event = _event(line) if line.strip() else None
        if event is not None:
            found.append(event)
        elif line.strip() and number < len(lines):
            raise NotCounted(_CHANGED.format(number=number))
    return tuple(found)


@contextmanager
def grading(handed_in: HandedIn) -> Iterator[None]:
    """Let lessons that are opened inside give points for this submission."""
    token = _graded.set(handed_in)
    try:
        yield
    finally:
        _graded.reset(token)


def graded() -> HandedIn | None:
    """Return the submission that is being graded; None if somebody simply sits at a lesson."""
    found = _graded.get()
    if found is None and os.environ.get(GRADING) == "autograde":
        return read_handed_in(Path())
    return found


def validating() -> bool:
    """Tell whether nbgrader's *Validate* runs this, by which learners look at their work before they hand it in."""
    return os.environ.get(GRADING) == "validate"


def read_handed_in(folder: Path) -> HandedIn:
    """Read the answers that lie in a folder."""
    refusal = folder / REFUSAL
    answers = folder / ANSWERS
    return HandedIn(
        answers.read_bytes() if answers.is_file() else None,
        refusal.read_text("utf-8").strip() if refusal.is_file() else "",
    )


def _event(line: bytes) -> Event | None:
    try:
        return Event.from_line(line)
    except BadEvent:
        return None


def _unique(events: tuple[Event, ...]) -> tuple[Event, ...]:
    known: dict[UUID, Event] = {}
    for event in events:
        known.setdefault(event.id, event)
    return tuple(known.values())


_graded: ContextVar[HandedIn | None] = ContextVar("misread_graded", default=None)
_MISSING = (
    f"There is no {ANSWERS} beside the notebook. It lies in the folder in which the lesson was played; "
    "hand it in together with the notebook."
)
_CHANGED = (
    f"Line {{number}} of {ANSWERS} is not as the course wrote it, so nothing in the file can count. "
    "Hand in the file as it lies in the folder in which the lesson was played."
)
