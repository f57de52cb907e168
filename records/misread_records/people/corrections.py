"""The changes that a list of people makes to a cohort: who joins, who comes back, and whose fields change."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from misread_records.people.errors import Clashes
from misread_records.people.members import ADDRESS_MARK, NUMBER_MARK, Member, Newcomer, folded

FIELDS = ("name", "email", "number", "role")
"""The fields of a member that can be corrected."""


@dataclasses.dataclass(frozen=True)
class Correction:
    """A member as they are, and the new values of some fields; `family` changes together with `name`."""

    member: Member
    values: Mapping[str, Any]

    @property
    def after(self) -> Member:
        """The member with the new values."""
        return dataclasses.replace(self.member, **self.values)


@dataclasses.dataclass(frozen=True)
class Update:
    """What happens to each person on a list, and which members are not on it.

    Attributes:
        joined: new people.
        back: removed members who come back, with their changes.
        changed: members whose fields change, with the changes.
        same: members without changes.
        unnamed: members who are not on the list. They stay.
        namesakes: new people, each with a member who has the same name and a different address or id.
    """

    joined: tuple[Newcomer, ...] = ()
    back: tuple[Correction, ...] = ()
    changed: tuple[Correction, ...] = ()
    same: tuple[Member, ...] = ()
    unnamed: tuple[Member, ...] = ()
    namesakes: tuple[tuple[Newcomer, Member], ...] = ()


def compare(cohort: str, people: Sequence[Newcomer], present: Sequence[Member], former: Sequence[Member]) -> Update:
    """Return what a list of people, with each person once, changes in a cohort.

    People are matched with members by address or id, or by name if they have neither. Fields that the list leaves out
    stay as they are.

    Args:
        cohort: its name, for the errors.
        people: the list.
        present: the members of the cohort.
        former: the removed members; if several fit a person, the first one comes back.

    Raises:
        Clashes: if a person on the list could be several members, or several people could be one member.
    """
    index = _Index(present)
    matches, problems = _matched(people, index)
    if problems:
        raise Clashes(cohort, problems)
    taken = {mark for member in present for mark in member.marks}
    taken |= {mark for person in people for mark in person.marks}
    former_index = _Index(former)
    joined: list[Newcomer] = []
    back, changed, same = list[Correction](), list[Correction](), list[Correction]()
    for person, member in matches:
        if member is not None:
            change = _change(member, person)
            (changed if change.values else same).append(change)
        elif (before := _returning(cohort, person, former_index)) is not None:
            former_index.drop(before)
            back.append(_return(before, person, taken))
        else:
            joined.append(person)
    named = {member.learner for _, member in matches if member}
    return Update(
        tuple(joined),
        tuple(back),
        tuple(changed),
        tuple(correction.member for correction in same),
        tuple(member for member in present if member.learner not in named),
        tuple((person, member) for person in joined for member in index.called(person.name)),
    )


class _Index:
    """Members by address, id and name, so that two long lists are compared quickly."""

    def __init__(self, members: Iterable[Member]) -> None:
        """Take the members; those that come first are also found first."""
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
        """Return the members that a person could be: by address or id, else by name if either side has nothing else."""
        candidates = {member.learner: member for mark in person.marks for member in self._by_mark.get(mark, ())}
        namesakes = self.called(person.name)
        if not candidates and person.email is None and person.number is None:
            candidates = {member.learner: member for member in namesakes}
        elif not candidates:
            candidates = {
                member.learner: member for member in namesakes if member.email is None and member.number is None
            }
        left = (member for member in candidates.values() if member.learner not in self._dropped)
        return sorted(left, key=lambda member: self._places[member.learner])

    def called(self, name: str) -> list[Member]:
        """Return the members with this name."""
        return self._by_name.get(folded(name), [])

    def drop(self, member: Member) -> None:
        """Leave a member out of later searches."""
        self._dropped.add(member.learner)


def _matched(
    people: Iterable[Newcomer], index: _Index
) -> tuple[list[tuple[Newcomer, Member | None]], list[tuple[Newcomer, str]]]:
    """Return each person with their member (None for a new person), and the problems with unclear ones."""
    matches: list[tuple[Newcomer, Member | None]] = []
    problems: list[tuple[Newcomer, str]] = []
    claimed: dict[str, Newcomer] = {}
    for person in people:
        candidates = index.candidates(person)
        member = candidates[0] if candidates else None
        if len(candidates) > 1:
            problems.append((person, _several(person, candidates)))
        elif member is not None and member.learner in claimed:
            other = claimed[member.learner]
            problems.append((person, f"{person.name!r} and {other.name!r} are both {called(member)}"))
        elif member is not None:
            claimed[member.learner] = person
        matches.append((person, member))
    return matches, problems


def _several(person: Newcomer, candidates: Sequence[Member]) -> str:
    shared = sorted({mark for member in candidates for mark in member.marks & person.marks})
    if not shared:
        apart = ", ".join(map(called, candidates))
        return f"{len(candidates)} people are called {person.name!r} ({apart}); give the address or id of the one meant"
    whose = [
        f"the {kind} belongs to {called(member)}"
        for kind, value in shared
        for member in candidates
        if (kind, value) in member.marks
    ]
    return f"{person.name!r} could be several people: {', '.join(whose)}"


def _change(member: Member, person: Newcomer) -> Correction:
    listed = {"name": person.name, "email": person.email, "number": person.number}
    values: dict[str, Any] = {key: value for key, value in listed.items() if value and value != getattr(member, key)}
    if person.says_role and person.role is not member.role:
        values["role"] = person.role
    if "name" in values:
        values["family"] = person.family
    return Correction(member, values)


def _return(member: Member, person: Newcomer, taken: set[tuple[str, str]]) -> Correction:
    """Return the changes for a member who comes back; an address or id that somebody else has now is removed."""
    values = dict(_change(member, person).values)
    if person.email is None and (ADDRESS_MARK, folded(member.email or "")) in taken:
        values["email"] = None
    if person.number is None and (NUMBER_MARK, member.number or "") in taken:
        values["number"] = None
    return Correction(member, values)


def _returning(cohort: str, person: Newcomer, former: _Index) -> Member | None:
    """Return the former member who comes back as this person; the first one if they were removed several times.

    Raises:
        Clashes: if the person has only a name, and several former members had it.
    """
    candidates = former.candidates(person)
    if len({member.marks for member in candidates}) > 1 and person.email is None and person.number is None:
        raise Clashes(cohort, [(person, _several(person, candidates))])
    return candidates[0] if candidates else None


def called(member: Member) -> str:
    """Return a member's name with their address or id, so that nobody else is meant."""
    return " ".join([member.name, *(f"({mark})" for mark in [member.email or member.number] if mark)])
