"""Who makes a request, as every page and every rule sees them."""

from __future__ import annotations

import dataclasses

from jupyter_server.auth.identity import User

from misread_records.people import Member, Role
from misread_records.seat import ALONE


@dataclasses.dataclass
class Person(User):
    """A user of Jupyter's server who has a cohort and roles; `username` is the learner that their events name."""

    cohort: str | None = None
    roles: frozenset[Role] = frozenset()
    sign_in: str | None = None

    @classmethod
    def of(cls, member: Member, sign_in: str | None = None) -> Person:
        """Return a cohort's member as they make requests, by one of their sign-ins."""
        roles = frozenset({member.role})
        return cls(member.learner, member.name, cohort=member.cohort.name, roles=roles, sign_in=sign_in)


def alone() -> Person:
    """Return the person who has the course on their own machine, where they may do everything."""
    return Person(ALONE, roles=frozenset(Role))
