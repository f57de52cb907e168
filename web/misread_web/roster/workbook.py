"""Cells of an Excel workbook, as text."""

from __future__ import annotations

import dataclasses
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from misread_web.roster.decoding import Unreadable

if TYPE_CHECKING:
    from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
"""The first bytes of spreadsheet files: those of today, and those of Excel before 2007."""
MOST_UNPACKED = 200_000_000
"""Largest size of an unpacked file, in bytes. A list of 10,000 people has about 10 million."""
WIDEST = 500
"""Columns that are read."""
_ZEROS = re.compile("0+")


@dataclasses.dataclass(frozen=True)
class Worksheet:
    """The first sheet of a workbook that has rows: its rows with their numbers, and the names of the other sheets."""

    title: str
    rows: tuple[tuple[int, list[str]], ...]
    others: tuple[str, ...]


def is_workbook(raw: bytes) -> bool:
    """Return whether bytes are a spreadsheet file and not text."""
    return raw.startswith((ZIP, OLD_EXCEL))


def sheet_of(raw: bytes, most_rows: int) -> Worksheet:
    """Return the first sheet of an Excel file that has rows, at most `most_rows` of them.

    Raises:
        Unreadable: if the bytes are not an .xlsx file; the text says what to save instead.
    """
    _check_is_xlsx(raw)
    try:
        return _read(raw, most_rows)
    except Exception as error:  # the border: on a strange file, the library may raise anything
        raise Unreadable(f"the Excel file cannot be opened ({error}); save the table as CSV (UTF-8)") from error


def _read(raw: bytes, most_rows: int) -> Worksheet:
    # openpyxl takes a quarter of a second to load, and most rosters are CSV files
    from openpyxl import load_workbook  # noqa: PLC0415

    book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
    sheets = list(book.worksheets)
    for sheet in sheets:
        if rows := tuple(_rows(sheet, most_rows)):
            return Worksheet(sheet.title, rows, tuple(other.title for other in sheets if other is not sheet))
    return Worksheet("", (), ())


def _check_is_xlsx(raw: bytes) -> None:
    if raw.startswith(OLD_EXCEL):
        raise Unreadable(
            "this is an .xls file of an older Excel; open it in Excel, and save the table as .xlsx or CSV (UTF-8)"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            names, size = packed.namelist(), sum(part.file_size for part in packed.infolist())
            damaged = packed.testzip() if size <= MOST_UNPACKED else None
    except _DAMAGED as error:
        raise Unreadable(_SAVE_ANEW) from error
    if size > MOST_UNPACKED:
        raise Unreadable(f"unpacked, the file has {size:,} bytes; save the table of people alone, as CSV (UTF-8)")
    if damaged:
        raise Unreadable(_SAVE_ANEW)
    if "xl/workbook.xml" not in names:
        raise Unreadable("this is a file of another program; open it there, and save the table as .xlsx or CSV (UTF-8)")


_SAVE_ANEW = "the Excel file is damaged or has a password; save it again, or save the table as CSV (UTF-8)"
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)
"""Errors raised by a damaged or encrypted archive."""


def _rows(sheet: ReadOnlyWorksheet, most: int) -> Iterator[tuple[int, list[str]]]:
    # The size that a file states may be wrong; so the cells are counted as they are read.
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_row=most, max_col=WIDEST), 1):
        cells = [_text(cell) for cell in row]
        if any(cells):
            yield number, cells


def _text(cell: ReadOnlyCell | EmptyCell) -> str:
    """Return the text that a cell shows."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return _number(value, cell.number_format or "")
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value).strip()


def _number(value: float, shown_as: str) -> str:
    """Return a whole number without a fraction, and with leading zeros if the cell shows them."""
    if isinstance(value, float) and not value.is_integer():
        return repr(value)
    digits = str(int(value))
    return digits.zfill(len(shown_as)) if _ZEROS.fullmatch(shown_as) else digits
