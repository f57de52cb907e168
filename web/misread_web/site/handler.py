"""What every page of the course that is about somebody has in common."""

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
"""What a page without scripts may load: files of the course."""

log = logging.getLogger(__name__)


class PageHandler(JupyterHandler):
    """A page for nobody else's eyes, and kept by no cache."""

    pages: Pages

    async def prepare(self) -> None:  # type: ignore[override]  # Jupyter's own returns nothing either
        """Find out who is there; until then it is nobody, also for a page that says why it could not be found out."""
        self.current_user = None
        await super().prepare()

    @property
    def content_security_policy(self) -> str:
        """The policy of pages without scripts."""
        return OWN_STYLES_ONLY

    def set_default_headers(self) -> None:
        """Keep every answer out of caches."""
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")

    def show(self, name: str, **shown: object) -> None:
        """Send a page."""
        person = self.current_user
        signed_in = person.display_name if isinstance(person, Person) and person.cohort is not None else None
        self.finish(self.pages.render(name, signed_in=signed_in, **shown))

    def write_error(self, status_code: int, **given: Any) -> None:  # noqa: ANN401 - as tornado's own
        """Say in plain words what went wrong and what to do next."""
        error = given.get("exc_info", (None, None))[1]
        if isinstance(error, JournalError):
            status_code = HTTPStatus.SERVICE_UNAVAILABLE
            self.set_status(status_code)
            self.set_header("Retry-After", "10")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.show("trouble.html", status=status_code, refusal=error if isinstance(error, AccessError) else None)

    def log_exception(self, kind: Any, error: Any, trace: Any) -> None:  # noqa: ANN401 - as tornado's own
        """Log a journal that is away in one line, and everything else as ever."""
        if isinstance(error, JournalError):
            log.error("the journal is away", extra={"code": type(error).__name__})
        else:
            super().log_exception(kind, error, trace)
