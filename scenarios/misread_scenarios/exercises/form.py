"""Forms that a manager fills in, keeps and prints: their sections, fields and tables, and what was filled in."""

from __future__ import annotations

import abc
import dataclasses
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, JsonValue

from misread_scenarios.exercises.exercise import BadAnswer, Frozen, LibraryFile, Place, Words
from misread_scenarios.language import day
from misread_scenarios.problems import offer

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")]
Cells: TypeAlias = Mapping[str, str]
"""What stands in the fields of a row, by column. Dates are written as 2026-11-28, choices as their ids."""
MOST_ROWS = 60
"""The most rows of a table that are read; a table's own `most` is lower."""
_SLOT = re.compile(r"\{([a-z][a-z0-9-]*)\}")


class Entry(Frozen):
    """A place for one value: a field of a section, or a column of a table.

    Attributes:
        kind: what may be filled in: one line, several lines, a date, one of some options, or a number.
        label, help: what is asked for, and how to answer.
        options: the options of a choice, as the learner reads them, by id.
        least, most: the smallest and the largest number.
        after: the columns of the same row that must be filled before this one is shown.
        private: whether the value stays on the learner's own page, and out of everything that is printed or exported.
        unknown: the words that stand in a blank place, so that what is not known can be seen; empty for none.
        event: the title of the calendar entry for a date; `{step}` stands for what is filled in there in the same row.
    """

    id: Name
    kind: Literal["line", "lines", "date", "choice", "number"]
    label: Words
    help: str = ""
    options: Annotated[dict[Name, Words], Field(default_factory=dict)]
    least: int | None = None
    most: int | None = None
    after: tuple[Name, ...] = ()
    private: bool = False
    unknown: str = ""
    event: str = ""

    def reads(self, value: str) -> str:
        """Return a value as people read it: a choice and a date in words, and those for what is not known if blank."""
        if self.kind == "choice":
            return self.options.get(value, "") or self.unknown
        moment = day_of(value) if self.kind == "date" else None
        return (day(moment) if moment else value) or self.unknown


class FormField(Entry):
    """A field of a section; `optional` says on the form that it may stay blank."""

    optional: bool = False


class Totals(Frozen):
    """Sums below a table: each of some number columns, multiplied by the weight in its row."""

    weight: Name
    columns: Annotated[tuple[Name, ...], Field(min_length=2)]
    label: Words


class Tally(Frozen):
    """A count below a table of how often each option of a column was chosen; smaller counts than `below` are hidden."""

    column: Name
    below: Annotated[int, Field(ge=2)]
    label: Words


class FormTable(Frozen):
    """Rows of the same columns.

    Attributes:
        row: the name of one row, such as "Step".
        rows: the fixed rows by id, as the learner reads them; empty if the learner adds rows.
        start, most: how many rows are open at first, and how many there may be.
        totals, tally: what is worked out below the table, if anything.
    """

    id: Name
    kind: Literal["table"]
    label: Words
    help: str = ""
    row: Words
    rows: Annotated[dict[Name, Words], Field(default_factory=dict)]
    start: Annotated[int, Field(ge=1, le=12)] = 2
    most: Annotated[int, Field(ge=1, le=MOST_ROWS)] = 12
    columns: Annotated[tuple[Entry, ...], Field(min_length=1, max_length=10)]
    totals: Totals | None = None
    tally: Tally | None = None
    optional: bool = False

    @cached_property
    def column(self) -> Mapping[str, Entry]:
        """The columns by id."""
        return {column.id: column for column in self.columns}


class Section(Frozen):
    """A part of a form with a heading: what belongs in it, and its fields and tables."""

    id: Name
    title: Words
    intro: str = ""
    fields: Annotated[tuple[FormField | FormTable, ...], Field(min_length=1)]


