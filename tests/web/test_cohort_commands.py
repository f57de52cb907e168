"""`misread cohort`: what it does, what it prints, and that what it refuses changes nothing."""

from __future__ import annotations

import csv
import json
import shlex
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner, Result

from misread_grading.reports.formula_guard import begins_formula
from misread_records.people.cohorts import Cohorts
from misread_records.people.members import Newcomer
from misread_web.auth.link_auth import LinkAuth
from misread_web.auth.secret import read_or_create_secret
from misread_web.auth.sign_in_links import BadAddress, home_at
from misread_web.main import command_line

ROSTER = 'name;e-mail;role;id\n"Lovelace, Ada";ada@example.org;;1\n=1+1;eve@example.org;;2\nBen Öz;;facilitator;3\n'
ADDRESS = ("--address", "https://course.example.org/")
Cohort = Callable[..., Result]


@pytest.fixture
def cohort(tmp_path: Path) -> Cohort:
    """Run a command of `misread cohort`, on a data folder of the test's own."""

    def run(name: str, *arguments: str, input: str | None = None) -> Result:  # noqa: A002 - as click calls it
        words = ["cohort", name, *arguments, "--data", str(tmp_path / "data")]
        return CliRunner().invoke(command_line(), words, prog_name="misread", env={"COLUMNS": "300"}, input=input)

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
    assert people(cohort, "spring") == ["=1+1", "Ada Lovelace", "Ben Öz"]
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
        "Nobody was enrolled. To enrol the new people on this list and correct the others: --update",
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


def test_next_weeks_list_joins_and_corrects_and_a_dry_run_changes_nothing(cohort: Cohort, roster: Path) -> None:
    roster.write_text("name,e-mail\nAda Weber,ada@example.org\nBen Okri,ben@example.org\n")
    cohort("create", "Spring", "--roster", str(roster))
    cohort("change", "Spring", "ben@example.org", "--role", "facilitator", "--id", "7")
    before = cohort("list", "Spring", "--json").stdout
    roster.write_text(
        "name,e-mail\nAda Weber-Lang,ADA@example.org\nBen Okri,ben@example.org\nCleo Park,cleo@example.org\n"
    )
    said = [
        "1 joined, 1 changed, 1 as before.",
        "  joined: Cleo Park (cleo@example.org)",
        (
            "  changed: Ada Weber (ada@example.org): name 'Ada Weber' to 'Ada Weber-Lang', "
            "e-mail address 'ada@example.org' to 'ADA@example.org'"
        ),
    ]
    dry = cohort("add", "Spring", "--update", "--dry-run", "--roster", str(roster))
    assert (dry.exit_code, dry.stdout.splitlines()) == (0, [*said, "This was a dry run: nothing was changed."])
    assert cohort("list", "Spring", "--json").stdout == before
    done = cohort("add", "Spring", "--update", "--roster", str(roster))
    assert (done.exit_code, done.stdout.splitlines()) == (0, said)
    found = {who["name"]: who for who in json.loads(cohort("list", "Spring", "--json").stdout)}
    was = {who["name"]: who for who in json.loads(before)}
    assert found["Ben Okri"] == was["Ben Okri"]
    assert found["Ada Weber-Lang"]["learner"] == was["Ada Weber"]["learner"]
    again = cohort("add", "Spring", "--update", "--roster", str(roster))
    assert again.stdout.splitlines() == ["0 joined, 0 changed, 3 as before."]


def test_a_newer_list_names_who_is_not_on_it_and_who_came_back(cohort: Cohort, roster: Path) -> None:
    cohort("create", "Spring", "--roster", str(roster))
    cohort("remove", "Spring", "3")
    roster.write_text("name,id\nBen Öz,3\n")
    lines = cohort("add", "Spring", "--update", "--roster", str(roster)).stdout.splitlines()
    assert lines[0] == "0 joined, 1 came back, 0 changed, 0 as before."
    assert lines[1] == "  back, with all their work; their old link works again: Ben Öz (3)"
    assert lines[2].startswith(
        "  not on the list, and still in the cohort: =1+1 (eve@example.org), Ada Lovelace (ada@example.org)."
    )
    assert [who["role"] for who in json.loads(cohort("list", "Spring", "--json").stdout)][-1] == "facilitator"


def test_a_newer_list_that_does_not_fit_names_the_line_and_changes_nothing(cohort: Cohort, roster: Path) -> None:
    cohort("create", "Spring", "--roster", str(roster))
    before = cohort("list", "Spring", "--json").stdout
    roster.write_text("name,e-mail,id\nNew,new@example.org,\nAda,ada@example.org,2\n")
    done = cohort("add", "Spring", "--update", "--roster", str(roster))
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.splitlines()[0].startswith(f"{roster}:3: 'Ada' could be several people: ")
    assert cohort("list", "Spring", "--json").stdout == before


