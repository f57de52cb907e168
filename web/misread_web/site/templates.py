"""The home's pages, put together from templates in which every text is escaped."""

from __future__ import annotations

from datetime import UTC
from functools import partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from misread_grading.calendar import day, default_zone, said
from misread_scenarios.direction import direction
from misread_web.live import HashedFiles, one_sheet
from misread_web.site import text
from misread_web.site.control_characters import inert
from misread_widgets.views import typeset

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from misread_web.home import Due

ROOM = Path(str(resources.files("misread_web")))
STATIC = ROOM / "jupyter" / "voila" / "templates" / "misread" / "static"
OWN = ROOM / "home"
LONG = 1_500
"""Characters of a note beyond which a page folds it up."""


class Pages:
    """Templates, and the stylesheets and icon that they name, for one server.

    Attributes:
        zone: the time zone in which dates are said.
    """

    def __init__(
        self, base_url: str, files: HashedFiles, also: Path | None = None, *, zone: ZoneInfo | None = None
    ) -> None:
        """Read the templates' folder and add what pages ask for to the files that the server sends.

        Args:
            base_url: the course's own address on the server, with a slash at both ends.
            files: what the server sends under `files/`.
            also: a folder whose `templates` and `static` sheets come after the home's: for pages that look like it.
            zone: the time zone in which dates are said; if it is not given, `default_zone`.

        Raises:
            BadZone: if the variable that names the zone names none.
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
        environment.filters |= {
            "inert": inert,
            "day": partial(day, zone=self.zone),
            "moment": partial(said, zone=self.zone),
            "wall": lambda at: f"{at.astimezone(self.zone):%Y-%m-%dT%H:%M}",
            "iso": lambda at: f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}",
            "begun_large": text.begun_large,
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
            "counted": text.counted,
            "run_of": text.run_of,
            "direction": direction,
            "long": LONG,
        }
        self._environment = environment

    def due_note(self, due: Due, *, alone: bool = False) -> str:
        """Return the part of a lesson's page that tells its date, as HTML; `alone`, it brings its script along."""
        return str(self._environment.get_template("due.html").module.due_note(due, alone))  # type: ignore[attr-defined]  # a macro

    def render(self, name: str, *, signed_in: str | None = None, **shown: object) -> str:
        """Return a page as HTML; `shown` is what its template names.

        People who have signed in read their name on it, and can sign out.
        """
        return self._environment.get_template(name).render(signed_in=signed_in, **shown)
