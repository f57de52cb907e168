"""The pages and files of what came of a workshop: for its facilitators the report and the deck, and each one's own."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.utils import url_path_join
from tornado.web import HTTPError, authenticated

from misread_grading.reports import as_csv, as_excel
from misread_scenarios.language import spoken
from misread_web.auth import Person
from misread_web.documents import pdf_trouble
from misread_web.language import _
from misread_web.site import OWN_FILES_ONLY, Pages
from misread_web.workshop.codes import spaced
from misread_web.workshop.deck import deck_of
from misread_web.workshop.guide_pages import ROUTES as GUIDE_ROUTES
from misread_web.workshop.own_result import own_result
from misread_web.workshop.powerpoint import PPTX, powerpoint, powerpoint_trouble
from misread_web.workshop.report import report_of, votes_table
from misread_web.workshop.results_handler import FOLDER, Participants, Results, ResultsHandler

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from zoneinfo import ZoneInfo

    from misread_records.workshop import Workshop
    from misread_web.live import HashedFiles

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CODE = "([A-Za-z]{4,12})"


class ReportPage(ResultsHandler):
    """The report."""

    @authenticated
    async def get(self, code: str) -> None:
        """Send the page."""
        workshop = await self.workshop(code)
        self.show(
            "report.html",
            report=report_of(workshop),
            code=workshop.code,
            pdf_trouble=await asyncio.to_thread(pdf_trouble),
            powerpoint_trouble=powerpoint_trouble(),
        )


class ReportFile(ResultsHandler):
    """The report as a PDF file."""

    @authenticated
    async def get(self, code: str) -> None:
        """Send the file."""
        workshop = await self.workshop(code)
        report = report_of(workshop)
        title = _("Report: {title}").format(title=report.title)
        await self.send_pdf("report-pdf", title, f"misread-{workshop.code}-report.pdf", report=report)


class VotesFile(ResultsHandler):
    """All votes as a table."""

    @authenticated
    async def get(self, code: str) -> None:
        """Send the file."""
        workshop = await self.workshop(code)
        table = votes_table(workshop)
        file, media_type = (as_csv(table), CSV) if self.form == "csv" else (as_excel([table]), XLSX)
        self.send_file(file, media_type, f"misread-{workshop.code}-votes.{self.form}")


class DeckPage(ResultsHandler):
    """The debrief deck, for the projector."""

    @property
    def content_security_policy(self) -> str:
        """The policy of pages with the course's own scripts."""
        return OWN_FILES_ONLY

    @authenticated
    async def get(self, code: str) -> None:
        """Send the page."""
        workshop = await self.workshop(code)
        slides = deck_of(workshop)
        self.show("deck.html", slides=slides, title=slides[0].title, code=workshop.code, script=self.results.script)


class DeckFile(ResultsHandler):
    """The debrief deck as a PowerPoint or PDF file."""

    @authenticated
    async def get(self, code: str) -> None:
        """Send the file; 404 if this server cannot make PowerPoint files."""
        workshop = await self.workshop(code)
        slides, name = deck_of(workshop), f"misread-{workshop.code}-debrief.{self.form}"
        title = _("Debrief: {title}").format(title=slides[0].title)
        if self.form == "pdf":
            await self.send_pdf("deck-pdf", title, name, slides=slides, heading=slides[0].title)
            return
        if powerpoint_trouble():
            raise HTTPError(HTTPStatus.NOT_FOUND)
        now = datetime.now(UTC)
        file = await asyncio.to_thread(powerpoint, slides, title=title, lang=spoken(), made=now)
        self.send_file(file, PPTX, name)


class OwnPage(ResultsHandler):
    """A participant's own result, for the browser or the account that took part."""

    @allow_unauthenticated
    async def get(self, code: str) -> None:
        """Send the page; 404 to somebody who did not take part."""
        workshop = await self.workshop(code)
        participant = await self.results.participants.of(self, workshop.code)
        if participant not in workshop.participants or participant in workshop.removed:
            raise HTTPError(HTTPStatus.NOT_FOUND)
        self.show(
            "own.html",
            own=own_result(workshop, participant),
            is_member=isinstance(self.current_user, Person),
            own_code=spaced(self.results.participants.own_code(workshop.code, participant)),
        )


ROUTES = {
    rf"/workshop/{CODE}/report": (ReportPage, ""),
    rf"/workshop/{CODE}/report\.pdf": (ReportFile, "pdf"),
    rf"/workshop/{CODE}/votes\.csv": (VotesFile, "csv"),
    rf"/workshop/{CODE}/votes\.xlsx": (VotesFile, "xlsx"),
    rf"/workshop/{CODE}/deck": (DeckPage, ""),
    rf"/workshop/{CODE}/deck\.pptx": (DeckFile, "pptx"),
    rf"/workshop/{CODE}/deck\.pdf": (DeckFile, "pdf"),
    rf"/workshop/{CODE}/me": (OwnPage, ""),
}
"""The handler of every path, relative to the course's, and the ending of the file that it sends."""


def results_routes(
    base_url: str,
    get: Callable[[str], Awaitable[Workshop]],
    files: HashedFiles,
    participants: Participants,
    zone: ZoneInfo | None = None,
) -> list[tuple[Any, ...]]:
    """Return the routes.

    Args:
        base_url: the start of every path of the course, with a slash at both ends.
        get: returns the workshop with a join code, as `Workshops.get` does.
        files: the files under `files/`.
        participants: finds out as which participant somebody takes part.
        zone: the time zone of dates; `default_zone` if None.
    """
    script = files.add((FOLDER / "static" / "deck.js").read_bytes(), "js")
    results = Results(get, Pages(base_url, files, FOLDER, zone=zone), script, participants)
    return [
        (url_path_join(base_url, path), handler, {"results": results, "form": form})
        for path, (handler, form) in {**ROUTES, **GUIDE_ROUTES}.items()
    ]
