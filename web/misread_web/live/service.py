"""The lessons that need no kernel: their pages, their connections and the files of the pages."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from jupyter_server.utils import url_path_join

from misread_course.catalogue import Lesson, languages
from misread_records.seat import Seat
from misread_scenarios.language import speaking
from misread_web.live.by_requests import LessonRequests, RequestConnections
from misread_web.live.comms import install
from misread_web.live.connections import OpenConnections
from misread_web.live.hashed_files import FileHandler, HashedFiles
from misread_web.live.lesson_conversation import Shared
from misread_web.live.lesson_opener import Opener
from misread_web.live.lesson_plan import NeedsKernel, Plan, key_of, plan
from misread_web.live.page import Chunk, Page
from misread_web.live.publisher import Publisher
from misread_web.live.session_pool import SessionPool
from misread_web.live.thread_pool import ThreadPool
from misread_web.live.websocket import LessonWebSocket
from misread_web.operations import Metrics

log = logging.getLogger(__name__)


class LessonService:
    """Runs lessons in the server's own process, without kernels."""

    def __init__(
        self,
        lessons: Iterable[Lesson],
        templates: Path,
        base_url: str,
        open_connections: OpenConnections | None = None,
        *,
        apart: Iterable[Lesson] = (),
    ) -> None:
        """Render every lesson that needs no kernel; for each of the others, log why it needs one.

        Args:
            lessons: the lessons of the course, in order; each page links to the next and the previous one.
            templates: the folder of the page templates.
            base_url: the start of every path of the server.
            open_connections: counts connections and messages; a new one by default.
            apart: lessons outside the order, whose pages link to no other lesson.
        """
        install()
        self.files = HashedFiles()
        self.workers = ThreadPool()
        self.openings = Opener()
        self.open_connections = open_connections or OpenConnections(Metrics())
        self.open_connections.workers = (self.workers, self.openings.workers)
        self.plans: dict[str, Plan] = {}
        self.pages: dict[str, Page] = {}
        self._base_url = base_url
        publisher = Publisher(templates, base_url, self.files)
        course = tuple(lessons)
        for before, lesson, following in zip((None, *course), course, (*course[1:], None), strict=False):
            for version in languages(lesson):
                self._publish(publisher, version, before, following)
        for lesson in apart:
            for version in languages(lesson):
                self._publish(publisher, version, None, None)

    def _publish(self, publisher: Publisher, lesson: Lesson, before: Lesson | None, following: Lesson | None) -> None:
        try:
            planned = plan(lesson)
            with speaking(lesson.lang):
                self.pages[key_of(lesson)] = publisher.publish(planned, before, following)
            self.plans[key_of(lesson)] = planned
        except NeedsKernel as reason:
            log.info("%s needs a kernel: %s", lesson.name, reason)

    @functools.cached_property
    def prepared(self) -> SessionPool:
        """The sessions that wait for their pages to connect."""
        return SessionPool(self.openings, self.open_connections)

    async def end(self, key: str, seat: Seat, due: str = "") -> Chunk:
        """Return the end of the page of a lesson, by its `key_of`, for a seat, with its widgets in their current state.

        `due` is the part of the page that says when the lesson is due, as HTML.

        Raises:
            KeyError: if there is no lesson under that key that runs without a kernel.
        """
        return self.pages[key].end(*await self.prepared.session(self.plans[key], seat), due)

    def routes(self, seat_of: Callable[[Any], Seat]) -> list[tuple[Any, ...]]:
        """Return the routes of connections and files; `seat_of` returns the seat of the person who makes a request."""
        shared = Shared(self.plans, self.prepared, self.workers, seat_of, self.open_connections)
        return [
            (url_path_join(self._base_url, r"/lines/([a-z0-9.-]+)"), LessonWebSocket, {"conversations": shared}),
            (
                url_path_join(self._base_url, r"/lines/([a-z0-9.-]+)/messages"),
                LessonRequests,
                {"connections": RequestConnections(shared)},
            ),
            (url_path_join(self._base_url, r"/files/([0-9a-f]{16}\.[a-z0-9]+)"), FileHandler, {"files": self.files}),
        ]

    def close(self) -> None:
        """End all threads after the jobs that are waiting."""
        self.workers.close()
        self.openings.workers.close()
