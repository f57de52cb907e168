"""Coming into a workshop: codes as they are typed, participants' cookies, and what members' events keep of it."""

from __future__ import annotations

import asyncio
import dataclasses
import secrets
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from misread_records import Event, SlotTaken, new_id
from misread_records.workshop import LESSON, pointer_data
from misread_web.auth import Authenticator, BadToken, Person, Purpose, cookies
from misread_web.language import _
from misread_web.workshop.codes import JOIN_LENGTH, OWN_LENGTH, foreign, own_code

if TYPE_CHECKING:
    from pydantic import JsonValue
    from tornado.web import RequestHandler

    from misread_records import Journal, Kind
    from misread_records.workshop import Workshop

KEPT = timedelta(days=30)
"""How long a browser keeps the cookie of a participant."""
WRONG_AT_ONCE, WRONG_A_SECOND = 40, 0.5
"""How many wrong codes one network may try at once and, after that, a second. A whole room may share one address."""
ALL_AT_ONCE, ALL_A_SECOND = 400, 5.0
"""The same for all networks together."""


@dataclasses.dataclass
class _Bucket:
    """A token bucket."""

    most: float
    a_second: float
    left: float
    at: float

    def refill(self, now: float) -> None:
        self.left = min(self.most, self.left + (now - self.at) * self.a_second)
        self.at = now


class WrongCodes:
    """Limits how many wrong codes are tried, so that nobody guesses that of a workshop or of a participant."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Take the clock, in seconds."""
        self._clock = clock
        self._all = _Bucket(ALL_AT_ONCE, ALL_A_SECOND, ALL_AT_ONCE, clock())
        self._each: dict[str, _Bucket] = {}

    def are_too_many(self, address: str) -> bool:
        """Return whether no further code from a network address is looked up now."""
        now = self._clock()
        each = self._each.get(address)
        for bucket in filter(None, (self._all, each)):
            bucket.refill(now)
        return self._all.left < 1 or (each is not None and each.left < 1)

    def count(self, address: str) -> None:
        """Count a wrong code from a network address."""
        now = self._clock()
        self._each = {each: bucket for each, bucket in self._each.items() if not _is_full(bucket, now)}
        each = self._each.setdefault(address, _Bucket(WRONG_AT_ONCE, WRONG_A_SECOND, WRONG_AT_ONCE, now))
        for bucket in (self._all, each):
            bucket.refill(now)
            bucket.left -= 1


def _is_full(bucket: _Bucket, now: float) -> bool:
    bucket.refill(now)
    return bucket.left >= bucket.most


def fault(code: str) -> str:
    """Return why a typed code cannot be one, in the spoken language; empty if it may be one."""
    if not code:
        return _("Type the six letters of the code that stands on the wall.")
    if signs := foreign(code):
        shown = ", ".join(signs[:5])
        return _("No code has the sign {signs}. Look at the wall once more.").format(signs=shown)
    if len(code) not in (JOIN_LENGTH, OWN_LENGTH):
        said = _("That’s {number} letters. The code on the wall has {join}, and your own code has {own}.")
        return said.format(number=len(code), join=JOIN_LENGTH, own=OWN_LENGTH)
    return ""


class Places:
    """The places of participants: who takes part from a browser, by its cookie or by somebody's own code."""

    def __init__(self, authenticator: Authenticator) -> None:
        """Take the authenticator, which signs cookies."""
        self._authenticator, self._key = authenticator, authenticator.key_of_places

    def of(self, handler: RequestHandler, code: str) -> str | None:
        """Return the id of the participant whose browser makes a request; None if it has no place in this workshop."""
        return self._read(cookies.read(handler, _cookie(code)) or "", code, Purpose.PARTICIPANT)

    def give(self, handler: RequestHandler, code: str, participant: str) -> None:
        """Let a browser take part as a participant from now on."""
        value = self._authenticator.sealed([code, participant], Purpose.PARTICIPANT)
        cookies.write(handler, value, _cookie(code), expires=datetime.now(UTC) + KEPT)

    def new(self, code: str) -> str:
        """Return a signed id of somebody who may join, for a form: sent twice, it still lets in one participant."""
        return self._authenticator.sealed([code, secrets.token_hex(8)], Purpose.JOINING)

    def joining(self, form: str, code: str) -> str | None:
        """Return the id that a form was sent with; None if it is not ours, or for another workshop."""
        return self._read(form, code, Purpose.JOINING)

    def own_code(self, code: str, participant: str) -> str:
        """Return a participant's own code."""
        return own_code(self._key, code, participant)

    def by_own_code(self, workshops: Iterable[Workshop], own: str) -> tuple[str, str] | None:
        """Return the join code and the participant's id of an own code; None if none of the workshops has it."""
        for workshop in workshops:
            for id_ in workshop.participants:
                if id_ not in workshop.removed and secrets.compare_digest(self.own_code(workshop.code, id_), own):
                    return workshop.code, id_
        return None

    def _read(self, text: str, code: str, purpose: Purpose) -> str | None:
        try:
            words = self._authenticator.unsealed(text, purpose, KEPT)
        except BadToken:
            return None
        return words[1] if len(words) == 2 and words[0] == code else None  # noqa: PLR2004 - the code and the id


def _cookie(code: str) -> str:
    return f"workshop-{code}"


@dataclasses.dataclass(frozen=True)
class Opened:
    """A workshop that somebody opened or led: its join code, its title, and when it was first theirs."""

    code: str
    title: str
    at: datetime


class OwnWorkshops:
    """What the events of people with an account keep of the workshops that they joined or lead."""

    def __init__(self, journal: Journal) -> None:
        """Use a journal."""
        self._journal = journal

    async def joined(self, person: Person, workshop: Workshop, participant: str) -> None:
        """Keep that a member takes part in a workshop, as which participant, and what the workshop plays.

        Raises:
            JournalError: if it could not be saved.
        """
        await self._keep(person, workshop.code, "joined", pointer_data(workshop, participant))

    async def participant(self, person: Person, code: str) -> str | None:
        """Return as which participant a member takes part in a workshop; None if they do not.

        Raises:
            JournalError: if the journal could not be read.
        """
        return next(
            (str(each.data.get("participant")) for each in await self._events(person, "joined") if each.item == code),
            None,
        )

    async def led(self, person: Person, code: str, title: str) -> None:
        """Keep that somebody leads a workshop.

        Raises:
            JournalError: if it could not be saved.
        """
        await self._keep(person, code, "opened", {"title": title})

    async def all_led(self, person: Person) -> tuple[Opened, ...]:
        """Return the workshops that somebody leads or has led, the newest first.

        Raises:
            JournalError: if the journal could not be read.
        """
        events = await self._events(person, "opened")
        return tuple(Opened(each.item, str(each.data.get("title") or ""), each.at) for each in reversed(events))

    async def _events(self, person: Person, kind: Kind) -> tuple[Event, ...]:
        events = await asyncio.to_thread(self._journal.read, person.username, LESSON)
        return tuple(each for each in events if each.kind == kind)

    async def _keep(self, person: Person, code: str, kind: Kind, data: dict[str, JsonValue]) -> None:
        event = Event(
            id=new_id(), learner=person.username, cohort=person.cohort, at=datetime.now(UTC), lesson=LESSON, item=code,
            kind=kind, attempt=1, data=data, content="1", slot=f"{kind}/{code}",
        )  # fmt: skip
        try:
            await asyncio.to_thread(self._journal.append, event)
        except SlotTaken:
            return  # it is kept already
