"""Request handlers of the marking pages."""

from __future__ import annotations

import asyncio
import dataclasses
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from tornado.web import HTTPError, authenticated

from misread_grading.gradebook import BadScore
from misread_grading.marking import BadMarks, MarkingQueue, Task, UnknownTask
from misread_records import IdTaken, new_id
from misread_records.marking import LONGEST_COMMENT, Marking
from misread_web.auth import Person
from misread_web.language import _
from misread_web.marking.view import TextView, task_view, text_view
from misread_web.site import OWN_FILES_ONLY, PageHandler

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from misread_grading.marking import LearnerText
    from misread_web.site import Pages

ROW = "row-"


@dataclasses.dataclass(frozen=True)
class Room:
    """Shared by the handlers: the queue of each grader, the pages, and the name of the script."""

    desk_of: Callable[[Person], MarkingQueue]
    pages: Pages
    script: str


@dataclasses.dataclass(frozen=True)
class Typed:
    """Contents of a form that could not be kept: the comment, and the marks by the ids of their rows."""

    comment: str
    rows: Mapping[str, int]


class MarkingHandler(PageHandler):
    """A page for graders."""

    def initialize(self, room: Room) -> None:
        """Take the objects that the handlers share."""
        self.room, self.pages = room, room.pages

    @property
    def content_security_policy(self) -> str:
        """The policy for pages with only the course's own script."""
        return OWN_FILES_ONLY

    @property
    def grader(self) -> Person:
        """The signed-in grader."""
        person: Person = self.current_user
        return person

    @property
    def queue(self) -> MarkingQueue:
        """The queue of this grader."""
        return self.room.desk_of(self.grader)

    async def task(self, queue: MarkingQueue, item: str) -> Task:
        """Return the task of an exercise.

        Raises:
            HTTPError: 404 if there is no such exercise to mark.
        """
        try:
            return await asyncio.to_thread(queue.task, item)
        except UnknownTask as error:
            raise HTTPError(404) from error


class TasksPage(MarkingHandler):
    """The list of exercises to mark."""

    @authenticated
    async def get(self) -> None:
        """Send the page."""
        queue, grader = self.queue, self.grader.username
        views = [
            task_view(await asyncio.to_thread(queue.pile, task), grader)
            for task in await asyncio.to_thread(queue.tasks)
        ]
        self.show("tasks.html", tasks=views)


class TaskPage(MarkingHandler):
    """One exercise: redirects to the next text."""

    @authenticated
    async def get(self, item: str) -> None:
        """Redirect to the next text, or to the list if no text waits for this grader."""
        queue = self.queue
        task = await self.task(queue, item)
        pile = await asyncio.to_thread(queue.pile, task)
        waiting = pile.waiting_for(self.grader.username)
        self.redirect(f"{self.base_url}marking{f'/{item}/{waiting[0]}' if waiting else ''}")


class TextPage(MarkingHandler):
    """One text, and the form for its marks."""

    @authenticated
    async def get(self, item: str, number: str) -> None:
        """Send the page."""
        queue = self.queue
        self._show(await self._view(queue, item, int(number)))

    @authenticated
    async def post(self, item: str, number: str) -> None:
        """Keep a marking, which may be a draft.

        The answer to a script is JSON; the answer to a form is the next page.
        """
        queue = self.queue
        task = await self.task(queue, item)
        text = await asyncio.to_thread(queue.text, task, int(number))
        wants_json = "application/json" in self.request.headers.get("Accept", "")
        if text is None:
            if not wants_json:
                raise HTTPError(404)
            self.set_status(HTTPStatus.NOT_FOUND)
            self.finish({"problem": _("this text is not here any more; continue with the next one")})
            return
        try:
            marking = self._marking(task, text)
            await asyncio.to_thread(self._give, queue, task, text, marking)
        except (BadMarks, BadScore, IdTaken, ValidationError, ValueError) as error:
            problem = _problem(error)
            self.set_status(HTTPStatus.UNPROCESSABLE_ENTITY)
            if wants_json:
                self.finish({"problem": problem})
            else:
                self._show(await self._view(queue, item, int(number)), problem, self._typed())
            return
        if wants_json:
            self.finish({"saved": True})
            return
        self.redirect(f"{self.base_url}marking/{item}", status=HTTPStatus.SEE_OTHER)

    async def _view(self, queue: MarkingQueue, item: str, number: int) -> TextView:
        task = await self.task(queue, item)
        view = text_view(await asyncio.to_thread(queue.pile, task), number, self.grader.username)
        if view is None:
            raise HTTPError(404)
        return view

    @staticmethod
    def _give(queue: MarkingQueue, task: Task, text: LearnerText, marking: Marking) -> None:
        """Keep a marking of a text that this grader may mark.

        Raises:
            BadMarks: if the text waits for nobody and other graders have read it.
        """
        if not queue.standing(task, text).is_open_to(marking.marker):
            raise BadMarks(_("this text is marked already; continue with the next one"))
        queue.give(task, marking)

    def _show(self, view: TextView, problem: str = "", typed: Typed | None = None) -> None:
        self.show(
            "text.html",
            view=view,
            problem=problem,
            typed=typed,
            longest=LONGEST_COMMENT,
            id=str(new_id()),
            xsrf=self.xsrf_token.decode(),
            script=self.room.script,
        )

    def _marking(self, task: Task, text: LearnerText) -> Marking:
        """Return the marking in the form.

        Raises:
            ValueError: if the form does not have the fields that the page sends.
        """
        rows = {name.removeprefix(ROW): _mark(self.get_body_argument(name)) for name in self._row_names()}
        return Marking(
            id=self.get_body_argument("id"),  # type: ignore[arg-type]  # read as a UUID by the model
            at=datetime.now(UTC),
            marker=self.grader.username,
            cohort=text.cohort,
            lesson=task.lesson,
            item=task.item,
            learner=text.learner,
            text=self.get_body_argument("text"),
            rubric=task.rubric.version,
            rows=rows,
            comment=self._comment(),
            final=self.get_body_argument("final", "") == "yes",
        )

    def _comment(self) -> str:
        return str(self.get_body_argument("comment", "", strip=False)).replace("\r\n", "\n")

    def _typed(self) -> Typed:
        """Return the contents of the form, so that nothing is lost if it cannot be kept."""
        marks = {name: self.get_body_argument(name) for name in self._row_names()}
        rows = {name.removeprefix(ROW): int(mark) for name, mark in marks.items() if mark.isdecimal()}
        return Typed(self._comment(), rows)

    def _row_names(self) -> list[str]:
        return [name for name in self.request.body_arguments if name.startswith(ROW)]


def _mark(text: str) -> int:
    """Return a mark as a number.

    Raises:
        ValueError: if the text is not a whole number.
    """
    if not text.isdecimal():
        message = f"{text[:20]!r} is not a mark; a mark is a number like 2"
        raise ValueError(message)
    return int(text)


def _problem(error: Exception) -> str:
    """Return what is wrong, for the grader."""
    if isinstance(error, ValidationError):
        fields: list[Any] = error.errors()
        return "; ".join(
            f"{'.'.join(map(str, field['loc']))}: {field['msg'].removeprefix('Value error, ')}" for field in fields
        )
    return str(error)