@pytest.mark.parametrize(("answer", "joined"), [("y\n", True), ("n\n", False), ("", False)])
def test_a_known_name_with_another_address_is_asked_about(
    cohort: Cohort,
    roster: Path,
    answer: str,
    joined: bool,  # noqa: FBT001 - a case of the test
) -> None:
    cohort("create", "Spring", "--roster", str(roster))
    roster.write_text("name,e-mail\nAda Lovelace,ada@new.example\n")
    done = cohort("add", "Spring", "--update", "--roster", str(roster), input=answer)
    assert "would join beside Ada Lovelace (ada@example.org)" in done.stderr
    assert (done.exit_code == 0, len(people(cohort, "Spring")) == 4) == (joined, joined)


def test_somebody_is_put_right_and_what_follows_is_said(cohort: Cohort, roster: Path) -> None:
    cohort("create", "Spring", "--roster", str(roster))
    done = cohort("change", "Spring", "ada@example.org", "--name", "King, Ada", "--email", "", "--id", "9")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0] == (
        "Ada Lovelace (ada@example.org): name 'Ada Lovelace' to 'Ada King', e-mail address 'ada@example.org' to none, "
        "id '1' to '9'."
    )
    assert "the link that they have still lets them in" in done.stdout
    assert "make a new one: misread cohort links Spring --address URL --renew 9 --data " in done.stdout
    assert "Ada King" in people(cohort, "Spring")
    assert "nothing was changed" in cohort("change", "Spring", "9", "--name", "Ada King").stdout
    assert cohort("change", "Spring", "9").exit_code == 2
    taken = cohort("change", "Spring", "9", "--id", "3")
    assert (taken.exit_code, taken.stderr) == (1, "in the cohort 'Spring': the id '3' belongs to Ben Öz (3)\n")


def test_those_who_were_removed_are_listed_by_themselves(cohort: Cohort, roster: Path) -> None:
    cohort("create", "Spring", "--roster", str(roster))
    assert "Nobody was removed from it." in cohort("list", "Spring", "--removed").stdout
    cohort("remove", "Spring", "3")
    (gone,) = json.loads(cohort("list", "Spring", "--removed", "--json").stdout)
    assert (gone["name"], gone["id"], gone["removed"]) == ("Ben Öz", "3", f"{datetime.now(UTC):%Y-%m-%d}")
    assert people(cohort, "Spring") == ["=1+1", "Ada Lovelace"]
    assert cohort("list", "--removed").exit_code == 2


def test_the_command_that_a_removal_names_undoes_it(cohort: Cohort, roster: Path, tmp_path: Path) -> None:
    roster.write_text("name,e-mail,id\nPat O'Neil,pat@example.org,7\n")
    cohort("create", "Spring 2026", "--roster", str(roster))
    (before,) = json.loads(cohort("list", "Spring 2026", "--json").stdout)
    said = cohort("remove", "Spring 2026", "7").stdout.splitlines()[1]
    words = shlex.split(said.partition(": ")[2])
    assert words[:3] == ["misread", "cohort", "add"]
    done = cohort("add", *words[3:])
    assert done.stdout.splitlines()[0] == "1 person came back to the cohort 'Spring 2026'."
    assert json.loads(cohort("list", "Spring 2026", "--json").stdout) == [before]
    with kept(tmp_path) as cohorts:
        assert cohorts.members("Spring 2026")[0].link == 1


def test_a_cohort_gets_another_name_and_its_links_stay(cohort: Cohort, roster: Path, tmp_path: Path) -> None:
    cohort("create", "Spring", "--roster", str(roster))
    tickets = [line.rpartition("sign-in/")[2] for line in cohort("links", "Spring", *ADDRESS).stdout.splitlines()]
    assert "The cohort 'Spring' is now called 'Spring 2026'." in cohort("rename", "spring", "Spring 2026").stdout
    with kept(tmp_path) as cohorts:
        authenticator = LinkAuth(cohorts, read_or_create_secret(tmp_path / "data", {}))
        assert [authenticator.by_link(ticket).member.cohort.name for ticket in tickets] == ["Spring 2026"] * 3
    assert cohort("list", "Spring").exit_code == 1
    assert cohort("rename", "Spring 2026", " ").exit_code == 1


