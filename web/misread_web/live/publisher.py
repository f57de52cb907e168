"""Renders each lesson once as a static page, with the modules and the stylesheet that its widgets need."""

from __future__ import annotations

import dataclasses
import functools
import secrets
import tempfile
from base64 import b64encode
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_path
from nbconvert.exporters import HTMLExporter

from misread_course import catalogue
from misread_course.catalogue import Lesson
from misread_course.graded_cells import graded_items
from misread_course.items import items
from misread_course.steps import contents, steps, waiting
from misread_records import open_journal
from misread_records.seat import Seat
from misread_records.submission_answers import ANSWERS
from misread_scenarios.language import LANGUAGES
from misread_web.language import taught
from misread_web.live.hashed_files import HashedFiles
from misread_web.live.lesson_plan import Plan, key_of
from misread_web.live.page import Page
from misread_web.live.page_script import page_script
from misread_web.live.page_style import one_sheet
from misread_web.live.session import Session, assets_of
from misread_web.site import with_inline

SHEETS = ("page.css", "lesson.css", "parts.css", "steps.css")


@dataclasses.dataclass(frozen=True)
class Publisher:
    """Renders lessons for one server, from its templates, its base URL and the files that it serves."""

    templates: Path
    base_url: str
    files: HashedFiles

    @property
    def _folder(self) -> Path:
        return self.templates / "misread"

    @functools.cached_property
    def _exporter(self) -> HTMLExporter:
        """The exporter for all lessons: to compile the templates again for each takes a third of the start-up."""
        exporter = HTMLExporter(
            template_paths=_template_paths(self._folder), template_file="live.html.j2", exclude_anchor_links=True
        )
        taught(exporter.environment)
        return exporter

    def publish(self, plan: Plan, before: Lesson | None, following: Lesson | None) -> Page:
        """Return the page of a lesson, with links to the previous and the next lesson, if there are any.

        Raises:
            NeedsKernel: if its cells show anything but widgets of the course.
        """
        shown, modules, styles = self._rehearse(plan)
        static = self._folder / "static"
        own = [(static / name).read_text("utf-8") for name in SHEETS]
        address = f"{self.base_url}files/"
        style, fonts = one_sheet(self.files, address, static, [*own, *styles])
        script = page_script(self.files, address, static, modules)
        graded = graded_items(plan.lesson)
        gaps = {name: secrets.token_hex() for name in ("due", "key", "told")}
        resources = {
            "base_url": self.base_url,
            "files": address,
            "line": f"{self.base_url}lines/{key_of(plan.lesson)}",
            "name": plan.lesson.name,
            "lang": plan.lesson.lang,
            "languages": {other.lang: LANGUAGES[other.lang] for other in catalogue.languages(plan.lesson)},
            "icon": f"data:image/png;base64,{b64encode((static / 'icon.png').read_bytes()).decode()}",
            "script": script,
            "style": style,
            "fonts": fonts,
            "shown": shown,
            "gaps": gaps,
            "contents": contents(plan.lesson),
            "steps": steps(plan.lesson),
            "step_of": {cell: number for number, step in enumerate(steps(plan.lesson), 1) for cell in step.cells},
            "waiting": waiting(plan.lesson),
            "earning": {item.cell: item.kind for item in items(plan.lesson) if item.id in graded},
            "before": before,
            "following": following,
        }
        html, _resources = self._exporter.from_notebook_node(plan.notebook, resources=resources)
        return Page.with_gaps(html, with_inline(script, style), **gaps)

    def _rehearse(self, plan: Plan) -> tuple[set[str], dict[str, str], list[str]]:
        """Run the lesson once with an empty journal.

        Returns:
            The ids of the cells that show a widget, the widgets' modules by file name, and their stylesheets.
        """
        messages: list[dict[str, Any]] = []
        with tempfile.TemporaryDirectory() as folder:
            journal = open_journal(str(Path(folder) / ANSWERS))
            session = Session(plan, Seat("rehearsal", None, journal), messages.append)
            for cell in session.cells:
                session.run(cell)
            assets = [assets_of(widget) for widget in session.widgets()]
            session.close()
            journal.close()
        modules = {self.files.add(asset["module"].text, "js"): asset["module"].text for asset in assets}
        styles = list(dict.fromkeys(asset["style"].text for asset in assets))
        return {message["open"] for message in messages if "open" in message}, modules, styles


def _template_paths(folder: Path) -> list[str]:
    return [str(folder), *jupyter_path("nbconvert", "templates"), *jupyter_path()]
