"""The pages and files of a learner's forms: to print, as Word, as PDF and for a calendar."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from http import HTTPStatus

from tornado.web import HTTPError, authenticated

from misread_scenarios.language import speaking
from misread_web.documents import CALENDAR, DOCX, PDF, NoFont, NoPdf, pdf
from misread_web.home.form_files import FORM_CSS, form_calendar, form_document
from misread_web.home.handlers import HomeHandler
from misread_web.home.kept_forms import KeptForm, kept_forms, on_paper

log = logging.getLogger(__name__)


class FormHandler(HomeHandler):
    """A page or a file of one form."""

    async def kept(self, id_: str) -> KeptForm:
        """Return a form of the course with what this learner filled in.

        Raises:
            HTTPError: if the course has no such form (404).
            JournalError: if the journal cannot be read.
        """
        events = await self.events()
        forms = await asyncio.to_thread(kept_forms, self.house.lessons(), events)
        kept = next((kept for kept in forms if kept.form.id == id_), None)
        if kept is None:
            raise HTTPError(HTTPStatus.NOT_FOUND)
        return kept

    def shown(self, kept: KeptForm) -> dict[str, object]:
        """Return what the templates need."""
        return {"kept": kept, "sections": on_paper(kept.filled)}


class FormPage(FormHandler):
    """A form as a page for printing, filled in or blank."""

    @authenticated
    async def get(self, id_: str) -> None:
        """Send the page."""
        kept = await self.kept(id_)
        self.show("form.html", **self.shown(kept))


class FormWord(FormHandler):
    """A form as a Word document."""

    @authenticated
    async def get(self, id_: str) -> None:
        """Send the file."""
        kept = await self.kept(id_)
        content = await asyncio.to_thread(form_document, kept, datetime.now(UTC), self.pages.zone)
        self.hand_over(f"{id_}.docx", DOCX, content)


class FormPdf(FormHandler):
    """A form as an accessible PDF file."""

    @authenticated
    async def get(self, id_: str) -> None:
        """Send the file, or a page that offers the other ways if this server cannot make it."""
        kept = await self.kept(id_)
        with speaking(kept.lang):  # a document has one language
            body = self.pages.render("form_body.html", signed_in=None, **self.shown(kept))
        try:
            content = await asyncio.to_thread(pdf, body, title=kept.title, lang=kept.lang, css=FORM_CSS)
        except (NoPdf, NoFont) as missing:
            log.warning("no PDF file of a form: %s", missing)
            self.set_status(HTTPStatus.NOT_IMPLEMENTED)
            self.show("no_pdf.html", kept=kept)
            return
        self.hand_over(f"{id_}.pdf", PDF, content)


class FormCalendar(FormHandler):
    """The dates of a form as a calendar file."""

    @authenticated
    async def get(self, id_: str) -> None:
        """Send the file, or a page that says that no date has been filled in."""
        kept = await self.kept(id_)
        if not kept.dates:
            self.show("no_dates.html", kept=kept)
            return
        self.hand_over(f"{id_}.ics", CALENDAR, form_calendar(kept, self.seat.learner, datetime.now(UTC)))
