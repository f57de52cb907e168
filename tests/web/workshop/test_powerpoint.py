"""A deck as a PowerPoint file has titles, charts that can be edited, alternative texts, and no formula."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from misread_web.workshop import Answer, Slide, deck_of, powerpoint
from tests.web.workshop.finished import Held

MADE = datetime(2026, 11, 28, tzinfo=UTC)
SMALLEST_POINTS = 20
"""At 1280 pixels for the 13.33 inches of a slide, 20 points are 27 pixels, and 24 points are 32."""


@pytest.fixture(scope="module")
def held() -> Held:
    return Held()


@pytest.fixture(scope="module")
def show(held: Held) -> Any:  # noqa: ANN401 - python-pptx's own class is not public
    slides = deck_of(held.workshop)
    file = powerpoint(slides, title="A morning", lang="en", made=MADE)
    return Presentation(io.BytesIO(file))


def test_each_slide_has_its_title_where_screen_readers_look_for_it(held: Held, show: Any) -> None:  # noqa: ANN401
    slides = deck_of(held.workshop)
    assert [slide.shapes.title.text_frame.text for slide in show.slides] == [slide.title for slide in slides]
    assert (show.core_properties.title, show.core_properties.language) == ("A morning", "en")


def test_a_chart_has_the_votes_of_both_rounds_and_a_text_for_those_who_cannot_see_it(held: Held, show: Any) -> None:  # noqa: ANN401
    wanted = [slide for slide in deck_of(held.workshop) if slide.answers]
    charts = [shape for slide in show.slides for shape in slide.shapes if shape.has_chart and "%" not in _text(shape)]
    assert len(charts) == len(wanted)
    for shape, slide in zip(charts, wanted, strict=True):
        series = [list(each.values) for each in shape.chart.plots[0].series]
        assert series == [[answer.counts[place] for answer in slide.answers] for place in range(len(slide.rounds))]
        assert _text(shape).startswith(f"{slide.rounds[0]}: ")


def test_no_text_is_too_small_to_read(show: Any) -> None:  # noqa: ANN401
    sizes = [
        run.font.size.pt
        for slide in show.slides
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
    ]
    assert min(sizes) >= SMALLEST_POINTS


def test_an_answer_that_looks_like_a_formula_stays_a_text_in_the_chart_s_own_table() -> None:
    slide = Slide("spread", "How sure?", rounds=("The vote",), answers=(Answer("", "=1+1", (3,)),))
    file = powerpoint([slide], title="A morning", lang="en", made=MADE)
    (chart,) = [shape for shape in Presentation(io.BytesIO(file)).slides[0].shapes if shape.has_chart]
    book = load_workbook(io.BytesIO(chart.chart.part.chart_workbook.xlsx_part.blob))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "'=1+1" in [cell.value for cell in cells]
    assert not any(cell.data_type == "f" for cell in cells)


def _text(shape: Any) -> str:  # noqa: ANN401
    return str(shape._element.nvGraphicFramePr.cNvPr.get("descr"))  # noqa: SLF001 - python-pptx has no other way
