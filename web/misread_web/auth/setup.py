"""Chooses how people sign in to a course: by personal links, through a Hub, or as the owner of the machine."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Sequence
from pathlib import Path

from misread_records.people import CohortClosed, CohortExists, Cohorts, UnknownCohort, cohort_key
from misread_web.auth.authenticator import Authenticator
from misread_web.auth.hub_auth import HubAuth
from misread_web.auth.hub_client import Hub, Service
from misread_web.auth.hub_groups import HubGroup, hub_group
from misread_web.auth.link_auth import LinkAuth
from misread_web.auth.owner_auth import OwnerAuth
from misread_web.auth.secret import read_or_create_secret


class StillOpen(Exception):
    """A cohort is open, so everybody must sign in; the message says what to do."""

    def __init__(self, names: Sequence[str]) -> None:
        """Name the open cohorts."""
        listed = ", ".join(f"'{name}'" for name in names)
        super().__init__(
            f"The course cannot be served without a sign-in while cohorts are open: {listed}. Leave out "
            "--without-sign-in and sign in by a personal link, or close the cohort first: misread cohort close NAME"
        )


def opened(
    database: str, data: Path, *, cohorts: Sequence[str], hub_groups: Sequence[str], without_sign_in: bool = False
) -> tuple[Authenticator, Service | None]:
    """Return the authenticator of a course, and the Hub's settings for the course if people sign in through a Hub.

    Args:
        database: the address of the database with the cohorts.
        data: the data folder, which holds the secret.
        cohorts: the names of the only cohorts to let in; if empty, all open cohorts.
        hub_groups: the groups of a Hub that take part, as `GROUP=ROLE@COHORT`; if empty, people come by other ways.
        without_sign_in: lets the owner of the machine in although there were cohorts.

    Raises:
        BadHubGroup: if a group is not written as `GROUP=ROLE@COHORT`.
        NoHub: if the Hub's settings are incomplete.
        PeopleError, StillOpen, BadSecret, JournalError, OSError: as for `authenticator_of` and `hub_authenticator_of`.
    """
    if not hub_groups:
        return authenticator_of(Cohorts(database), data, cohorts, without_sign_in=without_sign_in), None
    service = Service.of()
    return hub_authenticator_of(Hub(service), Cohorts(database), data, list(map(hub_group, hub_groups))), service


def hub_authenticator_of(hub: Hub, cohorts: Cohorts, data: Path, groups: Sequence[HubGroup]) -> HubAuth:
    """Return the authenticator for a Hub, and create the cohorts of its groups if they are missing.

    Raises:
        PeopleError: if a cohort's name is not valid.
        BadSecret, JournalError, OSError: as for `authenticator_of`.
    """
    secret = read_or_create_secret(data)
    for name in dict.fromkeys(group.cohort for group in groups):
        with contextlib.suppress(CohortExists):
            cohorts.create(name)
    return HubAuth(hub, groups, cohorts, secret)


def authenticator_of(
    cohorts: Cohorts, data: Path, named: Sequence[str] = (), *, without_sign_in: bool = False
) -> Authenticator:
    """Return the authenticator for members of cohorts or, if there never was a cohort, for the owner of the machine.

    If the database ever had a cohort, people must sign in even if all cohorts are closed, because it holds what its
    learners wrote.

    Args:
        cohorts: the cohorts and their members.
        data: the data folder, which holds the secret.
        named: the names of the only cohorts to let in; if empty, all open cohorts.
        without_sign_in: lets the owner of the machine in all the same, if no cohort is open any more.

    Raises:
        UnknownCohort: if a named cohort does not exist.
        CohortClosed: if a named cohort is closed.
        StillOpen: if `without_sign_in` is set and a cohort is open.
        BadSecret: if the secret that signs links cannot be used.
        JournalError: if the database cannot be reached.
        OSError: if the secret cannot be read or created.
    """
    by_name = {cohort_key(cohort.name): cohort for cohort in cohorts.cohorts()}
    for name in named:
        cohort = by_name.get(cohort_key(name))
        if cohort is None:
            raise UnknownCohort(name, [each.name for each in by_name.values()])
        if cohort.closed:
            raise CohortClosed(cohort.name)
    if without_sign_in and (still_open := [cohort.name for cohort in by_name.values() if cohort.closed is None]):
        raise StillOpen(still_open)
    if without_sign_in:
        # A secret of this process alone: cookies from before do not count, and those of now do not outlive the server.
        return OwnerAuth(secrets.token_urlsafe(32))
    if not cohorts.were_ever():
        return OwnerAuth(read_or_create_secret(data))
    only = [by_name[cohort_key(name)].name for name in named]
    is_over = all(cohort.closed for cohort in by_name.values())
    return LinkAuth(cohorts, read_or_create_secret(data), only=only, is_over=is_over)
