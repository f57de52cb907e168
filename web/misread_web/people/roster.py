"""Reading who is to be enrolled from a table that any spreadsheet can write.

    name;e-mail;role
    Lovelace, Ada;ada@example.org;
    Ben Okri;ben@example.org;facilitator

Columns may stand in any order and go by their usual names; only the name is needed. Everything that is wrong is found
in one reading, each with its line, and a roster with a problem enrols nobody.
"""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Iterator
from types import MappingProxyType

from misread_records.people import Newcomer, Role, tidy
from misread_records.people_errors import BadNewcomer
from misread_web.people.columns import Columns, columns_of
from misread_web.people.decoding import Unreadable, decoded

LARGEST_FILE = 4_000_000
"""Bytes of a roster."""
MOST_PEOPLE = 10_000
MOST_PROBLEMS = 200
"""After which a file is so wrong that reading on helps nobody."""
_ROLES = MappingProxyType(
    {
        word: role
        for role, words in {
            Role.LEARNER: "learner participant student trainee",
            Role.FACILITATOR: "facilitator trainer host instructor teacher",
            Role.GRADER: "grader marker assessor",
            Role.ADMIN: "admin administrator",
        }.items()
        for word in words.split()
    }
)


@dataclasses.dataclass(frozen=True)
class Row:
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
    """What a roster says: who is to be enrolled, what is wrong, and what a reader may want to know besides."""

    rows: tuple[Row, ...]
    problems: tuple[RosterProblem, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def people(self) -> tuple[Newcomer, ...]:
        """Everybody to be enrolled."""
        return tuple(row.person for row in self.rows)


def read_roster(raw: bytes) -> Roster:
    """Read a roster; any bytes give one, with its problems."""
    if len(raw) > LARGEST_FILE:
        return _wrong(f"the file has {len(raw):,} bytes, and a roster has at most {LARGEST_FILE:,}")
    try:
        text = decoded(raw)
    except Unreadable as error:
        return _wrong(str(error))
    skipped, columns, body = _heading(text.text)
    if columns.problems:
        return Roster((), tuple(RosterProblem(skipped, problem) for problem in columns.problems))
    rows, problems = _read(body, columns, skipped)
    if not rows and not problems:
        return _wrong("there is nobody in it: below the names of the columns, each line is a person")
    ignored = [f"the column {heading!r} was not used" for heading in columns.ignored]
    return Roster(rows, tuple(problems), tuple(filter(None, [text.note, *ignored])))


def _wrong(text: str) -> Roster:
    return Roster((), (RosterProblem(1, text),))


def _heading(text: str) -> tuple[int, Columns, str]:
    """Return how many lines the heading takes, its columns, and the text below it."""
    lines = list(io.StringIO(text, newline=""))  # as the csv module counts lines
    above = 0
    while above < len(lines) and (not lines[above].strip() or lines[above].strip().casefold() in _SEPARATORS):
        above += 1
    heading = lines[above].rstrip("\r\n") if above < len(lines) else ""
    return above + 1, columns_of(heading), "".join(lines[above + 1 :])


_SEPARATORS = {f"sep={sign}" for sign in (",", ";", "", "\t")}
"""What some spreadsheets write above the columns."""


def _read(body: str, columns: Columns, above: int) -> tuple[tuple[Row, ...], list[RosterProblem]]:
    rows: list[Row] = []
    problems: list[RosterProblem] = []
    seen: dict[tuple[str, str], int] = {}
    for line, cells in _table(body, columns.delimiter, above):
        try:
            person = _person(cells, columns)
        except BadNewcomer as error:
            problems += [RosterProblem(line, problem) for problem in error.problems]
        else:
            problems += [RosterProblem(line, text) for text in _seen_before(person, seen)]
            seen |= {mark: line for mark in person.marks if mark not in seen}
            rows.append(Row(line, person))
        if len(problems) >= MOST_PROBLEMS or len(rows) > MOST_PEOPLE:
            problems.append(RosterProblem(line, _too_much(len(rows))))
            break
    return tuple(rows), problems


def _too_much(people: int) -> str:
    if people > MOST_PEOPLE:
        return f"a roster has at most {MOST_PEOPLE:,} people; make several cohorts"
    return "nothing was read beyond this line, since so much is wrong above it"


def _table(body: str, delimiter: str, above: int) -> Iterator[tuple[int, list[str] | str]]:
    """Yield each row that is not empty, with the line on which it begins; or, where it is no row, why."""
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True)
    while True:
        line = above + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, f"the quotes do not fit ({error}); a quote within quotes is written twice"
            continue
        if any(cell.strip() for cell in cells):
            yield line, cells


def _person(cells: list[str] | str, columns: Columns) -> Newcomer:
    if isinstance(cells, str):
        raise BadNewcomer(cells)
    if any(cell.strip() for cell in cells[columns.width :]):
        raise BadNewcomer(
            f"there are {len(cells)} values for {columns.width} columns; "
            f"one that holds {columns.delimiter!r} needs quotes around it"
        )
    fields = {field: tidy(cells[place]) for field, place in columns.places.items() if place < len(cells)}
    name = fields.get("name") or " ".join(filter(None, [fields.get("first"), fields.get("last")]))
    role, problem = _role(fields.get("role", ""))
    try:
        person = Newcomer(name, fields.get("email"), fields.get("number"), role)
    except BadNewcomer as error:
        raise BadNewcomer(*error.problems, *problem) from error
    if problem:
        raise BadNewcomer(*problem)
    return person


def _role(word: str) -> tuple[Role, list[str]]:
    role = _ROLES.get(word.casefold().removesuffix("s")) if word else Role.LEARNER
    if role is None:
        return Role.LEARNER, [f"there is no role {word[:40]!r}; the roles are {', '.join(Role)}"]
    return role, []


def _seen_before(person: Newcomer, seen: dict[tuple[str, str], int]) -> Iterator[str]:
    for kind, value in sorted(person.marks):
        if (kind, value) in seen:
            there = f"stands on line {seen[kind, value]} already"
            if kind == "name":
                yield f"the name {person.name!r} {there}; if that is somebody else, give them an e-mail address or id"
            else:
                yield f"the {kind} {value!r} {there}"
