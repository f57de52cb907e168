"""The handlers of the search and of the glossary."""

from __future__ import annotations

import asyncio
import dataclasses
import functools
import re
from collections.abc import Callable, Sequence
from typing import Any

from tornado.web import authenticated

from misread_course.catalogue import Lesson
from misread_course.passages import Passage, passages
from misread_records import Event
from misread_records.play_log import past
from misread_records.progress import scenario_standing
from misread_records.seat import Seat
from misread_scenarios.glossary import glossary
from misread_scenarios.library import load
from misread_web.reference.search_index import MOST_SHOWN, Hit, SearchIndex
from misread_web.site import PageHandler, Pages

LONGEST_SEARCH = 200
"""The most characters that can be searched for."""


@dataclasses.dataclass(frozen=True)
class Reference:
    """The objects that the handlers share.

    Attributes:
        seat_of: returns the seat of the person who makes a request.
        lessons: returns the lessons of the course, in order.
        pages: renders the pages.
    """

    seat_of: Callable[[Any], Seat]
    lessons: Callable[[], Sequence[Lesson]]
    pages: Pages

    @functools.cached_property
    def index(self) -> SearchIndex:
        """The index, which the first search makes."""
        return SearchIndex([passage for lesson in self.lessons() for passage in passages(lesson)], glossary())

    @functools.cached_property
    def by_module(self) -> dict[str, Lesson]:
        """The lessons by their modules."""
        return {lesson.module: lesson for lesson in self.lessons()}


class ReferenceHandler(PageHandler):
    """A page on which a learner looks something up."""

    def initialize(self, reference: Reference) -> None:
        """Take the objects that the handlers share."""
        self.reference, self.pages = reference, reference.pages


class SearchPage(ReferenceHandler):
    """The search over the lessons and the glossary."""

    @authenticated
    async def get(self) -> None:
        """Send the page, with what was found if something was searched for."""
        asked = self.get_query_argument("q", "")
        is_long = len(asked) > LONGEST_SEARCH
        results = await asyncio.to_thread(self.reference.index.search, "" if is_long else asked)
        played = await self._played(results.hits)
        shown = {"asked": asked, "is_long": is_long, "longest": LONGEST_SEARCH, "found": results, "most": MOST_SHOWN}
        self.show("search.html", **shown, played=played, terms=glossary(), anchor=anchor)

    async def _played(self, hits: Sequence[Hit]) -> frozenset[str]:
        """Return the cases whose first run is over for this learner, of those after which a hit is shown."""
        waiting = {hit.source.case: hit.source.lesson for hit in hits if isinstance(hit.source, Passage)}
        waiting.pop(None, None)
        if not waiting:
            return frozenset()
        seat = self.reference.seat_of(self)
        events = await asyncio.to_thread(seat.journal.read, seat.learner)
        return frozenset(case for case, lesson in waiting.items() if case and _is_played(case, lesson, events))


class GlossaryPage(ReferenceHandler):
    """What the words of the course mean."""

    @authenticated
    async def get(self) -> None:
        """Send the page."""
        self.show("glossary.html", terms=glossary(), anchor=anchor, by_module=self.reference.by_module)


def anchor(word: str) -> str:
    """Return the id of a word of the glossary on its page."""
    return re.sub(r"\W+", "-", word)


def _is_played(case: str, lesson: Lesson, events: Sequence[Event]) -> bool:
    own = [event for event in events if event.lesson == lesson.name]
    return scenario_standing(past(case, own).sitting(load(case))).how_far == "done"