class Check(Frozen, abc.ABC):
    """A check of what was filled in. It advises, and only if `blocks` it keeps the form from being finished.

    Attributes:
        id: its name on the form.
        say: the advice; `{row}` stands for the name of the row, and `{words}` for the words that were found.
    """

    id: Name
    say: Words
    blocks: bool = False

    @abc.abstractmethod
    def places(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield each field or table that the check looks at, with the columns of the table."""


class Blank(Check):
    """One of these fields is blank."""

    check: Literal["blank"]
    fields: Annotated[tuple[Name, ...], Field(min_length=1)]

    def places(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the fields."""
        yield from ((name, ()) for name in self.fields)


class HasWords(Check):
    """A text has one of these words, and none of the words of `unless`."""

    check: Literal["words"]
    field: Name
    columns: tuple[Name, ...] = ()
    words: Annotated[tuple[Words, ...], Field(min_length=1)]
    unless: tuple[Words, ...] = ()

    def places(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the field, or the columns of the table."""
        yield self.field, self.columns


class ClosedQuestions(Check):
    """Each question that was filled in can be answered with yes or no."""

    check: Literal["closed-questions"]
    fields: Annotated[tuple[Name, ...], Field(min_length=1)]

    def places(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the fields."""
        yield from ((name, ()) for name in self.fields)


class AllAre(Check):
    """Every one of these fields is blank or has this value."""

    check: Literal["all-are"]
    fields: Annotated[tuple[Name, ...], Field(min_length=1)]
    value: Name

    def places(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the fields."""
        yield from ((name, ()) for name in self.fields)


class RowLacks(Check):
    """A row that was begun has nothing in this column."""

    check: Literal["row-lacks"]
    table: Name
    column: Name

    def places(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the column."""
        yield self.table, (self.column,)


class FewRows(Check):
    """Fewer rows than `fewest` were begun."""

    check: Literal["few-rows"]
    table: Name
    fewest: Annotated[int, Field(ge=1)]

    def places(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the table."""
        yield self.table, ()


class NoTwin(Check):
    """A row has something in one of two columns, and nothing in the other."""

    check: Literal["no-twin"]
    table: Name
    columns: Annotated[tuple[Name, Name], Field()]

    def places(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield both columns."""
        yield self.table, self.columns


class RowIs(Check):
    """A row has this value in a column; a begun row without one counts if `value` is empty."""

    check: Literal["row-is"]
    table: Name
    column: Name
    value: Name

    def places(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the column."""
        yield self.table, (self.column,)


AnyCheck = Annotated[
    Blank | HasWords | ClosedQuestions | AllAre | RowLacks | FewRows | NoTwin | RowIs, Field(discriminator="check")
]


class StartLine(Frozen):
    """What a learner chose in a scene of a case, offered as a line for a field."""

    scene: Annotated[str, Field(pattern=r"^[A-Z]+\d+$")]
    into: Name


class FromRun(Frozen):
    """The case that a form can start from, and which choices may go into which field."""

    scenario: Words
    lines: Annotated[tuple[StartLine, ...], Field(min_length=1)]


class Slip(Frozen):
    """A form that was filled in less well: its fault, what differs from the example, and the checks that must speak."""

    slip: Words
    change: dict[Name, JsonValue]
    fires: Annotated[tuple[Name, ...], Field(min_length=1)]


class Form(LibraryFile):
    """A form to fill in.

    Attributes:
        covers: the ideas of the course that it puts to use.
        minutes: the time that it takes.
        purpose: what it is for.
        seen_by: who may see it.
        privacy: the sentence that asks for initials or roles instead of names.
        checks: the built-in checks.
        from_run: the case that it can start from, if any.
        example: a well filled-in form, on which no check speaks.
        slips: forms that were filled in less well, with the checks that must speak.
    """

    format: Literal["form/1"]
    covers: Annotated[tuple[str, ...], Field(min_length=1)]
    minutes: Annotated[int, Field(ge=1, le=60)]
    purpose: Words
    seen_by: Words
    privacy: Words
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    checks: tuple[AnyCheck, ...] = ()
    from_run: FromRun | None = None
    example: dict[Name, JsonValue]
    slips: tuple[Slip, ...] = ()

    @cached_property
    def parts(self) -> Mapping[str, FormField | FormTable]:
        """All fields and tables by id, in the form's order."""
        return {part.id: part for section in self.sections for part in section.fields}

    def strangers(self) -> Iterator[tuple[Place, str]]:
        """Yield ids that are used twice, and names that the form does not define."""
        seen: set[str] = set()
        for place, part in self._placed():
            if part.id in seen:
                yield (*place, "id"), f"'{part.id}' is used twice; give each field its own id"
            seen.add(part.id)
            yield from _strange_entries(place, part)
        yield from self._strange_checks()
        for number, line in enumerate(self.from_run.lines if self.from_run else ()):
            if not isinstance(self.parts.get(line.into), FormField):
                yield (
                    ("from_run", "lines", number, "into"),
                    f"there is no field '{line.into}'; {self._offer(line.into)}",
                )
        filled = [(("example",), self.example)]
        filled += [(("slips", number, "change"), slip.change) for number, slip in enumerate(self.slips)]  # type: ignore[misc]
        for place, values in filled:
            try:
                check_values(self, values, authored=True)
            except BadAnswer as error:
                yield place, str(error)

    def _placed(self) -> Iterator[tuple[Place, FormField | FormTable]]:
        for number, section in enumerate(self.sections):
            yield from ((("sections", number, "fields", index), part) for index, part in enumerate(section.fields))

    def _strange_checks(self) -> Iterator[tuple[Place, str]]:
        names = [check.id for check in self.checks]
        for number, check in enumerate(self.checks):
            if check.id in names[:number]:
                yield ("checks", number, "id"), f"'{check.id}' is used twice; give each check its own id"
            for name, columns in check.places():
                if fault := self._strange_place(check, name, columns):
                    yield ("checks", number), fault
        for number, slip in enumerate(self.slips):
            for name in slip.fires:
                if name not in names:
                    yield ("slips", number, "fires"), f"there is no check '{name}'; {offer(name, names)}"

    def _strange_place(self, check: Check, name: str, columns: tuple[str, ...]) -> str:
        part = self.parts.get(name)
        if part is None:
            return f"there is no field '{name}'; {self._offer(name)}"
        if isinstance(part, FormField):
            return f"'{name}' is not a table" if columns or isinstance(check, FewRows) else ""
        if not columns and not isinstance(check, FewRows):
            return f"'{name}' is a table; name its columns"
        strange = next((column for column in columns if column not in part.column), "")
        return f"'{name}' has no column '{strange}'; {offer(strange, part.column)}" if strange else ""

    def _offer(self, name: str) -> str:
        return offer(name, self.parts)


def _strange_entries(place: Place, part: FormField | FormTable) -> Iterator[tuple[Place, str]]:
    entries: tuple[Entry, ...] = part.columns if isinstance(part, FormTable) else (part,)
    names = [entry.id for entry in entries]
    for number, entry in enumerate(entries):
        here = (*place, "columns", number) if isinstance(part, FormTable) else place
        if entry.id in names[:number]:
            yield (*here, "id"), f"'{entry.id}' is used twice; give each column its own id"
        if (entry.kind == "choice") != bool(entry.options):
            yield here, f"'{entry.id}': a choice has `options`, and nothing else has"
        if entry.event and entry.kind != "date":
            yield (*here, "event"), f"'{entry.id}' is not a date, so it cannot go into a calendar"
        for name in (*entry.after, *_SLOT.findall(entry.event)):
            if name not in names or name == entry.id:
                yield here, f"'{entry.id}' names the column '{name}'; {offer(name, names)}"
    if isinstance(part, FormTable):
        yield from _strange_sums(place, part)


def _strange_sums(place: Place, table: FormTable) -> Iterator[tuple[Place, str]]:
    for name in (table.totals.weight, *table.totals.columns) if table.totals else ():
        if name not in table.column or table.column[name].kind != "number":
            numbers = [column.id for column in table.columns if column.kind == "number"]
            yield (*place, "totals"), f"'{name}' is not a column of numbers; {offer(name, numbers)}"
    if table.tally and (column := table.column.get(table.tally.column)) and column.kind != "choice":
        yield (*place, "tally"), f"'{column.id}' is not a choice, so it cannot be counted"
    if table.tally and table.tally.column not in table.column:
        yield (*place, "tally"), f"there is no column '{table.tally.column}'; {offer(table.tally.column, table.column)}"


@dataclasses.dataclass(frozen=True)
class FilledRow:
    """A row of a table: its place from 1, its name as the learner reads it, and what stands in it."""

    number: int
    name: str
    cells: Cells

    @property
    def is_begun(self) -> bool:
        """Whether anything stands in it."""
        return any(self.cells.values())


@dataclasses.dataclass(frozen=True)
class Filled:
    """What was filled in on a form. A value that does not fit the form as it is now reads as blank."""

    form: Form
    values: Mapping[str, JsonValue]

    @property
    def is_begun(self) -> bool:
        """Whether anything was filled in."""
        return any(
            any(row.is_begun for row in self.rows(part)) if isinstance(part, FormTable) else self.text(part.id)
            for part in self.form.parts.values()
        )

    def text(self, name: str) -> str:
        """Return what stands in a field, without spaces around it."""
        return _clean(self.form.parts.get(name), self.values.get(name))

    def rows(self, table: FormTable) -> tuple[FilledRow, ...]:
        """Return the rows of a table: all fixed ones, or those that the learner added."""
        value = self.values.get(table.id)
        if table.rows:
            fixed = value if isinstance(value, dict) else {}
            return tuple(
                FilledRow(number, label, _cells(table, fixed.get(name)))
                for number, (name, label) in enumerate(table.rows.items(), 1)
            )
        listed = value[:MOST_ROWS] if isinstance(value, list) else []
        return tuple(
            FilledRow(number, f"{table.row} {number}", _cells(table, row)) for number, row in enumerate(listed, 1)
        )

    @staticmethod
    def is_shown(row: FilledRow, column: Entry) -> bool:
        """Return whether a column of a row is shown: all columns that it waits for are filled."""
        return all(row.cells.get(name) for name in column.after)


def filled(form: Form, text: str) -> Filled:
    """Return what a saved text of a form holds; a text that is not a form reads as a blank one."""
    try:
        values = json.loads(text) if text.strip() else {}
    except (ValueError, RecursionError):
        values = {}
    return Filled(form, values if isinstance(values, dict) else {})


def check_values(form: Form, values: JsonValue, *, authored: bool = False) -> None:
    """Check that values have the shape of a form: text for a field, `[{column: text}]` or `{row: {column: text}}`.

    What an author wrote must also fit: no unknown field, and a date for a date. A learner may be halfway through a
    date, and may have filled in a field that the form no longer has; such a value is kept and reads as blank.

    Raises:
        BadAnswer: if they have not.
    """
    if not isinstance(values, dict):
        raise BadAnswer("a form is filled in as {field: text}")
    for name, value in values.items():
        part = form.parts.get(name)
        if part is None and authored:
            raise BadAnswer(f"there is no field '{name[:40]}'; {offer(name, form.parts)}")
        if isinstance(part, FormTable):
            _check_rows(part, value, authored=authored)
        elif part is not None:
            _check_text(part, value, authored=authored)


def _check_rows(table: FormTable, value: JsonValue, *, authored: bool) -> None:
    if not isinstance(value, dict if table.rows else list):
        raise BadAnswer(f"'{table.id}' needs {'{row: {column: text}}' if table.rows else '[{column: text}]'}")
    rows = list(value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ()))
    if not table.rows and len(rows) > table.most:
        raise BadAnswer(f"'{table.id}' has {len(rows)} rows, and at most {table.most} fit")
    for key, row in rows:
        if not isinstance(row, dict):
            raise BadAnswer(f"'{table.id}': a row is filled in as {{column: text}}")
        if authored and table.rows and key not in table.rows:
            raise BadAnswer(f"'{table.id}' has no row '{str(key)[:40]}'; {offer(str(key), table.rows)}")
        for name, cell in row.items():
            if name in table.column:
                _check_text(table.column[name], cell, authored=authored)
            elif authored:
                raise BadAnswer(f"'{table.id}' has no column '{name[:40]}'; {offer(name, table.column)}")


def _check_text(entry: Entry, value: JsonValue, *, authored: bool) -> None:
    if not isinstance(value, str):
        raise BadAnswer(f"'{entry.id}' needs a text")
    if authored and value and not _fits(entry, value.strip()):
        raise BadAnswer(f"'{entry.id}' cannot be '{value[:40]}'; {_expected(entry)}")


def _expected(entry: Entry) -> str:
    if entry.kind == "choice":
        return f"choose {', '.join(entry.options)}"
    return "write a date as 2026-11-28" if entry.kind == "date" else "write a number within its limits"


def _fits(entry: Entry, value: str) -> bool:
    if entry.kind == "choice":
        return value in entry.options
    if entry.kind == "date":
        return day_of(value) is not None
    if entry.kind == "number":
        number = int(value) if re.fullmatch(r"-?[0-9]{1,6}", value) else None
        return number is not None and (entry.least or 0) <= number <= (999_999 if entry.most is None else entry.most)
    return True


def day_of(value: str) -> date | None:
    """Return the day that a text such as `2026-11-28` names; None if it names none."""
    try:
        return date.fromisoformat(value) if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else None
    except ValueError:
        return None


def _cells(table: FormTable, row: JsonValue) -> Cells:
    listed = row if isinstance(row, dict) else {}
    return {column.id: _clean(column, listed.get(column.id)) for column in table.columns}


def _clean(part: Entry | FormTable | None, value: JsonValue) -> str:
    if not isinstance(part, Entry) or not isinstance(value, str):
        return ""
    text = value.strip()
    return text if _fits(part, text) else ""
