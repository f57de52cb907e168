"""The cohorts of a course, kept in the same database as what their members do."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from misread_records.event import LONGEST_NAME
from misread_records.people import Cohort, Member, Newcomer, Role, marks_of, tidy
from misread_records.people_errors import (
    AlreadyThere,
    BadCohortName,
    CohortClosed,
    CohortExists,
    SeveralMembers,
    UnknownCohort,
    UnknownMember,
)
from misread_records.people_tables import COHORTS, MEMBERS
from misread_records.sign_in_tables import SHARED
from misread_records.store import Store

_BYTES_OF_A_LEARNER = 10


def is_made_up(learner: str) -> bool:
    """Tell whether a cohort made this name up for somebody; others are those of accounts elsewhere."""
    return re.fullmatch(f"[0-9a-f]{{{2 * _BYTES_OF_A_LEARNER}}}", learner) is not None


class Cohorts(Store):
    """Cohorts and their members."""

    def create(self, name: str, people: Iterable[Newcomer] = ()) -> Cohort:
        """Create a cohort with these people in it: all of that, or nothing.

        Raises:
            BadCohortName, CohortExists: where it cannot be called that.
            AlreadyThere: where two of the people are one.
        """
        name = _checked(name)
        with self._database.changing() as connection:
            now = datetime.now(UTC)
            try:
                connection.execute(insert(COHORTS).values(name=name, key=_key(name), created=now))
            except IntegrityError as error:
                raise CohortExists(name) from error
            connection.execute(insert(SHARED).values(at=now))
            _enrol(connection, _found(connection, name), tuple(people), now)
        return Cohort(name, now)

    def were_ever(self) -> bool:
        """Tell whether there ever was a cohort, closed and deleted ones included."""
        with self._database.reading() as connection:
            return any(connection.execute(select(table.c.id).limit(1)).first() for table in (SHARED, COHORTS))

    def add(self, cohort: str, people: Iterable[Newcomer]) -> tuple[Member, ...]:
        """Enrol people in a cohort: all of them, or nobody. Somebody who was removed may come back, with nothing done.

        Raises:
            UnknownCohort, CohortClosed: where there is no such cohort to join.
            AlreadyThere: where some are in it already, or two of the people are one; it names them all.
        """
        with self._database.changing() as connection:
            found = _held(connection, cohort)
            if found["closed"] is not None:
                raise CohortClosed(found["name"])
            learners = _enrol(connection, found, tuple(people), datetime.now(UTC))
            return _members(connection, MEMBERS.c.learner.in_(learners))

    def admitted(self, cohort: str, number: str, role: Role) -> Member:
        """Give the member with this id, enrolled where there is none yet; a role that has changed is kept with them.

        Somebody who was removed is given as such: they are not enrolled again. To ask again changes nothing.

        Raises:
            BadNewcomer: where nobody can have this id.
            UnknownCohort, CohortClosed: where there is no cohort to join.
        """
        person = Newcomer(number, number=number, role=role)
        with self._database.reading() as connection:
            there = _numbered(connection, cohort, person)
        if there is not None and (there.removed is not None or there.role is role):
            return there
        with self._database.changing() as connection:
            found = _held(connection, cohort)
            if found["closed"] is not None:
                raise CohortClosed(found["name"])
            there = _numbered(connection, cohort, person)
            if there is None:
                (learner,) = _enrol(connection, found, (person,), datetime.now(UTC))
            else:
                learner = there.learner
                connection.execute(update(MEMBERS).where(MEMBERS.c.learner == learner).values(role=str(role)))
            return _members(connection, MEMBERS.c.learner == learner)[0]

    def remove(self, cohort: str, who: str) -> Member:
        """Take somebody out of a cohort; their links and cookies end at once, and what they did stays.

        `who` is an e-mail address, an id, a learner or, where nobody else has it, a name.

        Raises:
            UnknownCohort, UnknownMember, SeveralMembers: where it is not clear who that is.
        """
        return self._change(cohort, who, removed=datetime.now(UTC))

    def renew_link(self, cohort: str, who: str) -> Member:
        """Let somebody's sign-in links end, and their cookies with them; the returned member's new link holds.

        Raises:
            UnknownCohort, UnknownMember, SeveralMembers: where it is not clear who that is.
        """
        return self._change(cohort, who, link=MEMBERS.c.link + 1)

    def close(self, cohort: str) -> Cohort:
        """End a cohort: nobody signs in any more, and what was done stays. Closing it again changes nothing.

        Raises:
            UnknownCohort: where there is none of that name.
        """
        with self._database.changing() as connection:
            found = _held(connection, cohort)
            now = found["closed"] or datetime.now(UTC)
            connection.execute(update(COHORTS).where(COHORTS.c.id == found["id"]).values(closed=now))
            return Cohort(found["name"], found["created"], now)

    def cohorts(self) -> tuple[Cohort, ...]:
        """Give every cohort, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(select(COHORTS).order_by(COHORTS.c.created, COHORTS.c.id)).mappings()
            return tuple(map(_cohort_of, rows))

    def members(self, cohort: str) -> tuple[Member, ...]:
        """Give the members of a cohort who were not removed, in the order in which they were enrolled.

        Raises:
            UnknownCohort: where there is none of that name.
        """
        with self._database.reading() as connection:
            found = _found(connection, cohort)
            return _members(connection, MEMBERS.c.cohort_id == found["id"], MEMBERS.c.removed.is_(None))

    def inside(self, cohort: str) -> frozenset[str]:
        """Give the learners of a cohort who were not removed; nobody where there is none of that name."""
        there = select(COHORTS.c.id).where(COHORTS.c.key == _key(cohort))
        with self._database.reading() as connection:
            query = select(MEMBERS.c.learner).where(MEMBERS.c.cohort_id.in_(there), MEMBERS.c.removed.is_(None))
            return frozenset(connection.execute(query).scalars())

    def removed(self) -> frozenset[str]:
        """Give the learners who were removed from a cohort, whichever it was."""
        with self._database.reading() as connection:
            return frozenset(
                connection.execute(select(MEMBERS.c.learner).where(MEMBERS.c.removed.is_not(None))).scalars()
            )

    def find(self, learner: str) -> Member | None:
        """Give the member whom events call `learner`, whether or not they or their cohort are still there."""
        with self._database.reading() as connection:
            return next(map(_member_of, connection.execute(_BY_LEARNER, {"learner": learner}).mappings()), None)

    def _change(self, cohort: str, who: str, **changes: Any) -> Member:  # noqa: ANN401 - columns of the table
        with self._database.changing() as connection:
            found = _held(connection, cohort)
            member = _one(_members(connection, MEMBERS.c.cohort_id == found["id"], MEMBERS.c.removed.is_(None)), who)
            if member is None:
                raise UnknownMember(who, found["name"])
            connection.execute(update(MEMBERS).where(MEMBERS.c.learner == member.learner).values(**changes))
            return _members(connection, MEMBERS.c.learner == member.learner)[0]


