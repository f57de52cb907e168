"""Rosters as people's own programs write them, and what is said of those that cannot be read."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from misread_records.people.errors import BadNewcomer
from misread_records.people.members import Newcomer, Role
from misread_web.roster.reader import LARGEST_FILE, MOST_PEOPLE, MOST_PROBLEMS, Roster, read_roster
from misread_web.roster.suspect_rows import no_person

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
        "Role;E-MAIL ADDRESS;Full name\n;ada@example.org; Ada  Lovelace\nTrainer;ben@example.org;Ben Öz\n",
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


def test_names_are_kept_as_they_are_with_the_given_name_first() -> None:
    names = ["Lovelace, Ada", '=HYPERLINK("http://x")', "+49", "-x", "@ada", "O'Neil", 'Joe "Sam" Smith', "王小明", "Ö"]
    file = io.StringIO()
    csv.writer(file).writerows([["name"], *([name] for name in names)])
    assert [person.name for person in read_roster(file.getvalue().encode()).people] == ["Ada Lovelace", *names[1:]]


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
        "3: 'nobody' is not an e-mail address; an example is ada@example.org",
        "3: there is no role 'queen'; the roles are learner, facilitator, grader, admin",
        "6: the e-mail address 'ADA@example.org' is on line 2 already",
        "6: the id '1' is on line 2 already",
        "8: the name 'cy' is on line 7 already; if this is somebody else, give them an e-mail address or id",
        "9: there are 5 values for 4 columns; a value that contains ',' needs quotes around it",
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
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 1, "save the table as .xlsx or CSV"),
        (b"na\x00\x00me", 1, "it holds zero bytes"),
        (b"\xff\xfen\x00a", 1, "not text in UTF-16-LE"),
        (b"\xef\xbb\xbfname\n\xff", 1, "not text in UTF-8"),
        (b'name,role\n"Ada,learner\nBen,learner\n', 2, "the quotes do not match"),
        (b'name,role\n"Ada"x,learner\n', 2, "the quotes do not match"),
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


@settings(deadline=None)
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


@settings(deadline=None)
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
    assume(not any(no_person(person.name, person.email) for person in people))
    roster = read_roster(file.getvalue().encode(encoding))
    assert roster.people == tuple(people)
    assert bool(roster.problems) == (len(marks) != len(set(marks)))


MOODLE = [
    "First name,Last name,ID number,Email address",
    "Vorname,Nachname,ID-Nummer,E-Mail-Adresse",
    "Prénom,Nom de famille,Numéro d’identification,Adresse de courriel",
    "Prénom,Nom,Numéro d'identification,Adresse e-mail",
    "Nombre,Apellidos,Número de ID,Dirección de correo",
]
SEVEN = Newcomer("Ada Weber", "ada@example.org", "007")
EIGHT = Newcomer("Ben Okri", "ben@example.org", "008")


@pytest.mark.parametrize("heading", MOODLE)
def test_a_list_of_moodles_keeps_ids_with_their_zeros(heading: str) -> None:
    roster = read_roster(f"{heading}\nAda,Weber,007,ada@example.org\nBen,Okri,008,ben@example.org\n".encode())
    assert (roster.people, roster.problems, roster.doubts) == ((SEVEN, EIGHT), (), ())


def test_the_family_name_is_that_of_its_own_column() -> None:
    rosters = [
        read_roster("Name,Vorname\nGarcía Márquez,Gabriel\n".encode()),
        read_roster("Nombre,Apellidos\nGabriel,García Márquez\n".encode()),
        read_roster("name,last name\nGabriel García Márquez,García Márquez\n".encode()),
        read_roster("Name,first name\nGabriel García Márquez,Gabriel\n".encode()),
    ]
    names = [[(one.name, one.family) for one in roster.people] for roster in rosters]
    assert names[:3] == [[("Gabriel García Márquez", "García Márquez")]] * 3
    assert names[3] == [("Gabriel García Márquez", "Márquez")]


def test_moodles_row_of_averages_is_named_and_nobody() -> None:
    for word in ("Overall average", "Gesamtdurchschnitt", "Moyenne générale"):
        roster = read_roster(
            f"Last name,First name,Email address,Grade\nWeber,Ada,ada@x.org,9\n{word},,,7.5\n".encode()
        )
        assert [one.name for one in roster.people] == ["Ada Weber"]
        assert f"line 3 was skipped: {word!r} is a row of totals" in roster.notes


CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Quiz 1 (87568490),Current Score
,,,,,Manual Posting,
    Points Possible,,,,,10,(read only)
"Weber, Ada",4711,0042,ada@example.org,Autumn,9,90
"Okri, Ben",4712,0043,bokri,Autumn,,
"Student, Test",4713,,bd1ac2d4e0c1d9b1e0a55fd6d8b8f7a0f8b3a2c1,Autumn,,
"""


