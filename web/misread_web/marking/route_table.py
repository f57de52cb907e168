"""Routes of the marking pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_server.utils import url_path_join

from misread_web.marking.handlers import Room, TaskPage, TasksPage, TextPage
from misread_web.site import Pages
from misread_widgets import assets

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from misread_grading.marking import MarkingQueue
    from misread_web.auth import Person
    from misread_web.live import HashedFiles

ROUTES = {
    "/marking": TasksPage,
    r"/marking/([A-Za-z0-9.]+)": TaskPage,
    r"/marking/([A-Za-z0-9.]+)/([0-9]{1,6})": TextPage,
}
"""The handler of each path below the course's own."""
FOLDER = Path(__file__).parent


def routes(
    base_url: str, desk_of: Callable[[Person], MarkingQueue], files: HashedFiles, zone: ZoneInfo | None = None
) -> list[tuple[Any, ...]]:
    """Return the routes of marking.

    Args:
        base_url: the course's own address on the server, with a slash at both ends.
        desk_of: returns the queue of a grader.
        files: the files that the server sends under `files/`; marking adds its script and the module that it imports.
        zone: the time zone of dates on the pages.
    """
    ids = files.add(assets.text("ids.js"), "js")
    own = (FOLDER / "static" / "marking.js").read_text("utf-8").replace("./ids.js", f"./{ids}")
    script = files.add(own, "js")
    room = Room(desk_of, Pages(base_url, files, FOLDER, zone=zone), script)
    return [(url_path_join(base_url, path), handler, {"room": room}) for path, handler in ROUTES.items()]
