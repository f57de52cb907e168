"""The files of a form for a notebook that runs without the web course, as in JupyterLab: an entry point finds them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from misread_course.catalogue import lessons
from misread_grading.calendar import default_zone
from misread_scenarios.language import speaking
from misread_web.documents import CALENDAR, DOCX, PDF, NoFont, NoPdf, pdf
from misread_web.home.form_files import FORM_CSS, form_calendar, form_document
from misread_web.home.kept_forms import KeptForm, kept_forms, on_paper
from misread_web.language import _
from misread_web.live import HashedFiles
from misread_web.site import Pages
from misread_widgets.form_files import FormFile, NoFormFile

if TYPE_CHECKING:
    from misread_records.seat import Seat
    from misread_widgets.form_files import Way


def form_download(seat: Seat, form: str, way: Way) -> FormFile:
    """Return the file of a learner's form, by the form's id, as the web course hands it over.

    Raises:
        NoFormFile: if the course has no such form, no date is on it, or this machine cannot make PDF files.
        JournalError: if the journal cannot be read.
        BadZone: if the variable for the time zone does not name one.
    """
    events = seat.journal.read(seat.learner)
    kept = next((kept for kept in kept_forms(lessons(), events) if kept.form.id == form), None)
    if kept is None:
        raise NoFormFile(_("The course has no form {form}.").format(form=form))
    now = datetime.now(UTC)
    if way == "word":
        return FormFile(f"{form}.docx", DOCX, form_document(kept, now, default_zone()))
    if way == "pdf":
        return FormFile(f"{form}.pdf", PDF, _pdf(kept))
    if not kept.dates:
        raise NoFormFile(_("No date has been filled in yet, so there is nothing for a calendar."))
    return FormFile(f"{form}.ics", CALENDAR, form_calendar(kept, seat.learner, now))


def _pdf(kept: KeptForm) -> bytes:
    with speaking(kept.lang):  # a document has one language
        pages = Pages("/", HashedFiles())
        body = pages.render("form_body.html", signed_in=None, kept=kept, sections=on_paper(kept.filled))
    try:
        return pdf(body, title=kept.title, lang=kept.lang, css=FORM_CSS)
    except (NoPdf, NoFont) as missing:
        say = _("No PDF file can be made on this machine: {reason}. Take the Word file, and save it as PDF there.")
        raise NoFormFile(say.format(reason=missing)) from missing