def test_a_canvas_gradebook_lists_only_its_people_as_people() -> None:
    roster = read_roster(CANVAS.encode("utf-8-sig"))
    assert roster.people == (Newcomer("Ada Weber", "ada@example.org", "0042"), Newcomer("Ben Okri", number="0043"))
    assert roster.problems == ()
    assert roster.notes == (
        "4 columns were not used: 'ID', 'Section', 'Quiz 1 (87568490)', 'Current Score'",
        "the column 'SIS Login ID' was read as e-mail address",
        "line 2 was skipped: it names nobody, and holds 'Manual Posting'",
        "line 3 was skipped: 'Points Possible' is a row of totals",
        "line 6 was skipped: 'Student, Test' is a test student",
    )


def test_a_gradebook_of_canvas_may_have_the_names_apart() -> None:
    roster = read_roster(
        b"LastName,FirstName,ID,SIS Login ID,Section\nWeber,Ada,1,ada@example.org,A\nStudent,Test,2,x,A\n"
    )
    assert roster.people == (Newcomer("Ada Weber", "ada@example.org", "1"),)


def test_a_gradebook_of_blackboard_is_read_as_it_is_downloaded() -> None:
    text = (
        '"Last Name"\t"First Name"\t"Username"\t"Student ID"\t"Last Access"\t"Availability"\t"Test 1 [Total Pts: 9]"\n'
        '"Weber"\t"Ada"\t"aweber"\t"0042"\t"2026-11-01"\t"Yes"\t"9"\n'
        '"Weber_PreviewUser"\t"Ada"\t"aweber_previewuser"\t"x"\t""\t"Yes"\t""\n'
    )
    roster = read_roster(text.encode("utf-16"))
    assert roster.people == (Newcomer("Ada Weber", number="0042"),)
    assert any("is a preview user" in note for note in roster.notes)


def test_a_sign_in_name_is_the_id_where_there_is_no_other() -> None:
    roster = read_roster(b"Username,Last Name,First Name\naweber,Weber,Ada\n")
    assert roster.people == (Newcomer("Ada Weber", number="aweber"),)
    assert roster.notes == ("the column 'Username' was read as e-mail address or id",)


def test_a_report_of_workday_has_a_title_above_and_several_addresses() -> None:
    text = (
        "All Active Workers,,,,\nEffective as of 2026-11-01,,,,\n\n"
        "Employee ID,Worker,Preferred Name,Email - Home,Email - Primary Work\n"
        "0042,Ada Weber (On Leave),Ada Weber,ada@home.example,ada@example.org\n"
        "Total,,,,\n"
    )
    roster = read_roster(text.encode())
    assert roster.people == (Newcomer("Ada Weber", "ada@example.org", "0042"),)
    assert roster.problems == ()
    assert roster.notes[-1] == "line 6 was skipped: 'Total' is a row of totals"
    assert roster.notes[0] == (
        "the lines above the column names were skipped: 'All Active Workers', 'Effective as of 2026-11-01'"
    )
    assert "the column 'Email - Home' was not used" in roster.notes


def test_a_remark_behind_a_name_is_asked_about() -> None:
    roster = read_roster(b"Employee ID,Worker\n0042,Ada Weber (On Leave)\n0043,Ben Okri\n")
    assert roster.doubts == ("the name 'Ada Weber (On Leave)' on line 2 ends with a remark that may not belong to it",)


