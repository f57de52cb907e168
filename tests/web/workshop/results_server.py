"""A small server with nothing but the pages of what came of workshops."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from jupyter_server.auth import AllowAllAuthorizer
from tornado.web import Application

from misread_records.workshop import Workshop
from misread_web.live import HashedFiles
from misread_web.live.hashed_files import FileHandler
from misread_web.workshop import NoWorkshop, results_routes
from tests.web.app_thread import running
from tests.web.home_server import Everybody


@contextmanager
def results_server(*workshops: Workshop, **more: Any) -> Iterator[str]:  # noqa: ANN401 - passed on
    """Run the server in a thread of its own, and give its address."""
    by_code = {workshop.code: workshop for workshop in workshops}

    async def get(code: str) -> Workshop:
        if code not in by_code:
            raise NoWorkshop(code)
        return by_code[code]

    def application() -> Application:
        files, provider = HashedFiles(), Everybody()
        return Application(
            [
                *results_routes("/", get, files, **more),
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
