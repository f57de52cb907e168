"""The rows of cohorts and their members: found, compared with a list, written and deleted within a transaction."""

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

from misread_records.database import COHORTS, EVENTS, MARKINGS, MEMBERS, SIGN_INS
from misread_records.event import LONGEST_NAME
from misread_records.people.corrections import Correction, Update, compare
from misread_records.people.errors import AlreadyThere, BadCohortName, CohortClosed, UnknownCohort
from misread_records.people.members import Cohort, Member, Newcomer, Role, tidy
from misread_records.people.names import as_spoken, family_of

BYTES_OF_A_LEARNER = 10


class Contents(NamedTuple):
    """A cohort, and how much is kept of it: its people, those who were removed, what all of them did, and marks."""

    cohort: Cohort
    people: int
    removed: int
    events: int
    markings: int


def checked_name(name: str) -> str:
    """Return a name for a cohort, put in order.

    Raises:
        BadCohortName: if it cannot be called that.
    """
    tidied = tidy(name)
    if not tidied:
        raise BadCohortName(name, "is no name for a cohort")
    if len(tidied) > LONGEST_NAME:
        raise BadCohortName(f"{tidied[:40]}…", f"has {len(tidied)} characters, and at most {LONGEST_NAME} fit")
    if not tidied.isprintable():
        raise BadCohortName(tidied, "holds a sign that cannot be shown")
    return tidied


def key_of(name: str) -> str:
    """Return what a cohort is found by, however its name is written."""
    return tidy(name).casefold()


def row_of_cohort(connection: Connection, cohort: str) -> RowMapping:
    """Find a cohort.

    Raises:
        UnknownCohort: if there is none of that name.
    """
    row = connection.execute(select(COHORTS).where(COHORTS.c.key == key_of(cohort))).mappings().one_or_none()
    if row is None:
        names = select(COHORTS.c.name).order_by(COHORTS.c.created, COHORTS.c.id)
        raise UnknownCohort(cohort, connection.execute(names).scalars().all())
    return row


def held(connection: Connection, cohort: str) -> RowMapping:
    """Find a cohort and keep every other process from changing it until this transaction ends."""
    connection.execute(update(COHORTS).where(COHORTS.c.key == key_of(cohort)).values(key=key_of(cohort)))
    return row_of_cohort(connection, cohort)


def held_open(connection: Connection, cohort: str) -> RowMapping:
    """Find a cohort that people may join, and keep every other process from changing it.

    Raises:
        UnknownCohort, CohortClosed: if there is none.
    """
    found = held(connection, cohort)
    if found["closed"] is not None:
        raise CohortClosed(found["name"])
    return found


def check_nobody_is_there(connection: Connection, cohort: RowMapping, people: Sequence[Newcomer]) -> None:
    """Make sure that people are several, and new to a cohort.

    Raises:
        AlreadyThere: if some are not; it names them all.
    """
    there = members_of(connection, MEMBERS.c.cohort_id == cohort["id"], MEMBERS.c.removed.is_(None))
    _check_all_differ(cohort["name"], people, {mark for member in there for mark in member.marks})


def _check_all_differ(cohort: str, people: Sequence[Newcomer], taken: set[tuple[str, str]]) -> None:
    twice = []
    for person in people:
        if person.marks & taken:
            twice.append(person)
        taken |= person.marks
    if twice:
        raise AlreadyThere(cohort, twice)


def compared(connection: Connection, cohort: RowMapping, people: Sequence[Newcomer]) -> Update:
    """Return what a list changes. Of several times that somebody was removed, the last one with work comes first.

    Raises:
        AlreadyThere, Clashes: if it is not clear who is who.
    """
    _check_all_differ(cohort["name"], people, set())
    all_of_them = members_of(connection, MEMBERS.c.cohort_id == cohort["id"])
    here = [member for member in all_of_them if member.removed is None]
    gone = sorted((member for member in all_of_them if member.removed), key=lambda one: one.removed or one.added)
    gone.reverse()
    if gone:
        removed = select(MEMBERS.c.learner).where(MEMBERS.c.cohort_id == cohort["id"], MEMBERS.c.removed.is_not(None))
        their_work = select(EVENTS.c.learner).where(EVENTS.c.learner.in_(removed)).distinct()
        with_work = frozenset(connection.execute(their_work).scalars())
        gone.sort(key=lambda member: member.learner not in with_work)
    return compare(cohort["name"], people, here, gone)


def apply(connection: Connection, cohort: RowMapping, planned: Update) -> list[str]:
    """Do what was compared, and return the learners who are new or back."""
    for change in planned.changed:
        write(connection, change)
    for change in planned.back:
        write(connection, Correction(change.member, {**change.values, "removed": None}))
    joined = enrol(connection, cohort, planned.joined, datetime.now(UTC))
    return [*joined, *(change.member.learner for change in planned.back)]


def write(connection: Connection, change: Correction) -> None:
    """Give a member the values of a change."""
    values = {key: str(value) if isinstance(value, Role) else value for key, value in change.values.items()}
    if values:
        connection.execute(update(MEMBERS).where(MEMBERS.c.learner == change.member.learner).values(**values))


def enrol(connection: Connection, cohort: RowMapping, people: Sequence[Newcomer], now: datetime) -> list[str]:
    """Add people to a cohort, and return the learners that they become."""
    rows = [_row(person, cohort["id"], now) for person in people]
    if rows:
        connection.execute(insert(MEMBERS), rows)
    return [row["learner"] for row in rows]


def contents_of(connection: Connection, cohort: RowMapping) -> Contents:
    """Count what is kept of a cohort."""

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
    """Delete a cohort and what is kept of it. That there was one stays known by another table."""
    theirs = MEMBERS.c.cohort_id == cohort["id"]
    learners = select(MEMBERS.c.learner).where(theirs)
    for table in (EVENTS, SIGN_INS):
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
# Written once, as it is asked with every page.
BY_LEARNER: Final = _EVERYBODY.where(MEMBERS.c.learner == bindparam("learner"))
BY_SIGN_IN: Final = (
    _EVERYBODY.add_columns(SIGN_INS.c.id.label("sign_in"))
    .join(SIGN_INS, SIGN_INS.c.learner == MEMBERS.c.learner)
    .where(SIGN_INS.c.ended.is_(None))
)
ONE_SIGN_IN: Final = BY_SIGN_IN.where(MEMBERS.c.learner == bindparam("learner"), SIGN_INS.c.id == bindparam("sign_in"))


def members_of(connection: Connection, *which: Any) -> tuple[Member, ...]:  # noqa: ANN401 - conditions
    """Return the members that conditions apply to, in the order in which they were enrolled."""
    return tuple(map(member_of, connection.execute(_EVERYBODY.where(*which)).mappings()))


def cohort_of(row: RowMapping) -> Cohort:
    """Read a cohort from its row."""
    return Cohort(row["name"], row["created"], row["closed"])


def member_of(row: RowMapping) -> Member:
    """Read a member from their row, which has that of their cohort beside it.

    Rows from before names were put in order may have the family name first.
    """
    cohort = Cohort(row["cohort_name"], row["cohort_created"], row["cohort_closed"])
    fields = {name: row[name] for name in ("learner", "email", "number", "added", "removed", "link")}
    name, family = row["name"], row["family"]
    if family is None and "," in name:
        name, family = as_spoken(name), family_of(name)
    return Member(cohort=cohort, role=Role(row["role"]), name=name, family=family, **fields)