def test_somebody_with_an_address_is_a_person_whatever_they_are_called() -> None:
    roster = read_roster(b"name,e-mail\nTotal,total@example.org\nTest Student,test@example.org\n")
    assert [one.name for one in roster.people] == ["Total", "Test Student"]


@pytest.mark.parametrize(
    ("ids", "doubt"),
    [
        (["1E5", "12", "13"], "the id 1E5 may be a long number"),
        (["1234567890123450000", "77"], "the id 1234567890123450000 ends in zeros: Excel keeps 15 digits"),
        (["4711", "815", "4713", "4714"], "the id 815 has fewer than 4 digits, unlike the others"),
        (["4711", "0815", "4713", "814"], None),
        (["1", "2", "10", "11"], None),
        (["A1", "B22", "C333"], None),
        (["4711", "815"], None),
    ],
)
def test_an_id_that_a_spreadsheet_may_have_changed_is_asked_about(ids: list[str], doubt: str | None) -> None:
    roster = read_roster("\n".join(["name,id", *(f"P{place},{id_}" for place, id_ in enumerate(ids))]).encode())
    assert len(roster.people) == len(ids)
    assert [one.startswith(doubt or "") for one in roster.doubts] == [True] * bool(doubt)


@pytest.mark.parametrize("number", ["1.23457E+11", "1,23457E+11", "4E+09"])
def test_an_id_in_scientific_notation_enrols_nobody(number: str) -> None:
    roster = read_roster(f"name;id\nAda;{number}\n".encode())
    assert said(roster) == [(f"2: the id {number!r} is a shortened number, and its last digits are lost; in the "
                            "spreadsheet, format the column as text, and type or import the ids again")]  # fmt: skip


def test_a_column_that_would_be_lost_and_matters_is_asked_about() -> None:
    roster = read_roster(b"Name,Payroll no,Contact\nAda,007,ada@example.org\n")
    assert roster.doubts == (
        "the column 'Payroll no' looks like an id and was not used; to use it, call it 'id'",
        "the column 'Contact' holds e-mail addresses and was not used; to use it, call it 'e-mail'",
    )


def test_a_guessed_encoding_shows_the_names_that_it_decides() -> None:
    roster = read_roster((PLAIN + "Cy,cy@example.org,\n").encode("cp1252"))
    assert roster.people == (ADA, BEN, Newcomer("Cy", "cy@example.org"))
    (doubt,) = roster.doubts
    assert "was read as Windows-1252 (Latin-1)" in doubt
    assert doubt.splitlines()[1:] == ["  line 3: Ben Öz ben@example.org"]


@pytest.mark.parametrize("name", ["José Núñez", "Jürgen Groß", "Zoë Åkesson", "Émile Çelik", "François Noël", "Müller"])
@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize("end", ["\n", "\r"])
def test_windows_and_old_macs_are_told_apart_by_the_names(name: str, encoding: str, end: str) -> None:
    roster = read_roster(f"name,e-mail{end}{name},x@example.org{end}".encode(encoding))
    assert [one.name for one in roster.people] == [name]
    assert len(roster.doubts) == 1


def test_an_encoding_that_is_named_leaves_no_doubt() -> None:
    roster = read_roster("name\nŁukasz Żuk\n".encode("cp1250"), "cp1250")
    assert ([one.name for one in roster.people], roster.doubts) == (["Łukasz Żuk"], ())
    assert "not text in UTF-8" in read_roster(b"name\n\xff\n", "utf-8").problems[0].text


def test_an_encoding_that_changes_no_name_asks_nothing() -> None:
    assert read_roster("name,city\nAda,Zürich\n".encode("cp1252")).doubts == ()


def test_an_address_is_kept_as_it_is_and_compared_without_its_case() -> None:
    roster = read_roster("name,e-mail\nUdo Weiß,Udo.Weiß@straße.example\nU,UDO.WEISS@STRASSE.EXAMPLE\n".encode())
    assert [one.email for one in roster.people] == ["Udo.Weiß@straße.example", "UDO.WEISS@STRASSE.EXAMPLE"]
    assert said(roster) == ["3: the e-mail address 'UDO.WEISS@STRASSE.EXAMPLE' is on line 2 already"]


