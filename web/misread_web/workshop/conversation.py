"""The conversations of a workshop's pages: the host's, the projector's and every participant's.

A page sends ``{"to": "workshop", "content": {...}, "id": …}``. The content is

===========  =========================================================================================
host         ``{"do": <act>, …, "after": n}``; `n` is ``after`` of the view; ``{"do": "finish"}`` ends it
participant  ``{"do": "vote", "step": …, "ballot": n, "round": n, "answer": …}``
             ``{"do": "write", "step": "" for the parking lot, "text": …, "share": true or false}``
             ``{"do": "name", "name": …}``
===========  =========================================================================================

The state that a page gets has a ``view``; a participant's state also has ``own``, which only they get. The server sends
each of the two again when it has changed. What cannot be done now is answered with the message ``{"refused": <why>}``.
"""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

from jupyter_server.base.handlers import JupyterHandler
from pydantic import JsonValue
from pydantic_core import to_json
from tornado.web import HTTPError

from misread_records import JournalError
from misread_records.seat import Seat
from misread_records.uuid7 import check_version
from misread_records.workshop import BadAct, Workshop, act_of, journal_name
from misread_scenarios.language import speaking
from misread_web.language import _
from misread_web.live import AWAY, TOO_MANY, Carrier, Conversation, OpenConnections, Overtime, Pace, whose
from misread_web.workshop.views import (
    NOBODY_INVITED,
    BadVote,
    Invitation,
    closed_to,
    host_view,
    own_view,
    participant_view,
    projector_view,
    too_late_for,
)
from misread_web.workshop.workshops import Change, NoWorkshop, Sender, Workshops

Role = Literal["host", "projector", "participant"]
PLACE = "workshop"
"""The name of the one place in a workshop's page, where its view is drawn."""

BEHIND_SECONDS = 0.2
"""How often a page that does not keep up is looked after."""


def _nobody(_handler: JupyterHandler, _code: str) -> str | None:
    return None


def _nothing(_code: str, _participant: str) -> str:
    return ""


def _nowhere(_code: str) -> Invitation:
    return NOBODY_INVITED


def _ignored(_handler: JupyterHandler, _code: str) -> None:
    pass


@dataclasses.dataclass(frozen=True)
class Entrance:
    """How people come into workshops.

    Attributes:
        participant_of: returns the id of the participant of a workshop who makes a request; None for anybody else.
        own_code_of: returns the code that brings a participant back, from the join code and their id.
        result_of: returns the address of a participant's own result, or an empty text.
        invitation_of: returns how people come into the workshop with a join code; it may differ from time to time.
        led_at: gets each request of a facilitator's page, and the join code.
    """

    participant_of: Callable[[JupyterHandler, str], str | None] = _nobody
    own_code_of: Callable[[str, str], str] = _nothing
    result_of: Callable[[str, str], str] = _nothing
    invitation_of: Callable[[str], Invitation] = _nowhere
    led_at: Callable[[JupyterHandler, str], None] = _ignored


NOBODY_COMES = Entrance()


log = logging.getLogger(__name__)


