"""The handlers of the questions that return and of the check-ins."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from tornado.web import HTTPError, authenticated

from misread_course.catalogue import Lesson
from misread_records import Event, SlotTaken, check_quota, new_id
from misread_records.seat import Seat
from misread_scenarios.language import thousands
from misread_scenarios.names import shuffled
from misread_scenarios.reviews import ReviewCard
from misread_web.documents import CALENDAR
from misread_web.follow_up.calendars import check_in_calendar, review_calendar
from misread_web.follow_up.check_ins import CHECK_IN, HAPPENED, Answers, CheckIn, Plan, day_of, item_of, plan
from misread_web.follow_up.reviews import REVIEW, Reviews, ReviewState, reviews_of
from misread_web.home import course_progress, finished_lessons
from misread_web.language import _
from misread_web.site import PageHandler, Pages

if TYPE_CHECKING:
    from pydantic import JsonValue

    from misread_records import Kind

LONGEST = 20_000
"""The most characters of one text."""


@dataclasses.dataclass(frozen=True)
class FollowUp:
    """The objects that the handlers share.

    Attributes:
        seat_of: returns the seat of the person who makes a request.
        lessons: returns the lessons of the course, in order.
        pages: renders the pages.
    """

    seat_of: Callable[[Any], Seat]
    lessons: Callable[[], Sequence[Lesson]]
    pages: Pages


@dataclasses.dataclass(frozen=True)
class Deed:
    """The part of an event that depends on what the learner did."""

    lesson: str
    item: str
    kind: Kind
    data: dict[str, JsonValue]
    content: str
    attempt: int = 1
    slot: str | None = None


class FollowUpHandler(PageHandler):
    """A page about what happens after a lesson."""

    def initialize(self, follow_up: FollowUp) -> None:
        """Take the objects that the handlers share."""
        self.follow_up, self.pages = follow_up, follow_up.pages

    async def events(self) -> tuple[Event, ...]:
        """Return all events of this learner.

        Raises:
            JournalError: if the journal cannot be read.
        """
        seat = self.follow_up.seat_of(self)
        return await asyncio.to_thread(seat.journal.read, seat.learner)

    async def reviews(self) -> Reviews:
        """Return this learner's review cards.

        Raises:
            JournalError: if the journal cannot be read.
        """
        events = await self.events()
        return await asyncio.to_thread(self._reviews, events)

    def _reviews(self, events: Sequence[Event]) -> Reviews:
        finished = finished_lessons(course_progress(self.follow_up.lessons(), events), events)
        return reviews_of(finished, events, datetime.now(UTC), self.pages.zone)

    async def keep(self, deed: Deed) -> None:
        """Save an event. If its slot is taken, the same was sent before, and nothing changes.

        Raises:
            JournalError: if it cannot be saved.
        """
        seat = self.follow_up.seat_of(self)
        event = Event(
            id=new_id(),
            learner=seat.learner,
            cohort=seat.cohort,
            at=datetime.now(UTC),
            **dataclasses.asdict(deed),
        )

        def append() -> None:
            check_quota(seat.journal.read(seat.learner, deed.lesson), event)
            seat.journal.append(event)

        try:
            await asyncio.to_thread(append)
        except SlotTaken:
            return

    def send_calendar(self, name: str, content: bytes) -> None:
        """Send a calendar file as a download."""
        self.set_header("Content-Type", CALENDAR)
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        self.finish(content)

    def address(self, path: str) -> str:
        """Return the whole address of a page of the course."""
        return f"{self.request.protocol}://{self.request.host}{self.base_url}{path}"

    @property
    def lessons_by_module(self) -> dict[str, Lesson]:
        """The lessons by their modules."""
        return {lesson.module: lesson for lesson in self.follow_up.lessons()}


class ReviewPage(FollowUpHandler):
    """What returns today, and when more does."""

    @authenticated
    async def get(self) -> None:
        """Send the page."""
        shown = await self.reviews()
        self.show("review.html", reviews=shown, by_module=self.lessons_by_module)


class ReviewCalendar(FollowUpHandler):
    """The days on which questions return, as a calendar file."""

    @authenticated
    async def get(self) -> None:
        """Send the file."""
        shown, learner = await self.reviews(), self.follow_up.seat_of(self).learner
        self.send_calendar(
            "misread-reviews.ics", review_calendar(shown, learner, self.address("review"), datetime.now(UTC))
        )


class ReviewCardPage(FollowUpHandler):
    """One question: from memory first, then a choice, then what there is to say about each option."""

    @authenticated
    async def get(self, id_: str) -> None:
        """Send the page."""
        shown = await self.reviews()
        self._show(shown, self._card(shown, id_))

    @authenticated
    async def post(self, id_: str) -> None:
        """Take what was remembered, or the choice."""
        shown = await self.reviews()
        state = self._card(shown, id_)
        if (state.now is None or state.now.recalled is None) and "choice" not in self.request.body_arguments:
            await self._take_text(shown, state)
        else:
            await self._take_choice(shown, state)

    def _card(self, shown: Reviews, id_: str) -> ReviewState:
        """Return a card that waits for the learner, or that they answered.

        Raises:
            HTTPError: 404 for any other.
        """
        state = shown.cards.get(id_)
        if state is None or (state.due is None and not state.rounds):
            raise HTTPError(HTTPStatus.NOT_FOUND)
        return state

    async def _take_text(self, shown: Reviews, state: ReviewState) -> None:
        text = self.get_body_argument("text", "", strip=False)
        is_blank = "forgotten" in self.request.body_arguments
        if not is_blank and not text.strip():
            self._show(shown, state, _("Write what you remember, in a few words, or choose “I can’t remember”."), text)
        elif len(text) > LONGEST:
            self._show(shown, state, _too_long(), text)
        else:
            number = state.now.number if state.now else len(state.rounds) + 1
            data: dict[str, JsonValue] = {"question": state.card.id, "text": "" if is_blank else text, "done": True}
            await self.keep(self._deed(state.card, "wrote", data, number, "recall"))
            self._again(state.card)

    async def _take_choice(self, shown: Reviews, state: ReviewState) -> None:
        picked = self.get_body_argument("choice", "")
        if state.now is None or state.now.is_over or state.card.choice is None:
            self._again(state.card)
        elif picked not in state.card.choice.options:
            self._show(shown, state, _("Choose one of the answers first."))
        else:
            await self.keep(self._deed(state.card, "answered", {"choice": picked}, state.now.number, "choice"))
            self._again(state.card)

    def _deed(self, card: ReviewCard, kind: Kind, data: dict[str, JsonValue], number: int, what: str) -> Deed:
        slot = f"{card.id}/{number}/{what}"
        return Deed(REVIEW, card.id, kind, data, card.version, attempt=number, slot=slot)

    def _again(self, card: ReviewCard) -> None:
        self.redirect(f"{self.base_url}review/{card.id}", status=HTTPStatus.SEE_OTHER)

    def _show(self, shown: Reviews, state: ReviewState, wrong: str = "", text: str = "") -> None:
        if wrong:
            self.set_status(HTTPStatus.UNPROCESSABLE_ENTITY)
        learner = self.follow_up.seat_of(self).learner
        options = shuffled(tuple(state.card.choice.options), state.card.id, learner, 0) if state.card.choice else ()
        following = next((each.card.id for each in shown.due if each.card.id != state.card.id), None)
        facts: dict[str, object] = {"options": options, "following": following, "longest": LONGEST, "wrong": wrong}
        facts |= {"text": text, "lesson": self.lessons_by_module.get(state.card.module), "may_rest": shown.may_rest}
        self.show(
            "review-card.html", state=state, now=state.now, left=len(shown.due), xsrf=self.xsrf_token.decode(), **facts
        )


class CheckInPage(FollowUpHandler):
    """A look back on the learner's plan."""

    @authenticated
    async def get(self, days: str) -> None:
        """Send the page."""
        events = await self.events()
        own, check_in = self._check_in(events, days)
        self._show(own, check_in, check_in.answers)

    @authenticated
    async def post(self, days: str) -> None:
        """Keep the answers."""
        own, check_in = self._check_in(await self.events(), days)
        given = {name: self.get_body_argument(name, "") for name in ("happened", "in_the_way", "seen", "next")}
        said = Answers(
            given["happened"], given["in_the_way"], given["seen"], day_of(given["next"]), at=datetime.now(UTC)
        )
        if wrong := _fault(given):
            self._show(own, check_in, said, wrong)
            return
        data: dict[str, JsonValue] = dict(given)
        await self.keep(Deed(CHECK_IN, item_of(check_in.days), "answered", data, content="1"))
        self.redirect(f"{self.base_url}check-in/{days}?saved", status=HTTPStatus.SEE_OTHER)

    def _check_in(self, events: Sequence[Event], days: str) -> tuple[Plan, CheckIn]:
        """Return the learner's plan and one of its check-ins.

        Raises:
            HTTPError: 404 if there is no plan, or no such check-in.
        """
        own = plan(events, datetime.now(UTC), self.pages.zone)
        check_in = own.check_in(int(days)) if own else None
        if own is None or check_in is None:
            raise HTTPError(HTTPStatus.NOT_FOUND)
        return own, check_in

    def _show(self, own: Plan, check_in: CheckIn, said: Answers | None, wrong: str = "") -> None:
        if wrong:
            self.set_status(HTTPStatus.UNPROCESSABLE_ENTITY)
        today = datetime.now(self.pages.zone).date()
        facts: dict[str, object] = {
            "wrong": wrong,
            "saved": "saved" in self.request.query_arguments and not wrong,
            "today": today,
        }
        facts |= {
            "happened": {each: _(word) for each, word in HAPPENED.items()},
            "xsrf": self.xsrf_token.decode(),
            "longest": LONGEST,
        }
        self.show("check-in.html", plan=own, check_in=check_in, said=said, **facts)


class CheckInCalendar(FollowUpHandler):
    """The days of the check-ins, and the next days that the learner named, as a calendar file."""

    @authenticated
    async def get(self) -> None:
        """Send the file; 404 if there is no plan."""
        own, learner = (
            plan(await self.events(), datetime.now(UTC), self.pages.zone),
            self.follow_up.seat_of(self).learner,
        )
        if own is None:
            raise HTTPError(HTTPStatus.NOT_FOUND)
        self.send_calendar(
            "misread-check-ins.ics", check_in_calendar(own, learner, self.address("check-in"), datetime.now(UTC))
        )


def _too_long() -> str:
    text = _("That’s longer than the {longest} characters that fit here. Nothing was saved yet; please shorten it.")
    return text.format(longest=thousands(LONGEST))


def _fault(given: dict[str, str]) -> str:
    """Return what is wrong with the answers of a check-in; empty if nothing is."""
    if given["happened"] not in HAPPENED:
        return _("Say first whether the conversation took place.")
    if max(len(given["in_the_way"]), len(given["seen"])) > LONGEST:
        return _too_long()
    if given["next"] and not isinstance(day_of(given["next"]), date):
        return _("The next day isn’t a date. Pick one from the calendar, or write it like 2027-03-07.")
    return ""
