"""The rows of a roster's file, whether it is text or a workbook: its headings, and what stands below them."""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Iterable, Iterator

from misread_web.roster.columns import Columns, columns_of
from misread_web.roster.decoding import GUESSES, decoded
from misread_web.roster.workbook import is_workbook, sheet_of

DELIMITERS = (",", ";", "\t")
HIGHEST_HEADING = 15
"""In which of the first lines that are not empty the columns may be named: reports have a title above them."""
_SEPARATOR = "sep="
"""What Excel reads in the first line: the sign between the columns."""
_ENOUGH = 2
"""How many headings below the first line have to be known."""

Numbered = tuple[int, "list[str] | str"]
"""A line's number, and its cells; or, where it is no row, why."""


@dataclasses.dataclass(frozen=True)
class RosterTable:
    """A roster's columns, and what stands below them.

    Attributes:
        line: where the columns are named, counted from 1.
        columns: what they mean.
        rows: the rows below that are not empty.
        delimiter: the sign between the columns; None in a workbook.
        notes: what a reader may want to know of the file.
        guessed: the encoding, where it had to be guessed.
    """

    line: int
    columns: Columns
    rows: Iterable[Numbered]
    delimiter: str | None = None
    notes: tuple[str, ...] = ()
    guessed: str | None = None


def table_of(raw: bytes, encoding: str | None, most_rows: int) -> RosterTable:
    """Find the columns and rows of a file.

    Raises:
        Unreadable: if it is neither text nor a workbook that can be opened.
    """
    return _of_workbook(raw, most_rows) if is_workbook(raw) else _of_text(raw, encoding)


def _of_workbook(raw: bytes, most_rows: int) -> RosterTable:
    sheet = sheet_of(raw, most_rows + HIGHEST_HEADING + 2)
    notes = []
    if sheet.others:
        others = ", ".join(map(repr, sheet.others))
        notes.append(f"the sheet {sheet.title!r} was read, and not {others}")
    place, columns = _heading([cells for _, cells in sheet.rows[:HIGHEST_HEADING]])
    passed = [cells for _, cells in sheet.rows[:place]]
    line = sheet.rows[place][0] if sheet.rows else 1
    return RosterTable(line, columns, sheet.rows[place + 1 :], notes=(*notes, *_passed(passed)))


def _of_text(raw: bytes, encoding: str | None) -> RosterTable:
    text = decoded(raw, encoding)
    lines = list(io.StringIO(text.text, newline=""))  # as the csv module counts lines
    above = next((place for place, line in enumerate(lines) if line.strip()), len(lines))
    delimiters: tuple[str, ...] = DELIMITERS
    if above < len(lines) and (sign := _separator(lines[above])):
        delimiters = (sign,)
        above = next((place for place in range(above + 1, len(lines)) if lines[place].strip()), len(lines))
    full = [place for place in range(above, len(lines)) if lines[place].strip()][:HIGHEST_HEADING]
    found = [(sign, *_heading([_cells(lines[place], sign) for place in full])) for sign in delimiters]
    delimiter, place, columns = max(found, key=lambda one: len(one[2].places))
    at = full[place] if full else above
    passed = [_cells(lines[line], delimiter) for line in full[:place]]
    body = "".join(lines[at + 1 :])
    return RosterTable(at + 1, columns, _rows(body, delimiter, at + 1), delimiter, _passed(passed), text.guessed)


def _separator(line: str) -> str | None:
    """Return the sign between the columns that a line names; None if it is another line."""
    bare = line.strip(" \r\n").strip('"')
    named = bare[len(_SEPARATOR) :] if bare.casefold().startswith(_SEPARATOR) else ""
    return named if len(named) == 1 else None


def _heading(rows: list[list[str]]) -> tuple[int, Columns]:
    """Return which of the first rows names the columns, and those; the first, with its problems, where none does."""
    candidates = [columns_of(cells) for cells in rows] or [columns_of([])]
    for place, columns in enumerate(candidates):
        if {"name", "first", "last"} & set(columns.places) and (not place or len(columns.places) >= _ENOUGH):
            return place, columns
    return 0, candidates[0]


def _passed(rows: list[list[str]]) -> tuple[str, ...]:
    """Name what stands above the columns."""
    shown = [" ".join(filter(None, (cell.strip() for cell in cells)))[:60] for cells in rows]
    return (f"above the names of the columns stands {', '.join(map(repr, shown))}",) if shown else ()


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        return []


def _rows(body: str, delimiter: str, above: int) -> Iterator[Numbered]:
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True)
    while True:
        line = above + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, f"the quotes do not fit ({error}); a quote within quotes is written twice"
            continue
        if any(cell.strip() for cell in cells):
            yield line, cells


def encoding_shown(encoding: str) -> str:
    """Return the name of an encoding that was guessed, for readers."""
    return GUESSES.get(encoding, encoding)
