"""A learner's forms, with what was filled in, and the way in which a table of one fits on paper."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from misread_course.catalogue import Lesson
from misread_course.items import LessonItem, items
from misread_records import Event, written
from misread_scenarios.exercises import (
    Entry,
    Filled,
    Form,
    FormDate,
    FormField,
    FormTable,
    Section,
    filled,
    form_dates,
    form_sums,
    load_form,
)
from misread_web.language import _
from misread_widgets.views import typeset

WIDEST = 6
"""The most columns of a table that stay columns on paper."""
TURNED = 4
"""The most rows of a wider table, which then become its columns."""
BLANK_ROWS = 3
"""How many blank rows a table without any has, so that people can fill it in by hand."""


@dataclasses.dataclass(frozen=True)
class KeptForm:
    """A form of the course as a learner has filled it in.

    Attributes:
        lesson, item: the lesson and the item that it belongs to.
        form: the form.
        filled: what was filled in; blank if nothing was.
        at: when it was last changed; None if nothing was filled in.
        finished: how many versions were finished.
        is_finished: whether the latest version is one of them.
    """

    lesson: Lesson
    item: LessonItem
    form: Form
    filled: Filled
    at: datetime | None = None
    finished: int = 0
    is_finished: bool = False

    @property
    def title(self) -> str:
        """The title."""
        return typeset(self.form.title)

    @property
    def lang(self) -> str:
        """The language that the form is written in, which is English where it is not translated."""
        return self.form.language

    def state(self, changed: str) -> str:
        """Say when it was last changed, and which version that is; `changed` is the day of `at` in words."""
        said = [_("Last changed on {day}").format(day=changed)]
        if self.finished:
            said.append(_("version {number}").format(number=self.finished))
        if not self.is_finished:
            said.append(_("changed since then") if self.finished else _("not finished yet"))
        return " · ".join(said)

    @property
    def ways(self) -> list[tuple[str, str]]:
        """The ways to take it along, each with what its address ends in; the calendar only if there are dates."""
        ways = [(_("Print"), ""), (_("Word"), ".docx"), (_("PDF"), ".pdf")]
        return [*ways, (_("Calendar"), ".ics")] if self.dates else ways

    @property
    def dates(self) -> tuple[FormDate, ...]:
        """The dates on it that may go into a calendar."""
        return form_dates(self.filled)

    @property
    def path(self) -> str:
        """The path of the form in its lesson, relative to the course's."""
        return f"lessons/{self.lesson.name}#{self.item.cell}"


def kept_forms(lessons: Iterable[Lesson], events: Iterable[Event]) -> tuple[KeptForm, ...]:
    """Return the forms of the course, in the order of the lessons; `events` are all events of a learner."""
    all_events = tuple(event for event in events if event.kind == "wrote")
    return tuple(_kept(lesson, item, all_events) for lesson in lessons for item in items(lesson) if item.kind == "tool")


def _kept(lesson: Lesson, item: LessonItem, events: Sequence[Event]) -> KeptForm:
    form = load_form(item.id)
    text = written((event for event in events if event.lesson == lesson.name), item.id)
    if text is None or not text.text:
        return KeptForm(lesson, item, form, filled(form, ""))
    finished = sum(version.done for version in text.kept)
    return KeptForm(lesson, item, form, filled(form, text.text), text.at, finished, text.done)


@dataclasses.dataclass(frozen=True)
class PaperTable:
    """A table as it stands on paper: its headings (the first one names the rows), and its rows, each with its name."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sums: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class PaperField:
    """A field as it stands on paper: its label and its value."""

    label: str
    text: str


@dataclasses.dataclass(frozen=True)
class PaperSection:
    """A section as it stands on paper: its fields and tables, in order."""

    title: str
    parts: tuple[PaperField | PaperTable, ...]


def on_paper(filled: Filled) -> tuple[PaperSection, ...]:
    """Return a form as it stands on paper, without private notes."""
    return tuple(
        PaperSection(typeset(section.title), tuple(_parts(filled, section))) for section in filled.form.sections
    )


def _parts(filled: Filled, section: Section) -> Iterator[PaperField | PaperTable]:
    for part in section.fields:
        if isinstance(part, FormField):
            yield PaperField(typeset(part.label), part.reads(filled.text(part.id)))
        else:
            yield from _tables(filled, part)


def _tables(filled: Filled, table: FormTable) -> Iterator[PaperTable]:
    """Yield a table as it is, turned if it is wide and short, or else in pieces, one for each row."""
    columns = [column for column in table.columns if not column.private]
    labels = tuple(typeset(column.label) for column in columns)
    rows = _rows(filled, table, columns)
    sums = tuple(map(typeset, form_sums(filled).get(table.id, ())))
    caption, name = typeset(table.label), typeset(table.row)
    if len(columns) <= WIDEST:
        yield PaperTable(caption, (name, *labels), tuple(rows), sums)
        return
    for start in range(0, len(rows), TURNED):
        some = rows[start : start + TURNED]
        turned = tuple((label, *(row[place] for row in some)) for place, label in enumerate(labels, 1))
        is_last = start + TURNED >= len(rows)
        yield PaperTable(caption, (name, *(row[0] for row in some)), turned, sums if is_last else ())


def _rows(filled: Filled, table: FormTable, columns: Sequence[Entry]) -> list[tuple[str, ...]]:
    """Return the begun rows, all fixed ones, or some blank ones, each with its name."""
    kept = [row for row in filled.rows(table) if table.rows or row.is_begun]
    if not kept:
        return [(f"{typeset(table.row)} {number}", *("" for _ in columns)) for number in range(1, BLANK_ROWS + 1)]
    return [
        (
            typeset(row.name),
            *(
                column.reads(row.cells[column.id]) if row.is_begun and filled.is_shown(row, column) else ""
                for column in columns
            ),
        )
        for row in kept
    ]
