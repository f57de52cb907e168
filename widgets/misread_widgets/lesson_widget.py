"""One interactive piece of a lesson: what it shows follows from the journal; what is done is saved, then shown."""

from __future__ import annotations

import abc
import dataclasses
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import traitlets

from misread_records import Event, JournalBusy, JournalError, Replaced, SlotTaken, check_quota, placed
from misread_records.progress import ItemProgress
from misread_scenarios.direction import direction
from misread_widgets.json_widget import JsonWidget
from misread_widgets.protocol import Message, Write, understand
from misread_widgets.views import ui_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from pydantic import JsonValue

    from misread_records import Kind
    from misread_records.seat import Seat
    from misread_widgets.views import View


TURNS = 5
"""How often a text is placed anew where another process has saved one at the same instant."""


class Stale(Exception):
    """A message came from a screen that is no longer up."""


@dataclasses.dataclass(frozen=True)
class Deed:
    """What is to be kept of something a learner did; `item` only where it is not the piece's own.

    It takes the place of the event `instead_of` in the journal, if one is named.
    """

    kind: Kind
    data: dict[str, JsonValue]
    attempt: int = 1
    slot: str | None = None
    item: str = ""
    instead_of: UUID | None = None


@dataclasses.dataclass(frozen=True)
class WidgetPlace:
    """Where a piece belongs: a seat, a lesson, and the item's name in it."""

    seat: Seat
    lesson: str
    item: str


