"""The three live pages of a workshop: the facilitator's, the projector's and the participants'."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from misread_scenarios.direction import direction
from misread_scenarios.language import speaking
from misread_web.live import one_sheet, page_script
from misread_web.site import STATIC
from misread_web.workshop import scripts

if TYPE_CHECKING:
    from misread_records.workshop import Workshop
    from misread_web.live import HashedFiles
    from misread_web.site import Pages
    from misread_web.workshop.conversation import Role

ADDRESSES: dict[Role, str] = {"participant": "", "host": "/host", "projector": "/projector"}
"""What follows a workshop's address in that of each page."""
SHEETS: dict[Role, tuple[str, ...]] = {
    "participant": ("page.css", "lesson.css"),
    "host": ("page.css", "lesson.css"),
    "projector": ("page.css",),
}
"""The stylesheets of the course's pages that each page uses, before its own."""


@dataclasses.dataclass(frozen=True)
class _Files:
    script: str
    style: str
    fonts: tuple[str, ...]


class LivePages:
    """Renders the live pages; their scripts and stylesheets are files that a browser fetches once."""

    def __init__(self, base_url: str, files: HashedFiles, pages: Pages) -> None:
        """Add the pages' scripts and stylesheets to the files.

        Args:
            base_url: the start of every path of the course, with a slash at both ends.
            files: the files under `files/`.
            pages: renders templates.
        """
        self._base_url, self._files, self._pages = base_url, files, pages
        self._of = {role: self._published(role) for role in ADDRESSES}

    def _published(self, role: Role) -> _Files:
        address = f"{self._base_url}files/"
        script = page_script(self._files, address, STATIC, {role: scripts.script(role)})
        sheets = [(STATIC / name).read_text("utf-8") for name in SHEETS[role]]
        own = scripts.text("live_page.css")
        style, fonts = one_sheet(self._files, address, STATIC, [*sheets, scripts.style(role), own])
        return _Files(self._files.add(script, "js"), self._files.add(style, "css"), tuple(fonts))

    def render(self, role: Role, workshop: Workshop, told: bytes) -> str:
        """Return a page of a workshop in its language.

        Args:
            role: whose page it is.
            workshop: the workshop.
            told: the first messages to the page, as JSON.
        """
        own = self._of[role]
        with speaking(workshop.lang):
            return self._pages.render(
                "workshop-live.html",
                role=role,
                lang=workshop.lang,
                dir=direction(workshop.lang),
                title=workshop.title,
                line=f"{self._base_url}workshop/{workshop.code}{ADDRESSES[role]}/line",
                script=own.script,
                sheet=own.style,
                live_fonts=own.fonts,
                # Escape `<`, so that no text of a participant can end the script element that holds the messages.
                told=told.replace(b"<", b"\\u003c").decode(),
            )
