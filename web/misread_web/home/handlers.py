"""The handlers of the home: its pages, the download of a learner's data, and its deletion."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from tornado.web import authenticated

from misread_course.catalogue import Lesson, apart
from misread_records import Event
from misread_records.people import Certificates, Cohorts, SignIn
from misread_records.seat import Seat
from misread_records.workshop import erase, events_of, participations
from misread_scenarios.language import spoken
from misread_web.auth import FACILITATORS, GRADERS
from misread_web.documents import DOCX
from misread_web.follow_up import completion_of, plan, reviews_of
from misread_web.home.account import Account, account_of, new_devices
from misread_web.home.document import document
from misread_web.home.due import Due
from misread_web.home.export import my_course
from misread_web.home.measuring import offered
from misread_web.home.overview import Overview, overview
from misread_web.home.recent_homes import RecentHome, RecentHomes
from misread_web.site import OWN_STYLES_ONLY, PageHandler, Pages

if TYPE_CHECKING:
    from misread_web.graded_course import GradedCourse

WORD = "delete"
"""The word that a learner must type before anything is deleted."""

log = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True)
class House:
    """The objects that the home's handlers share.

    Attributes:
        seat_of: returns the seat of the person who makes a request.
        lessons: returns the lessons of the course, in order.
        short_case: returns the short case that is played right from the home.
        pages: renders the pages.
        forgotten: gets the seat of a learner whose data was just deleted, to close their open pages.
        graded: the graded course; None if nothing is graded.
        people: the members and their sign-ins; None if nobody signs in.
        recent: the homes that were asked for lately.
        certificates: the certificates; None if none are kept.
    """

    seat_of: Callable[[Any], Seat]
    lessons: Callable[[], Sequence[Lesson]]
    short_case: Callable[[], Lesson]
    pages: Pages
    forgotten: Callable[[Seat], None]
    graded: GradedCourse | None = None
    people: Cohorts | None = None
    certificates: Certificates | None = None
    recent: RecentHomes = dataclasses.field(default_factory=RecentHomes)


class HomeHandler(PageHandler):
    """A page about one learner."""

    def initialize(self, house: House) -> None:
        """Take the objects that the handlers share."""
        self.house, self.pages = house, house.pages

    @property
    def seat(self) -> Seat:
        """The seat of the learner who makes the request."""
        return self.house.seat_of(self)

    async def events(self) -> tuple[Event, ...]:
        """Return all events of this learner. The journal is read in a thread, so that others are served meanwhile.

        Raises:
            JournalError: if it cannot be read.
        """
        seat = self.seat
        return await asyncio.to_thread(seat.journal.read, seat.learner)

    async def overview(self) -> Overview:
        """Return this learner's overview. It is worked out in a thread too.

        Raises:
            JournalError: if the journal cannot be read.
        """
        return await asyncio.to_thread(overview, self.house.lessons(), await self.events(), self.house.short_case())

    async def account(self) -> Account:
        """Return the data about this learner other than their events.

        Raises:
            JournalError: if it cannot be read.
        """
        house = self.house
        return await asyncio.to_thread(account_of, house.people, house.graded, self.seat.learner, house.certificates)

    def hand_over(self, name: str, kind: str, content: str | bytes) -> None:
        """Send a file as a download."""
        self.set_header("Content-Type", kind)
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        self.finish(content)


class HomePage(HomeHandler):
    """The course home."""

    @authenticated
    async def get(self) -> None:
        """Send the page."""
        graded, seat = self.house.graded, self.seat
        home = await asyncio.to_thread(self.house.recent.home, seat, spoken(), self._overview)
        returned = await asyncio.to_thread(graded.returned, seat.learner) if graded else frozenset()
        due = await asyncio.to_thread(self._due, graded, home.overview) if graded else {}
        if due:  # a script adds each date in the reader's own time zone
            self.set_header("Content-Security-Policy", f"{OWN_STYLES_ONLY}; script-src 'self'")
        may_mark = graded is not None and GRADERS.admits(self.current_user)
        ahead = await asyncio.to_thread(self._ahead, home.overview)
        sign_ins = {"new_sign_ins": await self._new_sign_ins(), "has_sign_ins": self.house.people is not None}
        may = {"may_mark": may_mark, "may_lead": FACILITATORS.admits(self.current_user)}
        shown = {"returned": returned, "due": due, **may, **ahead, **sign_ins}
        self.finish(home.page((self.signed_in, shown), partial(self._rendered, home, shown)))

    def _rendered(self, home: RecentHome, more: Mapping[str, Any]) -> str:
        return self.pages.render("home.html", signed_in=self.signed_in, overview=home.overview, part=home.part, **more)

    def _overview(self, events: Sequence[Event], earlier: Overview | None) -> Overview:
        return overview(self.house.lessons(), events, self.house.short_case(), earlier)

    def _ahead(self, shown: Overview) -> dict[str, object]:
        """Return what depends on the time, too: situations to rate, questions to review, a plan, a certificate."""
        events, now, zone = shown.events, datetime.now(UTC), self.pages.zone
        return {
            "offer": offered(shown.course, shown.finished, events, now),
            "reviews": reviews_of(shown.finished, events, now, zone),
            "plan": plan(events, now, zone),
            "has_certificates": self.house.certificates is not None,
            "offers_certificate": self._offers_certificate(shown),
        }

    def _offers_certificate(self, shown: Overview) -> bool:
        """Return whether this learner may have a certificate made and has not."""
        certificates = self.house.certificates
        if certificates is None or completion_of(self.house.lessons(), shown.finished).at is None:
            return False
        return certificates.of(self.seat.learner) is None

    async def _new_sign_ins(self) -> tuple[SignIn, ...]:
        if self.house.people is None:
            return ()
        return new_devices(await asyncio.to_thread(self.house.people.sign_ins.of, self.seat.learner), datetime.now(UTC))

    def _due(self, graded: GradedCourse, shown: Overview) -> dict[str, Due]:
        return graded.due(self.seat.learner, shown.done, datetime.now(UTC))


class PaperPage(HomeHandler):
    """A learner's choices, results and notes as a page for printing."""

    @authenticated
    async def get(self) -> None:
        """Send the page."""
        self.show("paper.html", overview=await self.overview(), made=datetime.now(UTC))


