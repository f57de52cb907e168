"""Writes slides as a PowerPoint file whose charts and texts can be edited, with the python-pptx library.

The library is an extra, `misread[slides]`; `powerpoint_trouble` says what to install. Each slide has its title in a
title placeholder and each chart an alternative text, which screen readers need.
"""

from __future__ import annotations

import io
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from misread_grading.reports import as_text
from misread_web.language import _
from misread_web.site import inert

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from misread_web.workshop.deck import Slide

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
"""The media type of a PowerPoint file."""
NO_PACKAGE = "PowerPoint files need the package python-pptx: pip install 'misread[slides]'"
WIDTH, HEIGHT = 13.333, 7.5
"""The size of a slide in inches: 16 to 9, as PowerPoint's own."""
MARGIN = 0.7
TITLE_POINTS, TEXT_POINTS, SMALL_POINTS = 36, 24, 20
INK, SOFT, ACCENT, SECOND = "24272B", "5B5F66", "1B5A70", "B4602A"
SERIF, SANS = "Georgia", "Calibri"
LONG_TITLE = 90
"""From this many characters on, a title is written smaller."""


class NoPowerPoint(Exception):
    """This machine cannot make PowerPoint files; the message says what to install."""


def powerpoint_trouble() -> str | None:
    """Return what has to be installed before PowerPoint files can be made; None if nothing is missing."""
    return None if find_spec("pptx") else NO_PACKAGE


def powerpoint(slides: Sequence[Slide], *, title: str, lang: str, made: datetime) -> bytes:
    """Return slides as the bytes of a .pptx file.

    Args:
        slides: the slides.
        title: the title of the file.
        lang: the language of the texts.
        made: when the file is made.

    Raises:
        NoPowerPoint: if the library is not installed.
    """
    if (trouble := powerpoint_trouble()) is not None:
        raise NoPowerPoint(trouble)
    show = import_module("pptx").Presentation()
    units = import_module("pptx.util")
    show.slide_width, show.slide_height = units.Inches(WIDTH), units.Inches(HEIGHT)
    about = show.core_properties
    about.title, about.author, about.subject, about.language = inert(title), "", "Misread", lang
    about.created = about.modified = made
    for slide in slides:
        _Drawn(show, slide, lang).draw()
    file = io.BytesIO()
    show.save(file)
    return file.getvalue()


