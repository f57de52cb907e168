"""The workshops of a server: their states, kept up to date from the journal, and everything that people do in them."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import logging
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Final, NamedTuple, TypeVar
from uuid import UUID

from pydantic import JsonValue

from misread_records import Event, IdTaken, Journal, JournalError, Kind, Known, SlotTaken, new_id
from misread_records.workshop import (
    LESSON,
    WHOLE,
    Act,
    BadAct,
    Settings,
    Step,
    Workshop,
    act_slot,
    journal_name,
    participant_slot,
)
from misread_scenarios.language import thousands
from misread_web.language import _
from misread_web.live import Overtime, ThreadPool
from misread_web.workshop.answers import check_picks
from misread_web.workshop.codes import new_code
from misread_web.workshop.notices import Notices
from misread_web.workshop.views import too_late, vote_as_kept

Result = TypeVar("Result")
CONTENT: Final = "1"
"""The version of a workshop's events: the content that people saw follows from the agenda."""
JOURNAL_SECONDS = 10.0
"""How long one call to the journal may take."""
MOST_PARTICIPANTS = 2_500
MOST_EACH = 400
"""The most events of one participant: every change of a vote, every text and every change of a name."""
MOST_NOTES = 60
"""The most texts of one participant."""
LONGEST_NOTE = 1_000
LONGEST_NAME = 40
LONGEST_ANSWER = 4_000
"""The most characters of a text, of a name, and of a vote's answer as JSON."""
CHANGES_EVERY, SHARE_OF_TIME = 0.1, 0.25
"""The least seconds between two calls of a listener, and the largest share of the time that its calls may take."""
IDLE_SECONDS = 30 * 60
"""How long the state of a workshop that nobody watches stays in memory."""

log = logging.getLogger(__name__)


class NoWorkshop(Exception):
    """There is no workshop with this code."""


@dataclasses.dataclass
class Change:
    """What has changed since a listener was last called.

    Attributes:
        acted: whether a facilitator did something, or the workshop is over.
        participants: the ids of the participants who did something.
    """

    acted: bool = False
    participants: set[str] = dataclasses.field(default_factory=set)

    def add(self, events: Iterable[Event]) -> None:
        """Note what events change."""
        for event in events:
            participant = event.data.get("participant")
            if event.kind in ("joined", "voted", "wrote") and isinstance(participant, str):
                self.participants.add(participant)
            else:
                self.acted = True


Listener = Callable[[Change], None]


class Sender(NamedTuple):
    """Whose message something came with: the join code, the participant's id and the id of the message."""

    code: str
    participant: str
    id: UUID


