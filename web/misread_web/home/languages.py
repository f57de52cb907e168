"""The address that chooses the language of the course's pages in a browser."""

from __future__ import annotations

from http import HTTPStatus

from misread_course import catalogue
from misread_scenarios.language import LANGUAGES
from misread_web.auth import choose_language
from misread_web.site import PageHandler, Pages


class LanguagePage(PageHandler):
    """Keeps a choice and goes on: to the lesson that was open, or to the home."""

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
        lesson = self.get_query_argument("lesson", "")
        try:
            return f"lessons/{catalogue.page(lesson).name}"
        except catalogue.UnknownLesson:
            return ""
