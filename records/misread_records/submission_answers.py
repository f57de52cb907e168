"""The answers file that is handed in beside a notebook, and whether its answers count.

While a submission is graded, its answers come from that file and not from a journal. A host that grades in its own
process passes the file with `grading`; a kernel that nbgrader started finds it in its folder.
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
"""The name of the answers file beside the notebook."""
REFUSAL = "refused.txt"
"""The name of a file beside the answers that says why they do not count."""
LARGEST = 50_000_000
"""The most bytes of an answers file."""
CUT_OFF = f"{ANSWERS} ends in the middle of a line; the lines before it count."
"""The remark on answers whose last line was cut off."""
GRADING = "NBGRADER_EXECUTION"
"""The environment variable in which nbgrader tells a kernel its task."""


class NotCounted(Exception):
    """Answers that were handed in do not count; the message says why and what to do."""

    def _render_traceback_(self) -> list[str]:
        """Let a notebook show the message alone, without a traceback."""
        return [f"{type(self).__name__}: {self}"]


@dataclasses.dataclass(frozen=True)
class HandedIn:
    """An answers file as it was handed in.

    Attributes:
        answers: its bytes; None if it is missing.
        refusal: the reason why it does not count, whatever it holds; empty if there is none.
    """

    answers: bytes | None
    refusal: str = ""

    def events(self, lesson: str) -> tuple[Event, ...]:
        """Return the events of a lesson, in order; a last line that was cut off is ignored.

        Raises:
            NotCounted: if the file is missing, is not an answers file, or holds another lesson or several people.
        """
        if self.refusal:
            raise NotCounted(self.refusal)
        all_events = self._events
        own_events = tuple(event for event in all_events if event.lesson == lesson)
        if all_events and not own_events:
            others = ", ".join(sorted({event.lesson for event in all_events}))
            raise NotCounted(f"{ANSWERS} holds the answers of another lesson ({others}) and none of {lesson}.")
        learners = {event.learner for event in own_events}
        if len(learners) > 1:
            raise NotCounted(f"{ANSWERS} holds the answers of {len(learners)} people; hand in your own alone.")
        return own_events

    @functools.cached_property
    def _events(self) -> tuple[Event, ...]:
        """Every event once; cached, since grading asks for the events several times."""
        return _unique(events_of(self.answers))

    @property
    def is_cut_off(self) -> bool:
        """Whether the file ends in the middle of a line, as after a crash or a broken copy."""
        last = (self.answers or b"").rpartition(b"\n")[2].strip()
        return bool(last) and _event(last) is None


def events_of(answers: bytes | None) -> tuple[Event, ...]:
    """Return the events of an answers file; a last line that was cut off does not count.

    Raises:
        NotCounted: if the file is missing or too large, or the course did not write one of its lines.
    """
    if answers is None:
        raise NotCounted(_MISSING)
    if len(answers) > LARGEST:
        raise NotCounted(f"{ANSWERS} is too large: it has {len(answers):,} bytes, and at most {LARGEST:,} can be read.")
    lines = answers.split(b"\n")
    events = []
    for number, line in enumerate(lines, 1):
        event = _event(line) if line.strip() else None
        if event is not None:
            events.append(event)
        elif line.strip() and number < len(lines):
            raise NotCounted(_CHANGED.format(number=number))
    return tuple(events)


@contextmanager
def grading(handed_in: HandedIn) -> Iterator[None]:
    """Make lessons that are opened inside the block give points for this submission."""
    token = _graded.set(handed_in)
    try:
        yield
    finally:
        _graded.reset(token)


def graded() -> HandedIn | None:
    """Return the submission that is being graded; None in an ordinary lesson."""
    handed_in = _graded.get()
    if handed_in is None and os.environ.get(GRADING) == "autograde":
        return read_handed_in(Path())
    return handed_in


def validating() -> bool:
    """Return whether nbgrader's *Validate* runs this: learners use it to check their work before handing it in."""
    return os.environ.get(GRADING) == "validate"


def read_handed_in(folder: Path) -> HandedIn:
    """Read the answers in a folder."""
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
    by_id: dict[UUID, Event] = {}
    for event in events:
        by_id.setdefault(event.id, event)
    return tuple(by_id.values())


_graded: ContextVar[HandedIn | None] = ContextVar("misread_graded", default=None)
_MISSING = (
    f"There is no {ANSWERS} beside the notebook. It is in the folder in which the lesson was played; "
    "hand it in together with the notebook."
)
_CHANGED = (
    f"Line {{number}} of {ANSWERS} is not as the course wrote it, so nothing in the file can count. "
    "Hand in the unchanged file from the folder in which the lesson was played."
)
