"""Reader of rosters: tables of people to enrol, as any spreadsheet can write them.

    name;e-mail;role
    Lovelace, Ada;ada@example.org;
    Ben Okri;ben@example.org;facilitator

Columns may have any order and any of their usual names, including those in lists that Moodle, Canvas, Blackboard and
Workday export; only the name is required. One reading finds every problem, with its line; a roster with a problem
enrols nobody. A doubt is something that may be wrong and that a person has to decide before anybody is enrolled.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from types import MappingProxyType

from misread_records.people import ADDRESS, ADDRESS_MARK, NAME_MARK, BadNewcomer, Newcomer, Role, tidy
from misread_web.roster.columns import looks_like_an_id
from misread_web.roster.decoding import Unreadable
from misread_web.roster.suspect_rows import doubts_about, is_lost, no_person
from misread_web.roster.table import RosterTable, encoding_shown, table_of

LARGEST_FILE = 4_000_000
"""Bytes of a roster."""
MOST_PEOPLE = 10_000
MOST_PROBLEMS = 200
"""Number of problems after which reading stops."""
_ROLES = MappingProxyType(
    {
        word: role
        for role, words in {
            Role.LEARNER: "learner participant student trainee teilnehmer teilnehmerin teilnehmer/in teilnehmer:in "
            "lernende étudiant étudiante apprenant apprenante",
            Role.FACILITATOR: "facilitator trainer host instructor teacher trainerin trainer/in kursleiter "
            "kursleiterin enseignant enseignante formateur formatrice",
            Role.GRADER: "grader marker assessor ta teaching-assistant non-editing-teacher",
            Role.ADMIN: "admin administrator",
        }.items()
        for word in words.split()
    }
)


@dataclasses.dataclass(frozen=True)
class RosterRow:
    """A person to enrol, and their line in the roster, counted from 1."""

    line: int
    person: Newcomer


@dataclasses.dataclass(frozen=True)
class RosterProblem:
    """A problem in a roster; the text says what would have worked."""

    line: int
    text: str


@dataclasses.dataclass(frozen=True)
class Roster:
    """The contents of a roster.

    Attributes:
        rows: the people to enrol.
        problems: everything that is wrong.
        notes: other things that the user may want to know.
        doubts: things that may be wrong. The user has to decide about them before anybody is enrolled.
    """

    rows: tuple[RosterRow, ...]
    problems: tuple[RosterProblem, ...] = ()
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def people(self) -> tuple[Newcomer, ...]:
        """Everybody to enrol."""
        return tuple(row.person for row in self.rows)


def read_roster(raw: bytes, encoding: str | None = None) -> Roster:
    """Return the roster in a file; if the bytes cannot be read, its problems say so.

    Args:
        raw: the bytes of the file, text or an Excel workbook.
        encoding: the encoding of the text, by Python's name; None: UTF-8 or UTF-16, or else a guess.
    """
    if len(raw) > LARGEST_FILE:
        return _wrong(f"the file has {len(raw):,} bytes, and a roster has at most {LARGEST_FILE:,}")
    try:
        table = table_of(raw, encoding, MOST_PEOPLE)
    except Unreadable as error:
        return _wrong(str(error))
    if table.columns.problems:
        return Roster((), tuple(RosterProblem(table.line, problem) for problem in table.columns.problems), table.notes)
    people = _RowReader(table)
    people.read()
    if not people.rows and not people.problems:
        people.problems.append(RosterProblem(table.line, _NOBODY))
    notes = (*table.notes, *_unused(table), *people.notes)
    return Roster(tuple(people.rows), tuple(people.problems), notes, tuple(_doubts(table, people)))


_NOBODY = "there is nobody in it: each line below the column names is a person"


def _wrong(text: str) -> Roster:
    return Roster((), (RosterProblem(1, text),))


class _RowReader:
    """The rows of a table that were read so far, with their problems and notes."""

    def __init__(self, table: RosterTable) -> None:
        """Start with no rows."""
        self.rows: list[RosterRow] = []
        self.problems: list[RosterProblem] = []
        self.notes: list[str] = []
        self.values: dict[int, list[str]] = {place: [] for place in table.columns.ignored}
        """The values in the columns that are not used, by the position of the column."""
        self._table = table
        self._seen: dict[tuple[str, str], RosterRow] = {}

    def read(self) -> None:
        """Read all rows; stop early at too many problems or people."""
        for line, cells in self._table.rows:
            self._read(line, cells)
            if len(self.problems) >= MOST_PROBLEMS or len(self.rows) > MOST_PEOPLE:
                self.problems.append(RosterProblem(line, _why_stopped(len(self.rows))))
                return

    def _read(self, line: int, cells: list[str] | str) -> None:
        try:
            fields = self._fields(cells)
            if why := _skipped(fields, cells):
                self.notes.append(f"line {line} was skipped: {why}")
                return
            person = _person(fields)
        except BadNewcomer as error:
            self.problems += [RosterProblem(line, problem) for problem in error.problems]
            return
        for place, values in self.values.items():
            values.append(cells[place].strip() if place < len(cells) else "")
        row = RosterRow(line, person)
        earlier = {self._seen[mark].line: self._seen[mark] for mark in person.marks if mark in self._seen}
        if len(earlier) == 1 and _is_same(person, *(row.person for row in earlier.values())):
            self.notes.append(f"line {line} repeats line {min(earlier)} ({person.name!r}), and counts once")
            return
        self.problems += [RosterProblem(line, text) for text in _seen_before(person, self._seen)]
        self._seen = dict.fromkeys(person.marks, row) | self._seen
        self.rows.append(row)

    def _fields(self, cells: list[str] | str) -> dict[str, str]:
        """Return the values of a row, by field.

        Raises:
            BadNewcomer: if the row could not be read, or has too many values.
        """
        if isinstance(cells, str):
            raise BadNewcomer(cells)
        columns = self._table.columns
        if any(cell.strip() for cell in cells[columns.width :]):
            sign = self._table.delimiter
            hint = f"a value that contains {sign!r} needs quotes around it" if sign else "each column needs a name"
            raise BadNewcomer(f"there are {len(cells)} values for {columns.width} columns; {hint}")
        return {field: tidy(cells[place]) for field, place in columns.places.items() if place < len(cells)}


def _why_stopped(people: int) -> str:
    if people > MOST_PEOPLE:
        return f"a roster has at most {MOST_PEOPLE:,} people; make several cohorts"
    return "nothing was read beyond this line: there are too many problems above it"


def _skipped(fields: dict[str, str], cells: list[str] | str) -> str | None:
    """Return why a row is not a person; None if it is one, or should be one."""
    if not any(fields.get(field) for field in ("name", "first", "last", "email", "number", "login", "role")):
        shown = ", ".join(dict.fromkeys(repr(cell.strip()[:40]) for cell in cells if cell.strip()))
        return f"it names nobody, and holds {shown}"
    name, _ = _named(fields)
    email = _address(fields)
    if not name and not email:  # a word like "Total" may be in any column
        name = next((cell.strip() for cell in cells if cell.strip()), "")
    kind = no_person(name, email) or no_person(fields.get("login", ""), email)
    return f"{name!r} is {kind}" if kind else None


def _named(fields: dict[str, str]) -> tuple[str, str | None]:
    """Return a person's whole name, and the family name if the list has a column for it.

    A column "Name" beside a first name holds the family name or the whole name; beside a family name, it holds the
    first name or the whole name.
    """
    whole, first, last = (fields.get(field, "") for field in ("name", "first", "last"))
    if whole and not last and first and first not in whole.split():
        last, whole = whole, ""
    if whole and last and not first and last not in whole:
        first, whole = whole, ""
    return whole or " ".join(filter(None, [first, last])), last or None


def _address(fields: dict[str, str]) -> str | None:
    """Return the e-mail address; if the list has none, a sign-in name that is an address."""
    login = fields.get("login", "")
    return fields.get("email") or (login if ADDRESS.fullmatch(login) else None)


def _person(fields: dict[str, str]) -> Newcomer:
    name, family = _named(fields)
    email, number = _address(fields), fields.get("number")
    if not number and "number" not in fields and (login := fields.get("login")) != email:
        number = login
    role, problems = _role(fields.get("role", ""))
    if number and is_lost(number):
        problems.append(_LOST_ID.format(number=number))
    try:
        person = Newcomer(name, email, number, role, says_role=bool(fields.get("role")), family=family)
    except BadNewcomer as error:
        raise BadNewcomer(*error.problems, *problems) from error
    if problems:
        raise BadNewcomer(*problems)
    return person


_LOST_ID = (
    "the id {number!r} is a shortened number, and its last digits are lost; in the spreadsheet, format the column "
    "as text, and type or import the ids again"
)


def _role(word: str) -> tuple[Role, list[str]]:
    key = "-".join(word.casefold().split())
    role = _ROLES.get(key) or _ROLES.get(key.removesuffix("s")) if word else Role.LEARNER
    if role is None:
        return Role.LEARNER, [f"there is no role {word[:40]!r}; the roles are {', '.join(Role)}"]
    return role, []


def _is_same(person: Newcomer, other: Newcomer) -> bool:
    """Return whether two lines are the same person; a name alone is not enough, as two people may share it."""
    values = [(line.name, line.marks, line.role, line.says_role) for line in (person, other)]
    return values[0] == values[1] and not any(kind == NAME_MARK for kind, _ in person.marks)


def _seen_before(person: Newcomer, seen: dict[tuple[str, str], RosterRow]) -> Iterator[str]:
    for kind, value in sorted(person.marks):
        if (kind, value) not in seen:
            continue
        before = f"is on line {seen[kind, value].line} already"
        if kind == NAME_MARK:
            yield f"the name {person.name!r} {before}; if this is somebody else, give them an e-mail address or id"
        else:
            yield f"the {kind} {(person.email if kind == ADDRESS_MARK else person.number)!r} {before}"


def _unused(table: RosterTable) -> Iterator[str]:
    headings = [repr(table.columns.headings[place]) for place in table.columns.ignored]
    if len(headings) > _MOST_NOTES:
        yield f"{len(headings)} columns were not used: {', '.join(headings)}"
    else:
        yield from (f"the column {heading} was not used" for heading in headings)
    if "login" in table.columns.places and not {"email", "number"} <= set(table.columns.places):
        yield f"the column {table.columns.headings[table.columns.places['login']]!r} was read as {_read_as(table)}"


_MOST_NOTES = 3
"""Unused columns up to which each has a note of its own."""


def _read_as(table: RosterTable) -> str:
    missing = {"email": "e-mail address", "number": "id"}
    return " or ".join(word for field, word in missing.items() if field not in table.columns.places)


def _doubts(table: RosterTable, people: _RowReader) -> Iterator[str]:
    yield from doubts_about(row.person.number or "" for row in people.rows)
    yield from (
        f"the name {row.person.name!r} on line {row.line} ends with a remark that may not belong to it"
        for row in people.rows
        if row.person.name.endswith(")")
    )
    for place, values in people.values.items():
        heading = table.columns.headings[place]
        filled = [value for value in values if value]
        if not filled:
            continue
        if not {"email", "login"} & set(table.columns.places) and all(map(ADDRESS.fullmatch, filled)):
            yield f"the column {heading!r} holds e-mail addresses and was not used; to use it, call it 'e-mail'"
        elif not {"number", "login"} & set(table.columns.places) and looks_like_an_id(heading):
            yield f"the column {heading!r} looks like an id and was not used; to use it, call it 'id'"
    if table.guessed is not None:
        guesses = [
            f"  line {row.line}: {' '.join(filter(None, (row.person.name, row.person.email, row.person.number)))}"
            for row in people.rows
            if not _is_plain(row.person)
        ]
        if guesses:
            shown = "\n".join(guesses)
            yield (
                f"the file is not UTF-8, and was read as {encoding_shown(table.guessed)}. If a name below is wrong, "
                f"save the file as CSV (UTF-8) or as .xlsx, or name its encoding (--encoding):\n{shown}"
            )


def _is_plain(person: Newcomer) -> bool:
    return all(text.isascii() for text in (person.name, person.email or "", person.number or ""))
