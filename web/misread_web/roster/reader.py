"""Reading who is to be enrolled from a table that any spreadsheet can write.

    name;e-mail;role
    Lovelace, Ada;ada@example.org;
    Ben Okri;ben@example.org;facilitator

Columns may stand in any order and go by their usual names, also those of lists that Moodle, Canvas, Blackboard and
Workday export; only the name is needed. Everything that is wrong is found in one reading, each with its line, and a
roster with a problem enrols nobody. What may be wrong and only a person can tell is a doubt, for a question beforehand.
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
"""After which a file is so wrong that reading on helps nobody."""
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
    """Somebody to be enrolled, and the line of the roster that says so, counted from 1."""

    line: int
    person: Newcomer


@dataclasses.dataclass(frozen=True)
class RosterProblem:
    """Something wrong in a roster; the text says what would have worked."""

    line: int
    text: str


@dataclasses.dataclass(frozen=True)
class Roster:
    """What a roster says.

    Attributes:
        rows: who is to be enrolled.
        problems: what is wrong.
        notes: what a reader may want to know besides.
        doubts: what may be wrong and only a reader can tell. Nobody should be enrolled before one has.
    """

    rows: tuple[RosterRow, ...]
    problems: tuple[RosterProblem, ...] = ()
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def people(self) -> tuple[Newcomer, ...]:
        """Everybody to be enrolled."""
        return tuple(row.person for row in self.rows)


def read_roster(raw: bytes, encoding: str | None = None) -> Roster:
    """Read a roster; any bytes give one, with its problems.

    Args:
        raw: the file, text or a workbook of Excel.
        encoding: of the text, as Python names it; without it, it is UTF-8 or UTF-16, or guessed.
    """
    if len(raw) > LARGEST_FILE:
        return _wrong(f"the file has {len(raw):,} bytes, and a roster has at most {LARGEST_FILE:,}")
    try:
        table = table_of(raw, encoding, MOST_PEOPLE)
    except Unreadable as error:
        return _wrong(str(error))
    if table.columns.problems:
        return Roster((), tuple(RosterProblem(table.line, problem) for problem in table.columns.problems), table.notes)
    reading = _Reading(table)
    reading.read()
    if not reading.rows and not reading.problems:
        reading.problems.append(RosterProblem(table.line, _NOBODY))
    notes = (*table.notes, *_unused(table), *reading.notes)
    return Roster(tuple(reading.rows), tuple(reading.problems), notes, tuple(_doubts(table, reading)))


_NOBODY = "there is nobody in it: below the names of the columns, each line is a person"


def _wrong(text: str) -> Roster:
    return Roster((), (RosterProblem(1, text),))


class _Reading:
    """The rows of a table as they are read, and what was found in them."""

    def __init__(self, table: RosterTable) -> None:
        """Begin with nothing."""
        self.rows: list[RosterRow] = []
        self.problems: list[RosterProblem] = []
        self.notes: list[str] = []
        self.values: dict[int, list[str]] = {place: [] for place in table.columns.ignored}
        """What stands in the columns that are not used."""
        self._table = table
        self._seen: dict[tuple[str, str], RosterRow] = {}

    def read(self) -> None:
        """Read the rows to their end, or until so much is wrong that reading on helps nobody."""
        for line, cells in self._table.rows:
            self._read(line, cells)
            if len(self.problems) >= MOST_PROBLEMS or len(self.rows) > MOST_PEOPLE:
                self.problems.append(RosterProblem(line, _too_much(len(self.rows))))
                return

    def _read(self, line: int, cells: list[str] | str) -> None:
        try:
            fields = self._fields(cells)
            if why := _passed_over(fields, cells):
                self.notes.append(f"line {line} was passed over: {why}")
                return
            person = _person(fields)
        except BadNewcomer as error:
            self.problems += [RosterProblem(line, problem) for problem in error.problems]
            return
        for place, values in self.values.items():
            values.append(cells[place].strip() if place < len(cells) else "")
        row = RosterRow(line, person)
        earlier = {self._seen[mark].line: self._seen[mark] for mark in person.marks if mark in self._seen}
        if len(earlier) == 1 and _say_the_same(person, *(one.person for one in earlier.values())):
            self.notes.append(f"line {line} says the same of {person.name!r} as line {min(earlier)}, and counts once")
            return
        self.problems += [RosterProblem(line, text) for text in _seen_before(person, self._seen)]
        self._seen = dict.fromkeys(person.marks, row) | self._seen
        self.rows.append(row)

    def _fields(self, cells: list[str] | str) -> dict[str, str]:
        """Return what a row says, by field.

        Raises:
            BadNewcomer: if it is no row of this table.
        """
        if isinstance(cells, str):
            raise BadNewcomer(cells)
        columns = self._table.columns
        if any(cell.strip() for cell in cells[columns.width :]):
            sign = self._table.delimiter
            hint = f"one that holds {sign!r} needs quotes around it" if sign else "each of them needs a name"
            raise BadNewcomer(f"there are {len(cells)} values for {columns.width} columns; {hint}")
        return {field: tidy(cells[place]) for field, place in columns.places.items() if place < len(cells)}


def _too_much(people: int) -> str:
    if people > MOST_PEOPLE:
        return f"a roster has at most {MOST_PEOPLE:,} people; make several cohorts"
    return "nothing was read beyond this line, since so much is wrong above it"


def _passed_over(fields: dict[str, str], cells: list[str] | str) -> str | None:
    """Return why a row is no person; None if it is one, or ought to be."""
    if not any(fields.get(field) for field in ("name", "first", "last", "email", "number", "login", "role")):
        shown = ", ".join(dict.fromkeys(repr(cell.strip()[:40]) for cell in cells if cell.strip()))
        return f"it names nobody, and holds {shown}"
    name, _ = _named(fields)
    email = _address(fields)
    if not name and not email:  # the word may stand below any heading
        name = next((cell.strip() for cell in cells if cell.strip()), "")
    kind = no_person(name, email) or no_person(fields.get("login", ""), email)
    return f"{name!r} is {kind}" if kind else None


def _named(fields: dict[str, str]) -> tuple[str, str | None]:
    """Return somebody's name, and the family name where the list has it apart.

    Beside a first name, a column that is called "Name" holds the family name, or the whole; beside a family name, the
    first name, or the whole.
    """
    whole, first, last = (fields.get(field, "") for field in ("name", "first", "last"))
    if whole and not last and first and first not in whole.split():
        last, whole = whole, ""
    if whole and last and not first and last not in whole:
        first, whole = whole, ""
    return whole or " ".join(filter(None, [first, last])), last or None


def _address(fields: dict[str, str]) -> str | None:
    """Return an address; a sign-in name is one as well, where the list has no other."""
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
    "the id {number!r} is a long number in short, and its last digits are lost; in the spreadsheet, format the column "
    "as text, and type or import the ids again"
)


def _role(word: str) -> tuple[Role, list[str]]:
    known = "-".join(word.casefold().split())
    role = _ROLES.get(known) or _ROLES.get(known.removesuffix("s")) if word else Role.LEARNER
    if role is None:
        return Role.LEARNER, [f"there is no role {word[:40]!r}; the roles are {', '.join(Role)}"]
    return role, []


def _say_the_same(one: Newcomer, other: Newcomer) -> bool:
    """Tell whether two lines say the same of somebody; a name alone could be that of two people."""
    said = [(each.name, each.marks, each.role, each.says_role) for each in (one, other)]
    return said[0] == said[1] and not any(kind == NAME_MARK for kind, _ in one.marks)


def _seen_before(person: Newcomer, seen: dict[tuple[str, str], RosterRow]) -> Iterator[str]:
    for kind, value in sorted(person.marks):
        if (kind, value) not in seen:
            continue
        there = f"stands on line {seen[kind, value].line} already"
        if kind == NAME_MARK:
            yield f"the name {person.name!r} {there}; if that is somebody else, give them an e-mail address or id"
        else:
            yield f"the {kind} {(person.email if kind == ADDRESS_MARK else person.number)!r} {there}"


def _unused(table: RosterTable) -> Iterator[str]:
    headings = [repr(table.columns.headings[place]) for place in table.columns.ignored]
    if len(headings) > _MOST_NOTES:
        yield f"{len(headings)} columns were not used: {', '.join(headings)}"
    else:
        yield from (f"the column {heading} was not used" for heading in headings)
    if "login" in table.columns.places and not {"email", "number"} <= set(table.columns.places):
        yield f"the column {table.columns.headings[table.columns.places['login']]!r} was read as {_read_as(table)}"


_MOST_NOTES = 3
"""Columns that are named one by one."""


def _read_as(table: RosterTable) -> str:
    missing = {"email": "e-mail address", "number": "id"}
    return " or ".join(word for field, word in missing.items() if field not in table.columns.places)


def _doubts(table: RosterTable, reading: _Reading) -> Iterator[str]:
    yield from doubts_about(row.person.number or "" for row in reading.rows)
    yield from (
        f"the name {row.person.name!r} on line {row.line} ends with a remark that may not belong to it"
        for row in reading.rows
        if row.person.name.endswith(")")
    )
    for place, values in reading.values.items():
        heading = table.columns.headings[place]
        given = [value for value in values if value]
        if not given:
            continue
        if not {"email", "login"} & set(table.columns.places) and all(map(ADDRESS.fullmatch, given)):
            yield f"the column {heading!r} holds e-mail addresses and was not used; to use it, call it 'e-mail'"
        elif not {"number", "login"} & set(table.columns.places) and looks_like_an_id(heading):
            yield f"the column {heading!r} looks like an id and was not used; to use it, call it 'id'"
    if table.guessed is not None:
        changed = [
            f"  line {row.line}: {' '.join(filter(None, (row.person.name, row.person.email, row.person.number)))}"
            for row in reading.rows
            if not _is_plain(row.person)
        ]
        if changed:
            shown = "\n".join(changed)
            yield (
                f"it is not UTF-8, and was read as {encoding_shown(table.guessed)}. If a name came out wrong, save it "
                f"as CSV (UTF-8) or as .xlsx, or name its encoding (--encoding). These came out as:\n{shown}"
            )


def _is_plain(person: Newcomer) -> bool:
    return all(text.isascii() for text in (person.name, person.email or "", person.number or ""))