class _Watcher:
    """Calls a listener after changes, at most every `CHANGES_EVERY` seconds, and less often if its calls take long."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._change: Change | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._due = 0.0

    def add(self, events: Iterable[Event]) -> None:
        self._change = self._change or Change()
        self._change.add(events)
        if self._timer is None:
            wait = max(0.0, self._due - time.monotonic())
            self._timer = asyncio.get_running_loop().call_later(wait, self._call)

    def _call(self) -> None:
        change, self._change, self._timer, since = self._change, None, None, time.monotonic()
        if change is None:
            return
        try:
            self._listener(change)
        except Exception:  # a view that fails must not stop the workshop
            log.exception("a workshop's view failed")
        self._due = since + max(CHANGES_EVERY, (time.monotonic() - since) / SHARE_OF_TIME)

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()


class _Room:
    """The state of one workshop in this process. It only changes in the event loop."""

    def __init__(self, code: str) -> None:
        self.workshop = Workshop(code)
        self.known: Known | None = None
        self.ids: set[UUID] = set()
        self.each: Counter[str] = Counter()
        self.notes: Counter[str] = Counter()
        self.watchers: set[_Watcher] = set()
        self.turn = asyncio.Lock()
        self.asked = self.answered = 0
        """How many readings were asked for, and how many of them have been answered."""
        self.error: JournalError | Overtime | None = None
        self.is_stale = False
        """Whether another process may have saved something since the last reading."""
        self.used = time.monotonic()

    def take(self, events: Iterable[Event]) -> None:
        """Take the next events."""
        for event in events:
            self.workshop.take(event)
            self.ids.add(event.id)
            self.known = Known((self.known.number if self.known else 0) + 1, event.id)
            participant = event.data.get("participant")
            if event.kind in ("joined", "voted", "wrote") and isinstance(participant, str):
                self.each[participant] += 1
                self.notes[participant] += event.kind == "wrote"

    def check_quota(self, participant: str, kind: Kind) -> None:
        """Check that a participant may send another vote, text or name.

        Raises:
            BadAct: if not.
        """
        if self.each[participant] >= MOST_EACH:
            said = _("You have sent {most} votes and texts, and no more fit. Your last vote counts.")
            raise BadAct(said.format(most=MOST_EACH))
        if kind == "wrote" and self.notes[participant] >= MOST_NOTES:
            said = _("You have sent {most} texts, and no more fit. Tell the facilitator what is missing.")
            raise BadAct(said.format(most=MOST_NOTES))


class Workshops:
    """The workshops of a server process. All methods are called in the event loop.

    Every process works out the states for itself and reads on when it, or another process, has saved something.
    """

    def __init__(self, journal: Journal, notices: Notices | None = None, workers: ThreadPool | None = None) -> None:
        """Start without workshops.

        Args:
            journal: keeps the workshops' events.
            notices: tells other server processes of new events, and tells of theirs; None if there are none.
            workers: the threads that call the journal.
        """
        self.journal, self._notices = journal, notices
        self._workers = workers or ThreadPool(8)
        self._rooms: dict[str, _Room] = {}
        self._opening: dict[str, asyncio.Task[_Room]] = {}
        self._listens = False

    async def open_new(
        self, host: str, title: str, lang: str, steps: Iterable[Step], settings: Settings | None = None
    ) -> str:
        """Open a workshop and return its join code.

        Args:
            host: the learner who opens it.
            title: what it is called on the screens.
            lang: the language of its screens.
            steps: the agenda.
            settings: the settings to begin with.

        Raises:
            JournalError: if it could not be saved.
        """
        data: dict[str, JsonValue] = {
            "title": title,
            "lang": lang,
            "seed": secrets.randbelow(2**31),
            "host": host,
            "steps": [step.model_dump(mode="json") for step in steps],
            "settings": (settings or Settings()).model_dump(mode="json"),
        }
        while True:
            code = new_code()
            try:
                await self._append(_event(code, "opened", data, slot="opened"))
            except SlotTaken:
                continue  # another workshop has this code
            return code

    async def get(self, code: str) -> Workshop:
        """Return the present state of a workshop, which must not be changed.

        Raises:
            NoWorkshop: if there is none with this code.
            JournalError: if it could not be read.
        """
        return (await self._room(code)).workshop

    def now(self, code: str) -> Workshop:
        """Return the state of a workshop that `get` has returned before, as far as this process knows it.

        Raises:
            NoWorkshop: if the workshop is not in memory.
        """
        room = self._rooms.get(code)
        if room is None:
            raise NoWorkshop(code)
        return room.workshop

    def in_memory(self) -> tuple[Workshop, ...]:
        """Return the states of all workshops that somebody has asked this process for lately."""
        return tuple(room.workshop for room in self._rooms.values())

    def watch(self, code: str, listener: Listener) -> Callable[[], None]:
        """Call a listener after each change of a workshop that `get` has returned, and return how to stop that.

        Raises:
            NoWorkshop: if the workshop is not in memory.
        """
        room = self._rooms.get(code)
        if room is None:
            raise NoWorkshop(code)
        watcher = _Watcher(listener)
        room.watchers.add(watcher)

        def stop() -> None:
            watcher.stop()
            room.watchers.discard(watcher)
            room.used = time.monotonic()

        return stop

    async def join(self, code: str, name: str, participant: str = "") -> str:
        """Let somebody in, and return their participant's id; with an id, they are let in under it once.

        Raises:
            NoWorkshop: if there is no workshop with this code.
            BadAct: if the workshop is over or full.
            JournalError: if it could not be saved.
        """
        room = await self._room(code)
        room.workshop.check_open()
        if participant in room.workshop.participants:
            return participant
        if len(room.workshop.participants) - len(room.workshop.removed) >= MOST_PARTICIPANTS:
            said = _("This workshop is full: {most} people take part already.")
            raise BadAct(said.format(most=thousands(MOST_PARTICIPANTS)))
        id_ = participant or secrets.token_hex(8)
        data: dict[str, JsonValue] = {"participant": id_, "name": _line(name)[:LONGEST_NAME]}
        try:
            await self._save(room, _event(code, "joined", data, slot=participant_slot(id_)))
        except SlotTaken:
            await self._read_on(room)
        return id_

    async def act(self, code: str, act: Act, after: int, id_: UUID | None = None) -> None:
        """Do something as a facilitator.

        Args:
            code: the join code.
            act: what is done.
            after: the number of acts that the facilitator knew of.
            id_: the id of the facilitator's message: the same message sent again does nothing.

        Raises:
            NoWorkshop: if there is no workshop with this code.
            BadAct: if it cannot be done now, or another facilitator has done something meanwhile.
            JournalError: if it could not be saved.
        """
        room = await self._room(code)
        if id_ in room.ids:
            return
        if room.workshop.acts != after or not _allows(room.workshop, act):
            await self._read_on(room)
            if id_ in room.ids:
                return
        if room.workshop.acts != after:
            raise BadAct(too_late(room.workshop))
        room.workshop.check(act)
        check_picks(room.workshop, act)
        data: dict[str, JsonValue] = {"do": act.do, **act.data}
        event = _event(code, "hosted", data, slot=act_slot(after + 1), id_=id_)
        try:
            await self._save(room, event)
        except SlotTaken:
            await self._read_on(room)
            raise BadAct(too_late(room.workshop)) from None
        if event.id in room.workshop.strays:
            raise room.workshop.strays[event.id]

    async def finish(self, code: str) -> None:
        """End a workshop; do nothing if it is over already.

        Raises:
            NoWorkshop, JournalError: as for `act`.
        """
        room = await self._room(code)
        try:
            await self._save(room, _event(code, "finished", {}, slot="finished"))
        except SlotTaken:
            await self._read_on(room)

    async def vote(self, by: Sender, step: str, ballot: int, round_: int, answer: JsonValue) -> None:
        """Keep a vote; the same message sent again counts once.

        Raises:
            NoWorkshop: if there is no workshop with this code.
            BadAct: if the vote cannot count now.
            BadVote: if no page asks for such an answer.
            JournalError: if it could not be saved.
        """

        def make(workshop: Workshop) -> Event:
            kept = vote_as_kept(workshop, step, by.participant, answer)
            if len(json.dumps(kept, ensure_ascii=False)) > LONGEST_ANSWER:
                raise BadAct(_("This answer is too long."))
            data: dict[str, JsonValue] = {"participant": by.participant, "ballot": ballot, "answer": kept}
            return _event(by.code, "voted", data, item=step, attempt=round_, id_=by.id)

        await self._keep(by, make, lambda workshop: workshop.check_vote(by.participant, step, ballot, round_))

    async def write(self, by: Sender, step: str, text: str, *, share: bool) -> None:
        """Keep a text for a step, or with an empty `step` for the parking lot; the same message counts once.

        Raises:
            NoWorkshop, BadAct, JournalError: as for `vote`.
        """
        item = step or WHOLE
        if len(text) > LONGEST_NOTE:
            said = _("The text is too long: it has {length} characters, and {most} fit.")
            raise BadAct(said.format(length=thousands(len(text)), most=thousands(LONGEST_NOTE)))
        if not text.strip():
            raise BadAct(_("There is no text yet."))
        data: dict[str, JsonValue] = {"participant": by.participant, "text": text, "share": share}
        await self._keep(
            by,
            lambda _workshop: _event(by.code, "wrote", data, item=item, id_=by.id),
            lambda workshop: workshop.check_note(by.participant, item),
        )

    async def name(self, by: Sender, name: str) -> None:
        """Change a participant's name.

        Raises:
            NoWorkshop, BadAct, JournalError: as for `vote`.
        """
        data: dict[str, JsonValue] = {"participant": by.participant, "name": _line(name)[:LONGEST_NAME]}
        await self._keep(
            by,
            lambda _workshop: _event(by.code, "joined", data, id_=by.id),
            lambda workshop: workshop.check_participant(by.participant),
        )

    def close(self) -> None:
        """Let go of all workshops, and end the threads."""
        for room in self._rooms.values():
            for watcher in room.watchers:
                watcher.stop()
        self._rooms.clear()
        self._workers.close()

    async def _keep(self, by: Sender, make: Callable[[Workshop], Event], check: Callable[[Workshop], object]) -> None:
        """Save a participant's event once, if it can count; say why if it cannot, or could not in the end."""
        room = await self._room(by.code)
        if by.id in room.ids:
            return
        try:
            check(room.workshop)
        except BadAct:
            await self._read_on(room)  # another process may know more
            if by.id in room.ids:
                return
            check(room.workshop)
        event = make(room.workshop)
        room.check_quota(by.participant, event.kind)
        await self._save(room, event)
        if event.id in room.workshop.strays:
            raise room.workshop.strays[event.id]

    async def _save(self, room: _Room, event: Event) -> None:
        """Append an event, tell the other processes, and take it up.

        A message that is sent again may be understood otherwise by a newer server; what was saved first stays.
        """
        try:
            await self._append(event)
        except IdTaken:
            await self._read_on(room)
            if event.id not in room.ids:
                raise BadAct(_("This could not be saved. Load the page again to go on.")) from None
        else:
            await self._read_on(room)

    async def _append(self, event: Event) -> None:
        await self._run(lambda: self.journal.append(event))
        if self._notices is not None:
            self._notices.tell(event.learner.partition(":")[2])

    async def _run(self, action: Callable[[], Result]) -> Result:
        return await self._workers.run(action, JOURNAL_SECONDS)

    async def _room(self, code: str) -> _Room:
        room = self._rooms.get(code)
        if room is None:
            opening = self._opening.get(code)
            if opening is None:
                opening = self._opening[code] = asyncio.ensure_future(self._open(code))
                opening.add_done_callback(lambda _: self._opening.pop(code, None))
            room = await asyncio.shield(opening)
        room.used = time.monotonic()
        if room.is_stale:
            await self._read_on(room)
        return room

    async def _open(self, code: str) -> _Room:
        """Work out a workshop's state from all its events."""
        if self._notices is not None and not self._listens:
            self._listens = True
            self._notices.listen(self._heard)
        room, _events = await self._run(lambda: self._worked_out(code))
        if not room.workshop.exists:
            raise NoWorkshop(code)
        self._drop_idle()
        self._rooms[code] = room
        await self._read_on(room)  # what came between the reading and now was told to nobody
        return room

    def _worked_out(self, code: str) -> tuple[_Room, tuple[Event, ...]]:
        room, events = _Room(code), self.journal.read(journal_name(code), LESSON)
        room.take(events)
        return room, events

    def _drop_idle(self) -> None:
        before = time.monotonic() - IDLE_SECONDS
        for code in [code for code, room in self._rooms.items() if not room.watchers and room.used < before]:
            del self._rooms[code]

    def _heard(self, code: str) -> None:
        """Read on, as another process may have saved something; a workshop that nobody watches is read when needed."""
        rooms = self._rooms.values() if not code else [self._rooms[code]] if code in self._rooms else ()
        for room in rooms:
            if not room.watchers:
                room.is_stale = True
            elif room.asked == room.answered:
                task = asyncio.ensure_future(self._read_on(room))
                task.add_done_callback(_log_failure)

    async def _read_on(self, room: _Room) -> None:
        """Take up every event that is in the journal now; calls that wait at the same time share one reading.

        Raises:
            JournalError: if the journal could not be read.
        """
        room.asked += 1
        asked = room.asked
        async with room.turn:
            if room.answered < asked:
                room.answered, room.error, room.is_stale = room.asked, None, False
                try:
                    await self._read(room)
                except (JournalError, Overtime) as error:
                    room.error = error
            if room.error is not None:
                raise room.error

    async def _read(self, room: _Room) -> None:
        name, known = journal_name(room.workshop.code), room.known
        events = None if known is None else await self._run(lambda: self.journal.read_on(name, LESSON, known))
        if events is None:
            await self._begin_again(room)
        elif events:
            room.take(events)
            for watcher in room.watchers:
                watcher.add(events)

    async def _begin_again(self, room: _Room) -> None:
        """Work the state out from the beginning, as an event came before the last known one."""
        fresh, events = await self._run(lambda: self._worked_out(room.workshop.code))
        room.workshop, room.known, room.ids = fresh.workshop, fresh.known, fresh.ids
        room.each, room.notes = fresh.each, fresh.notes
        for watcher in room.watchers:
            watcher.add(events)


def _allows(workshop: Workshop, act: Act) -> bool:
    try:
        workshop.check(act)
    except BadAct:
        return False
    return True


def _line(text: str) -> str:
    """Return a text in one line, without characters that cannot be seen."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def _event(  # noqa: PLR0913 - the fields of an event that differ
    code: str,
    kind: Kind,
    data: dict[str, JsonValue],
    *,
    item: str = WHOLE,
    attempt: int = 1,
    slot: str | None = None,
    id_: UUID | None = None,
) -> Event:
    return Event(
        id=id_ or new_id(),
        learner=journal_name(code),
        cohort=None,
        at=datetime.now(UTC),
        lesson=LESSON,
        item=item,
        kind=kind,
        attempt=attempt,
        data=data,
        content=CONTENT,
        slot=slot,
    )


def _log_failure(task: asyncio.Future[None]) -> None:
    if not task.cancelled() and isinstance(error := task.exception(), JournalError | Overtime):
        log.warning("a workshop could not be brought up to date: the journal is away")
    elif not task.cancelled() and error is not None:
        log.error("a workshop could not be brought up to date", exc_info=error)
