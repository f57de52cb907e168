"""Every route has a rule, and every rule holds for everybody: asked of a course that runs."""

from __future__ import annotations

import dataclasses
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from tornado.web import RequestHandler

from misread_course.catalogue import lessons
from misread_grading.course import open_course
from misread_records.people.cohorts import Cohorts
from misread_records.people.members import Newcomer, Role
from misread_web.auth.authenticator import Authenticator
from misread_web.auth.authorization import Guarded, guarded
from misread_web.auth.hub_auth import HubAuth
from misread_web.auth.hub_client import Hub, Service
from misread_web.auth.link_auth import LinkAuth
from misread_web.auth.permissions import (
    ANYBODY,
    MEMBERS,
    OWN_KERNEL,
    PERMISSIONS,
    Permission,
    RouteWithoutRule,
    rule_for,
)
from misread_web.auth.person import Person, alone
from misread_web.auth.secret import read_or_create_secret
from misread_web.server import course_server

if TYPE_CHECKING:
    from tests.web.conftest import Course

VISITORS = ("nobody", *Role, "other cohort", "closed cohort", "removed", "renewed", "forged", "expired")
"""Everybody who may make a request: unknown, in each role, and with a cookie that is worth nothing here."""
SOMEBODY = {*Role}
STRANGERS_ARE_TOLD = "Please open your personal link"
TOLD = {"removed": "You are no longer in this course"}
"""What somebody is told whose sign-in is ours and has not ended: nobody else can learn it."""
KERNEL = "0a0a0a0a-0000-4000-8000-0b0b0b0b0b0b"
PARTS = {
    **{route: "KFRDGH" for route in PERMISSIONS if route.startswith("/workshop/")},
    **{route: "sam-priya" for route in PERMISSIONS if route.startswith("/workshop/guide/")},
    "/lessons/*": lessons()[0].name,
    "/lines/*": lessons()[0].name,
    "/lines/*/messages": lessons()[0].name,
    "/marking/*/*": "1",
    "/review/*": "M1.exit.1",
    "/certificate/*": "no-code",
    "/check-in/*": "30",
    "/sign-in/*": "not-a-link",
    "/feedback/*": lessons()[0].name,
    "/feedback/*/notebook": lessons()[0].name,
    "/api/kernels/*": KERNEL,
    "/api/kernels/*/channels": KERNEL,
    "/voila/api/shutdown/*": KERNEL,
    "/course/*": "tokens.css",
    "/voila/static/*": "voila.js",
    "/files/*": "0123456789abcdef.js",
    "/*": "nowhere",
}
"""What stands in the open part of each route, where it matters."""
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
LOCKED = {401, 403}
LINE = re.compile(r"^/lines/\*$|/line$")
"""The routes of WebSockets: they are opened with GET, and are no pages."""


@dataclasses.dataclass(frozen=True)
class Club:
    """A course with cohorts, and what each visitor shows at its authenticator."""

    course: Course
    cookies: Mapping[str, str]
    client: httpx.Client

    def ask(self, method: str, path: str, visitor: str, **headers: str) -> httpx.Response:
        url = httpx.URL(self.course.address)
        name = f"misread-{url.host}-{url.port}".replace(".", "-")
        cookie = self.cookies.get(visitor)
        jar = f"_xsrf=2|aaaaaaaa|bbbbbbbb|1; {name}={cookie}" if cookie else "_xsrf=2|aaaaaaaa|bbbbbbbb|1"
        # as a proxy passes on what another machine asks for
        sent = {"Cookie": jar, "X-XSRFToken": "2|aaaaaaaa|bbbbbbbb|1", "X-Forwarded-For": "203.0.113.7", **headers}
        return self.client.request(method, self.course.address + path.removeprefix("/"), headers=sent)