class LessonWidget(JsonWidget):
    """A widget that belongs to a seat and an item of a lesson.

    The browser gets `view` and may send messages (see `messages`); it cannot set anything. A message is answered only
    after what it did is in the journal: the answer carries its id as `ack`. If it could not be saved, the answer says
    so and what to do, and the screen stays as it was.
    """

    view = traitlets.Dict().tag(sync=True)

    def __init__(self, place: WidgetPlace, content: str) -> None:
        """Read the journal and show where the learner stands; `content` is the version of what is shown."""
        self.seat, self._lesson, self._item, self._content = place.seat, place.lesson, place.item, content
        self._is_read = False
        self._read_events: tuple[Event, ...] = ()
        notice = self._read()
        self._is_read = True  # else it would be read once more for each thing that is drawn
        super().__init__(view=self._view(None, notice))
        self._forget()
        self.on_msg(self._heard)

    @property
    def _events(self) -> tuple[Event, ...]:
        """What the learner did in this lesson; none where the journal cannot be read.

        It is kept in memory for as long as a message is handled: a server has many pages open, and few at work.
        """
        if not self._is_read:
            self._read()
        return self._read_events

    def _look(self) -> None:
        """Read the journal anew.

        Raises:
            JournalError: if it cannot be read.
        """
        self._read_events = self.seat.journal.read(self.seat.learner, self._lesson)

    def _take(self, stored: Event, instead_of: UUID | None = None) -> None:
        """Go on by an event that was appended, or that took the place of another."""
        if not self._has(stored.id):
            self._read_events = (*(event for event in self._events if event.id != instead_of), stored)

    def _has(self, id_: UUID) -> bool:
        """Tell whether an event is known to be kept, as far as is remembered."""
        return any(event.id == id_ for event in self._events)

    def _forget(self) -> None:
        """Let go of what was read."""
        self._read_events, self._is_read = (), False

    @abc.abstractmethod
    def _draw(self) -> View:
        """Return what to show, from the events."""

    @abc.abstractmethod
    def _standing(self) -> ItemProgress:
        """Return how far the learner is, from the events."""

    @abc.abstractmethod
    def _do(self, message: Message) -> None:
        """Do what a message asks, by keeping events.

        Raises Stale where the message does not fit what is on the screen, JournalError where it cannot be saved.
        """

    def _keep(self, id_: UUID, deed: Deed) -> None:
        """Append an event; when this returns, it is safe.

        Raises:
            QuotaReached: if the lesson keeps no more of this learner.
            JournalError: if it cannot be saved.
        """
        event = Event(
            id=id_,
            learner=self.seat.learner,
            cohort=self.seat.cohort,
            at=datetime.now(UTC),
            lesson=self._lesson,
            item=deed.item or self._item,
            kind=deed.kind,
            attempt=deed.attempt,
            data=deed.data,
            content=self._content,
            slot=deed.slot,
        )
        self._check_room(event, deed.instead_of)
        journal = self.seat.journal
        self._take(
            journal.replace(event, deed.instead_of) if deed.instead_of else journal.append(event), deed.instead_of
        )

    def _check_room(self, event: Event, instead_of: UUID | None) -> None:
        """Find out whether an event may be added to those of this lesson; raises QuotaReached where it may not."""
        check_quota(self._events, event, instead_of)

    def _write(self, message: Write, questions: Iterable[str]) -> None:
        """Keep a text; one that was begun on an older state than the one that stands is kept beside it.

        Raises:
            Stale: if the question is not asked here, or an empty text is to be handed in.
            JournalError: if it cannot be saved.
        """
        if message.question not in questions or (message.done and not message.text.strip()):
            raise Stale
        on = None if message.on is None else [str(id_) for id_ in message.on]
        for _turn in range(TURNS):
            text = placed(
                self._events, self._item, message.question, message.text, id_=message.id, done=message.done, on=on
            )
            if text is None:
                return
            try:
                self._keep(message.id, Deed("wrote", text.data, slot=text.slot, instead_of=text.instead_of))
            except (SlotTaken, Replaced):
                self._look()
            else:
                return
        raise JournalBusy("what you write here", 0)

    def look_again(self) -> None:
        """Show how things stand by now: the learner may have gone on in another window."""
        self._show(None, self._read())
        self._forget()

    def let_go(self) -> None:
        """Forget what is shown, once the page has it: a server with thousands of pages need not hold theirs.

        It is drawn from the journal anew with the next message.
        """
        self._trait_values.pop("view", None)  # traitlets has no other way to take a value back

    def _heard(self, _widget: object, content: object, _buffers: object) -> None:
        """Answer a message from the browser, whatever it is."""
        message = understand(content)
        if message is None:
            self._show(None, ui_text.SEND_FAILED)
            return
        self._show(str(message.id), self._answer(message))
        self._forget()

    def _answer(self, message: Message) -> str | None:
        """Do what the message asks and return what went wrong, if anything did."""
        # Anew each time: it may have been deleted in the meantime, and what is kept must not go on from what is gone.
        if notice := self._read():
            return notice
        if self._has(message.id):
            return None
        try:
            self._do(message)
        except (SlotTaken, Stale):
            return self._read() or self._missed(message)
        except JournalError as error:
            return str(error)
        return None

    def _missed(self, message: Message) -> str | None:
        """Say that a message came too late, unless it only came once more, after it had been done."""
        try:
            events = self.seat.journal.read(self.seat.learner, self._lesson)
        except JournalError as error:
            return str(error)
        return None if any(event.id == message.id for event in events) else ui_text.MOVED_ON

    def _read(self) -> str | None:
        """Read the journal anew and return what went wrong, if anything did."""
        try:
            self._look()
        except JournalError as error:
            return str(error)
        self._is_read = True
        return None

    def _view(self, ack: str | None, notice: str | None) -> View:
        drawn = self._draw()
        standing = dataclasses.asdict(self._standing())
        return {**drawn, "dir": direction(drawn["lang"]), "standing": standing, **_said(ack, notice)}

    def _show(self, ack: str | None, notice: str | None) -> None:
        if self._is_read:
            self.view = self._view(ack, notice)
        elif self.view:  # nothing could be read, so the screen stays as it is
            self.view = {**self.view, **_said(ack, notice)}


def _said(ack: str | None, notice: str | None) -> View:
    waiting = {"saving": ui_text.SAVING, "slow": ui_text.SLOW, "again": ui_text.AGAIN}
    return {"ack": ack, "notice": {"text": notice} if notice else None, "waiting": waiting}
