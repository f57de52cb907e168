"""A small server with only the course home and its lessons, and learners with made-up events."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jupyter_server.auth import AllowAllAuthorizer, IdentityProvider
from jupyter_server.base.handlers import JupyterHandler
from tornado.web import Application, RequestHandler, authenticated

from misread_course.catalogue import Lesson, apart, lessons
from misread_course.items import LessonItem, items
from misread_records import Event, Journal, new_id, pick_slot, start_slot, try_slot
from misread_records.people import Certificates, Cohorts
from misread_records.people.members import Role
from misread_records.play_log import screen_item
from misread_records.seat import Seat
from misread_scenarios.cards import load_guess, load_recall
from misread_scenarios.exercises import Reflection, Scored, Values, ValuesAnswer, load_exercise, load_form
from misread_scenarios.format.mirrors_reader import load_mirrors
from misread_scenarios.library import load
from misread_scenarios.paths.best_moves import played_best
from misread_scenarios.play.engine import opening, play
from misread_web.auth.errors import EndedLink
from misread_web.auth.person import Person
from misread_web.follow_up import reviews_of
from misread_web.follow_up import routes as follow_up_routes
from misread_web.graded_course import GradedCourse
from misread_web.home.route_table import routes
from misread_web.live.connection_limits import ConnectionLimit
from misread_web.live.service import LessonService
from misread_web.reference import routes as reference_routes
from misread_web.site.templates import ROOM
from tests.records.fake_rater import ratings
from tests.web.app_thread import running

M2, M4 = "m2-being-understood", "m4-sam-and-priya"
SAM = "sam-priya"
BEGAN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
UNGRADED: dict[str, Any] = {
    "returned": frozenset[str](),
    "due": {},
    "may_mark": False,
    "may_lead": False,
    "new_sign_ins": (),
    "has_sign_ins": False,
    "reviews": reviews_of({}, (), BEGAN, ZoneInfo("UTC")),
    "plan": None,
    "offer": None,
    "has_certificates": False,
    "offers_certificate": False,
    "part": lambda *_shown, caller: caller(),
}
"""What the home is told where nothing is graded; each part of its page is made anew."""


class Learner:
    """A learner who does things, one a minute."""

    def __init__(self, name: str = "ada") -> None:
        self.name = name
        self.events: list[Event] = []

    def does(self, lesson: str, item: str, kind: str, **given: Any) -> Learner:  # noqa: ANN401 - an event's fields
        at = BEGAN + timedelta(minutes=len(self.events))
        fields = {"cohort": None, "attempt": 1, "data": {}, "content": "v1", **given}
        made = {"id": new_id(), "learner": self.name, "at": at, "lesson": lesson, "item": item, "kind": kind}
        self.events.append(Event(**{**made, **fields}))
        return self

    def guesses(self, lesson: str, item: str) -> Learner:
        return self.does(lesson, item, "answered", data={"choice": next(iter(load_guess(item).choices))})

    def begins(self, lesson: str, item: str, seed: int = 7) -> Learner:
        return self.does(lesson, item, "opened", data={"seed": seed}, slot=start_slot(item, 1))

    def restarts(self, lesson: str, item: str, attempt: int, seed: int = 8, keep: int = 0) -> Learner:
        data = {"seed": seed, "keep": keep, "from": attempt - 1}
        return self.does(lesson, item, "restarted", attempt=attempt, data=data, slot=start_slot(item, attempt))

    def picks(self, lesson: str, item: str, picks: tuple[str, ...], attempt: int = 1) -> Learner:
        """Make choices and read what each led to."""
        for number, pick in enumerate(picks, 1):
            slot = pick_slot(item, attempt, number)
            self.does(lesson, item, "picked", attempt=attempt, data={"scene": "N", "pick": pick}, slot=slot)
            self.reads(lesson, item, number, attempt)
        return self

    def reads(self, lesson: str, item: str, read: int, attempt: int = 1) -> Learner:
        return self.does(lesson, screen_item(item), "opened", attempt=attempt, data={"read": read})

    def writes(self, lesson: str, item: str, question: str, text: str) -> Learner:
        return self.does(lesson, item, "wrote", data={"question": question, "text": text, "done": False})

    def marks(self, lesson: str, item: str, line: int) -> Learner:
        return self.does(lesson, item, "answered", data={"question": "mark", "line": line})

    def plays(self, lesson: str, item: str) -> Learner:
        """Play a story to its end, the best way."""
        picks = best(item)
        self.begins(lesson, item).picks(lesson, item, picks)
        ending = play(load(item), picks, 7).ending
        return self.does(lesson, item, "finished", data={"ending": ending.id if ending else None})

    def answers(self, lesson: str, item: str, text: str = "In my own words") -> Learner:
        for question in load_recall(item).questions:
            self.writes(lesson, item, question.id, f"{text} ({question.id})")
        return self

    def compares(self, lesson: str, item: str) -> Learner:
        talk = load_mirrors(item)
        self.marks(lesson, item, talk.mark.key)
        for one in talk.writings:
            self.writes(lesson, item, one.id, f"May I say what I hope for? ({one.id})")
        return self

    def solves(self, lesson: str, item: str) -> Learner:
        """Give the model answer to an exercise, or hand in the sample."""
        exercise = load_exercise(item)
        if isinstance(exercise, Scored):
            return self.does(
                lesson, item, "answered", data={"answer": exercise.model, "try": 1}, slot=try_slot(item, 1)
            )
        if isinstance(exercise, Values):
            return self.sorts(lesson, item, exercise.read(exercise.model))
        assert isinstance(exercise, Reflection)
        return self.does(lesson, item, "wrote", data={"question": item, "text": exercise.sample, "done": True})

    def rates(self, lesson: str, item: str) -> Learner:
        """Rate all situations of a set as its key does."""
        for event in ratings(self.name, item):
            self.does(lesson, item, "answered", data=event.data, content=event.content, slot=event.slot)
        return self

    def sorts(self, lesson: str, item: str, answer: ValuesAnswer, attempt: int = 1) -> Learner:
        """Take every step of sorting values."""
        pairs = [("pair", choice) for choice in answer.choices]
        for step, given in [("keep", answer.kept), ("rank", answer.ranked), ("days", ()), *pairs]:
            self.does(lesson, item, "answered", attempt=attempt, data={"step": step, "answer": [*given]})
        return self

    def fills(self, lesson: str, item: str, **change: str) -> Learner:
        """Finish a form as its example has it, with changes."""
        text = json.dumps({**load_form(item).example, **change})
        return self.does(lesson, item, "wrote", data={"question": item, "text": text, "done": True})

    def finishes(self, lesson: str, item: LessonItem) -> Learner:
        ways = {
            "guess": self.guesses,
            "scenario": self.plays,
            "mirrors": self.compares,
            "exercise": self.solves,
            "judgement": self.rates,
            "recall": self.answers,
            "tool": self.fills,
        }
        return ways[item.kind](lesson, item.id)

    def finishes_everything(self) -> Learner:
        for lesson in lessons():
            self.finishes_lesson(lesson)
        return self

    def finishes_lesson(self, lesson: Lesson) -> Learner:
        for item in items(lesson):
            self.finishes(lesson.name, item)
        return self

    def keeps_it_in(self, journal: Journal) -> Learner:
        for event in self.events:
            journal.append(event)
        return self


def best(item: str) -> tuple[str, ...]:
    """The picks of a story's best path, with the facts that seed 7 draws."""
    return played_best(opening(load(item), 7)).picks


