"""The routes of the home."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from jupyter_server.utils import url_path_join

from misread_course.catalogue import Lesson, lessons, short
from misread_records.seat import Seat
from misread_web.home.form_pages import FormCalendar, FormPage, FormPdf, FormWord
from misread_web.home.handlers import DeletedPage, DeletePage, HomePage, House, JsonFile, PaperPage, WordFile
from misread_web.home.languages import LanguagePage
from misread_web.home.sign_ins import SignInsPage
from misread_web.live import HashedFiles
from misread_web.site import Pages

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from misread_records.people import Certificates, Cohorts
    from misread_web.graded_course import GradedCourse

ROUTES = {
    "/": HomePage,
    "/data/my-course": PaperPage,
    r"/data/my-course\.json": JsonFile,
    r"/data/my-course\.docx": WordFile,
    "/tools/([^/.]+)": FormPage,
    r"/tools/([^/.]+)\.docx": FormWord,
    r"/tools/([^/.]+)\.pdf": FormPdf,
    r"/tools/([^/.]+)\.ics": FormCalendar,
    "/data/delete": DeletePage,
    "/data/deleted": DeletedPage,
}
"""The handler of every path, relative to the course's."""
SIGN_INS = {"/data/sign-ins": SignInsPage}
"""Additional routes of a course where people sign in."""


def _nobody_else(_: Seat) -> None:
    """Do nothing after a learner's data was deleted."""


def routes(  # noqa: PLR0913 - the parts of a course that a home leads to
    base_url: str,
    seat_of: Callable[[Any], Seat],
    files: HashedFiles,
    forgotten: Callable[[Seat], None] = _nobody_else,
    *,
    course: Callable[[], Sequence[Lesson]] = lessons,
    graded: GradedCourse | None = None,
    short_case: Callable[[], Lesson] = short,
    zone: ZoneInfo | None = None,
    people: Cohorts | None = None,
    certificates: Certificates | None = None,
) -> list[tuple[Any, ...]]:
    """Return the home's routes.

    Args:
        base_url: the start of every path of the course, with a slash at both ends.
        seat_of: returns the seat of the person who makes a request.
        files: the files under `files/`; the home adds its stylesheet, fonts and icon.
        forgotten: gets the seat of a learner whose data was just deleted.
        course: returns the lessons, in order.
        graded: the graded course; None if nothing is graded.
        short_case: returns the short case that is played right from the home.
        zone: the time zone of dates if nothing is graded; `default_zone` if None.
        people: the members and their sign-ins; None if nobody signs in.
        certificates: the certificates; None if none are kept.
    """
    handlers = ROUTES if people is None else {**ROUTES, **SIGN_INS}
    pages = Pages(base_url, files, zone=graded.zone if graded else zone)
    house = House(seat_of, course, short_case, pages, forgotten, graded, people, certificates)
    return [
        *((url_path_join(base_url, path), handler, {"house": house}) for path, handler in handlers.items()),
        (url_path_join(base_url, r"/language/([a-z]+)"), LanguagePage, {"pages": pages}),
    ]
