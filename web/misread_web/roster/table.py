"""Table of a roster: the headings and rows of a text file or a workbook."""

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
"""Number of non-empty lines in which the headings may be: reports have a title above them."""
_SEPARATOR = "sep="
"""Start of a first line by which Excel names the sign between the columns."""
_ENOUGH = 2
"""Known headings that a row below the first needs, to be the heading row."""

Numbered = tuple[int, "list[str] | str"]
"""A line's number and its cells; if the line cannot be read, the reason instead of the cells."""


@dataclasses.dataclass(frozen=True)
class RosterTable:
    """A roster's columns and rows.

    Attributes:
        line: the line of the headings, counted from 1.
        columns: the columns.
        rows: the non-empty rows below the headings.
        delimiter: the sign between the columns; None in a workbook.
        notes: things that the user may want to know about the file.
        guessed: the encoding if it had to be guessed, else None.
    """

    line: int
    columns: Columns
    rows: Iterable[Numbered]
    delimiter: str | None = None
    notes: tuple[str, ...] = ()
    guessed: str | None = None


def table_of(raw: bytes, encoding: str | None, most_rows: int) -> RosterTable:
    """Return the table in a file.

    Raises:
        Unreadable: if the file is neither text nor a workbook that can be opened.
    """
    return _of_workbook(raw, most_rows) if is_workbook(raw) else _of_text(raw, encoding)


def _of_workbook(raw: bytes, most_rows: int) -> RosterTable:
    sheet = sheet_of(raw, most_rows + HIGHEST_HEADING + 2)
    notes = []
    if sheet.others:
        others = ", ".join(map(repr, sheet.others))
        notes.append(f"only the sheet {sheet.title!r} was read, not {others}")
    place, columns = _heading([cells for _, cells in sheet.rows[:HIGHEST_HEADING]])
    above = [cells for _, cells in sheet.rows[:place]]
    line = sheet.rows[place][0] if sheet.rows else 1
    return RosterTable(line, columns, sheet.rows[place + 1 :], notes=(*notes, *_lines_above(above)))


def _of_text(raw: bytes, encoding: str | None) -> RosterTable:
    text = decoded(raw, encoding)
    lines = list(io.StringIO(text.text, newline=""))  # as the csv module counts lines
    above = next((place for place, line in enumerate(lines) if line.strip()), len(lines))
    delimiters: tuple[str, ...] = DELIMITERS
    if above < len(lines) and (sign := _separator(lines[above])):
        delimiters = (sign,)
        above = next((place for place in range(above + 1, len(lines)) if lines[place].strip()), len(lines))
    full = [place for place in range(above, len(lines)) if lines[place].strip()][:HIGHEST_HEADING]
    tables = [(sign, *_heading([_cells(lines[place], sign) for place in full])) for sign in delimiters]
    delimiter, place, columns = max(tables, key=lambda table: len(table[2].places))
    at = full[place] if full else above
    skipped = [_cells(lines[line], delimiter) for line in full[:place]]
    body = "".join(lines[at + 1 :])
    return RosterTable(at + 1, columns, _rows(body, delimiter, at + 1), delimiter, _lines_above(skipped), text.guessed)


def _separator(line: str) -> str | None:
    """Return the sign between the columns that a line `sep=;` names; None for any other line."""
    bare = line.strip(" \r\n").strip('"')
    named = bare[len(_SEPARATOR) :] if bare.casefold().startswith(_SEPARATOR) else ""
    return named if len(named) == 1 else None


def _heading(rows: list[list[str]]) -> tuple[int, Columns]:
    """Return the index of the heading row and its columns; without one, the first row with its problems."""
    candidates = [columns_of(cells) for cells in rows] or [columns_of([])]
    for place, columns in enumerate(candidates):
        if {"name", "first", "last"} & set(columns.places) and (not place or len(columns.places) >= _ENOUGH):
            return place, columns
    return 0, candidates[0]


def _lines_above(rows: list[list[str]]) -> tuple[str, ...]:
    """Return a note about the lines above the headings."""
    shown = [" ".join(filter(None, (cell.strip() for cell in cells)))[:60] for cells in rows]
    return (f"the lines above the column names were skipped: {', '.join(map(repr, shown))}",) if shown else ()


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
            yield line, f"the quotes do not match ({error}); write a quote within quotes twice"
            continue
        if any(cell.strip() for cell in cells):
            yield line, cells


def encoding_shown(encoding: str) -> str:
    """Return the usual name of a guessed encoding."""
    return GUESSES.get(encoding, encoding)
