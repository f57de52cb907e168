"""Who may use which address: every route of the course, and nothing that is not listed here.

A course with a route that has no rule does not start.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from types import MappingProxyType

from misread_records.people import Role
from misread_web.auth.person import Person


@dataclasses.dataclass(frozen=True)
class Permission:
    """Who may use a route: those with one of the roles, or anybody where `roles` is None.

    With `own_kernel`, the route names a kernel, and only the person for whom it was started may use it. With
    `this_machine`, programs of the server's own machine may use it, too.
    """

    roles: frozenset[Role] | None
    own_kernel: bool = False
    this_machine: bool = False

    def admits(self, person: Person | None) -> bool:
        """Tell whether somebody may use the route, so far as their role goes; None is somebody unknown."""
        return self.roles is None or (person is not None and bool(self.roles & person.roles))


ANYBODY = Permission(None)
MEMBERS = Permission(frozenset(Role))
OWN_KERNEL = Permission(frozenset(Role), own_kernel=True)
READERS = Permission(frozenset({Role.GRADER, Role.ADMIN}))
OPERATORS = Permission(frozenset({Role.ADMIN}), this_machine=True)

PERMISSIONS: Mapping[str, Permission] = MappingProxyType(
    {
        # pages
        "/": MEMBERS,
        "/lessons/*": MEMBERS,
        "/lines/*": MEMBERS,
        "/lines/*/messages": MEMBERS,
        "/data/my-course": MEMBERS,
        "/data/my-course.json": MEMBERS,
        "/data/my-course.docx": MEMBERS,
        "/data/sign-ins": MEMBERS,
        "/data/delete": MEMBERS,
        "/data/deleted": MEMBERS,
        "/feedback/*": MEMBERS,
        "/feedback/*/notebook": MEMBERS,
        # where readers mark
        "/marking": READERS,
        "/marking/*": READERS,
        "/marking/*/*": READERS,
        # the door
        "/sign-in/*": ANYBODY,
        "/sign-in": ANYBODY,
        "/oauth_callback": ANYBODY,
        "/sign-out": ANYBODY,
        # a lesson that runs in a kernel
        "/api/kernels/*": OWN_KERNEL,
        "/api/kernels/*/channels": OWN_KERNEL,
        "/voila/api/shutdown/*": OWN_KERNEL,
        # files of the program, the same for everybody
        "/course/*": ANYBODY,
        "/files/*": ANYBODY,
        "/voila/templates/*": ANYBODY,
        "/voila/static/*": ANYBODY,
        "/voila/labextensions/*": ANYBODY,
        "/voila/api/themes/*": ANYBODY,
        # for the people who run the server
        "/healthz": ANYBODY,
        "/metrics": OPERATORS,
        # what is none of these: there is no such page
        "/*": ANYBODY,
    }
)
"""The rule of every route; `*` stands for any part that the route leaves open."""
_OPEN_PART = re.compile(r"\((?:[^()]|\([^()]*\))*\)|\.\*")


class RouteWithoutRule(Exception):
    """Somebody added a route and did not say who may use it."""

    def __init__(self, route: str) -> None:
        """Take the route as the rules would name it."""
        super().__init__(f"the route {route} has no rule; say in misread_web/auth/permissions.py who may use it")


def rule_for(route: str, base: str) -> Permission:
    """Return the rule of a route, given as the pattern of its whole address; `base` is what every address begins with.

    Raises:
        RouteWithoutRule: if there is none.
    """
    name = "/" + _OPEN_PART.sub("*", route).replace(r"\.", ".").removeprefix(base).removeprefix("/")
    try:
        return PERMISSIONS[name]
    except KeyError as error:
        raise RouteWithoutRule(name) from error
