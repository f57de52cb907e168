"""The base class of a lesson's widgets: the view follows from the journal, and each action is saved before it shows."""

from __future__ import annotations

import abc
import dataclasses
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import traitlets

from misread_records import Event, JournalBusy, JournalError, Replaced, SlotTaken, check_quota, placed
from misread_records.progress import ItemProgress
from misread_scenarios.direction import direction
from misread_scenarios.language import speaking
from misread_widgets.json_widget import JsonWidget
from misread_widgets.language import _
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
"""How often saving a text is tried again if another process saves one at the same moment."""


class Stale(Exception):
    """A message came from a screen that is no longer shown."""


@dataclasses.dataclass(frozen=True)
class Deed:
    """The part of a new event that depends on what the learner did.

    Attributes:
        kind: the event's kind.
        data: the event's data.
        attempt: the number of the run, from 1.
        slot: the slot that the event takes, if any.
        item: the event's item if it is not the widget's own.
        content: the version of the content if it is not the widget's own.
        instead_of: the id of the event that the new one replaces, if any.
    """

    kind: Kind
    data: dict[str, JsonValue]
    attempt: int = 1
    slot: str | None = None
    item: str = ""
    content: str = ""
    instead_of: UUID | None = None


@dataclasses.dataclass(frozen=True)
class WidgetPlace:
    """The place of a widget: a seat, a lesson's name, and an item's name in the lesson."""

    seat: Seat
    lesson: str
    item: str


class LessonWidget(JsonWidget):
    """A widget for one item of a lesson and one seat.

    The browser gets `view` and may send messages (see `protocol`); it cannot set anything. A message is answered only
    after its event is in the journal; the answer has its id as `ack`. If the event could not be saved, the answer says
    so and what to do, and the screen stays as it was.
    """

    view = traitlets.Dict().tag(sync=True)

    def __init__(self, place: WidgetPlace, content: str) -> None:
        """Read the journal and show the learner's progress; `content` is the version of the item's content."""
        self.seat, self._lesson, self._item, self._content = place.seat, place.lesson, place.item, content
        self._is_read = False
        self._read_events: tuple[Event, ...] = ()
        with speaking(self.seat.lang):
            notice = self._read()
            self._is_read = True  # otherwise the journal would be read again for each part of the view
            view = self._view(None, notice)
        super().__init__(view=view)
        self._forget()
        self.on_msg(self._handle)

    @property
    def _events(self) -> tuple[Event, ...]:
        """The learner's events in this lesson; empty if the journal cannot be read.

        They stay in memory only while a message is handled, because a server has many pages open and few in use.
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
        """Add a stored event to those in memory, in place of the event `instead_of` if it replaced one."""
        if not self._has(stored.id):
            self._read_events = (*(event for event in self._events if event.id != instead_of), stored)

    def _has(self, id_: UUID) -> bool:
        """Return whether an event is among those in memory."""
        return any(event.id == id_ for event in self._events)

    def _forget(self) -> None:
        """Drop the events from memory."""
        self._read_events, self._is_read = (), False

    @abc.abstractmethod
    def _draw(self) -> View:
        """Return the view that follows from the events."""

    @abc.abstractmethod
    def _standing(self) -> ItemProgress:
        """Return the learner's progress that follows from the events."""

    @abc.abstractmethod
    def _do(self, message: Message) -> None:
        """Do what a message asks, by saving events.

        Raises:
            Stale: if the message does not fit what is on the screen.
            JournalError: if an event cannot be saved.
        """

    def _keep(self, id_: UUID, deed: Deed) -> None:
        """Save an event; when this returns, the event is on disk.

        Raises:
            QuotaReached: if the learner has as many events in this lesson as they may.
            JournalError: if the event cannot be saved.
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
            content=deed.content or self._content,
            slot=deed.slot,
        )
        self._check_room(event, deed.instead_of)
        journal = self.seat.journal
        self._take(
            journal.replace(event, deed.instead_of) if deed.instead_of else journal.append(event), deed.instead_of
        )

    def _check_room(self, event: Event, instead_of: UUID | None) -> None:
        """Check that the learner may have one more event in this lesson.

        Raises:
            QuotaReached: if they may not.
        """
        check_quota(self._events, event, instead_of)

    def _write(self, message: Write, questions: Iterable[str]) -> None:
        """Save a text; if it was begun on an older version than the current one, save it beside the current one.

        Raises:
            Stale: if the question is not asked here, or the text to hand in is empty.
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
        """Show the current state, as the learner may have gone on in another window."""
        with speaking(self.seat.lang):
            self._show(None, self._read())
        self._forget()

    def let_go(self) -> None:
        """Drop the view once the page has it, so that a server with thousands of pages need not hold theirs.

        The next message draws it from the journal again.
        """
        self._trait_values.pop("view", None)  # traitlets has no other way to take a value back

    def _handle(self, _widget: object, content: object, _buffers: object) -> None:
        """Answer a message from the browser, valid or not."""
        message = understand(content)
        with speaking(self.seat.lang):
            if message is None:
                self._show(None, _(ui_text.SEND_FAILED))
                return
            self._show(str(message.id), self._answer(message))
        self._forget()

    def _answer(self, message: Message) -> str | None:
        """Do what the message asks, and return the notice if something went wrong."""
        # Read each time: if the events were deleted meanwhile, a new event must not follow on from them.
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
        """Return the notice that a message came too late; None if it is a repeated message that was done before."""
        try:
            events = self.seat.journal.read(self.seat.learner, self._lesson)
        except JournalError as error:
            return str(error)
        return None if any(event.id == message.id for event in events) else _(ui_text.MOVED_ON)

    def _read(self) -> str | None:
        """Read the journal anew, and return the notice if that failed."""
        try:
            self._look()
        except JournalError as error:
            return str(error)
        self._is_read = True
        return None

    def _view(self, ack: str | None, notice: str | None) -> View:
        drawn = self._draw()
        standing = dataclasses.asdict(self._standing())
        return {**drawn, "dir": direction(drawn["lang"]), "standing": standing, **_reply(ack, notice)}

    def _show(self, ack: str | None, notice: str | None) -> None:
        if self._is_read:
            self.view = self._view(ack, notice)
        elif self.view:  # nothing could be read, so the screen stays as it is
            self.view = {**self.view, **_reply(ack, notice)}


def _reply(ack: str | None, notice: str | None) -> View:
    waiting = {"saving": _(ui_text.SAVING), "slow": _(ui_text.SLOW), "again": _(ui_text.AGAIN)}
    return {"ack": ack, "notice": {"text": notice} if notice else None, "waiting": waiting}
