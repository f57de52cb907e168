"""Whether a course asks people to sign in, and what it needs for that."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from misread_records.cohorts import Cohorts
from misread_records.people_errors import CohortClosed, UnknownCohort
from misread_web.people.door import Door
from misread_web.people.secret import secret_of


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
