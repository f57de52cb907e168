"""The addresses at which texts are marked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_server.utils import url_path_join

from misread_web.home.pages import Pages
from misread_web.marking.handlers import Room, TaskPage, TasksPage, TextPage

if TYPE_CHECKING:
    from misread_grading.course import Course
    from misread_records.markings import Markings
    from misread_web.sessions.files import Files

ROUTES = {
    "/marking": TasksPage,
    r"/marking/([A-Za-z0-9.]+)": TaskPage,
    r"/marking/([A-Za-z0-9.]+)/([0-9]{1,6})": TextPage,
}
"""Every address below the course's own, and what answers it."""
OWN = Path(__file__).parent


def routes(base_url: str, course: Course, markings: Markings, files: Files) -> list[tuple[Any, ...]]:
    """Return the routes of marking.

    Args:
        base_url: the course's own address on the server, with a slash at both ends.
        course: the folder in which the cohort is graded.
        markings: where what readers give is kept.
        files: what the server sends under `files/`; marking adds its script.
    """
    script = files.add((OWN / "static" / "marking.js").read_bytes(), "js")
    room = Room(course, markings, Pages(base_url, files, OWN), script)
    return [(url_path_join(base_url, path), handler, {"room": room}) for path, handler in ROUTES.items()]
