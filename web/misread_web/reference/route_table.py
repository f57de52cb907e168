"""The routes of the search and of the glossary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_server.utils import url_path_join

from misread_course.catalogue import Lesson, lessons
from misread_records.seat import Seat
from misread_web.reference.handlers import GlossaryPage, Reference, SearchPage
from misread_web.site import Pages

if TYPE_CHECKING:
    from misread_web.live import HashedFiles

ROUTES = {"/search": SearchPage, "/glossary": GlossaryPage}
"""The handler of every path, relative to the course's."""


def routes(
    base_url: str,
    seat_of: Callable[[Any], Seat],
    files: HashedFiles,
    course: Callable[[], Sequence[Lesson]] = lessons,
) -> list[tuple[Any, ...]]:
    """Return the routes.

    Args:
        base_url: the start of every path of the course, with a slash at both ends.
        seat_of: returns the seat of the person who makes a request.
        files: the files under `files/`.
        course: returns the lessons, in order.
    """
    reference = Reference(seat_of, course, Pages(base_url, files, Path(__file__).parent))
    return [(url_path_join(base_url, path), handler, {"reference": reference}) for path, handler in ROUTES.items()]
