"""Rosters as people's own programs write them, and what is said of those that cannot be read."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_records.people import Newcomer, Role
from misread_records.people_errors import BadNewcomer
from misread_web.people.roster import LARGEST_FILE, MOST_PEOPLE, MOST_PROBLEMS, Roster, read_roster

ADA, BEN = Newcomer("Ada Lovelace", "ada@example.org"), Newcomer("Ben Öz", "ben@example.org", role=Role.FACILITATOR)
PLAIN = "name,e-mail,role\nAda Lovelace,ada@example.org,\nBen Öz,ben@example.org,facilitator\n"


def said(roster: Roster) -> list[str]:
    return [f"{problem.line}: {problem.text}" for problem in roster.problems]


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\n\n , ,\n"),
        PLAIN.removesuffix("\n"),
        "sep=;\r\n" + PLAIN.replace(",", ";"),
        "\n\n" + PLAIN,
        "Role;E-MAIL ADDRESS;Full name\n;ADA@example.org; Ada  Lovelace\nTrainer;ben@example.org;Ben Öz\n",
        "last name,First Name,mail,Role\nLovelace,Ada,ada@example.org,learner\nÖz,Ben,ben@example.org,Facilitators\n",
        'Name,E-Mail,Role\n"Ada Lovelace","ada@example.org",participant\n"Ben Öz", "ben@example.org", host\n',
        "Nachname;Vorname;E-Mail-Adresse;Rolle\nLovelace;Ada;ada@example.org\nÖz;Ben;ben@example.org;admin\n".replace(
            "admin", "facilitator"
        ),
        "Prénom,Nom de famille,Courriel,Rôle\nAda,Lovelace,ada@example.org,\nBen,Öz,ben@example.org,facilitator",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_one_roster_in_many_hands(text: str, encoding: str) -> None:
    roster = read_roster(text.encode(encoding))
    assert roster.problems == ()
    assert roster.people == (ADA, BEN)
    assert roster.notes == ()


def test_an_old_western_encoding_is_read_with_a_note() -> None:
    roster = read_roster(PLAIN.encode("cp1252"))
    assert roster.people == (ADA, BEN)
    assert roster.notes == ("it is not UTF-8 and was read as Windows-1252 (Latin-1)",)


def test_names_are_kept_as_they_are() -> None:
    names = ["Lovelace, Ada", '=HYPERLINK("http://x")', "+49", "-x", "@ada", "O'Neil", 'Joe "Sam" Smith', "王小明", "Ö"]
    file = io.StringIO()
    csv.writer(file).writerows([["name"], *([name] for name in names)])
    assert [person.name for person in read_roster(file.getvalue().encode()).people] == names


def test_the_organisations_own_id_is_kept_and_other_columns_are_named() -> None:
    roster = read_roster(b"Employee ID,Name,Office,Shoe size\n0042,Ada,Paris,38\n")
    assert roster.people == (Newcomer("Ada", number="0042"),)
    assert roster.notes == ("the column 'Office' was not used", "the column 'Shoe size' was not used")


def test_everything_wrong_is_said_at_once_with_its_line() -> None:
    roster = read_roster(
        b"name,e-mail,role,id\n"
        b"Ada,ada@example.org,learner,1\n"
        b",nobody,queen,2\n"
        b'"Two\nlines",two@example.org,,3\n'
        b"Ben,ADA@example.org,,1\n"
        b"Cy,,,\n"
        b"cy,,,\n"
        b"Lovelace, Ada,x@example.org,,9\n"
    )
    assert said(roster) == [
        "3: the name is missing",
        "3: 'nobody' is no e-mail address; one looks like ada@example.org",
        "3: there is no role 'queen'; the roles are learner, facilitator, grader, admin",
        "6: the e-mail address 'ada@example.org' stands on line 2 already",
        "6: the id '1' stands on line 2 already",
        "8: the name 'cy' stands on line 7 already; if that is somebody else, give them an e-mail address or id",
        "9: there are 5 values for 4 columns; one that holds ',' needs quotes around it",
    ]
    assert [row.line for row in roster.rows] == [2, 4, 6, 7, 8]
    assert roster.rows[1].person.name == "Two lines"


@pytest.mark.parametrize(
    ("raw", "line", "text"),
    [
        (b"", 1, "the first line must name the columns"),
        (b"\n\n", 3, "It holds nothing"),
        (b"Ada Lovelace,ada@example.org\n", 1, "It holds 'Ada Lovelace', 'ada@example.org'"),
        (b"name,mail,E-Mail\n", 1, "the columns 'mail' and 'E-Mail' mean the same"),
        (b"name,role\n", 1, "there is nobody in it"),
        (b"PK\x03\x04\x14\x00\x08\x00\x08\x00\xd5\x5b", 1, "save the table as CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 1, "save the table as CSV"),
        (b"na\x00\x00me", 1, "it holds zero bytes"),
        (b"\xff\xfen\x00a", 1, "no text in UTF-16-LE"),
        (b"\xef\xbb\xbfname\n\xff", 1, "no text in UTF-8"),
        (b'name,role\n"Ada,learner\nBen,learner\n', 2, "the quotes do not fit"),
        (b'name,role\n"Ada"x,learner\n', 2, "the quotes do not fit"),
        (b"name\n" + b"x" * 201, 2, "201 characters"),
        (b"name\n" + b"x" * 200_000, 2, "field larger than field limit"),
        (b"name\n" + b"x" * LARGEST_FILE, 1, "at most 4,000,000"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(raw: bytes, line: int, text: str) -> None:
    (problem,) = read_roster(raw).problems
    assert problem.line == line
    assert text in problem.text
    assert len(problem.text) < 500


def test_a_row_whose_quotes_do_not_fit_leaves_the_next_one_readable() -> None:
    roster = read_roster(b'name\n"Ada"x\nBen\n"C"y\n')
    assert [problem.line for problem in roster.problems] == [2, 4]
    assert [row.line for row in roster.rows] == [3]


def test_a_file_that_is_wrong_throughout_is_not_read_to_its_end() -> None:
    roster = read_roster(b"name,role\n" + b"Ada,queen\n" * 5_000)
    assert len(roster.problems) == MOST_PROBLEMS + 1
    assert "nothing was read beyond this line" in roster.problems[-1].text


def test_a_roster_has_a_largest_size() -> None:
    people = "".join(f"Person {number}\n" for number in range(MOST_PEOPLE + 5))
    (problem,) = read_roster(f"name\n{people}".encode()).problems
    assert problem.line == MOST_PEOPLE + 2
    assert "make several cohorts" in problem.text


@given(st.binary(max_size=400) | st.text().map(lambda text: f"name,role\n{text}".encode("utf-8", "replace")))
def test_any_bytes_give_people_or_problems(raw: bytes) -> None:
    roster = read_roster(raw)
    assert roster.rows or roster.problems
    lines = 2 + raw.count(b"\n") + raw.count(b"\r")
    assert all(1 <= problem.line <= lines and problem.text for problem in roster.problems)
    assert [row.line for row in roster.rows] == sorted({row.line for row in roster.rows})


WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)


@st.composite
def newcomers(draw: st.DrawFn) -> Newcomer:
    name = " ".join(draw(st.lists(WORDS, min_size=1, max_size=3)))
    number = draw(st.none() | WORDS)
    email = f"{draw(st.uuids())}@example.org" if draw(st.booleans()) else None
    try:
        return Newcomer(name, email, number, draw(st.sampled_from(Role)))
    except BadNewcomer:
        return Newcomer("Ada", email, None)


@given(
    st.lists(newcomers(), min_size=1, max_size=8, unique_by=lambda person: (person.name.casefold(), person.number)),
    st.sampled_from(",;\t"),
    st.permutations(["name", "email", "number", "role"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_a_spreadsheet_writes_is_what_is_read(
    people: list[Newcomer], delimiter: str, order: list[str], encoding: str
) -> None:
    headings = {"name": "Full Name", "email": "E-Mail", "number": "ID", "role": "ROLE"}
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow([headings[field] for field in order])
    writer.writerows([[getattr(person, field) or "" for field in order] for person in people])
    marks = [mark for person in people for mark in person.marks]
    roster = read_roster(file.getvalue().encode(encoding))
    assert roster.people == tuple(people)
    assert bool(roster.problems) == (len(marks) != len(set(marks)))