class _Drawn:
    """One slide of a presentation while it is drawn."""

    def __init__(self, show: Any, slide: Slide, lang: str) -> None:  # noqa: ANN401 - an extra's class
        self.slide, self.lang = slide, lang
        self.units = import_module("pptx.util")
        self.drawn = show.slides.add_slide(show.slide_layouts[5])  # the layout with a title only

    def draw(self) -> None:
        """Draw the title, the line above it, what the slide shows, and its notes."""
        top = 0.5
        if self.slide.kicker:
            self._text(self._box(top, 0.5), [self.slide.kicker], SMALL_POINTS, SOFT)
            top += 0.5
        self._title(top)
        body = top + 1.5
        if self.slide.answers:
            self._answers(body)
        elif self.slide.approach:
            self._approach(body)
        elif self.slide.lines:
            listed = self.slide.kind in ("moves", "words", "next")
            lines = [f"• {line}" for line in self.slide.lines] if listed else list(self.slide.lines)
            self._text(self._box(body, HEIGHT - body - 0.4), lines, TEXT_POINTS, INK)
        if self.slide.note:
            self.drawn.notes_slide.notes_text_frame.text = inert(self.slide.note)

    def _title(self, top: float) -> None:
        title = self.drawn.shapes.title
        self._place(title, MARGIN, top, WIDTH - 2 * MARGIN, 1.3)
        points = TITLE_POINTS if len(self.slide.title) < LONG_TITLE else TEXT_POINTS
        self._text(title, [self.slide.title], points, INK, font=SERIF, bold=True)

    def _place(self, shape: Any, left: float, top: float, width: float, height: float) -> None:  # noqa: ANN401
        inches = self.units.Inches
        shape.left, shape.top, shape.width, shape.height = map(inches, (left, top, width, height))

    def _box(self, top: float, height: float, left: float = MARGIN, width: float = WIDTH - 2 * MARGIN) -> Any:  # noqa: ANN401
        inches = self.units.Inches
        return self.drawn.shapes.add_textbox(inches(left), inches(top), inches(width), inches(height))

    def _text(  # noqa: PLR0913 - the look of a text
        self,
        shape: Any,  # noqa: ANN401 - an extra's class
        lines: Sequence[str],
        points: int,
        colour: str,
        *,
        font: str = SANS,
        bold: bool = False,
    ) -> None:
        frame, text = shape.text_frame, import_module("pptx.enum.text")
        frame.word_wrap, frame.vertical_anchor = True, text.MSO_ANCHOR.TOP
        for number, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            paragraph.alignment, paragraph.space_after = text.PP_ALIGN.LEFT, self.units.Pt(8)
            run = paragraph.add_run()
            run.text = inert(line)
            run.font.size, run.font.bold, run.font.name = self.units.Pt(points), bold, font
            run.font.color.rgb = import_module("pptx.dml.color").RGBColor.from_string(colour)
            run._r.get_or_add_rPr().set("lang", self.lang)  # noqa: SLF001 - python-pptx has few languages

    def _answers(self, top: float) -> None:
        """Draw the votes as a chart, and beside it what the letters stand for."""
        names = [answer.letter or answer.text for answer in self.slide.answers]
        rounds = [
            (name, [answer.counts[place] or 0 for answer in self.slide.answers])
            for place, name in enumerate(self.slide.rounds)
        ]
        self._chart(names, rounds, top, WIDTH / 2 - MARGIN, "0")
        lettered = [f"{answer.letter}  {answer.text}" for answer in self.slide.answers if answer.letter]
        if lettered:
            box = self._box(top, HEIGHT - top - 0.4, WIDTH / 2 + 0.2, WIDTH / 2 - MARGIN - 0.2)
            self._text(box, lettered, SMALL_POINTS, INK)

    def _approach(self, top: float) -> None:
        names = [each.name for each in self.slide.approach]
        shares = [(each.share or 0) / 100 for each in self.slide.approach]
        self._chart(names, [(_("Share of the points"), shares)], top, WIDTH - 2 * MARGIN, "0%")

    def _chart(
        self, names: Sequence[str], rounds: Sequence[tuple[str, Sequence[float]]], top: float, width: float, form: str
    ) -> None:
        data = import_module("pptx.chart.data").CategoryChartData(number_format=form)
        data.categories = [as_text(inert(name)) for name in names]  # they are cells of the chart's own table
        for name, numbers in rounds:
            data.add_series(name, numbers)
        inches, kinds = self.units.Inches, import_module("pptx.enum.chart")
        place = (inches(MARGIN), inches(top), inches(width), inches(HEIGHT - top - 0.4))
        frame = self.drawn.shapes.add_chart(kinds.XL_CHART_TYPE.BAR_CLUSTERED, *place, data)
        frame._element.nvGraphicFramePr.cNvPr.set("descr", chart_text(names, rounds, form))  # noqa: SLF001 - no other way
        chart = frame.chart
        chart.has_title, chart.has_legend = False, len(rounds) > 1
        if chart.has_legend:
            chart.legend.position, chart.legend.include_in_layout = kinds.XL_LEGEND_POSITION.BOTTOM, False
            chart.legend.font.size = self.units.Pt(SMALL_POINTS)
        chart.category_axis.reverse_order = True
        chart.category_axis.tick_labels.font.size = self.units.Pt(SMALL_POINTS)
        chart.value_axis.visible, chart.value_axis.has_major_gridlines = False, False
        chart.value_axis.minimum_scale = 0
        if form == "0%":
            chart.value_axis.maximum_scale = 1
        plot = chart.plots[0]
        plot.gap_width, plot.has_data_labels = 40, True
        labels = plot.data_labels
        labels.font.size, labels.number_format, labels.number_format_is_linked = (
            self.units.Pt(SMALL_POINTS),
            form,
            False,
        )
        labels.show_value = True
        for series, colour in zip(plot.series, (ACCENT, SECOND), strict=False):
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = import_module("pptx.dml.color").RGBColor.from_string(colour)


def chart_text(names: Sequence[str], rounds: Sequence[tuple[str, Sequence[float]]], form: str) -> str:
    """Return what a chart shows, as its alternative text."""
    parts = []
    for name, numbers in rounds:
        told = [f"{each} {_figure(number, form)}" for each, number in zip(names, numbers, strict=True)]
        parts.append(f"{name}: {', '.join(told)}.")
    return inert(" ".join(parts))


def _figure(number: float, form: str) -> str:
    return _("{number} %").format(number=round(100 * number)) if form == "0%" else str(number)
