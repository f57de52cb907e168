"""Tables as files for spreadsheets: names and comments stay text, whatever they begin with.

A spreadsheet would run a cell that begins like a formula. In an Excel file, each such cell is marked as text. A CSV
file cannot mark cells; there, the text gets an apostrophe in front, by which spreadsheets recognise text.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from misread_grading.reports.formula_guard import as_text, begins_formula

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Value = str | float | int | None

UNWRITABLE = re.compile(f"{ILLEGAL_CHARACTERS_RE.pattern}|[\ufffe\uffff]")
EXCEL = ".xlsx"
COMMA, SEMICOLON = ",", ";"
"""The separators of columns in CSV files."""
LONGEST_CELL = 32_767
"""The most characters that Excel accepts in one cell."""
LONGEST_TITLE = 31
NARROWEST, WIDEST = 8, 60
CUT = " … (cut off here: a cell holds no more)"


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
    book = Workbook(write_only=True)
    for table in tables:
        sheet = book.create_sheet(_title(table.title))
        sheet.freeze_panes = "A2"
        for number, width in enumerate(_widths(table), 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.append([_cell(sheet, name, bold=True) for name in table.columns])
        for row in table.rows:
            sheet.append([_cell(sheet, value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _harmless(value: Value, delimiter: str) -> Value:
    if isinstance(value, float) and delimiter == SEMICOLON:
        return str(value).replace(".", ",")
    return as_text(value) if isinstance(value, str) else value


def _cell(sheet: WriteOnlyWorksheet, value: Value, *, bold: bool = False) -> WriteOnlyCell:
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet)
    cell.value = _fitting(value)
    cell.data_type = "s"
    cell.font = Font(bold=bold)
    # Without this, a spreadsheet takes it for a formula as soon as somebody edits the cell and presses Enter.
    cell.quotePrefix = begins_formula(value)
    return cell


def _fitting(text: str) -> str:
    """Remove what an Excel file cannot hold: control characters, lone surrogates, and text beyond the limit."""
    clean = UNWRITABLE.sub("", text).encode("utf-8", errors="replace").decode()
    return clean if len(clean) <= LONGEST_CELL else clean[: LONGEST_CELL - len(CUT)] + CUT


def _title(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", _fitting(title))[:LONGEST_TITLE].strip("' ") or "Table"


def _widths(table: Table) -> list[int]:
    columns = zip(table.columns, *(map(str, row) for row in table.rows), strict=True)
    return [min(max(NARROWEST, *map(len, column)) + 2, WIDEST) for column in columns]
