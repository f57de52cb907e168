"""The homes that were asked for lately. Only the lessons with new events in the journal are worked out again."""

from __future__ import annotations

import dataclasses
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping

from misread_records import Event, Known
from misread_records.seat import Seat
from misread_web.home.overview import Overview
from misread_web.home.progress import LessonProgress

Make = Callable[[tuple[Event, ...], Mapping[str, LessonProgress]], Overview]
"""Works out an overview from all events of a learner, and from the progress in lessons that is known already."""
MOST = 64
"""The most homes in memory."""
SECONDS = 900.0
"""How long a home stays in memory after it was worked out."""


@dataclasses.dataclass
class RecentHome:
    """A learner's overview, when it was worked out, and the page that was made of it last, with what that shows."""

    overview: Overview
    made: float
    _shown: object = None
    _page: str = ""

    def page(self, shown: object, render: Callable[[], str]) -> str:
        """Return the page that shows these values: the last one if it shows the same, or else a new one."""
        if self._shown != shown:
            self._shown, self._page = shown, render()
        return self._page


class RecentHomes:
    """The latest homes, for any number of threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin without any; `clock` returns seconds."""
        self._clock = clock
        self._lock = threading.Lock()
        self._homes: OrderedDict[tuple[str, str], RecentHome] = OrderedDict()

    def home(self, seat: Seat, language: str, make: Make) -> RecentHome:
        """Return a learner's home in a language; `make` works out its overview.

        Raises:
            JournalError: if the journal cannot be read.
        """
        key, now = (seat.learner, language), self._clock()
        with self._lock:
            self._drop_old(now)
            home = self._homes.get(key)
        news = _news(home.overview.events, seat) if home else None
        if home and news == ():
            return home
        if home and news:
            home = RecentHome(make((*home.overview.events, *news), _unchanged(home.overview, news)), now)
        else:
            home = RecentHome(make(seat.journal.read(seat.learner), {}), now)
        with self._lock:
            self._homes.pop(key, None)
            self._homes[key] = home
            while len(self._homes) > MOST:
                self._homes.popitem(last=False)
        return home

    def forget(self, learner: str) -> None:
        """Drop what is in memory of a learner."""
        with self._lock:
            for key in [key for key in self._homes if key[0] == learner]:
                del self._homes[key]

    def _drop_old(self, now: float) -> None:
        while self._homes and next(iter(self._homes.values())).made < now - SECONDS:
            self._homes.popitem(last=False)


def _news(events: tuple[Event, ...], seat: Seat) -> tuple[Event, ...] | None:
    """Return the learner's events after these; None if all must be read."""
    return seat.journal.read_on(seat.learner, None, Known(len(events), events[-1].id)) if events else None


def _unchanged(overview: Overview, news: tuple[Event, ...]) -> dict[str, LessonProgress]:
    """Return the progress in the lessons without new events, by their names."""
    changed = {event.lesson for event in news}
    course = (*overview.course, *((overview.short_case,) if overview.short_case else ()))
    return {progress.lesson.name: progress for progress in course if progress.lesson.name not in changed}
