"""What a list of people changes in a cohort: who joins, who comes back, whose particulars are others now."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from misread_records.people.errors import Clashes
from misread_records.people.members import ADDRESS_MARK, NUMBER_MARK, Member, Newcomer, folded

FIELDS = ("name", "email", "number", "role")
"""What of a member can be put right."""


@dataclasses.dataclass(frozen=True)
class Correction:
    """A member as they are, and the fields that get another value; `family` goes along with `name`."""

    member: Member
    values: Mapping[str, Any]

    @property
    def after(self) -> Member:
        """The member with the new values."""
        return dataclasses.replace(self.member, **self.values)


@dataclasses.dataclass(frozen=True)
class Update:
    """What becomes of each person on a list, and who is not on it.

    Attributes:
        joined: those who are new.
        back: those who were removed before, and what else changes for them.
        changed: those who are in, and what changes.
        same: those who are in, with nothing to change.
        unnamed: those who are in and not on the list. They stay.
        namesakes: those who are new, and somebody in the cohort who has the same name and another address or id.
    """

    joined: tuple[Newcomer, ...] = ()
    back: tuple[Correction, ...] = ()
    changed: tuple[Correction, ...] = ()
    same: tuple[Member, ...] = ()
    unnamed: tuple[Member, ...] = ()
    namesakes: tuple[tuple[Newcomer, Member], ...] = ()


def compare(cohort: str, people: Sequence[Newcomer], here: Sequence[Member], gone: Sequence[Member]) -> Update:
    """Return what a list of people, each person once, changes in a cohort.

    Somebody is who has the same address or id; somebody without either is who has the same name. What the list leaves
    open, stays.

    Args:
        cohort: its name, for the errors.
        people: the list.
        here: who is in the cohort.
        gone: who was removed from it, those who should rather come back first.

    Raises:
        Clashes: if a person on the list could be several members, or several of them one member.
    """
    known = _Index(here)
    found, problems = _matched(people, known)
    if problems:
        raise Clashes(cohort, problems)
    taken = {mark for member in here for mark in member.marks}
    taken |= {mark for person in people for mark in person.marks}
    left = _Index(gone)
    joined: list[Newcomer] = []
    back, changed, same = list[Correction](), list[Correction](), list[Correction]()
    for person, member in found:
        if member is not None:
            change = _change(member, person)
            (changed if change.values else same).append(change)
        elif (before := _returning(cohort, person, left)) is not None:
            left.drop(before)
            back.append(_return(before, person, taken))
        else:
            joined.append(person)
    named = {member.learner for _, member in found if member}
    return Update(
        tuple(joined),
        tuple(back),
        tuple(changed),
        tuple(one.member for one in same),
        tuple(member for member in here if member.learner not in named),
        tuple((person, member) for person in joined for member in known.called(person.name)),
    )


class _Index:
    """Members by what tells them apart and by their names, so that a long list is compared with a long list at once."""

    def __init__(self, members: Iterable[Member]) -> None:
        """Take the members, those first who should be found first."""
        self._by_mark: dict[tuple[str, str], list[Member]] = {}
        self._by_name: dict[str, list[Member]] = {}
        self._dropped: set[str] = set()
        self._places: dict[str, int] = {}
        for place, member in enumerate(members):
            self._places[member.learner] = place
            self._by_name.setdefault(folded(member.name), []).append(member)
            for mark in member.marks:
                self._by_mark.setdefault(mark, []).append(member)

    def candidates(self, person: Newcomer) -> list[Member]:
        """Return who somebody could be: by an address or id, else by the name where either side has nothing else."""
        found = {one.learner: one for mark in person.marks for one in self._by_mark.get(mark, ())}
        called_so = self.called(person.name)
        if not found and person.email is None and person.number is None:
            found = {one.learner: one for one in called_so}
        elif not found:
            found = {one.learner: one for one in called_so if one.email is None and one.number is None}
        there = (one for one in found.values() if one.learner not in self._dropped)
        return sorted(there, key=lambda one: self._places[one.learner])

    def called(self, name: str) -> list[Member]:
        """Return who has a name."""
        return self._by_name.get(folded(name), [])

    def drop(self, member: Member) -> None:
        """Find somebody no more."""
        self._dropped.add(member.learner)


def _matched(
    people: Iterable[Newcomer], here: _Index
) -> tuple[list[tuple[Newcomer, Member | None]], list[tuple[Newcomer, str]]]:
    """Return who each person is among the members, and what keeps that from being clear."""
    found: list[tuple[Newcomer, Member | None]] = []
    problems: list[tuple[Newcomer, str]] = []
    claimed: dict[str, Newcomer] = {}
    for person in people:
        candidates = here.candidates(person)
        member = candidates[0] if candidates else None
        if len(candidates) > 1:
            problems.append((person, _several(person, candidates)))
        elif member is not None and member.learner in claimed:
            other = claimed[member.learner]
            problems.append((person, f"{person.name!r} and {other.name!r} are both {called(member)}"))
        elif member is not None:
            claimed[member.learner] = person
        found.append((person, member))
    return found, problems


def _several(person: Newcomer, candidates: Sequence[Member]) -> str:
    shared = sorted({mark for member in candidates for mark in member.marks & person.marks})
    if not shared:
        apart = ", ".join(map(called, candidates))
        return f"{len(candidates)} people are called {person.name!r} ({apart}); give the address or id of the one meant"
    whose = [
        f"the {kind} is that of {called(member)}"
        for kind, value in shared
        for member in candidates
        if (kind, value) in member.marks
    ]
    return f"{person.name!r} could be several people: {', '.join(whose)}"


def _change(member: Member, person: Newcomer) -> Correction:
    said = {"name": person.name, "email": person.email, "number": person.number}
    values: dict[str, Any] = {key: value for key, value in said.items() if value and value != getattr(member, key)}
    if person.says_role and person.role is not member.role:
        values["role"] = person.role
    if "name" in values:
        values["family"] = person.family
    return Correction(member, values)


def _return(member: Member, person: Newcomer, taken: set[tuple[str, str]]) -> Correction:
    """Return how somebody comes back: as the list has them, and else as they were, unless others have that now."""
    values = dict(_change(member, person).values)
    if person.email is None and (ADDRESS_MARK, folded(member.email or "")) in taken:
        values["email"] = None
    if person.number is None and (NUMBER_MARK, member.number or "") in taken:
        values["number"] = None
    return Correction(member, values)


def _returning(cohort: str, person: Newcomer, gone: _Index) -> Member | None:
    """Return who comes back, the first of them where one person was removed several times.

    Raises:
        Clashes: if a name is all there is to go by, and several had it.
    """
    candidates = gone.candidates(person)
    if len({member.marks for member in candidates}) > 1 and person.email is None and person.number is None:
        raise Clashes(cohort, [(person, _several(person, candidates))])
    return candidates[0] if candidates else None


def called(member: Member) -> str:
    """Return how to speak of a member so that nobody else is meant."""
    return " ".join([member.name, *(f"({mark})" for mark in [member.email or member.number] if mark)])
