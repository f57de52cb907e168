"""A small server with nothing but the pages of what came of workshops."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from jupyter_server.auth import AllowAllAuthorizer
from tornado.web import Application

from misread_records.workshop import Workshop
from misread_web.auth import Person
from misread_web.live import HashedFiles
from misread_web.live.hashed_files import FileHandler
from misread_web.workshop import NoWorkshop, Participants, results_routes
from tests.web.app_thread import running
from tests.web.home_server import Everybody


@contextmanager
def results_server(*workshops: Workshop) -> Iterator[str]:
    """Run the server in a thread of its own, and give its address; who takes part is in the cookie `place`."""
    by_code = {workshop.code: workshop for workshop in workshops}

    async def get(code: str) -> Workshop:
        if code not in by_code:
            raise NoWorkshop(code)
        return by_code[code]

    async def by_account(person: Person, _code: str) -> str | None:
        return person.username if person.username.startswith("p") else None

    def application() -> Application:
        files, provider = HashedFiles(), Everybody()
        people = Participants(lambda handler, _code: handler.get_cookie("place"), by_account, lambda *_: "ABCDEFGH")
        return Application(
            [
                *results_routes("/", get, files, people),
                ("/files/(.*)", FileHandler, {"files": files}),
            ],
            base_url="/",
            login_url="/login",
            xsrf_cookies=True,
            cookie_secret="only of these tests",  # noqa: S106 - no secret
            identity_provider=provider,
            authorizer=AllowAllAuthorizer(identity_provider=provider),
            log_function=lambda _handler: None,
        )

    with running(application) as address:
        yield address
