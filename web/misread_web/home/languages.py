"""The address that chooses the language of the course's pages in a browser."""

from __future__ import annotations

import re
from http import HTTPStatus

from misread_course import catalogue
from misread_scenarios.language import LANGUAGES
from misread_web.auth import choose_language
from misread_web.site import PageHandler, Pages

_WORKSHOP = re.compile(r"join(/[A-Za-z]{1,20})?|workshop")
"""The pages of workshops that have a choice of language."""


class LanguagePage(PageHandler):
    """Keeps a choice and goes on: to the lesson or the page of a workshop that was open, or to the home."""

    def initialize(self, pages: Pages) -> None:
        """Take the pages, for errors."""
        self.pages = pages

    async def get(self, tag: str) -> None:
        """Keep the language, if the course has it, and redirect."""
        if tag not in LANGUAGES:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        choose_language(self, tag)
        self.redirect(f"{self.base_url}{self._way_on()}")

    def _way_on(self) -> str:
        lesson, page = (self.get_query_argument(name, "") for name in ("lesson", "page"))
        if _WORKSHOP.fullmatch(page):
            return page
        try:
            return f"lessons/{catalogue.page(lesson).name}"
        except catalogue.UnknownLesson:
            return ""
