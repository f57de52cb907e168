"""The cells of an Excel file as texts: the first sheet that has any, and numbers as they are shown."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from misread_web.roster import workbook
from misread_web.roster.decoding import Unreadable
from misread_web.roster.workbook import OLD_EXCEL, is_workbook, sheet_of


def packed(*sheets: list[list[object]], **formats: str) -> bytes:
    book = Workbook()
    for number, rows in enumerate(sheets):
        sheet = book.active if not number else book.create_sheet()
        assert sheet is not None
        for row in rows:
            sheet.append(row)
        for place, form in formats.items():
            sheet[place].number_format = form
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def cells_of(raw: bytes) -> list[tuple[int, list[str]]]:
    """Return the rows, without the empty cells behind the last that holds something."""
    rows = sheet_of(raw, 10).rows
    return [(number, row[: max(place for place, cell in enumerate(row, 1) if cell)]) for number, row in rows]


def test_rows_have_their_numbers_and_empty_ones_are_passed_over() -> None:
    raw = packed([["name", None], [None, None], [None, "  x "]])
    assert cells_of(raw) == [(1, ["name"]), (3, ["", "x"])]


def test_the_first_sheet_that_holds_anything_is_read() -> None:
    raw = packed([], [["Ada"]], [["Ben"]])
    found = sheet_of(raw, 10)
    assert (found.title, found.others) == ("Sheet1", ("Sheet", "Sheet2"))
    assert cells_of(raw) == [(1, ["Ada"])]
    assert sheet_of(packed([], []), 10).rows == ()


def test_no_more_rows_are_read_than_asked_for() -> None:
    raw = packed([[number] for number in range(1, 101)])
    assert [number for number, _ in sheet_of(raw, 7).rows] == [1, 2, 3, 4, 5, 6, 7]


def test_a_cell_is_the_text_that_it_shows() -> None:
    row = [7, 4711.0, 1.5, True, date(2026, 3, 2), "0042", None]
    ((_, cells),) = sheet_of(packed([row], A1="000"), 10).rows
    assert cells[:4] == ["007", "4711", "1.5", "TRUE"]
    assert cells[4].startswith("2026-03-02")
    assert cells[5] == "0042"


def test_what_is_no_excel_file_is_no_workbook() -> None:
    assert is_workbook(packed([["Ada"]]))
    assert not is_workbook(b"name,e-mail\n")
    assert not is_workbook(b"")


@pytest.mark.parametrize(
    ("raw", "message"),
    [(OLD_EXCEL + b"x" * 100, "older Excel"), (b"PK\x03\x04 cut", "damaged or has a password")],
    ids=["old", "damaged"],
)
def test_a_file_that_cannot_be_read_says_how_to_save_it(raw: bytes, message: str) -> None:
    assert is_workbook(raw)
    with pytest.raises(Unreadable, match=message):
        sheet_of(raw, 10)


def test_a_file_that_would_unpack_to_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_UNPACKED", 10_000)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 20_000)
    with pytest.raises(Unreadable, match="unpacked, the file has 20,000 bytes"):
        sheet_of(file.getvalue(), 10)
