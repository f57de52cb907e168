"""Tables come out of a spreadsheet as they went in: commas, quotes, umlauts, and nothing that runs."""

from __future__ import annotations

import csv
import io
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from misread_grading.reports.excel import LONGEST_CELL
from misread_grading.reports.formula_guard import begins_formula
from misread_grading.reports.spreadsheet import Table, as_csv, as_excel

NAMES = [
    "Ångström, Märta",
    'Ada "Lady" Lovelace',
    "O'Neill",
    "=1+1",
    "+49 30",
    "-5",
    "@SUM(A1)",
    "李娜",
    "two\nlines",
    "",
]
SCORES = Table("Grades", ["name", "points"], [[name, 3.5] for name in NAMES])


def csv_rows(table: Table) -> list[list[str]]:
    return list(csv.reader(io.StringIO(as_csv(table).decode("utf-8-sig"), newline="")))


def test_a_csv_file_gives_back_what_went_in() -> None:
    head, *rows = csv_rows(SCORES)
    assert head == ["name", "points"]
    assert [row[0].removeprefix("'") for row in rows] == NAMES
    assert {row[1] for row in rows} == {"3.5"}


@given(text=st.text(st.characters(codec="utf-8"), max_size=20))
def test_no_text_in_a_csv_file_begins_like_a_formula(text: str) -> None:
    cell = csv_rows(Table("t", ["a"], [[text, "x"]]))[1][0]
    assert not begins_formula(cell)
    assert cell in {text, f"'{text}"}


# those of OWASP's "CSV Injection", alone, behind what is not seen, and in their other forms
WIDE = "\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b"
"""Full-width and small forms of the four signs."""
FORMULAS = ["=1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", "\tx", "\nx", *(f"{sign}1" for sign in WIDE), " =1",
            "\u00a0=1", f"\u3000{WIDE[0]}1", "\u200b=1", "\ufeff=1", "\u202e=1", "\x0b=1", "\x00=1", " \t=1",
            "=cmd|' /C calc'!A0"]  # fmt: skip
WORDS = ["", " ", "Ada", "O'Neill", " Ada", "1-2", "a=b", "–5", "•", "≠", "'=1", "ﬁ", "李娜"]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_run_is_text_in_both_kinds_of_file(text: str) -> None:
    table = Table("t", ["a", "b"], [[text, "x"]])
    assert csv_rows(table)[1][0] == f"'{text}"
    cell = load_workbook(io.BytesIO(as_excel([table]))).active["A2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


@pytest.mark.parametrize("text", WORDS)
def test_what_no_spreadsheet_would_run_stays_as_it_is(text: str) -> None:
    assert csv_rows(Table("t", ["a", "b"], [[text, "x"]]))[1][0] == text


def test_a_negative_number_stays_a_number() -> None:
    assert csv_rows(Table("t", ["a"], [[-2]]))[1] == ["-2"]


def test_a_csv_file_with_semicolons_has_decimal_commas_in_numbers_alone() -> None:
    written = as_csv(Table("t", ["a;b", "c"], [["3.5; so", 3.5], ["x", -2]]), ";")
    assert written == '\ufeff"a;b";c\r\n"3.5; so";3,5\r\nx;-2\r\n'.encode()


def test_an_excel_file_gives_back_what_went_in_as_text() -> None:
    sheet = load_workbook(io.BytesIO(as_excel([SCORES])))["Grades"]
    rows = list(sheet.iter_rows(min_row=2))
    assert [row[0].value or "" for row in rows] == NAMES
    assert {row[0].data_type for row in rows if row[0].value} == {"s"}
    assert {row[1].value for row in rows} == {3.5}
    assert [row[0].value for row in rows if row[0].quotePrefix] == ["=1+1", "+49 30", "-5", "@SUM(A1)"]


@settings(deadline=None, max_examples=40)
@given(text=st.text(max_size=40), title=st.text(max_size=50))
def test_any_text_makes_an_excel_file_that_opens(text: str, title: str) -> None:
    book = load_workbook(io.BytesIO(as_excel([Table(title, ["a", text], [[text, 1], [None, text]])])))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}


def test_a_text_too_long_for_a_cell_is_cut_and_says_so() -> None:
    sheet = load_workbook(io.BytesIO(as_excel([Table("t", ["a"], [["x" * 100_000]])]))).active
    assert len(sheet["A2"].value) == LONGEST_CELL
    assert sheet["A2"].value.endswith("a cell holds no more)")


@pytest.mark.parametrize("title", ["M4: Sam/Priya [first]", "x" * 80, "''", ""])
def test_any_title_makes_a_sheet(title: str) -> None:
    assert load_workbook(io.BytesIO(as_excel([Table(title, ["a"], [])]))).sheetnames


def test_tables_load_no_openpyxl_before_the_first_excel_file() -> None:
    code = "import sys, misread_grading.reports as r; r.as_csv(r.Table('t', ['a'], [[1]])); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert {"openpyxl", "numpy"} & set(loaded) == set()