@pytest.mark.parametrize(
    ("options", "answer", "deleted"),
    [((), "", False), ((), "n\n", False), ((), "y\n", True), (("--yes",), "", True)],
)
def test_a_cohort_is_deleted_after_a_question_that_says_what_goes(
    cohort: Cohort,
    roster: Path,
    options: tuple[str, ...],
    answer: str,
    deleted: bool,  # noqa: FBT001 - likewise
) -> None:
    cohort("create", "Spring", "--roster", str(roster))
    cohort("remove", "Spring", "3")
    done = cohort("delete", "spring", *options, input=answer)
    assert "- 2 people and 1 who were removed before, with names, e-mail addresses, ids" in done.stdout
    assert "It is open: they lose the course at once." in done.stdout
    assert "Grades and graded work stay, with names" in done.stdout
    assert (done.exit_code == 0, "was deleted" in done.stdout) == (deleted, deleted)
    assert (json.loads(cohort("list", "--json").stdout) == []) == deleted


@pytest.mark.parametrize(
    ("options", "answer", "enrolled"),
    [
        ((), "", False),
        ((), "n\n", False),
        ((), "y\n", True),
        (("--yes",), "", True),
        (("--encoding", "macroman"), "", True),
    ],
)
def test_nobody_is_enrolled_by_a_guess_before_it_is_confirmed(
    cohort: Cohort,
    roster: Path,
    options: tuple[str, ...],
    answer: str,
    enrolled: bool,  # noqa: FBT001 - likewise
) -> None:
    roster.write_bytes("name,e-mail\rJosé Núñez,jose@example.org\r".encode("mac_roman"))
    cohort("create", "Spring")
    done = cohort("add", "Spring", "--roster", str(roster), *options, input=answer)
    assert people(cohort, "Spring") == ["José Núñez"] * enrolled
    assert (done.exit_code == 0) == enrolled
    if options[:1] != ("--encoding",):
        assert "was read as Mac Roman" in done.stderr
        assert "  line 2: José Núñez jose@example.org" in done.stderr


def test_an_encoding_that_nobody_knows_is_refused(cohort: Cohort, roster: Path) -> None:
    assert cohort("create", "Spring", "--roster", str(roster), "--encoding", "klingon").exit_code == 2


def test_a_workbook_is_a_roster(cohort: Cohort, tmp_path: Path) -> None:
    book = Workbook()
    for row in (["Name", "E-Mail", "Personalnummer"], ["Weber, Ada", "ada@example.org", "007"]):
        book.active.append(row)
    book.save(tmp_path / "people.xlsx")
    assert cohort("create", "Spring", "--roster", str(tmp_path / "people.xlsx")).exit_code == 0
    (who,) = json.loads(cohort("list", "Spring", "--json").stdout)
    assert (who["name"], who["email"], who["id"]) == ("Ada Weber", "ada@example.org", "007")


def test_removing_and_closing_say_what_they_did(cohort: Cohort, roster: Path) -> None:
    cohort("create", "Spring", "--roster", str(roster))
    assert "Ben Öz is no longer in the cohort 'Spring'." in cohort("remove", "spring", "3").stdout
    assert people(cohort, "Spring") == ["=1+1", "Ada Lovelace"]
    assert "The cohort 'Spring' is closed." in cohort("close", "SPRING", "--yes").stdout
    assert "closed" in cohort("list").stdout
    assert cohort("add", "Spring", "--name", "Di").exit_code == 1


def test_every_command_to_type_next_names_the_data_folder_that_was_typed(
    cohort: Cohort, roster: Path, tmp_path: Path
) -> None:
    place = f"--data {tmp_path / 'data'}"
    assert f"misread cohort create NAME --roster FILE {place}\n" in cohort("list").stdout
    assert (
        f"misread cohort links Spring --address URL {place}\n"
        in cohort("create", "Spring", "--roster", str(roster)).stdout
    )
    assert cohort("create", "Spring").stderr.endswith(f"misread cohort add Spring {place}\n")
    assert cohort("remove", "Spring", "nobody").stderr.endswith(f"misread cohort list Spring {place}\n")
    removed = cohort("remove", "Spring", "3").stdout
    assert f"misread cohort add Spring --name 'Ben Öz' --id 3 {place}\n" in removed
    assert cohort("remove", "Spring", "3").stderr.endswith(f"misread cohort add Spring {place}\n")
    assert f"misread grade forget LEARNER {place}\n" in cohort("delete", "Spring", input="n\n").stdout
    assert f"misread cohort reopen Spring {place}\n" in cohort("close", "Spring", "--yes").stdout


