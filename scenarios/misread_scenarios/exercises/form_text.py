"""What was filled in on a form, line by line: to read, to compare, and to take into a calendar."""

from __future__ import annotations

import dataclasses
import difflib
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal, TypeAlias

from misread_scenarios.exercises.form import Entry, Filled, FormField, FormTable, Section, day_of

_SLOT = re.compile(r"\{([a-z][a-z0-9-]*)\}")
_PIECE = re.compile(r"\s+|[^\s]+")
Change: TypeAlias = Literal["kept", "removed", "added"]


@dataclasses.dataclass(frozen=True)
class FormLine:
    """One filled-in value: its section, its row (empty for a field), its label, and the value as people read it."""

    section: Section
    row: str
    entry: Entry
    label: str
    text: str

    @property
    def name(self) -> str:
        """The label with its row before it."""
        return f"{self.row}: {self.label}" if self.row else self.label


def form_lines(filled: Filled, *, private: bool = True) -> tuple[FormLine, ...]:
    """Return all values that are filled in, and those that are visibly not known; `private` ones only if wanted."""
    return tuple(
        line
        for section in filled.form.sections
        for part in section.fields
        for line in _lines(filled, section, part)
        if line.text and (private or not line.entry.private)
    )


def _lines(filled: Filled, section: Section, part: FormField | FormTable) -> Iterator[FormLine]:
    if isinstance(part, FormField):
        yield FormLine(section, "", part, part.label, part.reads(filled.text(part.id)))
        return
    for row in filled.rows(part):
        if row.is_begun:
            shown = (column for column in part.columns if filled.is_shown(row, column))
            yield from (
                FormLine(section, row.name, column, column.label, column.reads(row.cells[column.id]))
                for column in shown
            )


@dataclasses.dataclass(frozen=True)
class FormChange:
    """A field that reads otherwise in two versions: its name, and its text in pieces, each kept, removed or added."""

    name: str
    pieces: tuple[tuple[Change, str], ...]


def form_changes(before: Filled, after: Filled) -> tuple[FormChange, ...]:
    """Return the fields that differ between two versions of a form, in the form's order."""
    first, second = _texts(before), _texts(after)
    order = {name: place for place, name in enumerate(_names(after))}
    names = sorted({**first, **second}, key=lambda name: order.get(name, len(order)))
    return tuple(
        FormChange(name, _pieces(first.get(name, ""), second.get(name, "")))
        for name in names
        if first.get(name, "") != second.get(name, "")
    )


def _texts(filled: Filled) -> Mapping[str, str]:
    return {line.name: line.text for line in form_lines(filled)}


def _names(filled: Filled) -> Iterator[str]:
    """Yield the names of all fields that a form may have, in its order, however many rows a table has."""
    for part in filled.form.parts.values():
        if isinstance(part, FormField):
            yield part.label
            continue
        rows = list(part.rows.values()) or [f"{part.row} {number}" for number in range(1, part.most + 1)]
        yield from (f"{row}: {column.label}" for row in rows for column in part.columns)


def _pieces(before: str, after: str) -> tuple[tuple[Change, str], ...]:
    """Return two texts as one, word by word, in pieces that were kept, removed or added."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    pieces: list[tuple[Change, str]] = []
    for what, start, end, other_start, other_end in difflib.SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if what == "equal":
            pieces.append(("kept", "".join(old[start:end])))
            continue
        pieces += [("removed", "".join(old[start:end])), ("added", "".join(new[other_start:other_end]))]
    return tuple(piece for piece in pieces if piece[1])


@dataclasses.dataclass(frozen=True)
class FormDate:
    """A date on a form that may go into a calendar: the day, the title of the entry, and where it stands."""

    day: date
    title: str
    place: str


def form_dates(filled: Filled) -> tuple[FormDate, ...]:
    """Return the dates on a form that have a title for the calendar, in the form's order."""
    dates: list[FormDate] = []
    for part in filled.form.parts.values():
        if isinstance(part, FormField):
            dates += _dates(part, part.label, {part.id: filled.text(part.id)})
            continue
        for row in filled.rows(part):
            for column in part.columns:
                dates += _dates(column, f"{row.name}: {column.label}", row.cells)
    return tuple(dates)


def _dates(entry: Entry, place: str, cells: Mapping[str, str]) -> Iterator[FormDate]:
    if entry.event and (day := day_of(cells[entry.id])):
        title = _SLOT.sub(lambda slot: " ".join(cells.get(slot[1], "").split()), entry.event)
        yield FormDate(day, title.removesuffix(": ").strip().removesuffix(":"), place)


def form_sums(filled: Filled) -> Mapping[str, tuple[str, ...]]:
    """Return what is worked out below each table that has sums or a count, as sentences, by the table's id."""
    worked = {part.id: (*_totals(filled, part), *_tally(filled, part)) for part in _tables(filled)}
    return {name: sentences for name, sentences in worked.items() if sentences}


def _tables(filled: Filled) -> Iterator[FormTable]:
    return (part for part in filled.form.parts.values() if isinstance(part, FormTable))


def _totals(filled: Filled, table: FormTable) -> Iterator[str]:
    rows = [row.cells for row in filled.rows(table)]
    totals = table.totals
    if totals is None or not any(row[totals.weight] and row[name] for row in rows for name in totals.columns):
        return
    sums = {name: sum(int(row[totals.weight] or 0) * int(row[name] or 0) for row in rows) for name in totals.columns}
    said = (f"{table.column[name].label.partition(' (')[0]} {total}" for name, total in sums.items())
    yield f"{totals.label}: {', '.join(said)}."


def _tally(filled: Filled, table: FormTable) -> Iterator[str]:
    tally = table.tally
    rows = [row.cells[tally.column] for row in filled.rows(table) if row.is_begun] if tally else []
    if tally is None or not rows:
        return
    column = table.column[tally.column]
    counts = {column.reads(value): rows.count(value) for value in [*column.options, ""]}
    hidden = hidden_counts(counts, tally.below)
    said = [f"{label} {'hidden' if label in hidden else count}" for label, count in counts.items()]
    yield f"{tally.label}: {', '.join(said)}; {len(rows)} in all."
    if hidden:
        yield f"Counts under {tally.below} are hidden, so that nobody can be picked out of a small group."


def hidden_counts(counts: Mapping[str, int], below: int) -> frozenset[str]:
    """Return the groups whose counts must be hidden: all small ones, and one more if a single one could be worked out.

    A count of 0 shows nobody. If only one count were hidden, the total would give it away.
    """
    hidden = [name for name, count in counts.items() if 0 < count < below]
    if len(hidden) == 1:
        others = sorted((count, name) for name, count in counts.items() if count and name not in hidden)
        hidden += [name for _count, name in others[:1]]
    return frozenset(hidden)
