"""The homes that were asked for lately. Only what new events in the journal can have changed is made again."""

from __future__ import annotations

import dataclasses
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from misread_records import Event, Known
from misread_records.seat import Seat
from misread_web.home.overview import Overview

Make = Callable[[tuple[Event, ...], Overview | None], Overview]
"""Works out an overview from all events of a learner and, if there is one, from an overview of the first of them."""
MOST = 64
"""The most homes in memory."""
SECONDS = 900.0
"""How long a home stays in memory after it was worked out."""


@dataclasses.dataclass
class RecentHome:
    """A learner's overview, when it was worked out, and the page that was made of it last, with what that shows.

    `parts` are the parts of that page by their names, each with what it shows. The learner's next home takes them over.
    """

    overview: Overview
    made: float
    parts: dict[str, tuple[object, str]] = dataclasses.field(default_factory=dict)
    _shown: object = None
    _page: str = ""

    def page(self, shown: object, render: Callable[[], str]) -> str:
        """Return the page that shows these values: the last one if it shows the same, or else a new one."""
        if self._shown != shown:
            self._shown, self._page = shown, render()
        return self._page

    def part(self, name: str, *shown: object, caller: Callable[[], str]) -> str:
        """Return a part of the page: the last one of that name if it shows the same, or else a new one.

        A template calls this with `{% call part(name, …) %}`; what it shows must be all that the part depends on.
        """
        known = self.parts.get(name)
        if known is None or known[0] != shown:
            known = self.parts[name] = (shown, caller())
        return known[1]


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
            home = RecentHome(make((*home.overview.events, *news), home.overview), now, home.parts)
        else:
            home = RecentHome(make(seat.journal.read(seat.learner), None), now)
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