class Audience:
    """The open pages of one role in one workshop, which share a view: it is made and written as JSON once for all."""

    def __init__(self, workshops: Workshops, code: str, role: Role, entrance: Entrance) -> None:
        """Start without pages; `entrance` is how people come in."""
        self._workshops, self._code, self._role, self._entrance = workshops, code, role, entrance
        self._pages: set[WorkshopConversation] = set()
        self._made: tuple[int, int, bytes] | None = None
        self._stop: Callable[[], None] | None = None

    @property
    def workshop(self) -> Workshop:
        """The present state."""
        return self._workshops.now(self._code)

    @property
    def is_empty(self) -> bool:
        """Whether no page is open."""
        return not self._pages

    def enter(self, page: WorkshopConversation) -> None:
        """Send a page all news from now on."""
        self._pages.add(page)
        if self._stop is None:
            self._stop = self._workshops.watch(self._code, self._changed)

    def leave(self, page: WorkshopConversation) -> None:
        """Send a page no more news."""
        self._pages.discard(page)
        if not self._pages and self._stop is not None:
            self._stop()
            self._stop = None

    def view(self) -> bytes:
        """Return what all pages are shown, as JSON; it says how many seconds are left, so it holds for a second."""
        workshop, second = self.workshop, int(time.monotonic())
        if self._made is None or self._made[:2] != (workshop.version, second):
            self._made = workshop.version, second, to_json(self._view(workshop), inf_nan_mode="null")
        return self._made[2]

    def _view(self, workshop: Workshop) -> Mapping[str, Any]:
        now = datetime.now(UTC)
        if self._role == "participant":
            return participant_view(workshop, now)
        view = host_view if self._role == "host" else projector_view
        return view(workshop, now, self._entrance.invitation_of(self._code))

    def own(self, participant: str) -> bytes:
        """Return what only one participant's page is shown, as JSON; nothing without a participant."""
        if not participant:
            return b""
        code, entrance = self._code, self._entrance
        result = entrance.result_of(code, participant)
        own = own_view(self.workshop, participant, entrance.own_code_of(code, participant), result)
        return to_json(own, inf_nan_mode="null")

    def _changed(self, change: Change) -> None:
        """Show all pages what is new; what participants do changes only the own parts of their pages."""
        for page in tuple(self._pages):
            if self._role != "participant" or change.acted:
                page.show()
            elif page.participant in change.participants:
                page.show_own()


class WorkshopConversations:
    """The conversations of one role in all workshops; the name of a conversation is the workshop's code."""

    def __init__(
        self,
        workshops: Workshops,
        role: Role,
        open_connections: OpenConnections,
        entrance: Entrance = NOBODY_COMES,
    ) -> None:
        """Start without conversations.

        Args:
            workshops: the workshops.
            role: whose pages have these conversations.
            open_connections: counts connections and messages.
            entrance: how people come in.
        """
        self.workshops, self.role, self.open_connections = workshops, role, open_connections
        self.pace = Pace()
        self._entrance = entrance
        self._audiences: dict[str, Audience] = {}

    async def has(self, name: str) -> bool:
        """Return whether there is a workshop with this code.

        Raises:
            HTTPError: 503 if the journal is away.
        """
        try:
            await self.workshops.get(name)
        except NoWorkshop:
            return False
        except (JournalError, Overtime) as error:
            raise HTTPError(503) from error
        return True

    def seat_at(self, handler: JupyterHandler, name: str) -> Seat:
        """Return the seat of the person who makes a request; each participant has their own.

        Raises:
            HTTPError: 403 if they do not take part.
        """
        if self.role != "participant":
            person = handler.current_user
            self._entrance.led_at(handler, name)
            return Seat(person.username, person.cohort, self.workshops.journal)
        id_ = self._entrance.participant_of(handler, name)
        workshop = self.workshops.now(name)
        if id_ is None or id_ not in workshop.participants or id_ in workshop.removed:
            raise HTTPError(403)
        return Seat(f"{journal_name(name)}/{id_}", None, self.workshops.journal)

    def start(self, name: str, seat: Seat, carrier: Carrier) -> WorkshopConversation:
        """Return a new conversation over a connection."""
        return WorkshopConversation(self, name, seat, carrier)

    @property
    def watched(self) -> frozenset[str]:
        """The codes of the workshops that have open pages of this role."""
        return frozenset(self._audiences)

    def enter(self, code: str, page: WorkshopConversation) -> Audience:
        """Send a page all news of a workshop from now on, and return the pages with which it shares its view."""
        audience = self._audiences[code] = self._audience(code)
        audience.enter(page)
        return audience

    def leave(self, code: str, page: WorkshopConversation) -> None:
        """Send a page no more news."""
        audience = self._audience(code)
        audience.leave(page)
        if audience.is_empty:
            self._audiences.pop(code, None)

    def _audience(self, code: str) -> Audience:
        return self._audiences.get(code) or Audience(self.workshops, code, self.role, self._entrance)

    def told(self, code: str, seat: Seat) -> bytes:
        """Return the first messages to a page as JSON, to be sent within the page; `has` must have found the code."""
        audience = self._audience(code)
        head = to_json([{"whose": whose(seat)}, {"open": PLACE, "module": self.role}])
        return head[:-2] + b',"state":' + _state(audience.view(), audience.own(participant_at(seat))) + b"}]"


