"""A small server with only marking and feedback, for a cohort whose texts are graded."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tornado.web import Application, RequestHandler

from misread_grading.course import Course
from misread_records.marking_store import Markings
from misread_records.people.members import Role
from misread_web.auth.authorization import CourseAuthorizer, guarded
from misread_web.auth.identity import CourseIdentity
from misread_web.auth.person import Person
from misread_web.graded_course import GradedCourse
from misread_web.live.hashed_files import FileHandler, HashedFiles
from tests.grading.graded_cohort import graded
from tests.web.app_thread import running

NASTY = "<script>document.title = 'taken'</script> <img src=x onerror=alert(1)>\n\u202ehidden\n"
TEXTS = {
    "ada": "One question: interest. From 3 to 28 March she runs the rota and four one-to-ones. We decide on 2 April.",
    "bo": f"{NASTY}A trial without a day.",
    "cy": "Ability: can he hold the floor? Until the 30th, with my deputy beside him on Fridays.",
}


@dataclasses.dataclass(frozen=True)
class GradedCourseServer:
    """A running server: its address, the folder of the grades, and the database of markings."""

    address: str
    course: Course
    database: str


class Staff(CourseIdentity):
    """Identifies people by the name in their cookie: a grader of the cohort, or a person alone, called me."""

    async def get_user(self, handler: RequestHandler) -> Person | None:
        name = handler.get_cookie("reader") or "grace"
        if name == "nobody":
            return None
        return Person(name, cohort=None if name == "me" else "Autumn", roles=frozenset({Role.GRADER}))


@contextmanager
def graded_course(folder: Path) -> Iterator[GradedCourseServer]:
    """Grade the texts and run the server."""
    with served(graded(folder / "course", TEXTS), f"sqlite:///{folder / 'misread.db'}") as course:
        yield course


@contextmanager
def served(course: Course, database: str) -> Iterator[GradedCourseServer]:
    """Run the server for a course that is graded."""
    own = GradedCourse(course.folder, database)

    def application() -> Application:
        files, provider = HashedFiles(), Staff()
        return Application(
            guarded([*own.routes("/", files), ("/files/(.*)", FileHandler, {"files": files})], "/"),
            base_url="/",
            login_url="/login",
            xsrf_cookies=True,
            cookie_secret="only of these tests",  # noqa: S106 - no secret
            identity_provider=provider,
            authorizer=CourseAuthorizer(identity_provider=provider),
            log_function=lambda _handler: None,
        )

    with running(application) as address:
        yield GradedCourseServer(address, course, database)
    own.close()


def given(course: GradedCourseServer) -> Markings:
    """Open the database of markings."""
    return Markings(course.database)
