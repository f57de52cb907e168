"""Whether and how a course asks people to sign in, and what it needs for that."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from misread_records.cohorts import Cohorts
from misread_records.people_errors import CohortClosed, CohortExists, UnknownCohort
from misread_web.people.door import Door
from misread_web.people.entrance import Entrance
from misread_web.people.hub import Hub, Service
from misread_web.people.hub_door import HubDoor
from misread_web.people.hub_groups import HubGroup, hub_group
from misread_web.people.secret import secret_of


def opened(
    database: str, data: Path, *, cohorts: Sequence[str], hub_groups: Sequence[str]
) -> tuple[Entrance | None, Service | None]:
    """Return who lets people in, and the Hub's word on where, if that is a Hub.

    Args:
        database: the address of the database that keeps cohorts.
        data: the folder that keeps the secret.
        cohorts: the only ones that are let in; none: all that are open.
        hub_groups: which groups of a Hub take part, as what and where; none: people come by personal links.

    Raises:
        BadHubGroup: where one of the groups is not written as it should be.
        NoHub, PeopleError, BadSecret, JournalError, OSError: where nobody could be let in.
    """
    if not hub_groups:
        return door_of(Cohorts(database), data, cohorts), None
    service = Service.of()
    return hub_door_of(Hub(service), Cohorts(database), data, list(map(hub_group, hub_groups))), service


def hub_door_of(hub: Hub, cohorts: Cohorts, data: Path, groups: Sequence[HubGroup]) -> HubDoor:
    """Return who lets people in through a Hub; cohorts that its groups name are made where they are missing.

    Raises:
        PeopleError: where a cohort cannot be called so.
        BadSecret, JournalError, OSError: as for `door_of`.
    """
    secret = secret_of(data)
    for name in dict.fromkeys(group.cohort for group in groups):
        with contextlib.suppress(CohortExists):
            cohorts.create(name)
    return HubDoor(hub, groups, cohorts, secret)


def door_of(cohorts: Cohorts, data: Path, named: Sequence[str] = ()) -> Door | None:
    """Return who lets people in; None where the course is for one person, who need not sign in.

    As soon as there is an open cohort, everybody signs in: a course that is shared by mistake without it would give
    each visitor the others' answers. Cohorts that are `named` are the only ones let in.

    Raises:
        UnknownCohort, CohortClosed: where one of those named is not there, or is over.
        BadSecret: where the secret that signs links cannot be used.
        JournalError: where the database cannot be reached.
        OSError: where the secret cannot be kept.
    """
    known = {cohort.name.casefold(): cohort for cohort in cohorts.cohorts()}
    for name in named:
        found = known.get(name.strip().casefold())
        if found is None:
            raise UnknownCohort(name, [cohort.name for cohort in known.values()])
        if found.closed:
            raise CohortClosed(found.name)
    if not any(cohort.closed is None for cohort in known.values()):
        return None
    return Door(cohorts, secret_of(data), only=[known[name.strip().casefold()].name for name in named])
