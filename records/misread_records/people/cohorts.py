"""The cohorts of a course, kept in the same database as what their members do."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from misread_records.database import COHORTS, EVENTS, MARKINGS, MEMBERS, SHARED, SIGN_INS, Store
from misread_records.people.cohort_rows import (
    BY_LEARNER,
    BY_SIGN_IN,
    BYTES_OF_A_LEARNER,
    ONE_SIGN_IN,
    Contents,
    apply,
    check_nobody_is_there,
    checked_name,
    cohort_of,
    compared,
    contents_of,
    delete_all_of,
    enrol,
    held,
    held_open,
    key_of,
    member_of,
    members_of,
    row_of_cohort,
    write,
)
from misread_records.people.corrections import FIELDS, Correction, Update, called
from misread_records.people.errors import (
    Clashes,
    CohortClosed,
    CohortExists,
    SeveralMembers,
    UnknownMember,
)
from misread_records.people.members import Cohort, Member, Newcomer, Role, folded, tidy
from misread_records.people.names import as_spoken
from misread_records.people.sign_ins import SignIns


def is_made_up(learner: str) -> bool:
    """Tell whether a cohort made this name up for somebody; others are those of accounts elsewhere."""
    return re.fullmatch(f"[0-9a-f]{{{2 * BYTES_OF_A_LEARNER}}}", learner) is not None


class Cohorts(Store):
    """Cohorts and their members."""

    def create(self, name: str, people: Iterable[Newcomer] = ()) -> Cohort:
        """Create a cohort with these people in it: all of that, or nothing.

        Raises:
            BadCohortName, CohortExists: if it cannot be called that.
            AlreadyThere: if two of the people are one.
        """
        name = checked_name(name)
        with self._database.changing() as connection:
            now = datetime.now(UTC)
            try:
                connection.execute(insert(COHORTS).values(name=name, key=key_of(name), created=now))
            except IntegrityError as error:
                raise CohortExists(name) from error
            connection.execute(insert(SHARED).values(at=now))
            found = row_of_cohort(connection, name)
            people = tuple(people)
            check_nobody_is_there(connection, found, people)
            enrol(connection, found, people, now)
        return Cohort(name, now)

    def were_ever(self) -> bool:
        """Tell whether there ever was a cohort, closed and deleted ones included."""
        with self._database.reading() as connection:
            return any(connection.execute(select(table.c.id).limit(1)).first() for table in (SHARED, COHORTS))

    def add(self, cohort: str, people: Iterable[Newcomer]) -> tuple[Member, ...]:
        """Enrol people in a cohort: all of them, or nobody. Somebody who was removed is back with all that they did.

        Raises:
            UnknownCohort, CohortClosed: if there is no such cohort to join.
            AlreadyThere: if some are in it already, or two of the people are one; it names them all.
            Clashes: if somebody could be several who were removed.
        """
        with self._database.changing() as connection:
            found = held_open(connection, cohort)
            people = tuple(people)
            check_nobody_is_there(connection, found, people)
            learners = apply(connection, found, compared(connection, found, people))
            return members_of(connection, MEMBERS.c.learner.in_(learners))

    def preview(self, cohort: str, people: Iterable[Newcomer], *, corrects: bool = False) -> Update:
        """Give what `add` would do with people, or `update` where the list also corrects who is in; nothing is changed.

        Raises:
            PeopleError: as those do.
        """
        with self._database.reading() as connection:
            found = row_of_cohort(connection, cohort)
            if found["closed"] is not None:
                raise CohortClosed(found["name"])
            people = tuple(people)
            if not corrects:
                check_nobody_is_there(connection, found, people)
            return compared(connection, found, people)

    def update(self, cohort: str, people: Iterable[Newcomer]) -> Update:
        """Take a newer list of a cohort's people: enrol those who are new, and put the others right, or do nothing.

        Members are known by their address or id, or by their name where that is all there is. What the list does not
        say of somebody stays, and those who are not on it stay in. All keep their work and their links.

        Raises:
            UnknownCohort, CohortClosed: if there is no such cohort to join.
            AlreadyThere: if two of the people are one.
            Clashes: if it is not clear who is who.
        """
        with self._database.changing() as connection:
            found = held_open(connection, cohort)
            planned = compared(connection, found, tuple(people))
            apply(connection, found, planned)
            return planned

    def change(self, cohort: str, who: str, **values: str | Role | None) -> Correction:
        """Put a member right, who keeps their work and their links; give them as they were, and what has changed.

        Args:
            cohort: the name of the cohort.
            who: as for `remove`.
            values: some of `name`, `email`, `number` and `role`; an address or id that is None is taken away.

        Raises:
            UnknownCohort, UnknownMember, SeveralMembers: if it is not clear who that is.
            BadNewcomer: if a value cannot be.
            Clashes: if somebody else has the address or id, or nothing would tell two people apart.
        """
        with self._database.changing() as connection:
            found = held(connection, cohort)
            here = members_of(connection, MEMBERS.c.cohort_id == found["id"], MEMBERS.c.removed.is_(None))
            member = _known(connection, found, here, who)
            wanted = _corrected(member, values)
            others = [other for other in here if other != member and other.marks & wanted.marks]
            if others:
                kind, value = min(others[0].marks & wanted.marks)
                raise Clashes(found["name"], [(wanted, f"the {kind} {value!r} is that of {called(others[0])}")])
            new = {key: getattr(wanted, key) for key in FIELDS if getattr(wanted, key) != getattr(member, key)}
            change = Correction(member, {**new, "family": wanted.family} if "name" in new else new)
            write(connection, change)
            return change

    def admitted(self, cohort: str, number: str, role: Role) -> Member:
        """Give the member with this id, enrolled where there is none yet; a role that has changed is kept with them.

        Somebody who was removed is given as such: they are not enrolled again. To ask again changes nothing.

        Raises:
            BadNewcomer: if nobody can have this id.
            UnknownCohort, CohortClosed: if there is no cohort to join.
        """
        person = Newcomer(number, number=number, role=role)
        with self._database.reading() as connection:
            there = _numbered(connection, cohort, person)
        if there is not None and (there.removed is not None or there.role is role):
            return there
        with self._database.changing() as connection:
            found = held_open(connection, cohort)
            there = _numbered(connection, cohort, person)
            if there is None:
                (learner,) = enrol(connection, found, (person,), datetime.now(UTC))
            else:
                learner = there.learner
                connection.execute(update(MEMBERS).where(MEMBERS.c.learner == learner).values(role=str(role)))
            return members_of(connection, MEMBERS.c.learner == learner)[0]

    def remove(self, cohort: str, who: str) -> Member:
        """Take somebody out of a cohort; their links and cookies end at once, and what they did stays.

        `who` is an e-mail address, an id, a learner or, where nobody else has it, a name.

        Raises:
            UnknownCohort, UnknownMember, SeveralMembers: if it is not clear who that is.
        """
        return self._change(cohort, who, removed=datetime.now(UTC))

    def renew_link(self, cohort: str, who: str) -> Member:
        """Let somebody's sign-in links end, and their cookies with them; the returned member's new link holds.

        Raises:
            UnknownCohort, UnknownMember, SeveralMembers: if it is not clear who that is.
        """
        return self._change(cohort, who, link=MEMBERS.c.link + 1)

    def close(self, cohort: str) -> Cohort:
        """End a cohort: nobody signs in any more, and what was done stays. Closing it again changes nothing.

        Raises:
            UnknownCohort: if there is none of that name.
        """
        with self._database.changing() as connection:
            found = held(connection, cohort)
            now = found["closed"] or datetime.now(UTC)
            connection.execute(update(COHORTS).where(COHORTS.c.id == found["id"]).values(closed=now))
            return Cohort(found["name"], found["created"], now)

    def reopen(self, cohort: str) -> Cohort:
        """Let the people of a closed cohort sign in again, by the links that they have. An open one stays as it is.

        Raises:
            UnknownCohort: if there is none of that name.
        """
        with self._database.changing() as connection:
            found = held(connection, cohort)
            connection.execute(update(COHORTS).where(COHORTS.c.id == found["id"]).values(closed=None))
            return Cohort(found["name"], found["created"], None)

    def rename(self, cohort: str, name: str) -> Cohort:
        """Call a cohort by another name, also in what was kept of its work and its marks.

        Raises:
            UnknownCohort: if there is none of the old name.
            BadCohortName, CohortExists: if it cannot be called that.
        """
        name = checked_name(name)
        with self._database.changing() as connection:
            found = held(connection, cohort)
            try:
                connection.execute(
                    update(COHORTS).where(COHORTS.c.id == found["id"]).values(name=name, key=key_of(name))
                )
            except IntegrityError as error:
                raise CohortExists(name) from error
            for table in (EVENTS, MARKINGS):
                connection.execute(update(table).where(table.c.cohort == found["name"]).values(cohort=name))
            return Cohort(name, found["created"], found["closed"])

    def contents(self, cohort: str) -> Contents:
        """Give how much is kept of a cohort; `delete` would delete all of it.

        Raises:
            UnknownCohort: if there is none of that name.
        """
        with self._database.reading() as connection:
            return contents_of(connection, row_of_cohort(connection, cohort))

    def delete(self, cohort: str) -> Contents:
        """Delete a cohort: who was in it, their sign-ins, all that they did, and all marks for it.

        It cannot be undone. That there was a cohort stays known (`were_ever`), so that nobody takes the course for one
        that a single person has to themselves.

        Raises:
            UnknownCohort: if there is none of that name.
        """
        with self._database.changing() as connection:
            found = held(connection, cohort)
            contents = contents_of(connection, found)
            delete_all_of(connection, found)
        if self._database.is_file:
            with self._database.reading() as connection:
                # What was deleted may still stand in the log that is kept beside the file.
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        return contents

    def cohorts(self) -> tuple[Cohort, ...]:
        """Give every cohort, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(select(COHORTS).order_by(COHORTS.c.created, COHORTS.c.id)).mappings()
            return tuple(map(cohort_of, rows))

    def members(self, cohort: str) -> tuple[Member, ...]:
        """Give the members of a cohort who were not removed, in the order in which they were enrolled.

        Raises:
            UnknownCohort: if there is none of that name.
        """
        with self._database.reading() as connection:
            found = row_of_cohort(connection, cohort)
            return members_of(connection, MEMBERS.c.cohort_id == found["id"], MEMBERS.c.removed.is_(None))

    def former(self, cohort: str) -> tuple[Member, ...]:
        """Give those who were removed from a cohort and are not in it again, in the order in which they were enrolled.

        Raises:
            UnknownCohort: if there is none of that name.
        """
        with self._database.reading() as connection:
            found = row_of_cohort(connection, cohort)
            return members_of(connection, MEMBERS.c.cohort_id == found["id"], MEMBERS.c.removed.is_not(None))

    def inside(self, cohort: str) -> frozenset[str]:
        """Give the learners of a cohort who were not removed; nobody where there is none of that name."""
        there = select(COHORTS.c.id).where(COHORTS.c.key == key_of(cohort))
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
            return next(map(member_of, connection.execute(BY_LEARNER, {"learner": learner}).mappings()), None)

    def member(self, cohort: str, who: str) -> Member:
        """Give somebody who is in a cohort; `who` is an e-mail address, an id, a learner, or a name nobody else has.

        Raises:
            UnknownCohort, UnknownMember, SeveralMembers: if it is not clear who that is.
        """
        with self._database.reading() as connection:
            found = row_of_cohort(connection, cohort)
            here = members_of(connection, MEMBERS.c.cohort_id == found["id"], MEMBERS.c.removed.is_(None))
            return _known(connection, found, here, who)

    @property
    def sign_ins(self) -> SignIns:
        """Their sign-ins, which are kept in the same database."""
        return SignIns(self._database)

    def signed_in(self, learner: str, sign_in: str) -> Member | None:
        """Give the member whose sign-in this is, while it was not ended; one question of the database."""
        asked = {"learner": learner, "sign_in": sign_in}
        with self._database.reading() as connection:
            return next(map(member_of, connection.execute(ONE_SIGN_IN, asked).mappings()), None)

    def all_signed_in(self, sign_ins: Collection[str]) -> dict[str, Member]:
        """Give the members of many sign-ins at once, by the sign-ins that were not ended."""
        query = BY_SIGN_IN.where(SIGN_INS.c.id.in_(sign_ins))
        with self._database.reading() as connection:
            return {row["sign_in"]: member_of(row) for row in connection.execute(query).mappings()}

    def _change(self, cohort: str, who: str, **changes: Any) -> Member:  # noqa: ANN401 - columns of the table
        with self._database.changing() as connection:
            found = held(connection, cohort)
            here = members_of(connection, MEMBERS.c.cohort_id == found["id"], MEMBERS.c.removed.is_(None))
            member = _known(connection, found, here, who)
            connection.execute(update(MEMBERS).where(MEMBERS.c.learner == member.learner).values(**changes))
            return members_of(connection, MEMBERS.c.learner == member.learner)[0]


