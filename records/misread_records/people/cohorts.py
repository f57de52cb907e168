"""The cohorts of a course, kept in the same database as their members' events."""

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
    cohort_key,
    cohort_of,
    compared,
    contents_of,
    delete_all_of,
    enrol,
    held,
    held_open,
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
    """Tell whether a cohort made up this name for a member; other names come from accounts elsewhere."""
    return re.fullmatch(f"[0-9a-f]{{{2 * BYTES_OF_A_LEARNER}}}", learner) is not None


class Cohorts(Store):
    """Cohorts and their members."""

    def create(self, name: str, people: Iterable[Newcomer] = ()) -> Cohort:
        """Create a cohort and enrol these people in it, or change nothing.

        Raises:
            BadCohortName, CohortExists: if the name is not allowed, or is in use.
            AlreadyThere: if the list has somebody twice.
        """
        name = checked_name(name)
        with self._database.changing() as connection:
            now = datetime.now(UTC)
            try:
                connection.execute(insert(COHORTS).values(name=name, key=cohort_key(name), created=now))
            except IntegrityError as error:
                raise CohortExists(name) from error
            connection.execute(insert(SHARED).values(at=now))
            row = row_of_cohort(connection, name)
            people = tuple(people)
            check_nobody_is_there(connection, row, people)
            enrol(connection, row, people, now)
        return Cohort(name, now)

    def were_ever(self) -> bool:
        """Tell whether a cohort has ever existed, including closed and deleted ones."""
        with self._database.reading() as connection:
            return any(connection.execute(select(table.c.id).limit(1)).first() for table in (SHARED, COHORTS))

    def add(self, cohort: str, people: Iterable[Newcomer]) -> tuple[Member, ...]:
        """Enrol people in a cohort: all of them, or nobody. A removed member comes back with all their work.

        Raises:
            UnknownCohort, CohortClosed: if the cohort does not exist, or is closed.
            AlreadyThere: if some are members already, or the list has somebody twice; the error names them all.
            Clashes: if a person could be any of several removed members.
        """
        with self._database.changing() as connection:
            row = held_open(connection, cohort)
            people = tuple(people)
            check_nobody_is_there(connection, row, people)
            learners = apply(connection, row, compared(connection, row, people))
            return members_of(connection, MEMBERS.c.learner.in_(learners))

    def preview(self, cohort: str, people: Iterable[Newcomer], *, corrects: bool = False) -> Update:
        """Return what `add` would do with these people, or `update` if `corrects`; nothing is changed.

        Raises:
            PeopleError: as `add` and `update` raise it.
        """
        with self._database.reading() as connection:
            row = row_of_cohort(connection, cohort)
            if row["closed"] is not None:
                raise CohortClosed(row["name"])
            people = tuple(people)
            if not corrects:
                check_nobody_is_there(connection, row, people)
            return compared(connection, row, people)

    def update(self, cohort: str, people: Iterable[Newcomer]) -> Update:
        """Apply a newer list of a cohort's people: enrol new people and correct members, or change nothing.

        Members are matched by address or id, or by name if they have neither. Fields that the list leaves out stay as
        they are, and members who are not on the list stay in the cohort. All keep their work and their links.

        Raises:
            UnknownCohort, CohortClosed: if the cohort does not exist, or is closed.
            AlreadyThere: if the list has somebody twice.
            Clashes: if it is not clear which member a person on the list is.
        """
        with self._database.changing() as connection:
            row = held_open(connection, cohort)
            planned = compared(connection, row, tuple(people))
            apply(connection, row, planned)
            return planned

    def change(self, cohort: str, who: str, **values: str | Role | None) -> Correction:
        """Correct a member's fields; return the member as they were, and the changes. Work and links stay.

        Args:
            cohort: the name of the cohort.
            who: as for `remove`.
            values: some of `name`, `email`, `number` and `role`; None removes an address or id.

        Raises:
            UnknownCohort, UnknownMember, SeveralMembers: if `who` does not name exactly one member.
            BadNewcomer: if a value is not allowed.
            Clashes: if somebody else has the address or id, or two people could no longer be told apart.
        """
        with self._database.changing() as connection:
            row = held(connection, cohort)
            members = members_of(connection, MEMBERS.c.cohort_id == row["id"], MEMBERS.c.removed.is_(None))
            member = _find_member(connection, row, members, who)
            corrected = _corrected(member, values)
            others = [other for other in members if other != member and other.marks & corrected.marks]
            if others:
                kind, value = min(others[0].marks & corrected.marks)
                raise Clashes(row["name"], [(corrected, f"the {kind} {value!r} belongs to {called(others[0])}")])
            new = {key: getattr(corrected, key) for key in FIELDS if getattr(corrected, key) != getattr(member, key)}
            change = Correction(member, {**new, "family": corrected.family} if "name" in new else new)
            write(connection, change)
            return change

    def admit(self, cohort: str, number: str, role: Role) -> Member:
        """Enrol the person with this id if they are new, save a changed role, and return the member.

        A removed member is returned as removed and not enrolled again. A second call changes nothing.

        Raises:
            BadNewcomer: if the id is not allowed.
            UnknownCohort, CohortClosed: if the cohort does not exist, or is closed.
        """
        person = Newcomer(number, number=number, role=role)
        with self._database.reading() as connection:
            member = _find_by_id(connection, cohort, person)
        if member is not None and (member.removed is not None or member.role is role):
            return member
        with self._database.changing() as connection:
            row = held_open(connection, cohort)
            member = _find_by_id(connection, cohort, person)
            if member is None:
                (learner,) = enrol(connection, row, (person,), datetime.now(UTC))
            else:
                learner = member.learner
                connection.execute(update(MEMBERS).where(MEMBERS.c.learner == learner).values(role=str(role)))
            return members_of(connection, MEMBERS.c.learner == learner)[0]

    def remove(self, cohort: str, who: str) -> Member:
        """Remove a member from a cohort; their links and cookies stop working at once, and their work stays.

        `who` is an e-mail address, an id, a learner, or a name that only one member has.

        Raises:
            UnknownCohort, UnknownMember, SeveralMembers: if `who` does not name exactly one member.
        """
        return self._change(cohort, who, removed=datetime.now(UTC))

    def renew_link(self, cohort: str, who: str) -> Member:
        """End a member's sign-in links and cookies; a new link made for the returned member works.

        Raises:
            UnknownCohort, UnknownMember, SeveralMembers: if `who` does not name exactly one member.
        """
        return self._change(cohort, who, link=MEMBERS.c.link + 1)

    def close(self, cohort: str) -> Cohort:
        """Close a cohort: nobody can sign in any more, and all work stays. Closing it again changes nothing.

        Raises:
            UnknownCohort: if no cohort has that name.
        """
        with self._database.changing() as connection:
            row = held(connection, cohort)
            now = row["closed"] or datetime.now(UTC)
            connection.execute(update(COHORTS).where(COHORTS.c.id == row["id"]).values(closed=now))
            return Cohort(row["name"], row["created"], now)

    def reopen(self, cohort: str) -> Cohort:
        """Let the members of a closed cohort sign in again with the links they have. An open cohort stays as it is.

        Raises:
            UnknownCohort: if no cohort has that name.
        """
        with self._database.changing() as connection:
            row = held(connection, cohort)
            connection.execute(update(COHORTS).where(COHORTS.c.id == row["id"]).values(closed=None))
            return Cohort(row["name"], row["created"], None)

    def rename(self, cohort: str, name: str) -> Cohort:
        """Rename a cohort, also in its saved events and marks.

        Raises:
            UnknownCohort: if no cohort has the old name.
            BadCohortName, CohortExists: if the new name is not allowed, or is in use.
        """
        name = checked_name(name)
        with self._database.changing() as connection:
            row = held(connection, cohort)
            try:
                connection.execute(
                    update(COHORTS).where(COHORTS.c.id == row["id"]).values(name=name, key=cohort_key(name))
                )
            except IntegrityError as error:
                raise CohortExists(name) from error
            for table in (EVENTS, MARKINGS):
                connection.execute(update(table).where(table.c.cohort == row["name"]).values(cohort=name))
            return Cohort(name, row["created"], row["closed"])

    def contents(self, cohort: str) -> Contents:
        """Return how much is saved for a cohort: all that `delete` would delete.

        Raises:
            UnknownCohort: if no cohort has that name.
        """
        with self._database.reading() as connection:
            return contents_of(connection, row_of_cohort(connection, cohort))

    def delete(self, cohort: str) -> Contents:
        """Delete a cohort with its members, their sign-ins, their events and their marks.

        It cannot be undone. `were_ever` still tells that a cohort existed, so that the course is not taken for one that
        a single person uses alone.

        Raises:
            UnknownCohort: if no cohort has that name.
        """
        with self._database.changing() as connection:
            row = held(connection, cohort)
            contents = contents_of(connection, row)
            delete_all_of(connection, row)
        if self._database.is_file:
            with self._database.reading() as connection:
                # The write-ahead log beside the file may still hold the deleted rows.
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        return contents

    def cohorts(self) -> tuple[Cohort, ...]:
        """Return every cohort, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(select(COHORTS).order_by(COHORTS.c.created, COHORTS.c.id)).mappings()
            return tuple(map(cohort_of, rows))

    def members(self, cohort: str) -> tuple[Member, ...]:
        """Return the members of a cohort who were not removed, in the order of their enrolment.

        Raises:
            UnknownCohort: if no cohort has that name.
        """
        with self._database.reading() as connection:
            row = row_of_cohort(connection, cohort)
            return members_of(connection, MEMBERS.c.cohort_id == row["id"], MEMBERS.c.removed.is_(None))

    def former(self, cohort: str) -> tuple[Member, ...]:
        """Return the removed members of a cohort, without those who came back, in the order of their enrolment.

        Raises:
            UnknownCohort: if no cohort has that name.
        """
        with self._database.reading() as connection:
            row = row_of_cohort(connection, cohort)
            return members_of(connection, MEMBERS.c.cohort_id == row["id"], MEMBERS.c.removed.is_not(None))

    def inside(self, cohort: str) -> frozenset[str]:
        """Return the learners of a cohort who were not removed; nobody if no cohort has that name."""
        cohort_ids = select(COHORTS.c.id).where(COHORTS.c.key == cohort_key(cohort))
        with self._database.reading() as connection:
            query = select(MEMBERS.c.learner).where(MEMBERS.c.cohort_id.in_(cohort_ids), MEMBERS.c.removed.is_(None))
            return frozenset(connection.execute(query).scalars())

    def removed(self) -> frozenset[str]:
        """Return the learners who were removed from any cohort."""
        with self._database.reading() as connection:
            return frozenset(
                connection.execute(select(MEMBERS.c.learner).where(MEMBERS.c.removed.is_not(None))).scalars()
            )

    def find(self, learner: str) -> Member | None:
        """Return the member whom events call `learner`, even if they were removed or their cohort was closed."""
        with self._database.reading() as connection:
            return next(map(member_of, connection.execute(BY_LEARNER, {"learner": learner}).mappings()), None)

    def member(self, cohort: str, who: str) -> Member:
        """Return a member of a cohort; `who` is an e-mail address, an id, a learner, or a name only one member has.

        Raises:
            UnknownCohort, UnknownMember, SeveralMembers: if `who` does not name exactly one member.
        """
        with self._database.reading() as connection:
            row = row_of_cohort(connection, cohort)
            members = members_of(connection, MEMBERS.c.cohort_id == row["id"], MEMBERS.c.removed.is_(None))
            return _find_member(connection, row, members, who)

    @property
    def sign_ins(self) -> SignIns:
        """The members' sign-ins, in the same database."""
        return SignIns(self._database)

    def signed_in(self, learner: str, sign_in: str) -> Member | None:
        """Return the member of a sign-in that was not ended, with one database query."""
        keys = {"learner": learner, "sign_in": sign_in}
        with self._database.reading() as connection:
            return next(map(member_of, connection.execute(ONE_SIGN_IN, keys).mappings()), None)

    def all_signed_in(self, sign_ins: Collection[str]) -> dict[str, Member]:
        """Return the members of many sign-ins at once, by sign-in; ended sign-ins are left out."""
        query = BY_SIGN_IN.where(SIGN_INS.c.id.in_(sign_ins))
        with self._database.reading() as connection:
            return {row["sign_in"]: member_of(row) for row in connection.execute(query).mappings()}

    def _change(self, cohort: str, who: str, **changes: Any) -> Member:  # noqa: ANN401 - columns of the table
        with self._database.changing() as connection:
            row = held(connection, cohort)
            members = members_of(connection, MEMBERS.c.cohort_id == row["id"], MEMBERS.c.removed.is_(None))
            member = _find_member(connection, row, members, who)
            connection.execute(update(MEMBERS).where(MEMBERS.c.learner == member.learner).values(**changes))
            return members_of(connection, MEMBERS.c.learner == member.learner)[0]


