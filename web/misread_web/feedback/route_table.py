"""The routes of feedback."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_server.utils import url_path_join

from misread_web.feedback.handlers import FeedbackPage, NotebookPage, Returns
from misread_web.site import Pages

if TYPE_CHECKING:
    from misread_grading.course import Course
    from misread_web.live import HashedFiles

ROUTES = {
    "/feedback/([a-z0-9-]+)": FeedbackPage,
    "/feedback/([a-z0-9-]+)/notebook": NotebookPage,
}
"""The handler of every path, relative to the course's."""


def routes(base_url: str, course: Course, files: HashedFiles) -> list[tuple[Any, ...]]:
    """Return the routes of feedback.

    Args:
        base_url: the start of every path of the course, with a slash at both ends.
        course: the folder in which the cohort is graded.
        files: the files under `files/`.
    """
    returns = Returns(course, Pages(base_url, files, Path(__file__).parent))
    return [(url_path_join(base_url, path), handler, {"returns": returns}) for path, handler in ROUTES.items()]
