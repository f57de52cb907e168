"""The check in front of a handler, alone: what it does while a line is open, and when the database is away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.auth.identity import User
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketClientConnection, WebSocketHandler, websocket_connect

from misread_records import JournalMissing
from misread_records.people.cohorts import Cohorts
from misread_records.people.members import Member, Newcomer, Role
from misread_web.auth import authorization, permissions
from misread_web.auth.authenticator import Authenticator
from misread_web.auth.authorization import CourseAuthorizer, WebSocketRegistry, guarded
from misread_web.auth.errors import RecordsAway
from misread_web.auth.identity import CourseIdentity
from misread_web.auth.link_auth import LinkAuth
from misread_web.auth.permissions import ANYBODY, MEMBERS, Permission
from misread_web.auth.person import Person
from misread_web.live.close_codes import SIGNED_OUT
from misread_web.live.connection_limits import ConnectionLimit
from tests.web.event_loop import run

SECRET = "s" * 43
Start = Callable[..., AbstractAsyncContextManager[str]]


class Echo(WebSocketHandler):
    def on_message(self, message: str | bytes) -> None:
        self.write_message(message)


class PublicFile(RequestHandler):
    for_anybody = True

    def get(self) -> None:
        self.write("the same for everybody")


class Who(RequestHandler):
    def get(self) -> None:
        person: Person = self.current_user
        self.write(f"{person.display_name} {person.cohort}")


@pytest.fixture
def cohorts(tmp_path: Path) -> Iterator[Cohorts]:
    with Cohorts(f"sqlite:///{tmp_path}/misread.db") as cohorts:
        cohorts.create("Spring", [Newcomer("Ada"), Newcomer("Fay", role=Role.FACILITATOR)])
        yield cohorts


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Start:
    """Start a server with four routes of its own inside a test's event loop, and say where it is."""
    staff = Permission(frozenset({Role.FACILITATOR}))
    monkeypatch.setattr(
        permissions, "PERMISSIONS", {"/echo": MEMBERS, "/who": MEMBERS, "/staff": staff, "/file": ANYBODY}
    )

    @asynccontextmanager
    async def starting(authenticator: Authenticator, *, recheck_seconds: float = 0.0) -> AsyncIterator[str]:
        monkeypatch.setattr(authorization, "RECHECK_SECONDS", recheck_seconds)
        routes = guarded([("/echo", Echo), ("/who", Who), ("/staff", Who), ("/file", PublicFile)], "/")
        identity = CourseIdentity(authenticator=authenticator)
        authorizer = CourseAuthorizer(identity_provider=identity)
        ours: Any = {
            "identity_provider": identity,
            "authorizer": authorizer,
            "connection_limit": ConnectionLimit(),
            "websockets": WebSocketRegistry(identity),
        }
        server = HTTPServer(Application(routes, base_url="/", **ours))
        socket, port = bind_unused_port()
        server.add_sockets([socket])
        if recheck_seconds:
            ours["websockets"].start()
        yield f"127.0.0.1:{port}"
        server.stop()
        await server.close_all_connections()

    return starting


def cookie(authenticator: LinkAuth, cohorts: Cohorts, where: str, number: int = 0) -> dict[str, str]:
    visit = authenticator.by_link(
        authenticator.link_for(cohorts.members("Spring")[number], datetime.now(UTC) + timedelta(days=1))
    )
    return {"Cookie": f"misread-{where.replace('.', '-').replace(':', '-')}={authenticator.cookie_for(visit)}"}


async def status(address: str, headers: dict[str, str]) -> tuple[int, str]:
    client = AsyncHTTPClient(force_instance=True)
    answer = await client.fetch(address, headers=headers, raise_error=False)
    client.close()
    return answer.code, answer.body.decode() if answer.code == HTTPStatus.OK else ""


def test_a_page_knows_who_asks_and_lets_in_their_role_alone(cohorts: Cohorts, start: Start) -> None:
    authenticator = LinkAuth(cohorts, SECRET)

    async def scene() -> list[tuple[int, str]]:
        async with start(authenticator) as where:
            ada, fay = cookie(authenticator, cohorts, where), cookie(authenticator, cohorts, where, 1)
            asked = [("who", ada), ("who", {}), ("staff", ada), ("staff", fay), ("staff", {}), ("echo", {})]
            return [await status(f"http://{where}/{path}", headers) for path, headers in asked]

    answers = [(200, "Ada Spring"), (403, ""), (403, ""), (200, "Fay Spring"), (403, ""), (403, "")]
    assert run(scene()) == answers


