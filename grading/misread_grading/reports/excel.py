"""Excel files of tables, apart from other files because openpyxl takes a quarter of a second to load."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from misread_grading.reports.formula_guard import begins_formula

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from misread_grading.reports.spreadsheet import Table, Value

UNWRITABLE = re.compile(f"{ILLEGAL_CHARACTERS_RE.pattern}|[\ufffe\uffff]")
LONGEST_CELL = 32_767
"""The most characters that Excel accepts in one cell."""
LONGEST_TITLE = 31
NARROWEST, WIDEST = 8, 60
CUT = " … (cut off here: a cell holds no more)"


def workbook(tables: Iterable[Table]) -> bytes:
    """Return an Excel file with one sheet for each table, its first row fixed."""
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
