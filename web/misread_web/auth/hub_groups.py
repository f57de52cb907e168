"""Which of a Hub's groups take part: as what, and in which cohort."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable

from misread_records.people import Role

_WRITTEN = re.compile(rf"(?P<group>.+?)=(?P<role>{'|'.join(Role)})@(?P<cohort>.*\S.*)")


class BadHubGroup(Exception):
    """This does not say what a group is here; the message says what would."""


@dataclasses.dataclass(frozen=True)
class HubGroup:
    """A group of the Hub, the role that its members have here, and the cohort that they are in."""

    name: str
    role: Role
    cohort: str


def hub_group(text: str) -> HubGroup:
    """Read a group as it is set: `GROUP=ROLE@COHORT`. A group's name may hold an equals sign, as those of LDAP do.

    Raises:
        BadHubGroup: if it is not written like that.
    """
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        raise BadHubGroup(
            f"{text!r} does not say which role a group of the Hub has, and in which cohort. It is written as "
            f"GROUP=ROLE@COHORT, for example 'spring-managers=learner@Spring 2026'; the roles are {', '.join(Role)}."
        )
    return HubGroup(found["group"].strip(), Role(found["role"]), found["cohort"].strip())


def parts_of(groups: Iterable[str], settings: Iterable[HubGroup]) -> dict[str, tuple[Role, ...]]:
    """Return the cohorts that somebody's groups put them into, in the settings' order, with their roles in each."""
    theirs = frozenset(groups)
    found: dict[str, tuple[Role, ...]] = {}
    for setting in settings:
        if setting.name in theirs:
            found[setting.cohort] = (*found.get(setting.cohort, ()), setting.role)
    return found
