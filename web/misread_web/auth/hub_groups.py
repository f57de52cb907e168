"""The groups of a Hub that take part in the course, with their roles and cohorts."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable

from misread_records.people import Role

_WRITTEN = re.compile(rf"(?P<group>.+?)=(?P<role>{'|'.join(Role)})@(?P<cohort>.*\S.*)")


class BadHubGroup(Exception):
    """A group is not written as `GROUP=ROLE@COHORT`; the message says how to write it."""


@dataclasses.dataclass(frozen=True)
class HubGroup:
    """A group of the Hub, with the role and the cohort of its members in the course."""

    name: str
    role: Role
    cohort: str


def hub_group(text: str) -> HubGroup:
    """Read a group from `GROUP=ROLE@COHORT`. A group's name may contain an equals sign, as LDAP names do.

    Raises:
        BadHubGroup: if the text has another form.
    """
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        raise BadHubGroup(
            f"{text!r} does not say which role a group of the Hub has, and in which cohort. It is written as "
            f"GROUP=ROLE@COHORT, for example 'spring-managers=learner@Spring 2026'; the roles are {', '.join(Role)}."
        )
    return HubGroup(match["group"].strip(), Role(match["role"]), match["cohort"].strip())


def parts_of(groups: Iterable[str], settings: Iterable[HubGroup]) -> dict[str, tuple[Role, ...]]:
    """Return the cohorts of somebody in these groups, in the order of the settings, with their roles in each."""
    own_groups = frozenset(groups)
    roles: dict[str, tuple[Role, ...]] = {}
    for setting in settings:
        if setting.name in own_groups:
            roles[setting.cohort] = (*roles.get(setting.cohort, ()), setting.role)
    return roles
