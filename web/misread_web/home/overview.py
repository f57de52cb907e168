"""Works out all that the home shows of one learner, from the course and their events alone."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby

from misread_course.catalogue import Lesson
from misread_course.items import items
from misread_records import Event
from misread_records.play_state import PlayState
from misread_records.workshop import Participation, participations
from misread_web.home.due import Done, done_of
from misread_web.home.kept_forms import KeptForm, kept_forms
from misread_web.home.notes import WrittenNote, notes
from misread_web.home.played import Played, played
from misread_web.home.profile import Profile, profile
from misread_web.home.progress import LessonProgress, Onward, finished_lessons, onward, progress, progress_after
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
    """A learner's course; `short_case` is the short case that can be played right from the home, if there is one."""

    events: tuple[Event, ...]
    course: tuple[LessonProgress, ...]
    onward: Onward | None
    profile: Profile
    notes: tuple[WrittenNote, ...]
    kept: KeptData
    short_case: LessonProgress | None = None

    @property
    def with_short_case(self) -> tuple[LessonProgress, ...]:
        """The progress in the course, and in the short case."""
        return (*self.course, *((self.short_case,) if self.short_case else ()))

    @functools.cached_property
    def played(self) -> tuple[Played, ...]:
        """The stories that were begun. Paper and Word show them; the home does not, so they are worked out late."""
        return played(self.with_short_case, self.events)

    @functools.cached_property
    def results(self) -> tuple[Result, ...]:
        """The exercises that were answered or handed in, worked out late likewise."""
        return results(self.course, self.events)

    @functools.cached_property
    def forms(self) -> tuple[KeptForm, ...]:
        """All forms of the course, blank ones included."""
        return kept_forms((each.lesson for each in self.course), self.events)

    @functools.cached_property
    def finished(self) -> Mapping[str, datetime]:
        """When each finished lesson was finished, by its module."""
        return finished_lessons(self.course, self.events)

    @functools.cached_property
    def done(self) -> Mapping[str, Done]:
        """The learner's work on each lesson, by its name, as far as it earns points."""
        return {each.lesson.name: done_of(each, self.events) for each in self.course}

    @functools.cached_property
    def workshops(self) -> tuple[tuple[Participation, tuple[Lesson, ...]], ...]:
        """The workshops that the learner joined by their account, the latest first, each with its cases' lessons."""
        listed = reversed(participations(self.events))
        return tuple((part, tuple(_with_items(self.course, part.cases))) for part in listed)

    @property
    def notes_by_lesson(self) -> tuple[tuple[str, tuple[WrittenNote, ...]], ...]:
        """The notes of each lesson that has any, with the lesson's title."""
        return tuple((lesson, tuple(written)) for lesson, written in groupby(self.notes, key=lambda note: note.lesson))

    @property
    def begun(self) -> bool:
        """Whether the learner has done anything."""
        return self.kept.events > 0


def _with_items(course: Iterable[LessonProgress], wanted: Collection[str]) -> Iterator[Lesson]:
    """Yield the lessons that have one of these items."""
    for each in course:
        if any(item.id in wanted for item in items(each.lesson)):
            yield each.lesson


def overview(
    lessons: Iterable[Lesson], events: Iterable[Event], short: Lesson | None = None, earlier: Overview | None = None
) -> Overview:
    """Return a learner's course.

    Args:
        lessons: the lessons of the course, in order.
        events: all events of the learner, oldest first.
        short: the short case. Its runs are among the stories played. It is not a lesson, so it counts neither for the
            profile nor for where to continue.
        earlier: an overview of the same lessons in the same language, from the first of these events. Only what the
            events after them can have changed is worked out again.
    """
    all_events = tuple(events)
    news = all_events[len(earlier.events) :] if earlier else ()
    known = {each.lesson.name: each for each in earlier.with_short_case} if earlier else {}

    def progress_in(lesson: Lesson) -> LessonProgress:
        was = known.get(lesson.name)
        return progress_after(was, all_events, news) if was else progress(lesson, all_events)

    course = tuple(map(progress_in, lessons))
    short_case = progress_in(short) if short else None
    same_texts = earlier is not None and all(event.kind != "wrote" for event in news)
    written = earlier.notes if earlier and same_texts else notes(course, all_events)
    same_stories = earlier is not None and _stories(course) == _stories(earlier.course)
    bars = earlier.profile if earlier and same_stories else profile(course)
    kept = _kept(all_events, (*course, *((short_case,) if short_case else ())), len(written))
    return Overview(all_events, course, onward(course, all_events), bars, written, kept, short_case)


def _stories(course: Iterable[LessonProgress]) -> list[PlayState]:
    return [step.story for progress in course for step in progress.steps if step.story is not None]


def _kept(events: tuple[Event, ...], course: Iterable[LessonProgress], texts: int) -> KeptData:
    begun = [step for progress in course for step in progress.steps if step.story is not None and step.story.first]
    times = [event.at for event in events]
    return KeptData(len(events), len(begun), texts, min(times, default=None), max(times, default=None))