@pytest.fixture(scope="module")
def club(
    serving: Callable[..., AbstractContextManager[Course]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Club]:
    data = tmp_path_factory.mktemp("club")
    with Cohorts(f"sqlite:///{data}/misread.db") as cohorts:
        authenticator = LinkAuth(cohorts, read_or_create_secret(data, {}))
        for name in ("Spring", "Autumn", "Closed"):
            cohorts.create(name, [Newcomer(role, role=role) for role in Role])
        cohorts.add("Spring", [Newcomer("removed"), Newcomer("renewed")])
        soon = datetime.now(UTC) + timedelta(days=1)

        def cookie(cohort: str, name: str) -> str:
            (member,) = [member for member in cohorts.members(cohort) if member.name == name]
            return authenticator.cookie_for(authenticator.by_link(authenticator.link_for(member, soon)))

        cookies: dict[str, str] = {
            **{str(role): cookie("Spring", role) for role in Role},
            "other cohort": cookie("Autumn", "admin"),
            "closed cohort": cookie("Closed", "admin"),
            "removed": cookie("Spring", "removed"),
            "renewed": cookie("Spring", "renewed"),
        }
        cookies["forged"] = f"x{cookies[Role.ADMIN]}"
        admin = authenticator.by_cookie(cookies[Role.ADMIN])
        assert admin
        cookies["expired"] = authenticator.cookie_for(
            dataclasses.replace(authenticator.by_link(authenticator.link_for(admin, soon)), until=_OVER)
        )
        cohorts.close("Closed")
        cohorts.remove("Spring", "removed")
        cohorts.renew_link("Spring", "renewed")
        open_course(data / "grading")
        options = ("--port", "0", "--cohort", "Spring", "--grading", str(data / "grading"))
        with serving(data, *options) as course, httpx.Client(timeout=60) as client:
            yield Club(course, cookies, client)


_OVER = datetime(2020, 1, 1, tzinfo=UTC)


def routes(authenticator: Authenticator, folder: str, prefix: str = "/") -> dict[str, Permission]:
    """Every route of a course whose cohort is graded, with an authenticator, with the rule in front of its handler."""
    grading = open_course(Path(folder) / "grading").folder
    server = course_server(
        f"sqlite:///{folder}/misread.db", authenticator=authenticator, grading=grading, prefix=prefix
    )
    server.connection_dir = folder
    server.init_settings()
    found = {}
    for pattern, handler, *_ in server.init_handlers():
        assert issubclass(handler, Guarded), pattern
        name = re.sub(r"\((?:[^()]|\([^()]*\))*\)|\.\*", "*", pattern).replace(r"\.", ".")
        found[name.removeprefix(prefix.rstrip("/"))] = handler.rule
    return found


@pytest.fixture(scope="module")
def table() -> dict[str, Permission]:
    """The routes of both authenticators: a course has one of them."""
    with tempfile.TemporaryDirectory() as folder, Cohorts(f"sqlite:///{folder}/misread.db") as cohorts:
        links = LinkAuth(cohorts, "s" * 40)
        hub = HubAuth(Hub(Service("service-misread", "/", None)), [], cohorts, "s" * 40)
        below = routes(links, folder, "/services/course/")
        assert below == routes(links, folder)
        return below | routes(hub, folder)


def test_every_route_has_a_rule_and_every_rule_a_route(table: dict[str, Permission]) -> None:
    assert table == dict(PERMISSIONS)


def test_a_route_without_a_rule_keeps_the_course_from_starting() -> None:
    with pytest.raises(RouteWithoutRule, match=r"/reports/\*.*permissions\.py"):
        guarded([(r"/reports/(\w+)", RequestHandler)], "/")


@pytest.mark.parametrize("base", ["/", "/course/", "/hub/user/a.b/"])
def test_a_rule_is_found_whatever_every_address_begins_with(base: str) -> None:
    assert rule_for(f"{base}lessons/([a-z0-9-]+)", base) is MEMBERS
    assert rule_for(f"{base}api/kernels/(?P<kernel_id>\\w+-(\\w+))/channels", base) is OWN_KERNEL
    assert rule_for(f"{base}.*", base) is ANYBODY
    assert rule_for(base, base) is MEMBERS


@pytest.mark.parametrize("visitor", VISITORS)
@pytest.mark.parametrize("route", PERMISSIONS)
def test_each_visitor_may_use_what_the_rules_say_and_no_more(route: str, visitor: str, club: Club) -> None:
    rule, path = PERMISSIONS[route], route.replace("*", PARTS.get(route, "x"))
    admitted = rule.roles is None or (visitor in SOMEBODY and visitor in rule.roles)
    for method in METHODS:
        answer = club.ask(method, path, visitor)
        if not admitted:
            assert answer.status_code in LOCKED, method
            reason = "Your part in the course" if visitor in SOMEBODY else TOLD.get(visitor, STRANGERS_ARE_TOLD)
            assert reason in answer.text or method == "HEAD" or "/api/" in path or "/line" in path, method
        elif rule.own_kernel:
            assert answer.status_code == 404, method
        elif method in {"GET", "HEAD"} and route != "/sign-in/*":
            assert answer.status_code not in LOCKED, method


@pytest.mark.parametrize("visitor", ["admin", "nobody"])
def test_head_answers_what_get_answers_without_the_content(visitor: str, club: Club) -> None:
    compared = 0
    for route in sorted(route for route in PERMISSIONS if not LINE.search(route)):
        path = route.replace("*", PARTS.get(route, "x"))
        whole, alone = club.ask("GET", path, visitor), club.ask("HEAD", path, visitor)
        kinds = [answer.headers["Content-Type"] for answer in (alone, whole)]
        assert (alone.status_code, alone.content, kinds[0]) == (whole.status_code, b"", kinds[1]), route
        compared += whole.status_code == 200
    assert compared >= (12 if visitor == "admin" else 4)


def test_nothing_a_member_sees_is_sent_to_a_stranger(club: Club) -> None:
    for path in ("", f"lessons/{lessons()[0].name}"):
        inside = club.ask("GET", path, Role.LEARNER)
        assert inside.status_code == 200
        assert lessons()[0].title in inside.text
        for visitor in set(VISITORS) - SOMEBODY:
            refused = club.ask("GET", path, visitor)
            assert refused.status_code == 403
            assert lessons()[0].title not in refused.text
            assert TOLD.get(visitor, STRANGERS_ARE_TOLD) in refused.text


def test_strangers_of_every_kind_get_the_same_answer(club: Club) -> None:
    answers = {club.ask("GET", "", visitor).text for visitor in set(VISITORS) - SOMEBODY - TOLD.keys()}
    assert len(answers) == 1


@pytest.mark.parametrize("role", Role)
def test_a_rule_for_some_roles_keeps_the_others_out(role: Role) -> None:
    staff = Permission(frozenset({Role.FACILITATOR, Role.ADMIN}))
    assert staff.admits(Person("x", roles=frozenset({role}))) == (role in {Role.FACILITATOR, Role.ADMIN})
    assert not staff.admits(None)
    assert staff.admits(alone())


def test_somebody_without_a_role_may_do_nothing_that_needs_one() -> None:
    assert not MEMBERS.admits(Person("x"))
    assert ANYBODY.admits(Person("x"))


@pytest.mark.parametrize("method", METHODS)
def test_a_course_for_one_person_asks_them_for_nothing_but_the_first_address(method: str, course: Course) -> None:
    with closing(httpx.Client(base_url=course.address, cookies=course.let_in)) as client:
        assert client.request(method, "sign-in/x").status_code == 404 or method in {"POST", "PUT", "PATCH", "DELETE"}
        assert client.get("").status_code == 200