def test_an_open_connection_ends_when_its_owner_is_removed(
    cohorts: Cohorts, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    authenticator = LinkAuth(cohorts, SECRET)
    monkeypatch.setattr(authorization, "ASKED_EVERY", 0.0)

    async def scene() -> list[object]:
        async with start(authenticator) as where:
            line = await open_line(where, cookie(authenticator, cohorts, where))
            await line.write_message("one")
            heard = [await line.read_message()]
            cohorts.remove("Spring", "Ada")
            await line.write_message("two")
            heard.append(await line.read_message())
            code = line.close_code
            line.close()
            return [*heard, code]

    assert run(scene()) == ["one", None, SIGNED_OUT]


@pytest.mark.parametrize("change", ["sign out", "remove", "renew", "close"])
def test_a_connection_whose_page_says_nothing_ends_as_well(change: str, cohorts: Cohorts, start: Start) -> None:
    async def scene() -> tuple[object, object, bool]:
        async with start(LinkAuth(cohorts, SECRET), recheck_seconds=0.02) as where:
            hers, his = (
                cookie(LinkAuth(cohorts, SECRET), cohorts, where),
                cookie(LinkAuth(cohorts, SECRET), cohorts, where, 1),
            )
            line, other = await open_line(where, hers), await open_line(where, his)
            if change == "sign out":
                await LinkAuth(cohorts, SECRET).end(hers["Cookie"].partition("=")[2])
            elif change == "close":
                cohorts.close("Spring")
            else:
                {"remove": cohorts.remove, "renew": cohorts.renew_link}[change]("Spring", "Ada")
            said, code = await line.read_message(), line.close_code
            if change != "close":
                await other.write_message("still here")
            stays = await other.read_message() == "still here"
            for each in (line, other):
                each.close()
            if stays:
                assert await other.read_message() is None
            return said, code, stays

    assert run(scene()) == (None, SIGNED_OUT, change != "close")


def test_connections_stay_open_while_it_cannot_be_asked_whose_they_are(
    cohorts: Cohorts, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    authenticator, asked = LinkAuth(cohorts, SECRET), asyncio.Event()

    async def away(_cookies: object) -> dict[str, Person]:
        asked.set()
        raise JournalMissing("somewhere", "away")

    monkeypatch.setattr(authenticator, "people_by_cookie", away)

    async def scene() -> object:
        async with start(authenticator, recheck_seconds=0.02) as where:
            line = await open_line(where, cookie(authenticator, cohorts, where))
            await asked.wait()
            await line.write_message("one")
            heard = await line.read_message()
            line.close()
            assert await line.read_message() is None
            return heard

    assert run(scene()) == "one"


def test_a_connection_that_is_used_often_asks_the_database_seldom(
    cohorts: Cohorts, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    signed_in = cohorts.signed_in

    def counted(learner: str, sign_in: str) -> Member | None:
        asked.append(learner)
        return signed_in(learner, sign_in)

    monkeypatch.setattr(cohorts, "signed_in", counted)
    authenticator = LinkAuth(cohorts, SECRET)

    async def scene() -> int:
        async with start(authenticator) as where:
            headers = cookie(authenticator, cohorts, where)
            asked.clear()
            line = await open_line(where, headers)
            for number in range(50):
                await line.write_message(str(number))
                assert await line.read_message() == str(number)
            line.close()
            assert await line.read_message() is None
            return len(asked)

    assert run(scene()) == 1


async def open_line(where: str, headers: dict[str, str]) -> WebSocketClientConnection:
    return await websocket_connect(HTTPRequest(f"ws://{where}/echo", headers=headers))


def test_while_the_database_is_away_nobody_is_let_in_and_nobody_is_sent_away(
    cohorts: Cohorts, start: Start, tmp_path: Path
) -> None:
    with Cohorts(f"sqlite:///{tmp_path}/nowhere/misread.db", 0.1) as away:

        async def scene() -> tuple[int, str]:
            async with start(LinkAuth(away, SECRET)) as where:
                return await status(f"http://{where}/who", cookie(LinkAuth(cohorts, SECRET), cohorts, where))

        assert run(scene())[0] == RecordsAway.status == 503


def test_a_file_that_is_for_anybody_is_sent_without_asking_the_database(
    cohorts: Cohorts, start: Start, tmp_path: Path
) -> None:
    with Cohorts(f"sqlite:///{tmp_path}/nowhere/misread.db", 0.1) as away:

        async def scene() -> tuple[int, str]:
            async with start(LinkAuth(away, SECRET)) as where:
                return await status(f"http://{where}/file", cookie(LinkAuth(cohorts, SECRET), cohorts, where))

        assert run(scene()) == (200, "the same for everybody")


def test_a_handler_that_jupyter_asks_about_is_judged_by_the_same_rule() -> None:
    authorizer = CourseAuthorizer(identity_provider=CourseIdentity())
    facilitator = Person("x", roles=frozenset({Role.FACILITATOR}))
    handler = object.__new__(authorization.Guarded)
    handler.rule = Permission(frozenset({Role.ADMIN}))
    assert not authorizer.is_authorized(handler, facilitator, "read", "kernels")  # type: ignore[arg-type]
    handler.rule = MEMBERS
    assert authorizer.is_authorized(handler, facilitator, "read", "kernels")  # type: ignore[arg-type]
    assert not authorizer.is_authorized(handler, User("x"), "read", "kernels")  # type: ignore[arg-type]
    assert not authorizer.is_authorized(object.__new__(Who), facilitator, "read", "kernels")  # type: ignore[arg-type]
