"""The handlers of the pages on which learners read their feedback."""

from __future__ import annotations

import asyncio
import dataclasses
from typing import TYPE_CHECKING

from tornado.web import HTTPError, authenticated

from misread_course.catalogue import lessons
from misread_grading.gradebook import BadRecord
from misread_grading.reports import page_of, released
from misread_records import JournalMissing
from misread_web.feedback.stored_words import changed, shown, title
from misread_web.site import PageHandler

if TYPE_CHECKING:
    from misread_grading.course import Course
    from misread_grading.reports import Released
    from misread_web.auth import Person
    from misread_web.site import Pages

NOTHING_RUNS = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; sandbox"
)
"""The policy of nbgrader's page: its inline styles apply, but no script runs and it loads nothing."""


@dataclasses.dataclass(frozen=True)
class Returns:
    """The objects that the handlers share: the folder in which the cohort is graded, and the pages."""

    course: Course
    pages: Pages


class FeedbackHandler(PageHandler):
    """A page of one learner's feedback."""

    def initialize(self, returns: Returns) -> None:
        """Take the objects that the handlers share."""
        self.returns, self.pages = returns, returns.pages

    @property
    def student(self) -> str:
        """The id of the learner who makes the request; nobody can ask for another's feedback."""
        person: Person = self.current_user
        return person.username


class FeedbackPage(FeedbackHandler):
    """A lesson's feedback, in the course's own form."""

    @authenticated
    async def get(self, name: str) -> None:
        """Send the page."""
        lesson = next((lesson for lesson in lessons() if lesson.name == name), None)
        result = await asyncio.to_thread(self._released, name) if lesson else None
        if result is None:
            raise HTTPError(404)
        words = {"shown": shown, "title": title, "changed": changed}
        self.show("feedback.html", lesson=lesson, feedback=result.feedback, released=result, **words)

    def _released(self, name: str) -> Released | None:
        try:
            return released(self.returns.course, self.student, name)
        except (BadRecord, OSError) as error:
            raise JournalMissing(str(self.returns.course.folder), type(error).__name__) from error


class NotebookPage(FeedbackHandler):
    """nbgrader's own feedback page: the whole notebook with points and comments."""

    @property
    def content_security_policy(self) -> str:
        """The policy of a page that runs nothing."""
        return NOTHING_RUNS

    @authenticated
    async def get(self, name: str) -> None:
        """Send the page."""
        is_lesson = any(lesson.name == name for lesson in lessons())
        path = page_of(self.returns.course, self.student, name) if is_lesson else None
        if path is None:
            raise HTTPError(404)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(await asyncio.to_thread(path.read_bytes))
