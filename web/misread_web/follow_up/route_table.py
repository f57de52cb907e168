"""The routes of the questions that return, of the check-ins and of the certificate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_server.utils import url_path_join

from misread_course.catalogue import Lesson, lessons
from misread_records.seat import Seat
from misread_web.follow_up.certificate_handlers import CertificateFile, CertificatePage, ConfirmPage, Registry
from misread_web.follow_up.handlers import (
    CheckInCalendar,
    CheckInPage,
    FollowUp,
    ReviewCalendar,
    ReviewCardPage,
    ReviewPage,
)
from misread_web.follow_up.lookups import Lookups
from misread_web.site import Pages

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from misread_records.people import Certificates, Cohorts
    from misread_web.live import HashedFiles

ROUTES = {
    "/review": ReviewPage,
    r"/review/([A-Z]+[0-9]+\.[a-z]+\.[0-9]+)": ReviewCardPage,
    r"/data/reviews\.ics": ReviewCalendar,
    r"/check-in/([0-9]{1,3})": CheckInPage,
    r"/data/check-ins\.ics": CheckInCalendar,
}
"""The handler of every path, relative to the course's."""
CERTIFICATE_ROUTES = {
    "/data/certificate": CertificatePage,
    r"/data/certificate\.pdf": CertificateFile,
    r"/certificate/([^/]{1,60})": ConfirmPage,
}
"""Additional routes of a course that keeps certificates."""


def routes(  # noqa: PLR0913 - the parts of a course that these pages show
    base_url: str,
    seat_of: Callable[[Any], Seat],
    files: HashedFiles,
    course: Callable[[], Sequence[Lesson]] = lessons,
    *,
    zone: ZoneInfo | None = None,
    certificates: Certificates | None = None,
    people: Cohorts | None = None,
) -> list[tuple[Any, ...]]:
    """Return the routes.

    Args:
        base_url: the start of every path of the course, with a slash at both ends.
        seat_of: returns the seat of the person who makes a request.
        files: the files under `files/`.
        course: returns the lessons, in order.
        zone: the time zone in which days begin; `default_zone` if None.
        certificates: the certificates; None if none are kept.
        people: the members, whose names stand on certificates; None if nobody signs in.
    """
    follow_up = FollowUp(seat_of, course, Pages(base_url, files, Path(__file__).parent, zone=zone))
    pages: list[tuple[Any, ...]] = [
        (url_path_join(base_url, path), handler, {"follow_up": follow_up}) for path, handler in ROUTES.items()
    ]
    if certificates is not None:
        shared = {"follow_up": follow_up, "registry": Registry(certificates, people, Lookups())}
        pages += [(url_path_join(base_url, path), handler, shared) for path, handler in CERTIFICATE_ROUTES.items()]
    return pages
