"""One open page: the cells of a lesson, run for one seat, and the widgets that they make."""

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
    """A JavaScript module or a stylesheet, served under a name that changes with its content."""

    name: str
    text: str


@functools.lru_cache(maxsize=256)
def asset(text: str, ending: str) -> Asset:
    """Return the asset with a text; `ending` is `js` or `css`."""
    return Asset(f"{hashlib.sha256(text.encode()).hexdigest()[:16]}.{ending}", text)


def whose(seat: Seat) -> str:
    """Return a pseudonym of a seat's learner: it distinguishes learners, and does not reveal who they are."""
    return hashlib.sha256(seat.learner.encode()).hexdigest()[:16]


class Session:
    """The widgets of one open page, in the language of its lesson.

    All that a learner did is in the journal, so a session may be dropped at any time.

    The session calls `send` with each message to the page: a widget to show, a widget's new state, or a message from a
    widget. It may call it from any thread. A cell's id names the cell and its widget.

    Attributes:
        journal: the journal as this session sees it.
        speak_to: the function that gets each message to the page from now on.
    """

    def __init__(self, plan: Plan, seat: Seat, send: Send) -> None:
        """Prepare the session; no cell runs yet."""
        self._plan, self.speak_to = plan, send
        self.journal = SessionJournal(seat.journal, plan.lesson.name)
        self._seat = dataclasses.replace(seat, journal=self.journal, lang=plan.lesson.lang)
        self._held: list[dict[str, Any]] | None = None
        self._names: dict[str, Any] = {"__name__": plan.lesson.name}
        self._widgets: dict[str, anywidget.AnyWidget] = {}
        self._cells: dict[str, str] = {}

    @property
    def lesson(self) -> str:
        """The name of the lesson."""
        return self._plan.lesson.name

    @property
    def lang(self) -> str:
        """The language of the lesson."""
        return self._plan.lesson.lang

    @property
    def whose(self) -> str:
        """A pseudonym of the learner: it distinguishes learners, and does not reveal who they are."""
        return whose(self._seat)

    def is_of(self, seat: Seat) -> bool:
        """Return whether the session was made for the learner and the cohort of a seat."""
        return (self._seat.learner, self._seat.cohort) == (seat.learner, seat.cohort)

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells to run, in order."""
        return self._plan.cells

    def run(self, cell: Cell) -> None:
        """Run one cell and show its widget, if it ends in one.

        Raises:
            NeedsKernel: if it ends in a value that is not a widget of the course.
            JournalError: if the journal is away, so that the widget's state is unknown.
            Exception: any error of the cell's code.
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
            message = f"cell '{cell.id}' shows a {type(shown).__name__}, which is not a widget of the course"
            raise NeedsKernel(message)
        self._widgets[cell.id] = shown
        self._cells[shown.comm.comm_id] = cell.id
        self.speak_to(
            {"open": cell.id, **{kind: made.name for kind, made in assets_of(shown).items()}, "state": _state(shown)}
        )
        _let_go(shown)

    def hear(self, cell: str, content: object, since: str = "") -> list[dict[str, Any]]:
        """Hand a message from the page to a cell's widget; do nothing if the cell has no widget.

        The widget's answers are held back until the end, because the page must not see them if saving failed.

        Args:
            cell: the cell's id.
            content: the content of the message.
            since: the id of the lesson's first event that the page knew when it made the message; empty if none.

        Returns:
            The messages to the page, in order.

        Raises:
            Forgotten: if the event `since` was deleted.
            JournalError: if the journal is away; the page gets no answers, and may send the message again later.
            Exception: any error of the widget.
        """
        widget = self._widgets.get(cell)
        if widget is None:
            return []
        self.journal.opened()
        with self._listening(since) as held:
            # ipywidgets itself would log the errors of these callbacks, and go on as if nothing had happened.
            for callback in widget._msg_callbacks.callbacks:  # noqa: SLF001 - they have no public name
                callback(widget, content, [])
            _let_go(widget)
        return held

    def look_again(self, since: str = "") -> list[dict[str, Any]]:
        """Return messages with the current state of all widgets: the learner may have gone on in another window.

        Args:
            since: the id of the lesson's first event that the page knew; empty if none.

        Raises:
            Forgotten: if the event `since` was deleted.
            JournalError: if the journal is away.
        """
        with self.journal.one_look(), self._listening(since) as held:
            for widget in self._widgets.values():
                if isinstance(widget, LessonWidget):
                    widget.look_again()
                _let_go(widget)
        return held

    def widgets(self) -> tuple[anywidget.AnyWidget, ...]:
        """Return the widgets that the page shows."""
        return tuple(self._widgets.values())

    def close(self) -> None:
        """Close the widgets."""
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

    def _tell(self, message: dict[str, Any]) -> None:
        if self._held is None:
            self.speak_to(message)
        else:
            self._held.append(message)

    @contextlib.contextmanager
    def _listening(self, since: str) -> Iterator[list[dict[str, Any]]]:
        """Collect the widgets' messages to the page, and raise the journal's error at the end if there was one."""
        self.journal.begin(since)
        with seated(self._seat), posting_to(self._post), self._holding() as held:
            yield held
        if self.journal.trouble:
            raise self.journal.trouble

    @contextlib.contextmanager
    def _holding(self) -> Iterator[list[dict[str, Any]]]:
        """Collect messages to the page instead of sending them."""
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
    """Return the part of a widget's state that its JavaScript module reads."""
    return {name: value for name, value in state.items() if _is_for_pages(name)}


def _is_for_pages(name: str) -> bool:
    return not name.startswith("_") and name not in NOT_FOR_PAGES
