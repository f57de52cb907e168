"""The errors that keep people from being enrolled, changed or found, as one family.

::

    PeopleError                  catch this one to say what to do next
    ├── BadNewcomer              a field of a person is not allowed (every problem is named)
    ├── BadCohortName            a cohort's name is not allowed
    ├── CohortExists             there is a cohort of this name already
    ├── UnknownCohort            there is no cohort of this name (those that exist are named)
    ├── CohortClosed             the cohort has ended, so nobody joins or gets a link any more
    ├── AlreadyThere             some people are in the cohort already (all of them are named)
    ├── Clashes                  a list contradicts the members of the cohort (every contradiction is named)
    ├── UnknownMember            no member has this address, id or name
    └── SeveralMembers           several members have this name (what tells them apart is named)

Nothing was changed if one of these is raised. A database that cannot be reached raises the journal's errors.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from misread_records.next_commands import ErrorWithCommands

if TYPE_CHECKING:
    from misread_records.people.members import Member, Newcomer


class PeopleError(ErrorWithCommands):
    """People could not be enrolled, changed or found; the text says what would have worked."""


class BadNewcomer(PeopleError):
    """A field of a person is not allowed."""

    def __init__(self, *problems: str) -> None:
        """Take one clause for each problem."""
        self.problems = problems
        super().__init__("; ".join(problems))


class BadCohortName(PeopleError):
    """A cohort's name is not allowed."""

    def __init__(self, name: str, why: str) -> None:
        """Take the name, and the rest of a sentence that begins with it."""
        self.name = name
        super().__init__(f"{name!r} {why}; a name such as 'Spring 2026' works")


class CohortExists(PeopleError):
    """A cohort with this name exists already."""

    def __init__(self, name: str) -> None:
        """Take the name that was asked for."""
        self.name = name
        super().__init__(
            f"there is a cohort {name!r} already; choose another name, or add people to it", ("cohort", "add", name)
        )


class UnknownCohort(PeopleError):
    """No cohort has this name."""

    def __init__(self, name: str, existing_names: Sequence[str]) -> None:
        """Take the unknown name, and the existing names."""
        self.name, self.known = name, tuple(existing_names)
        existing = f"there are: {', '.join(existing_names)}" if existing_names else "none was created yet"
        super().__init__(f"there is no cohort {name!r}; {existing}")


class CohortClosed(PeopleError):
    """The cohort is closed."""

    def __init__(self, name: str) -> None:
        """Take the name."""
        self.name = name
        super().__init__(f"the cohort {name!r} is closed, so nobody can join it or sign in; create a new one")


class AlreadyThere(PeopleError):
    """Some people are in the cohort already."""

    def __init__(self, cohort: str, people: Sequence[Newcomer]) -> None:
        """Take all of them."""
        self.people = tuple(people)
        names = ", ".join(person.email or person.name for person in people)
        super().__init__(f"already in the cohort {cohort!r}, or named twice: {names}; nobody was added")


class Clashes(PeopleError):
    """A list contradicts the members of the cohort."""

    def __init__(self, cohort: str, problems: Sequence[tuple[Newcomer, str]]) -> None:
        """Take the cohort's name, and each person with a sentence about the contradiction."""
        self.problems = tuple(problems)
        super().__init__(f"in the cohort {cohort!r}: " + "; ".join(text for _, text in self.problems))


class UnknownMember(PeopleError):
    """No member of the cohort has this address, id or name."""

    def __init__(self, who: str, cohort: str, removed: datetime | None = None) -> None:
        """Take the search text, the cohort, and when a former member with this address, id or name was removed."""
        self.who = who
        if removed is not None:
            super().__init__(
                f"{who!r} was removed from the cohort {cohort!r} on {removed:%Y-%m-%d}; to bring them back with "
                "all their work",
                ("cohort", "add", cohort),
            )
            return
        super().__init__(
            f"nobody in the cohort {cohort!r} has the e-mail address, id or name {who!r}; its people",
            ("cohort", "list", cohort),
        )


class SeveralMembers(PeopleError):
    """Several members have this name."""

    def __init__(self, who: str, members: Sequence[Member]) -> None:
        """Take the search text, and the members that fit it."""
        self.who, self.members = who, tuple(members)
        apart = ", ".join(member.email or member.number or member.learner for member in members)
        super().__init__(f"{len(members)} people are called {who!r}; say which one you mean: {apart}")
