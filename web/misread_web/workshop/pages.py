"""The pages of workshops: where people join, where a facilitator starts one, and the three live pages."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from tornado.web import HTTPError

from misread_records import JournalError
from misread_records.workshop import BadAct
from misread_web.auth import Person
from misread_web.language import _
from misread_web.live import Overtime
from misread_web.site import OWN_FILES_ONLY, PageHandler, Pages
from misread_web.workshop.codes import JOIN_LENGTH, OWN_LENGTH, spaced, typed
from misread_web.workshop.joining import OwnWorkshops, Places, WrongCodes, fault
from misread_web.workshop.workshops import LONGEST_NAME, NoWorkshop, Workshops

if TYPE_CHECKING:
    from misread_records.workshop import Workshop
    from misread_web.workshop.conversation import Role, WorkshopConversations
    from misread_web.workshop.homes import Homes
    from misread_web.workshop.live_pages import LivePages


@dataclasses.dataclass(frozen=True)
class Front:
    """What the pages of workshops share.

    Attributes:
        workshops: the workshops of this server process.
        conversations: what the live pages and the server say to each other, by role.
        places: the places of participants.
        own: what members' events keep.
        wrong: limits wrong codes.
        pages: renders the pages without scripts.
        live: renders the live pages.
        homes: knows where people reach the course.
    """

    workshops: Workshops
    conversations: Mapping[Role, WorkshopConversations]
    places: Places
    own: OwnWorkshops
    wrong: WrongCodes
    pages: Pages
    live: LivePages
    homes: Homes


class WorkshopPage(PageHandler):
    """A page about a workshop."""

    def initialize(self, front: Front) -> None:
        """Take what the pages share."""
        self.front, self.pages = front, front.pages

    @property
    def person(self) -> Person | None:
        """The person who is signed in; None if nobody is."""
        return self.current_user if isinstance(self.current_user, Person) else None

    async def workshop(self, code: str) -> Workshop | None:
        """Return a workshop; None if there is none with this code.

        Raises:
            HTTPError: 503 if the journal is away.
        """
        try:
            return await self.front.workshops.get(code)
        except NoWorkshop:
            return None
        except (JournalError, Overtime) as error:
            raise HTTPError(HTTPStatus.SERVICE_UNAVAILABLE) from error

    def go(self, path: str) -> None:
        """Lead on to another page of the course."""
        self.redirect(f"{self.base_url}{path}", status=HTTPStatus.SEE_OTHER)


class JoiningPage(WorkshopPage):
    """A page on which a code is typed; wrong ones are limited."""

    @property
    def network(self) -> str:
        """The address of the network from which the request comes."""
        return str(self.request.remote_ip)

    async def looked_up(self, code: str) -> Workshop | None:
        """Return the workshop with a join code; if there is none, count the code as wrong and return None.

        Raises:
            HTTPError: 429 if too many wrong codes were tried.
        """
        self.check_tries()
        workshop = await self.workshop(code)
        if workshop is None:
            self.front.wrong.count(self.network)
        return workshop

    def check_tries(self) -> None:
        """Check that not too many wrong codes were tried from this network.

        Raises:
            HTTPError: 429 if there were.
        """
        if self.front.wrong.are_too_many(self.network):
            raise HTTPError(HTTPStatus.TOO_MANY_REQUESTS)

    def ask_code(self, wrong: str = "", code: str = "", status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY) -> None:
        """Ask for a code, after a wrong one with what is wrong."""
        if wrong:
            self.set_status(status)
        self.show("join.html", wrong=wrong, code=code[:40], xsrf=self.xsrf_token.decode())

    def write_error(self, status_code: int, **options: Any) -> None:  # noqa: ANN401 - as tornado's own
        """Say on the same page that too many codes were tried; send any other error as on all pages."""
        if status_code != HTTPStatus.TOO_MANY_REQUESTS:
            super().write_error(status_code, **options)
            return
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Retry-After", "30")
        self.ask_code(
            _("Too many wrong codes were tried from your network. Wait half a minute, then try yours again."),
            status=HTTPStatus.TOO_MANY_REQUESTS,
        )


class JoinPage(JoiningPage):
    """The page on which people type the code of a workshop, or their own code."""

    async def get(self) -> None:
        """Ask for the code; follow one in the address, as in a link with ``?code=``."""
        code = self.get_query_argument("code", "")
        if code:
            await self._take(code)
        else:
            self.ask_code()

    async def post(self) -> None:
        """Lead on to the workshop with the code, or back to the place of an own code."""
        await self._take(self.get_body_argument("code", ""))

    async def _take(self, text: str) -> None:
        code = typed(text)
        if wrong := fault(code):
            self.ask_code(wrong, text)
        elif len(code) == JOIN_LENGTH:
            self.go(f"join/{code}")
        else:
            self._come_back(code, text)

    def _come_back(self, own: str, text: str) -> None:
        self.check_tries()
        found = self.front.places.by_own_code(self.front.workshops.in_memory(), own)
        if found is None:
            self.front.wrong.count(self.network)
            said = _(
                "No place has the code {code} here. Type the code of the workshop first, six letters; the next page "
                "asks for your own."
            )
            self.ask_code(said.format(code=spaced(own)), text, HTTPStatus.NOT_FOUND)
            return
        code, participant = found
        self.front.places.give(self, code, participant)
        self.go(f"workshop/{code}")


class JoinWorkshopPage(JoiningPage):
    """The page of one workshop on which people join it, in one step."""

    async def get(self, text: str) -> None:
        """Ask for a name; lead on who takes part already."""
        workshop = await self._found(text)
        if workshop is None:
            return
        if workshop.is_over:
            self.set_status(HTTPStatus.GONE)
            self.show("join-over.html", workshop=workshop, place=self._present(workshop, self._own(workshop)))
            return
        participant = self._own(workshop)
        was_removed = participant in workshop.removed
        participant = self._present(workshop, participant) or await self._as_member(workshop)
        if participant:
            self.front.places.give(self, workshop.code, participant)
            self.go(f"workshop/{workshop.code}")
        else:
            self._ask(workshop, removed=was_removed)

    async def post(self, text: str) -> None:
        """Let somebody in, or bring them back to their place."""
        workshop = await self._found(text)
        if workshop is None:
            return
        if "own" in self.request.body_arguments:
            self._come_back(workshop, self.get_body_argument("own", ""))
        else:
            await self._join(workshop, self.get_body_argument("name", ""))

    async def _found(self, text: str) -> Workshop | None:
        """Return the workshop of a code as it was typed; None if the response says that there is none."""
        code = typed(text)
        if wrong := fault(code):
            self.ask_code(wrong, text)
        elif len(code) == OWN_LENGTH:
            self.ask_code(_("That is an own code. Type it here, and you are back in your place."), text)
        elif (workshop := await self.looked_up(code)) is None:
            said = _("There’s no workshop with the code {code}. Compare it with the wall, letter by letter.")
            self.ask_code(said.format(code=spaced(code)), text, HTTPStatus.NOT_FOUND)
        else:
            return workshop
        return None

    def _own(self, workshop: Workshop) -> str | None:
        return self.front.places.of(self, workshop.code)

    @staticmethod
    def _present(workshop: Workshop, participant: str | None) -> str | None:
        """Return the id of a participant who takes part; None for anybody else."""
        is_there = participant in workshop.participants and participant not in workshop.removed
        return participant if is_there else None

    async def _as_member(self, workshop: Workshop) -> str | None:
        """Return as which participant the member who is signed in takes part, from whatever device."""
        if self.person is None:
            return None
        return self._present(workshop, await self.front.own.participant(self.person, workshop.code))

    async def _join(self, workshop: Workshop, name: str) -> None:
        name = " ".join(name.split())
        if len(name) > LONGEST_NAME:
            said = _("That’s longer than a name may be here: {most} characters fit.").format(most=LONGEST_NAME)
            self._ask(workshop, wrong=said, name=name)
            return
        participant = await self._as_member(workshop) or self._new_id(workshop)
        try:
            participant = await self.front.workshops.join(workshop.code, name, participant)
        except BadAct as error:
            self._ask(workshop, wrong=str(error), name=name)
            return
        except Overtime as error:
            raise HTTPError(HTTPStatus.SERVICE_UNAVAILABLE) from error
        if self.person is not None:
            await self.front.own.joined(self.person, workshop, participant)
        self.front.places.give(self, workshop.code, participant)
        self.go(f"workshop/{workshop.code}")

    def _new_id(self, workshop: Workshop) -> str:
        """Return the id that the form was sent with, or no id if a participant with it was taken out."""
        id_ = self.front.places.joining(self.get_body_argument("place", ""), workshop.code)
        return id_ if id_ and id_ not in workshop.removed else ""

    def _come_back(self, workshop: Workshop, text: str) -> None:
        self.check_tries()
        own = typed(text)
        found = self.front.places.by_own_code([workshop], own) if len(own) == OWN_LENGTH else None
        if found is None:
            self.front.wrong.count(self.network)
            self._ask(
                workshop,
                wrong_own=_(
                    "Nobody’s place has this code in this workshop. It has eight letters, and stands on the page on "
                    "which you took part. Without it, join anew."
                ),
                own=text,
            )
            return
        self.front.places.give(self, workshop.code, found[1])
        self.go(f"workshop/{workshop.code}")

    def _ask(  # noqa: PLR0913 - what was typed, and what is wrong with it
        self,
        workshop: Workshop,
        *,
        wrong: str = "",
        name: str = "",
        wrong_own: str = "",
        own: str = "",
        removed: bool = False,
    ) -> None:
        if wrong or wrong_own:
            self.set_status(HTTPStatus.UNPROCESSABLE_ENTITY)
        facts: dict[str, object] = {"wrong": wrong, "called": name[:200], "wrong_own": wrong_own, "own": own[:40]}
        facts |= {"code": spaced(workshop.code), "longest": LONGEST_NAME, "removed": removed}
        facts |= {"member": self.signed_in, "place": self.front.places.new(workshop.code)}
        self.show("join-workshop.html", workshop=workshop, xsrf=self.xsrf_token.decode(), **facts)


class LivePage(WorkshopPage):
    """One of the live pages of a workshop."""

    role: Role

    @property
    def content_security_policy(self) -> str:
        """The policy of pages with scripts of the course."""
        return OWN_FILES_ONLY

    async def existing(self, text: str) -> Workshop | None:
        """Return the workshop that an address names; None if the response leads to the address in capitals.

        Raises:
            HTTPError: 404 if there is no such workshop.
        """
        code = typed(text)
        if code != text:
            path = self.request.path.removeprefix(self.base_url).replace(text, code, 1)
            self.go(path)
            return None
        workshop = await self.workshop(code)
        if workshop is None:
            raise HTTPError(HTTPStatus.NOT_FOUND)
        return workshop

    async def send(self, workshop: Workshop) -> None:
        """Send the page with its first view."""
        conversations = self.front.conversations[self.role]
        told = conversations.told(workshop.code, conversations.seat_at(self, workshop.code))
        self.finish(await asyncio.to_thread(self.front.live.render, self.role, workshop, told))


class ParticipantPage(LivePage):
    """The page on which somebody takes part."""

    role = "participant"

    async def get(self, text: str) -> None:
        """Send the page; lead anybody without a place to where they join."""
        code = typed(text)
        workshop = await self.workshop(code) if code == text else None
        participant = self.front.places.of(self, code)
        is_there = workshop and participant in workshop.participants and participant not in workshop.removed
        if workshop is None or not is_there:
            self.go(f"join/{code}")
        else:
            await self.send(workshop)


class _LedPage(LivePage):
    """A live page of the facilitator."""

    async def get(self, text: str) -> None:
        """Send the page, and keep that this person leads the workshop."""
        workshop = await self.existing(text)
        if workshop is None:
            return
        if self.person is not None:
            await self.front.own.led(self.person, workshop.code, workshop.title)
        await self.send(workshop)


class HostPage(_LedPage):
    """The page from which a facilitator leads."""

    role = "host"


class ProjectorPage(_LedPage):
    """The page for the projector."""

    role = "projector"
