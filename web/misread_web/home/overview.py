"""Works out all that the home shows of one learner, from the course and their events alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import datetime

from misread_course.catalogue import Lesson
from misread_records import Event
from misread_web.home.measuring import Offer, offered
from misread_web.home.notes import WrittenNote, notes
from misread_web.home.played import Played, played
from misread_web.home.profile import Profile, profile
from misread_web.home.progress import LessonProgress, Onward, course_progress, onward, progress
from misread_web.home.results import Result, results


@dataclasses.dataclass(frozen=True)
class KeptData:
    """How much data there is about a learner: counts of events, stories and texts, and the first and last time."""

    events: int
    stories: int
    texts: int
    first: datetime | None
    last: datetime | None


@dataclasses.dataclass(frozen=True)
class Overview:
    """A learner's course.

    `short_case` is the short case that can be played right from the home, if there is one; `offer` is a set of
    situations to rate, if one is offered now.
    """

    course: tuple[LessonProgress, ...]
    onward: Onward | None
    profile: Profile
    notes: tuple[WrittenNote, ...]
    played: tuple[Played, ...]
    results: tuple[Result, ...]
    kept: KeptData
    short_case: LessonProgress | None = None
    offer: Offer | None = None

    @property
    def begun(self) -> bool:
        """Whether the learner has done anything."""
        return self.kept.events > 0


def overview(
    lessons: Iterable[Lesson], events: Iterable[Event], short: Lesson | None = None, now: datetime | None = None
) -> Overview:
    """Return a learner's course; `events` are all their events, oldest first.

    Runs of the `short` case are among the stories played. It is not a lesson, so it counts neither for the profile nor
    for where to continue. Without the time `now`, no set of situations is offered.
    """
    all_events = tuple(events)
    course = course_progress(lessons, all_events)
    short_case = progress(short, all_events) if short else None
    written, stories = notes(course, all_events), played((*course, *((short_case,) if short_case else ())), all_events)
    times = [event.at for event in all_events]
    kept = KeptData(len(all_events), len(stories), len(written), min(times, default=None), max(times, default=None))
    offer = offered(course, all_events, now) if now else None
    onward_, scored = onward(course, all_events), results(course, all_events)
    return Overview(course, onward_, profile(course), written, stories, scored, kept, short_case, offer)
