"""`misread cohort`: what it does, what it prints, and that what it refuses changes nothing."""

from __future__ import annotations

import csv
import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from misread_grading.formulas import begins_formula
from misread_records.cohorts import Cohorts
from misread_records.people import Newcomer
from misread_web.main import command_line
from misread_web.people.door import Door
from misread_web.people.invitations import BadAddress, home_at
from misread_web.people.secret import secret_of

ROSTER = 'name;e-mail;role;id\n"Lovelace, Ada";ada@example.org;;1\n=1+1;eve@example.org;;2\nBen Öz;;facilitator;3\n'
ADDRESS = ("--address", "https://course.example.org/")
Cohort = Callable[..., Result]


@pytest.fixture
def cohort(tmp_path: Path) -> Cohort:
    """Run a command of `misread cohort`, on a data folder of the test's own."""

    def run(name: str, *arguments: str) -> Result:
        words = ["cohort", name, *arguments, "--data", str(tmp_path / "data")]
        return CliRunner().invoke(command_line(words), words, prog_name="misread", env={"COLUMNS": "300"})

    return run


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    file = tmp_path / "people.csv"
    file.write_text(ROSTER, "utf-8")
    return file


def kept(tmp_path: Path) -> Cohorts:
    return Cohorts(f"sqlite:///{tmp_path}/data/misread.db")


def people(cohort: Cohort, name: str) -> list[str]:
    return [who["name"] for who in json.loads(cohort("list", name, "--json").stdout)]


def test_a_cohort_is_created_from_a_roster_and_listed(cohort: Cohort, roster: Path) -> None:
    done = cohort("create", "Spring", "--roster", str(roster))
    assert done.exit_code == 0
    assert "The cohort 'Spring' has 3 people." in done.stdout
    assert people(cohort, "spring") == ["Lovelace, Ada", "=1+1", "Ben Öz"]
    assert cohort("list", "Spring").stdout.splitlines()[2].split()[:4] == ["Ben", "Öz", "3", "facilitator"]
    (group,) = json.loads(cohort("list", "--json").stdout)
    assert (group["name"], group["state"], group["people"]) == ("Spring", "open", "3 people")


def test_a_roster_with_problems_creates_nothing_and_names_every_line(cohort: Cohort, roster: Path) -> None:
    roster.write_text("name,role\nAda,queen\n,\nBen,\nBen,\n")
    done = cohort("create", "Spring", "--roster", str(roster))
    assert done.exit_code == 1
    assert [line.removeprefix(f"{roster}:").split(" ")[0] for line in done.stderr.splitlines()] == [
        "2:",
        "5:",
        "Nobody",
    ]
    assert "There is no cohort yet" in cohort("list").stdout


def test_people_who_are_there_already_are_named_by_line(cohort: Cohort, roster: Path) -> None:
    cohort("create", "Spring", "--roster", str(roster))
    roster.write_text("name,e-mail\nNew,new@example.org\nAda,ADA@example.org\nEve,eve@example.org\n")
    done = cohort("add", "Spring", "--roster", str(roster))
    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        f"{roster}:3: 'Ada' is in the cohort already",
        f"{roster}:4: 'Eve' is in the cohort already",
        "Nobody was enrolled.",
    ]
    assert len(people(cohort, "Spring")) == 3


def test_one_person_may_join(cohort: Cohort) -> None:
    cohort("create", "Spring")
    done = cohort("add", "Spring", "--name", "Cy", "--email", "cy@example.org", "--role", "grader", "--id", "9")
    assert done.exit_code == 0
    (who,) = json.loads(cohort("list", "Spring", "--json").stdout)
    assert {key: who[key] for key in ("name", "email", "id", "role")} == {
        "name": "Cy", "email": "cy@example.org", "id": "9", "role": "grader"
    }  # fmt: skip
    assert "already in the cohort" in cohort("add", "Spring", "--name", "Cy", "--id", "9").stderr