def _corrected(member: Member, values: Mapping[str, Any]) -> Newcomer:
    """Return somebody with other particulars, put in order and checked."""
    said = {key: values.get(key, getattr(member, key)) for key in FIELDS}
    return Newcomer(**said, family=None if "name" in values else member.family)


def _numbered(connection: Connection, cohort: str, person: Newcomer) -> Member | None:
    """Find who has somebody's id: the one who is in the cohort, else the one who was removed from it last."""
    found = members_of(connection, COHORTS.c.key == key_of(cohort), MEMBERS.c.number == person.number)
    return next((member for member in found if member.removed is None), found[-1] if found else None)


def _known(connection: Connection, cohort: RowMapping, here: Sequence[Member], who: str) -> Member:
    """Return the member who is meant.

    Raises:
        UnknownMember, SeveralMembers: if nobody is, or several could be.
    """
    member = _one(here, who)
    if member is not None:
        return member
    gone = members_of(connection, MEMBERS.c.cohort_id == cohort["id"], MEMBERS.c.removed.is_not(None))
    removed = [one.removed for one in gone if _goes_by(one, tidy(who)) or folded(one.name) == folded(tidy(who))]
    raise UnknownMember(who, cohort["name"], removed[-1] if removed else None)


def _one(members: Sequence[Member], who: str) -> Member | None:
    """Find who is meant: by what is theirs alone, else by a name that nobody else has."""
    wanted = tidy(who)
    for member in members:
        if _goes_by(member, wanted):
            return member
    names = {folded(wanted), folded(as_spoken(wanted))}
    namesakes = [member for member in members if folded(member.name) in names]
    if len(namesakes) > 1:
        raise SeveralMembers(who, namesakes)
    return namesakes[0] if namesakes else None


def _goes_by(member: Member, wanted: str) -> bool:
    return wanted in {member.number, member.learner} or bool(member.email and folded(wanted) == folded(member.email))