class JsonFile(HomeHandler):
    """All data about a learner, as JSON."""

    @authenticated
    async def get(self) -> None:
        """Send the file."""
        lessons, events = (*self.house.lessons(), *apart()), await self.events()
        workshops = await asyncio.to_thread(self._in_workshops, events)
        account = dataclasses.replace(await self.account(), workshops=workshops)
        content = my_course(self.seat, lessons, events, datetime.now(UTC), account)
        self.hand_over("my-course.json", "application/json; charset=utf-8", content)

    def _in_workshops(self, events: Sequence[Event]) -> dict[str, tuple[Event, ...]]:
        """Return what this learner did in workshops, by their codes."""
        return {part.code: events_of(self.seat.journal, part) for part in participations(events)}


class WordFile(HomeHandler):
    """A learner's choices, results and notes as a Word document."""

    @authenticated
    async def get(self) -> None:
        """Send the file. It is made in a thread, since a long one takes a while."""
        shown = await self.overview()
        self.hand_over(
            "my-course.docx", DOCX, await asyncio.to_thread(document, shown, datetime.now(UTC), self.pages.zone)
        )


def _erase(seat: Seat) -> None:
    """Erase a learner's name and texts in workshops, and delete all their own events.

    Their own events go last: without them, nobody could tell any more which participant they were.
    """
    erase(seat.journal, participations(seat.journal.read(seat.learner)))
    seat.journal.forget(seat.learner)


class DeletePage(HomeHandler):
    """The deletion of all data about a learner."""

    @authenticated
    async def get(self) -> None:
        """Show what would be deleted, and ask."""
        self._ask((await self.overview()), wrong=False)

    @authenticated
    async def post(self) -> None:
        """Delete everything, if the word was typed."""
        if self.get_body_argument("word", "").strip().strip("“”\"'").casefold() != WORD:
            self.set_status(HTTPStatus.UNPROCESSABLE_ENTITY)
            self._ask((await self.overview()), wrong=True)
            return
        seat = self.seat
        if self.house.graded is not None:
            await asyncio.to_thread(self.house.graded.forget, seat.learner)
        if self.house.certificates is not None:
            await asyncio.to_thread(self.house.certificates.withdraw, seat.learner)
        await asyncio.to_thread(_erase, seat)
        if self.house.people is not None:
            here = self.current_user.sign_in
            await asyncio.to_thread(self.house.people.sign_ins.forget, seat.learner, keep=here)
        self.house.recent.forget(seat.learner)
        log.info("a learner had everything deleted")
        self.house.forgotten(seat)
        self.redirect(f"{self.base_url}data/deleted", status=HTTPStatus.SEE_OTHER)

    def _ask(self, shown: Overview, *, wrong: bool) -> None:
        facts = {"word": WORD, "wrong": wrong, "is_graded": self.house.graded is not None}
        facts["has_sign_ins"] = self.house.people is not None
        self.show("delete.html", overview=shown, xsrf=self.xsrf_token.decode(), **facts)


class DeletedPage(HomeHandler):
    """The page that confirms the deletion."""

    @authenticated
    async def get(self) -> None:
        """Send the page; redirect home if the learner has any events."""
        if await self.events():
            self.redirect(self.base_url)
            return
        self.show("deleted.html")