@pytest.mark.parametrize("arguments", [(), ("--name", "Cy", "--roster", "{roster}"), ("--roster", "nowhere.csv")])
def test_joining_takes_a_roster_or_a_name(cohort: Cohort, roster: Path, arguments: tuple[str, ...]) -> None:
    cohort("create", "Spring")
    assert cohort("add", "Spring", *(word.format(roster=roster) for word in arguments)).exit_code == 2


def test_removing_and_closing_say_what_they_did(cohort: Cohort, roster: Path) -> None:
    cohort("create", "Spring", "--roster", str(roster))
    assert "Ben Öz is no longer in the cohort 'Spring'." in cohort("remove", "spring", "3").stdout
    assert people(cohort, "Spring") == ["Lovelace, Ada", "=1+1"]
    assert "The cohort 'Spring' is closed." in cohort("close", "SPRING").stdout
    assert "closed" in cohort("list").stdout
    assert cohort("add", "Spring", "--name", "Di").exit_code == 1


@pytest.mark.parametrize(
    "arguments", [("list", "Winter"), ("remove", "Winter", "x"), ("close", "Winter"), ("links", "Winter", *ADDRESS)]
)
def test_an_unknown_cohort_exits_with_one(cohort: Cohort, arguments: tuple[str, ...]) -> None:
    done = cohort(*arguments)
    assert (done.exit_code, done.stderr) == (1, "there is no cohort 'Winter'; none was created yet\n")


def test_everybodys_link_is_printed_and_opens_the_course(cohort: Cohort, roster: Path, tmp_path: Path) -> None:
    cohort("create", "Spring", "--roster", str(roster))
    lines = cohort("links", "Spring", *ADDRESS).stdout.splitlines()
    assert len(lines) == 3
    with kept(tmp_path) as cohorts:
        door = Door(cohorts, secret_of(tmp_path / "data", {}))
        for line, name in zip(lines, ["Lovelace, Ada", "=1+1", "Ben Öz"], strict=True):
            home, _, ticket = line.split()[-1].partition("sign-in/")
            assert home == "https://course.example.org/"
            assert door.by_link(ticket).member.name == name


def test_links_in_a_table_run_nothing_and_are_their_owners_alone(cohort: Cohort, roster: Path, tmp_path: Path) -> None:
    cohort("create", "Spring", "--roster", str(roster))
    table = tmp_path / "links.csv"
    table.write_text("an older table")
    table.chmod(0o644)
    done = cohort("links", "Spring", *ADDRESS, "--csv", str(table))
    assert done.exit_code == 0
    assert stat.S_IMODE(table.stat().st_mode) == 0o600
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["name", "e-mail", "id", "role", "link", "valid until"]
    assert [row[0] for row in rows[1:]] == ["Lovelace, Ada", "'=1+1", "Ben Öz"]
    assert all(row[4].startswith("https://course.example.org/sign-in/") for row in rows[1:])
    nowhere = tmp_path / "nowhere" / "links.csv"
    done = cohort("links", "Spring", *ADDRESS, "--csv", str(nowhere))
    assert (done.exit_code, nowhere.exists()) == (2, False)


def test_links_come_as_excel_and_with_semicolons_too(cohort: Cohort, roster: Path, tmp_path: Path) -> None:
    cohort("create", "Spring", "--roster", str(roster))
    book, table = tmp_path / "links.xlsx", tmp_path / "links.csv"
    assert cohort("links", "Spring", *ADDRESS, "--to", str(book)).exit_code == 0
    assert stat.S_IMODE(book.stat().st_mode) == 0o600
    rows = [[cell.value for cell in row] for row in load_workbook(book).active.iter_rows()]
    assert rows[0] == ["name", "e-mail", "id", "role", "link", "valid until"]
    assert rows[1][1] == "ada@example.org"
    assert all(row[4].startswith("https://course.example.org/sign-in/") for row in rows[1:])
    cohort("links", "Spring", *ADDRESS, "--to", str(table), "--separator", "semicolon")
    with table.open(encoding="utf-8-sig", newline="") as file:
        assert [len(row) for row in csv.reader(file, delimiter=";")] == [6, 6, 6, 6]


