"""The handlers of the certificate: its holder's page, its PDF, and the page that confirms a code to anybody."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from jupyter_server.auth.decorator import allow_unauthenticated
from tornado.web import HTTPError, authenticated

from misread_records.people import Certificate, Certificates, may_be_code
from misread_scenarios.language import spoken
from misread_web.documents import PDF, NoFont, pdf, pdf_trouble
from misread_web.follow_up.completion import COURSE, Completion, completion_of, practised
from misread_web.follow_up.handlers import FollowUp, FollowUpHandler
from misread_web.follow_up.lookups import Lookups
from misread_web.home import course_progress, finished_lessons, levels_of
from misread_web.language import _
from misread_web.site import PageHandler

if TYPE_CHECKING:
    from collections.abc import Sequence

    from misread_records import Event
    from misread_records.people import Cohorts

LONGEST_NAME = 120

log = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True)
class Registry:
    """The objects that the handlers of the certificate share.

    Attributes:
        certificates: the certificates.
        people: the members, whose names stand on certificates; None if nobody signs in.
        lookups: how often each address may have a code confirmed.
    """

    certificates: Certificates
    people: Cohorts | None
    lookups: Lookups


class CertificateHandler(FollowUpHandler):
    """A page about a learner's own certificate."""

    def initialize(self, follow_up: FollowUp, registry: Registry) -> None:  # type: ignore[override]  # one more object
        """Take the objects that the handlers share."""
        super().initialize(follow_up)
        self.registry = registry

    @property
    def learner(self) -> str:
        """The learner who makes the request."""
        return self.follow_up.seat_of(self).learner

    @property
    def asks_for_levels(self) -> bool:
        """Whether the certificate is asked for with the learner's levels; it has none otherwise."""
        return "levels" in self.request.query_arguments

    async def completion(self) -> tuple[Completion, tuple[str, ...]]:
        """Return what this learner has finished and what they have practised, with their levels if asked for.

        Raises:
            JournalError: if the journal cannot be read.
        """
        return await asyncio.to_thread(self._completion, await self.events())

    def _completion(self, events: Sequence[Event]) -> tuple[Completion, tuple[str, ...]]:
        lessons = self.follow_up.lessons()
        course = course_progress(lessons, events)
        levels = levels_of(course) if self.asks_for_levels else {}
        return completion_of(lessons, finished_lessons(course, events)), practised(levels)

    async def certificate(self) -> Certificate | None:
        """Return this learner's certificate.

        Raises:
            JournalError: if it cannot be read.
        """
        return await asyncio.to_thread(self.registry.certificates.of, self.learner)

    async def enrolled_name(self) -> str | None:
        """Return the name under which this learner is enrolled; None if they are in no cohort.

        Raises:
            JournalError: if it cannot be read.
        """
        if self.registry.people is None:
            return None
        member = await asyncio.to_thread(self.registry.people.find, self.learner)
        return member.name if member else None

    def facts(self, made: Certificate, done: Completion, practised: Sequence[str]) -> dict[str, Any]:
        """Return what a certificate says."""
        return {
            "certificate": made,
            "done": done,
            "practised": practised,
            "levels": self.asks_for_levels,
            "confirmed_at": self.address(f"certificate/{made.shown_code}") if self.registry.people else None,
        }


class CertificatePage(CertificateHandler):
    """The learner's certificate: to ask for, print, download and withdraw."""

    @authenticated
    async def get(self) -> None:
        """Send the page."""
        await self._show()

    @authenticated
    async def post(self) -> None:
        """Make the certificate, or withdraw it."""
        if "withdraw" in self.request.body_arguments:
            if await asyncio.to_thread(self.registry.certificates.withdraw, self.learner):
                log.info("a certificate was withdrawn")
        else:
            (done, _practised), enrolled = await self.completion(), await self.enrolled_name()
            name = enrolled or " ".join(self.get_body_argument("name", "").split())
            if done.at is None or not 0 < len(name) <= LONGEST_NAME:
                await self._show(wrong=done.at is not None, name=name)
                return
            await asyncio.to_thread(self.registry.certificates.issue, self.learner, name, COURSE, done.at)
        self.redirect(f"{self.base_url}data/certificate", status=HTTPStatus.SEE_OTHER)

    async def _show(self, *, wrong: bool = False, name: str = "") -> None:
        if wrong:
            self.set_status(HTTPStatus.UNPROCESSABLE_ENTITY)
        (done, words), made, enrolled = await self.completion(), await self.certificate(), await self.enrolled_name()
        trouble = await asyncio.to_thread(pdf_trouble)
        facts: dict[str, Any] = {"done": done, "certificate": None} if made is None else self.facts(made, done, words)
        facts |= {"enrolled": enrolled, "wrong": wrong, "written": name, "longest": LONGEST_NAME}
        self.show("certificate.html", **facts, trouble=trouble, xsrf=self.xsrf_token.decode())


class CertificateFile(CertificateHandler):
    """The learner's certificate as a PDF file."""

    @authenticated
    async def get(self) -> None:
        """Send the file; 404 if there is no certificate."""
        made = await self.certificate()
        if made is None:
            raise HTTPError(HTTPStatus.NOT_FOUND)
        facts = self.facts(made, *await self.completion())
        body, css = (self.pages.render(f"certificate-pdf.{kind}", **facts) for kind in ("html", "css"))
        title = _("Certificate: {name}").format(name=made.name)
        try:
            file = await asyncio.to_thread(pdf, body, title=title, lang=spoken(), css=css)
        except NoFont as error:
            self.set_status(HTTPStatus.UNPROCESSABLE_ENTITY)
            self.show("certificate-no-font.html", characters=error.characters)
            return
        self.set_header("Content-Type", PDF)
        self.set_header("Content-Disposition", 'attachment; filename="misread-certificate.pdf"')
        self.finish(file)


class ConfirmPage(PageHandler):
    """Confirms a certificate's code to anybody. An unknown code, a withdrawn one and none get the same answer."""

    def initialize(self, follow_up: FollowUp, registry: Registry) -> None:
        """Take the objects that the handlers share."""
        self.pages, self.registry = follow_up.pages, registry

    @allow_unauthenticated
    async def get(self, code: str) -> None:
        """Send the page. A text that cannot be a code is not looked up, and does not count as a try."""
        wait = self.registry.lookups.wait(self.request.remote_ip or "") if may_be_code(code) else 0
        if wait:
            self.set_status(HTTPStatus.TOO_MANY_REQUESTS)
            self.set_header("Retry-After", str(wait))
            self.show("confirm.html", certificate=None, wait=wait, today=datetime.now(UTC))
            return
        certificate = await asyncio.to_thread(self.registry.certificates.find, code)
        if certificate is None:
            self.set_status(HTTPStatus.NOT_FOUND)
        self.show("confirm.html", certificate=certificate, wait=0, today=datetime.now(UTC))
