"""The person who makes a request, with their cohort and roles."""

from __future__ import annotations

import dataclasses

from jupyter_server.auth.identity import User

from misread_records.people import Member, Role
from misread_records.seat import ALONE


@dataclasses.dataclass
class Person(User):
    """A user of Jupyter's server with a cohort and roles; `username` is the learner's id in their events."""

    cohort: str | None = None
    roles: frozenset[Role] = frozenset()
    sign_in: str | None = None

    @classmethod
    def of(cls, member: Member, sign_in: str | None = None) -> Person:
        """Return the person for a member, with the id of their sign-in."""
        roles = frozenset({member.role})
        return cls(member.learner, member.name, cohort=member.cohort.name, roles=roles, sign_in=sign_in)


def alone() -> Person:
    """Return the owner, who has the course on their own machine and may do everything."""
    return Person(ALONE, roles=frozenset(Role))