def test_a_command_to_type_next_keeps_the_database_that_was_typed(tmp_path: Path) -> None:
    words = ["cohort", "list", "--data", str(tmp_path), "--database", f"sqlite:///{tmp_path}/other.db"]
    said = CliRunner().invoke(command_line(), words, prog_name="misread").stdout
    assert f"--roster FILE --data {tmp_path} --database sqlite:///{tmp_path}/other.db\n" in said


@pytest.mark.parametrize(("answer", "is_closed"), [("y\n", True), ("n\n", False), ("", False)])
def test_closing_asks_and_says_how_to_undo_it(cohort: Cohort, roster: Path, answer: str, is_closed: bool) -> None:  # noqa: FBT001 - a row of the table
    cohort("create", "Spring", "--roster", str(roster))
    done = cohort("close", "spring", input=answer)
    assert "Close the cohort 'Spring' now? 3 people can then no longer sign in." in done.stderr
    assert (done.exit_code == 0) == is_closed == ("closed" in cohort("list").stdout)
    assert ("misread cohort reopen Spring" in done.stdout) == is_closed


def test_a_closed_cohort_opens_again_with_the_links_that_it_had(cohort: Cohort, roster: Path, tmp_path: Path) -> None:
    cohort("create", "Spring", "--roster", str(roster))
    with kept(tmp_path) as cohorts:
        authenticator = LinkAuth(cohorts, read_or_create_secret(tmp_path / "data", {}))
        link = authenticator.link_for(cohorts.members("Spring")[0], datetime.now(UTC) + timedelta(days=1))
    cohort("close", "Spring", "--yes")
    assert cohort("close", "Spring").stdout == "The cohort 'Spring' is closed already.\n"
    assert cohort("reopen", "SPRING").stdout == "The cohort 'Spring' is open again.\n"
    assert cohort("reopen", "Spring").stdout == "The cohort 'Spring' is open already.\n"
    assert cohort("add", "Spring", "--name", "Di").exit_code == 0
    with kept(tmp_path) as cohorts:
        assert (
            LinkAuth(cohorts, read_or_create_secret(tmp_path / "data", {})).by_link(link).member.cohort.closed is None
        )


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
        authenticator = LinkAuth(cohorts, read_or_create_secret(tmp_path / "data", {}))
        for line, name in zip(lines, ["=1+1", "Ada Lovelace", "Ben Öz"], strict=True):
            home, _, ticket = line.split()[-1].partition("sign-in/")
            assert home == "https://course.example.org/"
            assert authenticator.by_link(ticket).member.name == name


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
    assert [row[0] for row in rows[1:]] == ["'=1+1", "Ada Lovelace", "Ben Öz"]
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
    assert rows[2][1] == "ada@example.org"
    assert all(row[4].startswith("https://course.example.org/sign-in/") for row in rows[1:])
    cohort("links", "Spring", *ADDRESS, "--to", str(table), "--separator", "semicolon")
    with table.open(encoding="utf-8-sig", newline="") as file:
        assert [len(row) for row in csv.reader(file, delimiter=";")] == [6, 6, 6, 6]


@pytest.mark.parametrize("name", ["links.xls", "links.ODS", "links.pdf"])
def test_no_table_is_written_into_a_file_of_another_kind(cohort: Cohort, tmp_path: Path, name: str) -> None:
    cohort("create", "Spring")
    done = cohort("links", "Spring", *ADDRESS, "--to", str(tmp_path / name))
    assert (done.exit_code, (tmp_path / name).exists()) == (2, False)
    assert "end the name in .xlsx or .csv" in done.stderr.replace("\n", " ")


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


def test_a_name_that_looks_like_a_formula_is_not_turned_round_at_its_comma(cohort: Cohort, tmp_path: Path) -> None:
    cohort("create", "Spring")
    cohort("add", "Spring", "--name", "+SUM(1,1)")
    assert cohort("list", "Spring").output.startswith("+SUM(1,1)")
    cohort("links", "Spring", *ADDRESS, "--csv", str(tmp_path / "links.csv"))
    with (tmp_path / "links.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row[0] for row in csv.reader(file)][1:] == ["'+SUM(1,1)"]


def test_the_address_of_the_database_may_stand_in_a_file(
    cohort: Cohort, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = tmp_path / "address"
    monkeypatch.setenv("MISREAD_DATABASE_FILE", str(named))
    missing = cohort("list")
    assert (missing.exit_code, f"{named}, which MISREAD_DATABASE_FILE names" in missing.output) == (1, True)
    named.write_text("\n")
    assert "is empty; it holds the address" in cohort("list").output
    named.write_text(f"sqlite:///{tmp_path}/elsewhere.db\n")
    assert cohort("create", "Spring").exit_code == 0
    assert (tmp_path / "elsewhere.db").is_file()