def half_way(name: str = "ada") -> Learner:
    """A learner who has done the first lesson except its questions, and half of the second one's case."""
    learner = Learner(name).guesses(M2, "M2.try").plays(M2, "communications-employee").plays(M2, "communications-boss")
    learner.marks(M2, "two-mirrors", 1).guesses(M4, "M4.try")
    return learner.begins(M4, SAM).picks(M4, SAM, best(SAM)[:4])


@dataclasses.dataclass(frozen=True)
class HomeCourse:
    """A running server: its address, its journal, and the seats whose data were deleted."""

    address: str
    journal: Journal
    forgotten: list[Seat]


class LessonPage(JupyterHandler):
    """A lesson that needs no kernel."""

    def initialize(self, service: LessonService, seat_of: Callable[[Any], Seat]) -> None:
        self.service, self.seat_of = service, seat_of

    @authenticated
    async def get(self, name: str) -> None:
        end = await self.service.end(name, self.seat_of(self))
        self.finish(self.service.pages[name].start.raw + end.raw)


class Everybody(IdentityProvider):
    """Identifies people by the name in their cookie (`ada@spring` is in a cohort).

    A person called nobody is not signed in, and a person called reader marks texts.
    """

    def get_user(self, handler: RequestHandler) -> Person | None:
        name, _, cohort = (handler.get_cookie("learner") or "ada").partition("@")
        if name == "removed":
            raise EndedLink
        roles = frozenset({Role.GRADER} if name == "reader" else ())
        return None if name == "nobody" else Person(name, cohort=cohort or None, roles=roles)


def _application(
    service: LessonService,
    journal: Journal,
    forgotten: list[Seat],
    graded: GradedCourse | None,
    kept: dict[str, Any],
) -> Application:
    def seat_of(handler: JupyterHandler) -> Seat:
        return Seat(handler.current_user.username, handler.current_user.cohort, journal)

    provider = Everybody()
    return Application(
        [
            *routes("/", seat_of, service.files, forgotten.append, graded=graded, **kept),
            *follow_up_routes("/", seat_of, service.files, zone=ZoneInfo("UTC"), **kept),
            *reference_routes("/", seat_of, service.files),
            *service.routes(seat_of),
            ("/lessons/([a-z0-9-]+)", LessonPage, {"service": service, "seat_of": seat_of}),
        ],
        base_url="/",
        login_url="/login",
        xsrf_cookies=True,
        cookie_secret="only of these tests",  # noqa: S106 - no secret
        identity_provider=provider,
        authorizer=AllowAllAuthorizer(identity_provider=provider),
        connection_limit=ConnectionLimit(),
        log_function=lambda _handler: None,
    )


@contextmanager
def home_course(
    service: LessonService,
    journal: Journal,
    graded: GradedCourse | None = None,
    **kept: Certificates | Cohorts,
) -> Iterator[HomeCourse]:
    """Run the server in a thread, perhaps with `certificates` and `people`."""
    forgotten: list[Seat] = []
    with running(lambda: _application(service, journal, forgotten, graded, kept)) as address:
        yield HomeCourse(address, journal, forgotten)


def lesson_service() -> LessonService:
    """The lessons, rendered once."""
    return LessonService(lessons(), Path(ROOM) / "jupyter" / "voila" / "templates", "/", apart=apart())