def participant_at(seat: Seat) -> str:
    """Return the id of the participant at a seat; empty for a host's or projector's seat."""
    return seat.learner.partition("/")[2] if seat.learner.startswith(journal_name("")) else ""


def _state(view: bytes, own: bytes) -> bytes:
    """Return the state of a page, or what is new in it, as JSON; empty parts are left out."""
    return b"{" + b",".join([*([b'"view":' + view] if view else []), *([b'"own":' + own] if own else [])]) + b"}"


class WorkshopConversation(Conversation):
    """What one page and the server say to each other about a workshop."""

    tells_by_itself = True

    def __init__(self, conversations: WorkshopConversations, code: str, seat: Seat, carrier: Carrier) -> None:
        """Prepare a conversation over a connection; nothing is sent yet."""
        super().__init__(conversations.open_connections, carrier)
        self._conversations, self._code, self._seat = conversations, code, seat
        self._workshops, self._role = conversations.workshops, conversations.role
        self.participant = participant_at(seat)
        self._audience: Audience | None = None
        self._view = self._own = b""
        self._later: asyncio.TimerHandle | None = None

    @property
    def is_begun(self) -> bool:
        """Whether the page has its view."""
        return self._audience is not None

    async def begin(self, key: str) -> None:  # noqa: ARG002 - a workshop has no sessions
        """Show the page its view, and send it every change from now on."""
        try:
            await self._workshops.get(self._code)
        except (JournalError, Overtime, NoWorkshop):
            self._carrier.close(AWAY, "the journal is away")
            return
        self._audience = self._conversations.enter(self._code, self)
        self._view, self._own = self._audience.view(), self._audience.own(self.participant)
        self._carrier.tell_json(self._conversations.told(self._code, self._seat))
        self._carrier.tell({"ready": True, "since": ""})

    def show(self) -> None:
        """Send the page what has changed in its view and its own part, in one message.

        A page that has not read the last view yet gets the newest one later, and those between never.
        """
        if self._audience is not None and self._is_up_to_date():
            view, own = self._audience.view(), self._audience.own(self.participant)
            new_view, new_own = b"" if view == self._view else view, b"" if own == self._own else own
            self._view, self._own = view, own
            if new_view or new_own:
                self._carrier.tell_json(b'[{"update":"workshop","state":' + _state(new_view, new_own) + b"}]")

    def show_own(self) -> None:
        """Send the page its own part, if that has changed."""
        if self._audience is None or not self._is_up_to_date():
            return
        own = self._audience.own(self.participant)
        if own != self._own:
            self._own = own
            self._carrier.tell_json(b'[{"update":"workshop","state":' + _state(b"", own) + b"}]")

    def _is_up_to_date(self) -> bool:
        """Return whether the page has read everything; if not, look again soon."""
        if not self._carrier.is_behind:
            return True
        if self._later is None:
            self._later = asyncio.get_running_loop().call_later(BEHIND_SECONDS, self._catch_up)
        return False

    def _catch_up(self) -> None:
        self._later = None
        self.show()

    async def look_again(self, message: dict[str, Any]) -> None:  # noqa: ARG002 - everything is looked at
        """Send the page its whole state again."""
        self._view = self._own = b""
        self.show()

    async def hear(self, message: dict[str, Any]) -> None:
        """Do what a message asks for, or say why it cannot be done now; then acknowledge it."""
        id_, content = message.get("id"), message["content"]
        if isinstance(content, dict) and content.get("do") == "write":
            wait = self._conversations.pace.wait(self._seat.learner)
            if wait is None:
                self._carrier.close(TOO_MANY, "too many messages")
                return
            await asyncio.sleep(wait)
        with self._open_connections.handling():
            async with self._turn:
                if self._open_connections.is_leaving or self._audience is None:
                    return
                with speaking(self._audience.workshop.lang):
                    refused = await self._done(content, id_)
        if refused is None:
            return
        if refused:
            self._carrier.tell({"message": PLACE, "content": {"refused": refused}})
        if self.participant:
            self.show_own()
        self._carrier.tell({"heard": id_, "since": ""})

    async def _done(self, content: object, id_: object) -> str | None:
        """Do what a message asks for; return why not, or an empty text; None if the page must send it again."""
        try:
            await self._do(content, _event_id(id_))
        except (BadAct, BadVote) as reason:
            return str(reason)
        except NoWorkshop:
            return _("This workshop is not here any more.")
        except (JournalError, Overtime):
            self._open_connections.went_wrong("unsaved_message")
            log.warning("a message of a workshop could not be saved")
            self._carrier.tell({"unsaved": id_})
            return None
        except Exception:  # any other error is logged, and the page says that it was not saved
            self._open_connections.went_wrong("failed_message")
            log.exception("a message of a workshop failed")
            return _("That went wrong on our side, and it was not saved. What was saved before is kept.")
        return ""

    async def _do(self, content: object, id_: UUID) -> None:
        """Do what the content of a message asks for.

        Raises:
            BadAct, BadVote, NoWorkshop, JournalError, Overtime: as the methods of `Workshops`.
        """
        if not isinstance(content, dict):
            raise BadAct(_NOT_UNDERSTOOD)
        if self._role == "host":
            await self._host(content, id_)
        elif self.participant:
            await self._take_part(content, Sender(self._code, self.participant, id_))
        else:
            raise BadAct(_NOT_UNDERSTOOD)

    async def _host(self, content: dict[str, JsonValue], id_: UUID) -> None:
        if content.get("do") == "finish":
            await self._workshops.finish(self._code)
            return
        await self._workshops.act(self._code, act_of(content), _number(content, "after"), id_)

    async def _vote(self, content: dict[str, JsonValue], by: Sender) -> None:
        """Keep a vote.

        Raises:
            BadVote: if it came too late, or if no page asks for such an answer.
            BadAct, NoWorkshop, JournalError, Overtime: as `Workshops.vote`.
        """
        step, ballot, round_ = _text(content, "step"), _number(content, "ballot"), max(1, _number(content, "round"))
        try:
            await self._workshops.vote(by, step, ballot, round_, content.get("answer"))
        except BadAct as error:
            workshop = self._workshops.now(self._code)
            if workshop.is_voting(step, ballot, round_):
                raise
            raise BadVote(too_late_for(workshop, self.participant, step, ballot, round_)) from error

    async def _take_part(self, content: dict[str, JsonValue], by: Sender) -> None:
        do = content.get("do")
        if closed := closed_to(self._workshops.now(self._code), self.participant):
            raise BadVote(closed)
        if do == "vote":
            await self._vote(content, by)
        elif do == "write":
            text = _text(content, "text")
            await self._workshops.write(by, _text(content, "step"), text, share=content.get("share") is True)
        elif do == "name":
            await self._workshops.name(by, _text(content, "name"))
        else:
            raise BadAct(_NOT_UNDERSTOOD)

    def end(self) -> None:
        """Send no more news: the connection has ended."""
        if self._later is not None:
            self._later.cancel()
        if self._audience is not None:
            self._audience = None
            self._conversations.leave(self._code, self)


_NOT_UNDERSTOOD = "a workshop has no such message"


def _text(content: dict[str, JsonValue], name: str) -> str:
    value = content.get(name)
    return value if isinstance(value, str) else ""


def _number(content: dict[str, JsonValue], name: str) -> int:
    value = content.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _event_id(id_: object) -> UUID:
    """Return the id of the event that a message makes, which is the message's own.

    Raises:
        BadAct: if it is no UUID of version 7.
    """
    try:
        return check_version(UUID(str(id_)))
    except ValueError:
        raise BadAct(_NOT_UNDERSTOOD) from None
