"""One open page: the cells of a lesson, run for one seat, and the widgets that came of them."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import anywidget

from misread_records.seat import Seat, seated
from misread_web.live.comms import posting_to
from misread_web.live.lesson_plan import Cell, NeedsKernel, Plan
from misread_web.live.session_journal import SessionJournal
from misread_widgets.lesson_widget import LessonWidget

Send = Callable[[dict[str, Any]], None]
NOT_FOR_PAGES = frozenset({"layout", "tabbable", "tooltip"})


@dataclasses.dataclass(frozen=True)
class Asset:
    """A module or stylesheet, served under a name that changes with its content."""

    name: str
    text: str


@functools.lru_cache(maxsize=256)
def asset(text: str, ending: str) -> Asset:
    """Return the asset of a text; `ending` is `js` or `css`."""
    return Asset(f"{hashlib.sha256(text.encode()).hexdigest()[:16]}.{ending}", text)


def whose(seat: Seat) -> str:
    """Return a name of the learner who sits in a seat that tells them from others, and tells nobody who they are."""
    return hashlib.sha256(seat.learner.encode()).hexdigest()[:16]


class Session:
    """The widgets of one open page. What a learner did is in the journal; a session can go at any moment.

    `send` is called with what the page has to know: a widget to show, a change of one, a message from one. It may be
    called from any thread. A cell and its widget go by the cell's id.

    Attributes:
        journal: the journal as this session sees it.
        speak_to: what is called from now on with what the page has to know.
    """

    def __init__(self, plan: Plan, seat: Seat, send: Send) -> None:
        """Prepare; nothing runs yet."""
        self._plan, self.speak_to = plan, send
        self.journal = SessionJournal(seat.journal)
        self._seat = dataclasses.replace(seat, journal=self.journal)
        self._held: list[dict[str, Any]] | None = None
        self._names: dict[str, Any] = {"__name__": plan.lesson.name}
        self._widgets: dict[str, anywidget.AnyWidget] = {}
        self._cells: dict[str, str] = {}

    @property
    def lesson(self) -> str:
        """The name of the lesson."""
        return self._plan.lesson.name

    @property
    def whose(self) -> str:
        """A name of the learner that tells them from others, and tells nobody who they are."""
        return whose(self._seat)

    def is_of(self, seat: Seat) -> bool:
        """Tell whether it was made for the person in a seat."""
        return (self._seat.learner, self._seat.cohort) == (seat.learner, seat.cohort)

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells to run, in order."""
        return self._plan.cells

    def run(self, cell: Cell) -> None:
        """Run one cell and show its widget, if it ends in one.

        Raises:
            NeedsKernel: if it ends in something else that would be shown.
            JournalError: if the journal is away, so that it cannot be told what to show.
            Exception: whatever the cell raises.
        """
        self.journal.begin()
        try:
            with seated(self._seat), posting_to(self._post):
                shown = cell.code.run(self._names)
        finally:
            if cell in self._plan.cells[-1:]:
                self.journal.opened()
        if self.journal.trouble:
            raise self.journal.trouble
        if shown is None:
            return
        if not isinstance(shown, anywidget.AnyWidget) or shown.comm is None:
            message = f"cell '{cell.id}' shows a {type(shown).__name__}, which is no widget of the course"
            raise NeedsKernel(message)
        self._widgets[cell.id] = shown
        self._cells[shown.comm.comm_id] = cell.id
        self.speak_to(
            {"open": cell.id, **{kind: made.name for kind, made in assets_of(shown).items()}, "state": _state(shown)}
        )
        _let_go(shown)

    def hear(self, cell: str, content: object, since: str = "") -> list[dict[str, Any]]:
        """Hand what was done on a page to a cell's widget. A cell without one hears nothing.

        Nothing is said to the page on the way: whether it may be told is known at the end only.

        Args:
            cell: the cell's id.
            content: what was done.
            since: the first event of the lesson that the page knew when it was done, if any.

        Returns:
            What the page has to know, in order.

        Raises:
            Forgotten: if that event was deleted.
            JournalError: if the journal is away; the page is told nothing else, and may say it again later.
            Exception: whatever the widget raises.
        """
        widget = self._widgets.get(cell)
        if widget is None:
            return []
        self.journal.opened()
        with self._listening(since) as held:
            # ipywidgets' own way to these would log what they raise, and go on as if nothing had happened
            for heard in widget._msg_callbacks.callbacks:  # noqa: SLF001 - there is no other way to them
                heard(widget, content, [])
            _let_go(widget)
        return held

    def look_again(self, since: str = "") -> list[dict[str, Any]]:
        """Return what the page has to know by now: its learner may have gone on in another window.

        Args:
            since: the first event of the lesson that the page knew, if any.

        Raises:
            Forgotten: if that event was deleted.
            JournalError: if the journal is away.
        """
        with self.journal.one_look(), self._listening(since) as held:
            for widget in self._widgets.values():
                if isinstance(widget, LessonWidget):
                    widget.look_again()
                _let_go(widget)
        return held

    def widgets(self) -> tuple[anywidget.AnyWidget, ...]:
        """Return the widgets that are shown."""
        return tuple(self._widgets.values())

    def close(self) -> None:
        """Let the widgets go."""
        for widget in self._widgets.values():
            widget.close()
        self._widgets.clear()
        self._names.clear()

    def _post(self, comm_id: str, data: dict[str, Any]) -> None:
        cell = self._cells.get(comm_id)
        if cell is None:
            return
        if data.get("method") == "update":
            self._tell({"update": cell, "state": _for_pages(data["state"])})
        elif data.get("method") == "custom":
            self._tell({"message": cell, "content": data["content"]})

    def _tell(self, told: dict[str, Any]) -> None:
        if self._held is None:
            self.speak_to(told)
        else:
            self._held.append(told)

    @contextlib.contextmanager
    def _listening(self, since: str) -> Iterator[list[dict[str, Any]]]:
        """Gather what the page has to know of what is done inside, unless the journal is away."""
        self.journal.begin(since)
        with seated(self._seat), posting_to(self._post), self._holding() as held:
            yield held
        if self.journal.trouble:
            raise self.journal.trouble

    @contextlib.contextmanager
    def _holding(self) -> Iterator[list[dict[str, Any]]]:
        """Gather what the page would be told."""
        held: list[dict[str, Any]] = []
        self._held = held
        try:
            yield held
        finally:
            self._held = None


def assets_of(widget: anywidget.AnyWidget) -> dict[str, Asset]:
    """Return the module and the stylesheet of a widget."""
    return {"module": asset(str(widget._esm), "js"), "style": asset(str(widget._css), "css")}  # noqa: SLF001 - its API


def _let_go(widget: anywidget.AnyWidget) -> None:
    if isinstance(widget, LessonWidget):
        widget.let_go()


def _state(widget: anywidget.AnyWidget) -> dict[str, Any]:
    return {name: getattr(widget, name) for name in widget.keys if _is_for_pages(name)}


def _for_pages(state: dict[str, Any]) -> dict[str, Any]:
    """Return what of a widget's state its module reads."""
    return {name: value for name, value in state.items() if _is_for_pages(name)}


def _is_for_pages(name: str) -> bool:
    return not name.startswith("_") and name not in NOT_FOR_PAGES