def test_no_name_in_a_table_of_links_is_a_formula(cohort: Cohort, tmp_path: Path) -> None:
    names = ["\uff1d1+1", "\uff0b49 30", " @A1", "-5", "Ada"]
    cohort("create", "Spring")
    for name in names:
        assert cohort("add", "Spring", "--name", name).exit_code == 0
    cohort("links", "Spring", *ADDRESS, "--csv", str(tmp_path / "links.csv"))
    with (tmp_path / "links.csv").open(encoding="utf-8-sig", newline="") as file:
        found = [row[0] for row in csv.reader(file)][1:]
    assert [name for name in found if begins_formula(name)] == []
    assert len([name for name in found if name.startswith("'")]) == 4


def test_a_renewed_link_ends_the_one_before(cohort: Cohort, roster: Path, tmp_path: Path) -> None:
    cohort("create", "Spring", "--roster", str(roster))
    cohort("links", "Spring", *ADDRESS, "--renew", "ada@example.org")
    assert cohort("links", "Spring", "--address", "nowhere", "--renew", "ada@example.org").exit_code == 2
    with kept(tmp_path) as cohorts:
        assert [member.link for member in cohorts.members("Spring")] == [2, 1, 1]


@pytest.mark.parametrize(
    "address",
    [
        "course.example.org",
        "ftp://x.org",
        "https://",
        "https://x.org/?a=1",
        "",
        "https://x.org/ ",
        " https://x.org/",
        "https://x.org/a b",
        "https://x.org\n.evil.example/",
        "https://x.org/\u00a0",
        "https://x.org/\u202e",
        "https://x.org\\@evil.example/",
        "https://ada@x.org/",
        "https://ada:hush@x.org/",
        "https://x.org:80x/",
        "https://x.org:99999/",
        "https://[::1/",
        '"https://x.org/"',
        "<https://x.org/>",
    ],
)
def test_a_link_needs_an_address_that_a_browser_can_open(address: str) -> None:
    with pytest.raises(BadAddress, match=r"https://course\.example\.org/"):
        home_at(address)


@pytest.mark.parametrize(
    ("address", "warned"),
    [
        ("http://course.example.org/", True),
        ("http://192.0.2.7:8100", True),
        ("http://localhost.example.org/", True),
        ("https://course.example.org/", False),
        ("http://127.0.0.1:8100/", False),
        ("http://localhost:8100/", False),
        ("http://[::1]:8100/", False),
    ],
)
def test_links_that_go_unencrypted_are_printed_with_a_warning(
    cohort: Cohort, roster: Path, address: str, *, warned: bool
) -> None:
    cohort("create", "Spring", "--roster", str(roster))
    done = cohort("links", "Spring", "--address", address)
    assert (done.exit_code, done.stdout.count("sign-in/")) == (0, 3)
    assert ("begins with http://" in done.stderr) == warned


def test_a_password_in_the_address_of_a_course_is_not_repeated(cohort: Cohort) -> None:
    done = cohort("links", "Spring", "--address", "https://ada:hush@x.org/")
    assert done.exit_code == 2
    assert "hush" not in done.output


def test_a_course_may_lie_below_a_path() -> None:
    assert home_at("https://x.org/course") == home_at("https://x.org/course/") == "https://x.org/course/"


def test_a_file_is_no_data_folder(cohort: Cohort, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    assert cohort("list").exit_code == 2


def test_another_database_may_be_named(cohort: Cohort, tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/elsewhere.db"
    assert cohort("create", "Spring", "--database", database).exit_code == 0
    with Cohorts(database) as cohorts:
        cohorts.add("Spring", [Newcomer("Ada")])
    assert "There is no cohort yet" in cohort("list").stdout
    assert "1 person" in cohort("list", "--database", database).stdout
    assert "cannot be reached" in cohort("list", "--database", f"sqlite:///{tmp_path}/no/where.db").stderr
