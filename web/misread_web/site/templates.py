"""Renders pages from templates, which escape all text."""

from __future__ import annotations

from datetime import UTC
from functools import partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from misread_grading.calendar import day, default_zone, said
from misread_scenarios.direction import direction
from misread_web.language import taught
from misread_web.live import HashedFiles, one_sheet
from misread_web.site import home_text
from misread_web.site.control_characters import inert
from misread_widgets.views import typeset

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from misread_web.home import Due

ROOM = Path(str(resources.files("misread_web")))
STATIC = ROOM / "jupyter" / "voila" / "templates" / "misread" / "static"
OWN = ROOM / "home"
LONG = 1_500
"""The longest note, in characters, that a page shows unfolded."""


class Pages:
    """The templates for one server, with their stylesheet and icon.

    Attributes:
        zone: the time zone of dates.
    """

    def __init__(
        self, base_url: str, files: HashedFiles, also: Path | None = None, *, zone: ZoneInfo | None = None
    ) -> None:
        """Load the templates, and add the files that pages need to those that the server sends.

        Args:
            base_url: the start of every path of the course, with a slash at both ends.
            files: the files under `files/`.
            also: a folder with further `templates` and `static` stylesheets, which come after the home's.
            zone: the time zone of dates; `default_zone` if None.

        Raises:
            BadZone: if the variable for the time zone does not name one.
        """
        self.zone = zone or default_zone()
        folders = [OWN, *filter(None, [also])]
        environment = Environment(
            loader=FileSystemLoader([folder / "templates" for folder in folders]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        taught(environment)
        environment.filters |= {
            "inert": inert,
            "day": partial(day, zone=self.zone),
            "date": home_text.date_words,
            "moment": partial(said, zone=self.zone),
            "wall": lambda at: f"{at.astimezone(self.zone):%Y-%m-%dT%H:%M}",
            "iso": lambda at: f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}",
            "begun_large": home_text.begun_large,
            "typeset": typeset,
        }
        page = (STATIC / "page.css").read_text("utf-8")
        own = [path.read_text("utf-8") for folder in folders for path in sorted(folder.glob("static/*.css"))]
        address = f"{base_url}files/"
        sheet, fonts = one_sheet(files, address, STATIC, [page, *own])
        environment.globals |= {
            "base_url": base_url,
            "files": address,
            "style": files.add(sheet, "css"),
            "fonts": fonts,
            "times": files.add(f"{(STATIC / 'times.js').read_text('utf-8')}\nownTimes();\npassing();\n", "js"),
            "icon": files.add((STATIC / "icon.svg").read_bytes(), "svg"),
            "counted": home_text.counted,
            "duration": home_text.duration,
            "how_far": home_text.how_far,
            "run_of": home_text.run_of,
            "direction": direction,
            "long": LONG,
        }
        self._environment = environment

    def due_note(self, due: Due, *, alone: bool = False) -> str:
        """Return the part of a lesson's page that tells its due date, as HTML; if `alone`, with its script."""
        return str(self._environment.get_template("due.html").module.due_note(due, alone))  # type: ignore[attr-defined]  # a macro

    def render(self, name: str, *, signed_in: str | None = None, **shown: object) -> str:
        """Return a page as HTML.

        Args:
            name: the template's file name.
            signed_in: the name of the person signed in, who can sign out on the page; None if nobody is.
            shown: the template's variables.
        """
        return self._environment.get_template(name).render(signed_in=signed_in, **shown)
