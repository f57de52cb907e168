"""The database rows of cohorts and members: read, compared with a list, written and deleted in a transaction."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    Table,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from misread_records.database import CERTIFICATES, COHORTS, EVENTS, MARKINGS, MEMBERS, SIGN_INS
from misread_records.event import LONGEST_NAME
from misread_records.people.corrections import Correction, Update, compare
from misread_records.people.errors import AlreadyThere, BadCohortName, CohortClosed, UnknownCohort
from misread_records.people.members import Cohort, Member, Newcomer, Role, tidy
from misread_records.people.names import as_spoken, family_of

BYTES_OF_A_LEARNER = 10


class Contents(NamedTuple):
    """A cohort and how much is saved for it: numbers of members, removed members, events and markings."""

    cohort: Cohort
    people: int
    removed: int
    events: int
    markings: int


def checked_name(name: str) -> str:
    """Return a cohort's name, tidied and checked.

    Raises:
        BadCohortName: if the name is not allowed.
    """
    tidied = tidy(name)
    if not tidied:
        raise BadCohortName(name, "is not a name for a cohort")
    if len(tidied) > LONGEST_NAME:
        raise BadCohortName(f"{tidied[:40]}…", f"has {len(tidied)} characters, and at most {LONGEST_NAME} fit")
    if not tidied.isprintable():
        raise BadCohortName(tidied, "holds a character that cannot be shown")
    return tidied


def cohort_key(name: str) -> str:
    """Return a cohort's lookup key: the same for every spelling of its name that differs in case or spaces."""
    return tidy(name).casefold()


def row_of_cohort(connection: Connection, cohort: str) -> RowMapping:
    """Return the row of a cohort.

    Raises:
        UnknownCohort: if no cohort has that name.
    """
    row = connection.execute(select(COHORTS).where(COHORTS.c.key == cohort_key(cohort))).mappings().one_or_none()
    if row is None:
        names = select(COHORTS.c.name).order_by(COHORTS.c.created, COHORTS.c.id)
        raise UnknownCohort(cohort, connection.execute(names).scalars().all())
    return row


def held(connection: Connection, cohort: str) -> RowMapping:
    """Return the row of a cohort, locked against changes by other processes until this transaction ends."""
    connection.execute(update(COHORTS).where(COHORTS.c.key == cohort_key(cohort)).values(key=cohort_key(cohort)))
    return row_of_cohort(connection, cohort)


def held_open(connection: Connection, cohort: str) -> RowMapping:
    """Return the row of an open cohort, locked against changes by other processes.

    Raises:
        UnknownCohort, CohortClosed: if the cohort does not exist, or is closed.
    """
    row = held(connection, cohort)
    if row["closed"] is not None:
        raise CohortClosed(row["name"])
    return row


def check_nobody_is_there(connection: Connection, cohort: RowMapping, people: Sequence[Newcomer]) -> None:
    """Check that all people on a list are different, and new to a cohort.

    Raises:
        AlreadyThere: if some are not; the error names them all.
    """
    members = members_of(connection, MEMBERS.c.cohort_id == cohort["id"], MEMBERS.c.removed.is_(None))
    _check_all_differ(cohort["name"], people, {mark for member in members for mark in member.marks})


def _check_all_differ(cohort: str, people: Sequence[Newcomer], taken: set[tuple[str, str]]) -> None:
    twice = []
    for person in people:
        if person.marks & taken:
            twice.append(person)
        taken |= person.marks
    if twice:
        raise AlreadyThere(cohort, twice)


def compared(connection: Connection, cohort: RowMapping, people: Sequence[Newcomer]) -> Update:
    """Return what a list changes in a cohort. Former members with work are preferred, then those removed last.

    Raises:
        AlreadyThere, Clashes: if it is not clear which member a person on the list is.
    """
    _check_all_differ(cohort["name"], people, set())
    all_members = members_of(connection, MEMBERS.c.cohort_id == cohort["id"])
    present = [member for member in all_members if member.removed is None]
    former = sorted(
        (member for member in all_members if member.removed), key=lambda member: member.removed or member.added
    )
    former.reverse()
    if former:
        removed = select(MEMBERS.c.learner).where(MEMBERS.c.cohort_id == cohort["id"], MEMBERS.c.removed.is_not(None))
        their_work = select(EVENTS.c.learner).where(EVENTS.c.learner.in_(removed)).distinct()
        with_work = frozenset(connection.execute(their_work).scalars())
        former.sort(key=lambda member: member.learner not in with_work)
    return compare(cohort["name"], people, present, former)


def apply(connection: Connection, cohort: RowMapping, planned: Update) -> list[str]:
    """Apply an update, and return the learners who are new or back."""
    for change in planned.changed:
        write(connection, change)
    for change in planned.back:
        write(connection, Correction(change.member, {**change.values, "removed": None}))
    joined = enrol(connection, cohort, planned.joined, datetime.now(UTC))
    return [*joined, *(change.member.learner for change in planned.back)]


