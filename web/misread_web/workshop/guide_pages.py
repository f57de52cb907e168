"""The page of a facilitator's guide, and the files beside it: guide, workbook and slides."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from tornado.web import HTTPError, authenticated

from misread_scenarios.language import spoken
from misread_web.documents import pdf_trouble
from misread_web.language import _
from misread_web.workshop.agendas import READY
from misread_web.workshop.guide import Guide, NoGuide, case_titles, guide_of, slides_of
from misread_web.workshop.powerpoint import PPTX, powerpoint, powerpoint_trouble
from misread_web.workshop.results_handler import ResultsHandler

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tornado.web import RequestHandler

DEFAULT = 90
CASE = "([a-z0-9-]{1,60})"


class GuidePage(ResultsHandler):
    """The guide to a workshop on a case."""

    def guide(self, case: str) -> Guide:
        """Return the guide to a case in the length that is asked for.

        Raises:
            HTTPError: 404 if there is no such case or length.
        """
        asked = self.get_query_argument("minutes", str(DEFAULT))
        try:
            return guide_of(case, int(asked) if asked.isdecimal() and len(asked) <= 4 else 0)  # noqa: PLR2004 - digits
        except NoGuide as error:
            raise HTTPError(HTTPStatus.NOT_FOUND) from error

    @authenticated
    async def get(self, case: str) -> None:
        """Send the page."""
        trouble = await asyncio.to_thread(pdf_trouble)
        guide = await asyncio.to_thread(self.guide, case)
        shown = {"guide": guide, "lengths": READY, "cases": await asyncio.to_thread(case_titles)}
        self.show("guide.html", **shown, pdf_trouble=trouble, powerpoint_trouble=powerpoint_trouble())


class GuideFile(GuidePage):
    """The guide, the workbook or the slides as a file."""

    @authenticated
    async def get(self, case: str) -> None:
        """Send the file; 404 if this server cannot make PowerPoint files."""
        guide = await asyncio.to_thread(self.guide, case)
        name = f"misread-{guide.case}-{guide.minutes}-{self.form}"
        if self.form != "slides.pptx":
            titles = {"guide.pdf": _("Guide: {title}"), "workbook.pdf": _("Workbook: {title}")}
            stem = self.form.removesuffix(".pdf")
            await self.send_pdf(f"{stem}-pdf", titles[self.form].format(title=guide.title), name, guide=guide)
            return
        if powerpoint_trouble():
            raise HTTPError(HTTPStatus.NOT_FOUND)
        now = datetime.now(UTC)
        file = await asyncio.to_thread(powerpoint, slides_of(guide), title=guide.title, lang=spoken(), made=now)
        self.send_file(file, PPTX, name)


ROUTES: Mapping[str, tuple[type[RequestHandler], str]] = {
    rf"/workshop/guide/{CASE}": (GuidePage, ""),
    rf"/workshop/guide/{CASE}/guide\.pdf": (GuideFile, "guide.pdf"),
    rf"/workshop/guide/{CASE}/workbook\.pdf": (GuideFile, "workbook.pdf"),
    rf"/workshop/guide/{CASE}/slides\.pptx": (GuideFile, "slides.pptx"),
}
"""The handler of every path, relative to the course's, and the file that it sends."""
