"""All that the home shows of one learner: a pure function of the course and of what they did."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import datetime

from misread_course.catalogue import Lesson
from misread_records import Event
from misread_web.home.notes import WrittenNote, notes
from misread_web.home.played import Played, played
from misread_web.home.profile import Profile, profile
from misread_web.home.progress import LessonProgress, Onward, onward, progress
from misread_web.home.results import Result, results


@dataclasses.dataclass(frozen=True)
class KeptData:
    """How much is kept of a learner: events, stories begun, texts written, and the first and last moment."""

    events: int
    stories: int
    texts: int
    first: datetime | None
    last: datetime | None


@dataclasses.dataclass(frozen=True)
class Overview:
    """A learner's course. `door` is the short case that can be played without choosing a lesson, where there is one."""

    course: tuple[LessonProgress, ...]
    onward: Onward | None
    profile: Profile
    notes: tuple[WrittenNote, ...]
    played: tuple[Played, ...]
    results: tuple[Result, ...]
    kept: KeptData
    door: LessonProgress | None = None

    @property
    def begun(self) -> bool:
        """Whether anything has been done."""
        return self.kept.events > 0


def overview(lessons: Iterable[Lesson], events: Iterable[Event], short: Lesson | None = None) -> Overview:
    """Return a learner's course; `events` are all of theirs, in the order in which they happened.

    What was played of a `short` case is among the stories; it is no lesson, so no profile and no way on comes of it.
    """
    known = tuple(events)
    course = tuple(progress(lesson, known) for lesson in lessons)
    door = progress(short, known) if short else None
    written, stories = notes(course, known), played((*course, *((door,) if door else ())), known)
    moments = [event.at for event in known]
    kept = KeptData(len(known), len(stories), len(written), min(moments, default=None), max(moments, default=None))
    return Overview(
        course, onward(course, known), profile(course), written, stories, results(course, known), kept, door
    )