def write(connection: Connection, change: Correction) -> None:
    """Write the values of a correction to its member's row."""
    values = {key: str(value) if isinstance(value, Role) else value for key, value in change.values.items()}
    if values:
        connection.execute(update(MEMBERS).where(MEMBERS.c.learner == change.member.learner).values(**values))


def enrol(connection: Connection, cohort: RowMapping, people: Sequence[Newcomer], now: datetime) -> list[str]:
    """Add people to a cohort, and return their learner names."""
    rows = [_row(person, cohort["id"], now) for person in people]
    if rows:
        connection.execute(insert(MEMBERS), rows)
    return [row["learner"] for row in rows]


def contents_of(connection: Connection, cohort: RowMapping) -> Contents:
    """Count what is saved for a cohort."""

    def number(table: Table, *which: ColumnElement[bool]) -> int:
        return connection.execute(select(func.count()).select_from(table).where(*which)).scalar_one()

    theirs = MEMBERS.c.cohort_id == cohort["id"]
    learners = select(MEMBERS.c.learner).where(theirs)
    return Contents(
        cohort_of(cohort),
        people=number(MEMBERS, theirs, MEMBERS.c.removed.is_(None)),
        removed=number(MEMBERS, theirs, MEMBERS.c.removed.is_not(None)),
        events=number(EVENTS, EVENTS.c.learner.in_(learners)),
        markings=number(MARKINGS, _marked_in(cohort, learners)),
    )


def delete_all_of(connection: Connection, cohort: RowMapping) -> None:
    """Delete a cohort and everything saved for it. Another table still tells that it existed."""
    theirs = MEMBERS.c.cohort_id == cohort["id"]
    learners = select(MEMBERS.c.learner).where(theirs)
    for table in (EVENTS, SIGN_INS, CERTIFICATES):
        connection.execute(delete(table).where(table.c.learner.in_(learners)))
    connection.execute(delete(MARKINGS).where(_marked_in(cohort, learners)))
    connection.execute(delete(MEMBERS).where(theirs))
    connection.execute(delete(COHORTS).where(COHORTS.c.id == cohort["id"]))


def _marked_in(cohort: RowMapping, learners: Select[tuple[str]]) -> ColumnElement[bool]:
    return or_(MARKINGS.c.cohort == cohort["name"], MARKINGS.c.learner.in_(learners))


def _row(person: Newcomer, cohort_id: int, now: datetime) -> dict[str, Any]:
    return {
        "cohort_id": cohort_id,
        "learner": secrets.token_hex(BYTES_OF_A_LEARNER),
        "name": person.name,
        "email": person.email,
        "number": person.number,
        "role": str(person.role),
        "added": now,
        "link": 1,
        "family": person.family,
    }


_THEIRS: Final = tuple(COHORTS.c[name].label(f"cohort_{name}") for name in ("name", "created", "closed"))
_EVERYBODY: Final = select(MEMBERS, *_THEIRS).join_from(MEMBERS, COHORTS).order_by(MEMBERS.c.id)
# Built once, since every page runs it.
BY_LEARNER: Final = _EVERYBODY.where(MEMBERS.c.learner == bindparam("learner"))
BY_SIGN_IN: Final = (
    _EVERYBODY.add_columns(SIGN_INS.c.id.label("sign_in"))
    .join(SIGN_INS, SIGN_INS.c.learner == MEMBERS.c.learner)
    .where(SIGN_INS.c.ended.is_(None))
)
ONE_SIGN_IN: Final = BY_SIGN_IN.where(MEMBERS.c.learner == bindparam("learner"), SIGN_INS.c.id == bindparam("sign_in"))


def members_of(connection: Connection, *which: Any) -> tuple[Member, ...]:  # noqa: ANN401 - conditions
    """Return the members that meet the conditions, in the order of their enrolment."""
    return tuple(map(member_of, connection.execute(_EVERYBODY.where(*which)).mappings()))


def cohort_of(row: RowMapping) -> Cohort:
    """Make a cohort from its row."""
    return Cohort(row["name"], row["created"], row["closed"])


def member_of(row: RowMapping) -> Member:
    """Make a member from their row, which includes their cohort's columns.

    Old rows may have the family name first.
    """
    cohort = Cohort(row["cohort_name"], row["cohort_created"], row["cohort_closed"])
    fields = {name: row[name] for name in ("learner", "email", "number", "added", "removed", "link")}
    name, family = row["name"], row["family"]
    if family is None and "," in name:
        name, family = as_spoken(name), family_of(name)
    return Member(cohort=cohort, role=Role(row["role"]), name=name, family=family, **fields)
