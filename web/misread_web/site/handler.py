"""The base class of the pages about a person."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from jupyter_server.base.handlers import JupyterHandler

from misread_records import JournalError
from misread_web.auth import AccessError, Person
from misread_web.site.templates import Pages

OWN_STYLES_ONLY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
"""The policy of pages without scripts: styles, images and fonts of the course only."""

log = logging.getLogger(__name__)


class PageHandler(JupyterHandler):
    """A private page, which must not be cached."""

    pages: Pages

    async def prepare(self) -> None:  # type: ignore[override]  # Jupyter's own returns nothing either
        """Find out who makes the request; an error page that is sent before that is for nobody."""
        self.current_user = None
        await super().prepare()

    @property
    def content_security_policy(self) -> str:
        """The policy of pages without scripts."""
        return OWN_STYLES_ONLY

    def set_default_headers(self) -> None:
        """Keep every response out of caches."""
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")

    def show(self, name: str, **shown: object) -> None:
        """Render a template with its variables, and send it."""
        self.finish(self.pages.render(name, signed_in=self.signed_in, **shown))

    @property
    def signed_in(self) -> str | None:
        """The name of the person who makes the request, if they can sign out."""
        person = self.current_user
        return person.display_name if isinstance(person, Person) and person.cohort is not None else None

    def write_error(self, status_code: int, **options: Any) -> None:  # noqa: ANN401 - as tornado's own
        """Send a page that says what went wrong and what to do next."""
        error = options.get("exc_info", (None, None))[1]
        if isinstance(error, JournalError):
            status_code = HTTPStatus.SERVICE_UNAVAILABLE
            self.set_status(status_code)
            self.set_header("Retry-After", "10")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.show("trouble.html", status=status_code, refusal=error if isinstance(error, AccessError) else None)

    def log_exception(self, kind: Any, error: Any, trace: Any) -> None:  # noqa: ANN401 - as tornado's own
        """Log an unreachable journal in one line, and any other error as tornado does."""
        if isinstance(error, JournalError):
            log.error("the journal is away", extra={"code": type(error).__name__})
        else:
            super().log_exception(kind, error, trace)
