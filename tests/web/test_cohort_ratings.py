"""`misread cohort ratings`: tables without names, the same pseudonym each time, and only learners of the cohort."""

from __future__ import annotations

import contextlib
import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from misread_records import open_journal
from misread_records.people import Cohorts, Newcomer, Role
from misread_web.commands.cohort.ratings import pseudonym
from misread_web.main import command_line
from tests.records.fake_rater import START, ratings

PEOPLE = [Newcomer("Ada Lovelace", "ada@example.org"), Newcomer("Ben Öz", "ben@example.org")]
LEAD = Newcomer("Lee Lead", "lee@example.org", role=Role.FACILITATOR)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a data folder with a cohort of whom one has rated two sets, one has rated nothing, and a lead has."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    address = f"sqlite:///{folder}/misread.db"
    with Cohorts(address) as cohorts, contextlib.closing(open_journal(address)) as journal:
        cohorts.create("Spring", [*PEOPLE, LEAD])
        ada, _ben, lead = (member.learner for member in cohorts.members("Spring"))
        for event in [*ratings(ada, "J.before"), *ratings(ada, "J.after", number=2), *ratings(lead, "J.before")]:
            journal.append(event)
    return folder


def run(data: Path, *arguments: str) -> Result:
    words = ["cohort", "ratings", *arguments, "--data", str(data)]
    return CliRunner().invoke(command_line(), words, prog_name="misread", env={"COLUMNS": "300"})


def test_an_excel_file_has_a_sheet_for_each_table_and_nobodys_name(data: Path, tmp_path: Path) -> None:
    done = run(data, "Spring", "--to", str(tmp_path / "ratings.xlsx"))
    assert done.exit_code == 0, done.output
    assert "ratings.xlsx: the ratings of 1 person." in done.stdout
    assert "mean score, before" in done.stdout
    assert "hidden" in done.stdout
    book = load_workbook(tmp_path / "ratings.xlsx")
    assert book.sheetnames == ["Ratings", "Scores", "Summary"]
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    with Cohorts(f"sqlite:///{data}/misread.db") as cohorts:
        known = [text for member in cohorts.members("Spring") for text in (member.name, member.email, member.learner)]
    assert not any(text in cell for cell in cells for text in known if text)
    assert book["Ratings"].max_row == 1 + 12 + 2


def test_csv_files_are_one_for_each_table_and_keep_the_pseudonym(data: Path, tmp_path: Path) -> None:
    for name in ("first.csv", "second.csv"):
        assert run(data, "spring", "--to", str(tmp_path / name)).exit_code == 0
    assert sorted(path.name for path in tmp_path.glob("first*")) == [
        "first-ratings.csv",
        "first-scores.csv",
        "first-summary.csv",
    ]
    read = [
        list(csv.DictReader((tmp_path / name).read_text("utf-8-sig").splitlines()))
        for name in ("first-ratings.csv", "second-ratings.csv")
    ]
    assert read[0] == read[1]
    assert len({row["learner"] for row in read[0]}) == 1
    assert {row["rated on"] for row in read[0]} == {f"{START:%Y-%m-%d}"}


def test_a_pseudonym_needs_the_secret() -> None:
    assert pseudonym("one secret of the course", "ada") == pseudonym("one secret of the course", "ada")
    assert pseudonym("one secret of the course", "ada") != pseudonym("another secret of it", "ada")
    assert pseudonym("one secret of the course", "ada") != pseudonym("one secret of the course", "ben")


def test_a_cohort_that_is_not_there_is_named_and_nothing_is_written(data: Path, tmp_path: Path) -> None:
    done = run(data, "Autumn", "--to", str(tmp_path / "ratings.xlsx"))
    assert done.exit_code == 1
    assert "Autumn" in done.output
    assert not (tmp_path / "ratings.xlsx").exists()
