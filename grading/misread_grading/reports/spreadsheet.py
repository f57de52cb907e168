"""Tables as files for spreadsheets: names and comments stay text, whatever they begin with.

A spreadsheet would run a cell that begins like a formula. In an Excel file, each such cell is marked as text. A CSV
file cannot mark cells; there, the text gets an apostrophe in front, by which spreadsheets recognise text.
"""

from __future__ import annotations

import csv
import dataclasses
import io
from typing import TYPE_CHECKING

from misread_grading import reports
from misread_grading.reports.formula_guard import as_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


Value = str | float | int | None

EXCEL = ".xlsx"
COMMA, SEMICOLON = ",", ";"
"""The separators of columns in CSV files."""


@dataclasses.dataclass(frozen=True)
class Table:
    """A title, the names of the columns, and the rows."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Value]]


def as_file(table: Table, file: Path, delimiter: str = COMMA) -> bytes:
    """Return a table in the format of a file's name: an Excel file if it ends in .xlsx, otherwise CSV."""
    return as_excel([table]) if file.suffix.casefold() == EXCEL else as_csv(table, delimiter)


def as_csv(table: Table, delimiter: str = COMMA) -> bytes:
    """Return a table as CSV: UTF-8 with a byte order mark, by which Excel recognises it, and lines that end in CR LF.

    Excel splits a CSV file into columns at the system's list separator. Where numbers have a decimal comma, as in
    German and French, that is a semicolon, and 29.2 would be read as a date. So a table with semicolons has decimal
    commas. A first line ``sep=;`` would not help: Excel would then ignore the byte order mark.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow([_harmless(name, delimiter) for name in table.columns])
    writer.writerows([_harmless(value, delimiter) for value in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig", errors="replace")


def as_excel(tables: Iterable[Table]) -> bytes:
    """Return tables as one Excel file, one sheet for each, with a fixed first row."""
    return reports.workbook(tables)  # the package loads openpyxl with the first one


def _harmless(value: Value, delimiter: str) -> Value:
    if isinstance(value, float) and delimiter == SEMICOLON:
        return str(value).replace(".", ",")
    return as_text(value) if isinstance(value, str) else value
