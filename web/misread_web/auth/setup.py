"""Whether and how a course asks people to sign in, and what it needs for that."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Sequence
from pathlib import Path

from misread_records.people import CohortClosed, CohortExists, Cohorts, UnknownCohort
from misread_web.auth.authenticator import Authenticator
from misread_web.auth.hub_auth import HubAuth
from misread_web.auth.hub_client import Hub, Service
from misread_web.auth.hub_groups import HubGroup, hub_group
from misread_web.auth.link_auth import LinkAuth
from misread_web.auth.owner_auth import OwnerAuth
from misread_web.auth.secret import secret_of


class StillOpen(Exception):
    """A cohort is open, so everybody signs in; the message says what to do."""

    def __init__(self, names: Sequence[str]) -> None:
        """Take the names of the open cohorts."""
        named = ", ".join(f"'{name}'" for name in names)
        super().__init__(
            f"The course cannot be open without a sign-in while its members come in by theirs: {named}. Leave "
            "--without-sign-in out and sign in by a personal link, or end the cohort first: misread cohort close NAME"
        )


def opened(
    database: str, data: Path, *, cohorts: Sequence[str], hub_groups: Sequence[str], without_sign_in: bool = False
) -> tuple[Authenticator, Service | None]:
    """Return who lets people in, and the Hub's word on where, if that is a Hub.

    Args:
        database: the address of the database that keeps cohorts.
        data: the folder that keeps the secret.
        cohorts: the only ones that are let in; none: all that are open.
        hub_groups: which groups of a Hub take part, as what and where; none: people come by personal links.
        without_sign_in: whether the one person at the machine is let in although there were cohorts.

    Raises:
        BadHubGroup: if one of the groups is not written as it should be.
        NoHub, PeopleError, StillOpen, BadSecret, JournalError, OSError: if nobody could be let in.
    """
    if not hub_groups:
        return door_of(Cohorts(database), data, cohorts, without_sign_in=without_sign_in), None
    service = Service.of()
    return hub_door_of(Hub(service), Cohorts(database), data, list(map(hub_group, hub_groups))), service


def hub_door_of(hub: Hub, cohorts: Cohorts, data: Path, groups: Sequence[HubGroup]) -> HubAuth:
    """Return who lets people in through a Hub; cohorts that its groups name are made where they are missing.

    Raises:
        PeopleError: if a cohort cannot be called so.
        BadSecret, JournalError, OSError: as for `door_of`.
    """
    secret = secret_of(data)
    for name in dict.fromkeys(group.cohort for group in groups):
        with contextlib.suppress(CohortExists):
            cohorts.create(name)
    return HubAuth(hub, groups, cohorts, secret)


def door_of(cohorts: Cohorts, data: Path, named: Sequence[str] = (), *, without_sign_in: bool = False) -> Authenticator:
    """Return who lets people in: members of cohorts, or the one person who has the course to themselves.

    A database that ever had a cohort is never served without a sign-in, also where every cohort is closed: what its
    learners wrote is in it. Cohorts that are `named` are the only ones let in.

    Args:
        cohorts: where members are kept.
        data: the folder that keeps the secret.
        named: the only cohorts that are let in; none: all that are open.
        without_sign_in: lets the one person at the machine in all the same, once no cohort is open any more.

    Raises:
        UnknownCohort, CohortClosed: if one of those named is not there, or is over.
        StillOpen: if a cohort is open, and nobody shall sign in.
        BadSecret: if the secret that signs links cannot be used.
        JournalError: if the database cannot be reached.
        OSError: if the secret cannot be kept.
    """
    known = {cohort.name.casefold(): cohort for cohort in cohorts.cohorts()}
    for name in named:
        found = known.get(name.strip().casefold())
        if found is None:
            raise UnknownCohort(name, [cohort.name for cohort in known.values()])
        if found.closed:
            raise CohortClosed(found.name)
    if without_sign_in and (still := [cohort.name for cohort in known.values() if cohort.closed is None]):
        raise StillOpen(still)
    if without_sign_in:
        # No browser that was let in before, for something else, is in now; none that is let in now stays in.
        return OwnerAuth(secrets.token_urlsafe(32))
    if not cohorts.were_ever():
        return OwnerAuth(secret_of(data))
    only = [known[name.strip().casefold()].name for name in named]
    is_over = all(cohort.closed for cohort in known.values())
    return LinkAuth(cohorts, secret_of(data), only=only, is_over=is_over)