def _checked(name: str) -> str:
    tidied = tidy(name)
    if not tidied:
        raise BadCohortName(name, "is no name for a cohort")
    if len(tidied) > LONGEST_NAME:
        raise BadCohortName(f"{tidied[:40]}…", f"has {len(tidied)} characters, and at most {LONGEST_NAME} fit")
    if not tidied.isprintable():
        raise BadCohortName(tidied, "holds a sign that cannot be shown")
    return tidied


def _key(name: str) -> str:
    return tidy(name).casefold()


def _found(connection: Connection, cohort: str) -> RowMapping:
    row = connection.execute(select(COHORTS).where(COHORTS.c.key == _key(cohort))).mappings().one_or_none()
    if row is None:
        known = connection.execute(select(COHORTS.c.name).order_by(COHORTS.c.created, COHORTS.c.id)).scalars().all()
        raise UnknownCohort(cohort, known)
    return row


def _held(connection: Connection, cohort: str) -> RowMapping:
    """Find a cohort and keep every other process from changing it until this transaction ends."""
    connection.execute(update(COHORTS).where(COHORTS.c.key == _key(cohort)).values(key=_key(cohort)))
    return _found(connection, cohort)


def _enrol(connection: Connection, cohort: RowMapping, people: Sequence[Newcomer], now: datetime) -> list[str]:
    there = _members(connection, MEMBERS.c.cohort_id == cohort["id"], MEMBERS.c.removed.is_(None))
    taken = {mark for member in there for mark in marks_of(member.name, member.email, member.number)}
    twice = []
    for person in people:
        if person.marks & taken:
            twice.append(person)
        taken |= person.marks
    if twice:
        raise AlreadyThere(cohort["name"], twice)
    rows = [_row(person, cohort["id"], now) for person in people]
    if rows:
        connection.execute(insert(MEMBERS), rows)
    return [row["learner"] for row in rows]


def _row(person: Newcomer, cohort_id: int, now: datetime) -> dict[str, Any]:
    return {
        "cohort_id": cohort_id,
        "learner": secrets.token_hex(_BYTES_OF_A_LEARNER),
        "name": person.name,
        "email": person.email,
        "number": person.number,
        "role": str(person.role),
        "added": now,
        "link": 1,
    }


_THEIRS: Final = tuple(COHORTS.c[name].label(f"cohort_{name}") for name in ("name", "created", "closed"))
_EVERYBODY: Final = select(MEMBERS, *_THEIRS).join_from(MEMBERS, COHORTS).order_by(MEMBERS.c.id)
# Written once, as it is asked with every page.
_BY_LEARNER: Final = _EVERYBODY.where(MEMBERS.c.learner == bindparam("learner"))


def _members(connection: Connection, *which: Any) -> tuple[Member, ...]:  # noqa: ANN401 - conditions
    return tuple(map(_member_of, connection.execute(_EVERYBODY.where(*which)).mappings()))


def _cohort_of(row: RowMapping) -> Cohort:
    return Cohort(row["name"], row["created"], row["closed"])


def _member_of(row: RowMapping) -> Member:
    cohort = Cohort(row["cohort_name"], row["cohort_created"], row["cohort_closed"])
    fields = {name: row[name] for name in ("learner", "name", "email", "number", "added", "removed", "link")}
    return Member(cohort=cohort, role=Role(row["role"]), **fields)


def _numbered(connection: Connection, cohort: str, person: Newcomer) -> Member | None:
    """Find who has somebody's id: the one who is in the cohort, else the one who was removed from it last."""
    found = _members(connection, COHORTS.c.key == _key(cohort), MEMBERS.c.number == person.number)
    return next((member for member in found if member.removed is None), found[-1] if found else None)


def _one(members: Sequence[Member], who: str) -> Member | None:
    """Find who is meant: by what is theirs alone, else by a name that nobody else has."""
    wanted = tidy(who)
    for member in members:
        if wanted in {member.number, member.learner} or (member.email and wanted.casefold() == member.email):
            return member
    called = [member for member in members if member.name.casefold() == wanted.casefold()]
    if len(called) > 1:
        raise SeveralMembers(who, called)
    return called[0] if called else None
