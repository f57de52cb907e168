"""What can keep people from being enrolled, changed or found, as one family.

::

    PeopleError                  catch this one to say what to do next
    ├── BadNewcomer              something about a newcomer cannot be (every problem is named)
    ├── BadCohortName            a cohort cannot be called that
    ├── CohortExists             there is a cohort of this name already
    ├── UnknownCohort            there is no cohort of this name (those that exist are named)
    ├── CohortClosed             the cohort has ended, so nobody joins or gets a link any more
    ├── AlreadyThere             some newcomers are in the cohort already (all of them are named)
    ├── Clashes                  what a list says of people does not fit who is in the cohort (all is named)
    ├── UnknownMember            nobody in the cohort goes by that
    └── SeveralMembers           more than one does (what tells them apart is named)

Nothing was changed when one of these is raised. A database that cannot be reached raises the journal's own errors.
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
    """Something about a newcomer cannot be what it is given as."""

    def __init__(self, *problems: str) -> None:
        """Take one half sentence for each problem."""
        self.problems = problems
        super().__init__("; ".join(problems))


class BadCohortName(PeopleError):
    """A cohort cannot be called that."""

    def __init__(self, name: str, why: str) -> None:
        """Take the name, and the end of a sentence that begins with it."""
        self.name = name
        super().__init__(f"{name!r} {why}; a name such as 'Spring 2026' works")


class CohortExists(PeopleError):
    """There is a cohort of this name already."""

    def __init__(self, name: str) -> None:
        """Take the name that was asked for."""
        self.name = name
        super().__init__(
            f"there is a cohort {name!r} already; choose another name, or add people to it", ("cohort", "add", name)
        )


class UnknownCohort(PeopleError):
    """There is no cohort of this name."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        """Take the name that was asked for, and those that exist."""
        self.name, self.known = name, tuple(known)
        there = f"there are: {', '.join(known)}" if known else "none was created yet"
        super().__init__(f"there is no cohort {name!r}; {there}")


class CohortClosed(PeopleError):
    """The cohort has ended."""

    def __init__(self, name: str) -> None:
        """Take the name."""
        self.name = name
        super().__init__(f"the cohort {name!r} is closed, so nobody can join it or sign in; create a new one")


class AlreadyThere(PeopleError):
    """Some newcomers are in the cohort already."""

    def __init__(self, cohort: str, people: Sequence[Newcomer]) -> None:
        """Take all of them."""
        self.people = tuple(people)
        names = ", ".join(person.email or person.name for person in people)
        super().__init__(f"already in the cohort {cohort!r}, or named twice: {names}; nobody was added")


class Clashes(PeopleError):
    """What is said of people does not fit who is in the cohort."""

    def __init__(self, cohort: str, problems: Sequence[tuple[Newcomer, str]]) -> None:
        """Take the cohort's name, and of each person what does not fit."""
        self.problems = tuple(problems)
        super().__init__(f"in the cohort {cohort!r}: " + "; ".join(text for _, text in self.problems))


class UnknownMember(PeopleError):
    """Nobody in the cohort goes by that."""

    def __init__(self, who: str, cohort: str, removed: datetime | None = None) -> None:
        """Take what was asked for, where, and when somebody who goes by that was removed."""
        self.who = who
        if removed is not None:
            super().__init__(
                f"{who!r} was removed from the cohort {cohort!r} on {removed:%Y-%m-%d}; to let them in again, with all "
                "that they did",
                ("cohort", "add", cohort),
            )
            return
        super().__init__(
            f"nobody in the cohort {cohort!r} has the e-mail address, id or name {who!r}; its people",
            ("cohort", "list", cohort),
        )


class SeveralMembers(PeopleError):
    """More than one member goes by that."""

    def __init__(self, who: str, members: Sequence[Member]) -> None:
        """Take what was asked for, and who goes by it."""
        self.who, self.members = who, tuple(members)
        apart = ", ".join(member.email or member.number or member.learner for member in members)
        super().__init__(f"{len(members)} people are called {who!r}; say which of them: {apart}")