def _corrected(member: Member, values: Mapping[str, Any]) -> Newcomer:
    """Return a member with some fields replaced, tidied and checked."""
    fields = {key: values.get(key, getattr(member, key)) for key in FIELDS}
    return Newcomer(**fields, family=None if "name" in values else member.family)


def _find_by_id(connection: Connection, cohort: str, person: Newcomer) -> Member | None:
    """Find the member with a person's id: a present member, else the one removed last."""
    matches = members_of(connection, COHORTS.c.key == cohort_key(cohort), MEMBERS.c.number == person.number)
    return next((member for member in matches if member.removed is None), matches[-1] if matches else None)


def _find_member(connection: Connection, cohort: RowMapping, members: Sequence[Member], who: str) -> Member:
    """Return the member whom `who` names.

    Raises:
        UnknownMember, SeveralMembers: if no member fits, or several do.
    """
    match = _match(members, who)
    if match is not None:
        return match
    former = members_of(connection, MEMBERS.c.cohort_id == cohort["id"], MEMBERS.c.removed.is_not(None))
    wanted = tidy(who)
    same = (member for member in former if _goes_by(member, wanted) or folded(member.name) == folded(wanted))
    removed = [member.removed for member in same]
    raise UnknownMember(who, cohort["name"], removed[-1] if removed else None)


def _match(members: Sequence[Member], who: str) -> Member | None:
    """Find a member by address, id or learner, else by a name that nobody else has."""
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