def test_what_stands_behind_a_name_is_not_put_before_it() -> None:
    roster = read_roster(
        b'name,e-mail\n"Martin King, Jr.",martin@example.org\n"Ana Weber, MBA",ana@example.org\n"Weber, Ada",a@x.org\n'
    )
    assert [one.name for one in roster.people] == ["Martin King, Jr.", "Ana Weber, MBA", "Ada Weber"]


def test_a_line_that_stands_twice_is_named_and_counts_once() -> None:
    roster = read_roster(b"name,e-mail\nAda,ada@example.org\nBen,ben@example.org\nAda,ADA@example.org\n")
    assert [row.line for row in roster.rows] == [2, 3]
    assert roster.notes == ("line 4 repeats line 2 ('Ada'), and counts once",)
    assert roster.problems == ()


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line", ["sep={}", "SEP={}", '"sep={}"', "\ufeffsep={}"])
def test_the_first_line_may_name_the_sign_between_the_columns(sign: str, line: str) -> None:
    text = line.format(sign) + "\r\n" + PLAIN.replace(",", sign)
    roster = read_roster(text.encode())
    assert (roster.people, roster.problems, [row.line for row in roster.rows]) == ((ADA, BEN), (), [3, 4])


def workbook(*sheets: list[list[object]], formats: dict[str, str] | None = None) -> bytes:
    book = Workbook()
    for number, rows in enumerate(sheets):
        sheet = book.active if not number else book.create_sheet()
        for row in rows:
            sheet.append(row)
        for place, form in (formats or {}).items():
            sheet[place].number_format = form
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_workbook_is_a_roster_with_its_lines() -> None:
    raw = workbook([[None], ["Name", "E-Mail", "ID"], ["Weber, Ada", "ada@example.org", 7], [None, None, None],
                    ["Ben Öz", "nobody", 4711.0]], formats={"C3": "000"})  # fmt: skip
    roster = read_roster(raw)
    assert roster.people == (Newcomer("Ada Weber", "ada@example.org", "007"),)
    assert said(roster) == ["5: 'nobody' is not an e-mail address; an example is ada@example.org"]


def test_the_first_sheet_with_content_is_read_and_the_others_are_named() -> None:
    roster = read_roster(workbook([], [["name"], ["Ada"]], [["name"], ["Ben"]]))
    assert [one.name for one in roster.people] == ["Ada"]
    assert roster.notes == ("only the sheet 'Sheet1' was read, not 'Sheet', 'Sheet2'",)


def test_numbers_in_a_workbook_are_ids_as_they_are_shown() -> None:
    rows: list[list[object]] = [["name", "id"], ["A", 123456789012345678], ["B", 1.5], ["C", True], ["D", "0042"]]
    roster = read_roster(workbook(rows))
    assert [one.number for one in roster.people][1:] == ["1.5", "TRUE", "0042"]
    assert any("Excel keeps 15 digits" in one for one in read_roster(workbook([["name", "id"], ["A", 1.23e18]])).doubts)


def zipped(**files: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "a file of another program"),
        (zipped(**{"xl/workbook.xml": b"<broken"}), "the Excel file cannot be opened"),
        (workbook([["name"], ["Ada"]])[:400], "the Excel file is damaged"),
        (workbook([]), "It holds nothing"),
        (workbook([["name"]]), "there is nobody in it"),
    ],
)
def test_a_file_that_is_no_workbook_of_people_is_said_to_be_none(raw: bytes, text: str) -> None:
    (problem,) = read_roster(raw).problems
    assert text in problem.text


@settings(deadline=None)
@given(st.data())
def test_a_workbook_with_any_byte_changed_gives_people_or_problems(data: st.DataObject) -> None:
    raw = bytearray(_BOOK)
    for _ in range(data.draw(st.integers(1, 3))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    roster = read_roster(bytes(raw))
    assert roster.rows or roster.problems


_BOOK = workbook([["name", "e-mail"], ["Ada", "ada@example.org"]])
