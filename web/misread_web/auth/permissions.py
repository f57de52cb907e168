"""Who may use which route. Every route of the course is listed here.

A server with a route that has no rule does not start.
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
    """The rule of a route.

    Attributes:
        roles: the roles that may use the route; None for anybody.
        own_kernel: whether the route names a kernel, which only the person for whom it was started may use.
        this_machine: whether programs on the server's own machine may use it, too.
    """

    roles: frozenset[Role] | None
    own_kernel: bool = False
    this_machine: bool = False

    def admits(self, person: Person | None) -> bool:
        """Return whether a person's roles let them use the route; None is somebody who is not signed in."""
        return self.roles is None or (person is not None and bool(self.roles & person.roles))


ANYBODY = Permission(None)
MEMBERS = Permission(frozenset(Role))
OWN_KERNEL = Permission(frozenset(Role), own_kernel=True)
GRADERS = Permission(frozenset({Role.GRADER, Role.ADMIN}))
FACILITATORS = Permission(frozenset({Role.FACILITATOR, Role.ADMIN}))
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
        "/tools/*": MEMBERS,
        "/tools/*.docx": MEMBERS,
        "/tools/*.pdf": MEMBERS,
        "/tools/*.ics": MEMBERS,
        "/data/sign-ins": MEMBERS,
        "/data/delete": MEMBERS,
        "/data/deleted": MEMBERS,
        "/language/*": ANYBODY,
        "/data/certificate": MEMBERS,
        "/data/certificate.pdf": MEMBERS,
        "/certificate/*": ANYBODY,
        "/data/reviews.ics": MEMBERS,
        "/data/check-ins.ics": MEMBERS,
        "/review": MEMBERS,
        "/review/*": MEMBERS,
        "/check-in/*": MEMBERS,
        "/search": MEMBERS,
        "/glossary": MEMBERS,
        "/feedback/*": MEMBERS,
        "/feedback/*/notebook": MEMBERS,
        # where graders mark
        "/marking": GRADERS,
        "/marking/*": GRADERS,
        "/marking/*/*": GRADERS,
        # workshops; participants need no account, and their handlers ask for the cookie of their place
        "/join": ANYBODY,
        "/JOIN": ANYBODY,
        "/join/*": ANYBODY,
        "/JOIN/*": ANYBODY,
        "/workshop": FACILITATORS,
        "/workshop/*": ANYBODY,
        "/workshop/*/host": FACILITATORS,
        "/workshop/*/projector": FACILITATORS,
        "/workshop/*/line": ANYBODY,
        "/workshop/*/line/messages": ANYBODY,
        "/workshop/*/host/line": FACILITATORS,
        "/workshop/*/host/line/messages": FACILITATORS,
        "/workshop/*/projector/line": FACILITATORS,
        "/workshop/*/projector/line/messages": FACILITATORS,
        "/workshop/guide/*": FACILITATORS,
        "/workshop/guide/*/guide.pdf": FACILITATORS,
        "/workshop/guide/*/workbook.pdf": FACILITATORS,
        "/workshop/guide/*/slides.pptx": FACILITATORS,
        "/workshop/*/me": ANYBODY,
        "/workshop/*/report": FACILITATORS,
        "/workshop/*/report.pdf": FACILITATORS,
        "/workshop/*/votes.csv": FACILITATORS,
        "/workshop/*/votes.xlsx": FACILITATORS,
        "/workshop/*/deck": FACILITATORS,
        "/workshop/*/deck.pdf": FACILITATORS,
        "/workshop/*/deck.pptx": FACILITATORS,
        # signing in and out
        "/sign-in/*": ANYBODY,
        "/sign-in": ANYBODY,
        "/oauth_callback": ANYBODY,
        "/sign-out": ANYBODY,
        # a lesson that runs in a kernel
        "/api/kernels/*": OWN_KERNEL,
        "/api/kernels/*/channels": OWN_KERNEL,
        "/voila/api/shutdown/*": OWN_KERNEL,
        # static files, the same for everybody
        "/course/*": ANYBODY,
        "/files/*": ANYBODY,
        "/voila/templates/*": ANYBODY,
        "/voila/static/*": ANYBODY,
        "/voila/labextensions/*": ANYBODY,
        "/voila/api/themes/*": ANYBODY,
        # for the people who run the server
        "/healthz": ANYBODY,
        "/metrics": OPERATORS,
        # all other addresses: the page "not found"
        "/*": ANYBODY,
    }
)
"""The rule of every route; `*` stands for a variable part of the path."""
_OPEN_PART = re.compile(r"\((?:[^()]|\([^()]*\))*\)|\.\*")


class RouteWithoutRule(Exception):
    """A route has no rule that says who may use it."""

    def __init__(self, route: str) -> None:
        """Name the route as a key of `PERMISSIONS`."""
        super().__init__(f"the route {route} has no rule; say in misread_web/auth/permissions.py who may use it")


def rule_for(route: str, base: str) -> Permission:
    """Return the rule of a route.

    Args:
        route: the pattern of the route's whole path.
        base: the start of every path.

    Raises:
        RouteWithoutRule: if the route has no rule.
    """
    name = "/" + _OPEN_PART.sub("*", route).replace(r"\.", ".").removeprefix(base).removeprefix("/")
    try:
        return PERMISSIONS[name]
    except KeyError as error:
        raise RouteWithoutRule(name) from error
