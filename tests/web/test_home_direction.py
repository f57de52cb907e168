"""A story that is written from right to left is so on the home, on paper and in Word, among the English words there."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from docx import Document
from docx.text.paragraph import Paragraph
from playwright.sync_api import expect

from misread_course.catalogue import lessons
from misread_grading.calendar import zone_named
from misread_records import MemoryJournal
from misread_scenarios.library import load
from misread_scenarios.model import Scenario
from misread_web.home.document import document
from misread_web.home.overview import overview
from tests.web.home_server import M4, SAM, HomeCourse, Learner, home_course, lesson_service
from tests.widgets.test_direction import story

if TYPE_CHECKING:
    from tests.web.conftest import Visit

TITLE, SCENE, ENDING = "لا طلب", "القائمة", "موعد"
OWN = "سألتها يوم الخميس (10:00)."


@pytest.fixture
def learner(monkeypatch: pytest.MonkeyPatch) -> Learner:
    """Somebody who has played a story in Arabic to its end, and wrote in Arabic too."""

    def loading(id_: str) -> Scenario:
        return story("ar") if id_ == SAM else load(id_)

    monkeypatch.setattr("misread_web.home.item_summaries.load", loading)
    played = Learner().begins(M4, SAM).picks(M4, SAM, ("ask",))
    return played.writes(M4, "M4.exit", "M4.exit.1", OWN).writes(M4, "M4.exit", "M4.exit.2", "She said لا.")


@pytest.fixture
def course(learner: Learner) -> Iterator[HomeCourse]:
    journal = MemoryJournal()
    learner.keeps_it_in(journal)
    with home_course(lesson_service(), journal) as running:
        yield running


@pytest.mark.parametrize("width", [1280, 360])
def test_home_titles_and_endings_keep_their_own_text_direction(
    course: HomeCourse, visit: Callable[..., Visit], width: int
) -> None:
    opened = visit(viewport={"width": width, "height": 900})
    opened.page.goto(course.address)
    title = opened.page.get_by_role("link", name=TITLE)
    assert (title.get_attribute("lang"), title.get_attribute("dir")) == ("ar", "rtl")
    stop = opened.page.locator(".stop").filter(has=title)
    expect(stop).to_contain_text(f"ended with “\u2067{ENDING}\u2069”")
    assert opened.page.evaluate("document.scrollingElement.scrollWidth") == width
    assert opened.violations() == []


@pytest.mark.parametrize("width", [1280, 360])
def test_on_paper_what_was_chosen_begins_at_the_right(
    course: HomeCourse, visit: Callable[..., Visit], width: int
) -> None:
    page = visit(viewport={"width": width, "height": 900}).page
    page.goto(course.address + "data/my-course")
    heading = page.get_by_role("heading", name=TITLE).locator("span")
    assert heading.evaluate("el => [getComputedStyle(el).direction, el.lang]") == ["rtl", "ar"]
    decision, choice = (page.get_by_role(role, name=SCENE).first for role in ("rowheader", "row"))
    assert [one.evaluate("el => getComputedStyle(el).direction") for one in (decision, choice)] == ["rtl", "rtl"]
    shown = decision.evaluate(
        """(el) => {
            const words = document.createRange();
            words.selectNodeContents(el);
            const own = getComputedStyle(el);
            const inner = el.getBoundingClientRect().right - parseFloat(own.paddingRight);
            return Math.abs(inner - words.getBoundingClientRect().right);
        }"""
    )
    assert shown < 2
    assert page.evaluate("document.scrollingElement.scrollWidth") == width


def is_turned(paragraph: Paragraph) -> bool:
    """Whether Word starts a paragraph at the right and reads each of its parts from there."""
    return bool(paragraph._p.xpath("w:pPr/w:bidi")) and all(run.font.rtl for run in paragraph.runs)  # noqa: SLF001


def test_in_word_only_the_story_and_texts_in_its_language_change_direction(learner: Learner) -> None:
    paper = Document(
        io.BytesIO(document(overview(lessons(), learner.events), datetime(2026, 3, 7, tzinfo=UTC), zone_named("UTC")))
    )
    turned = [one.text for one in paper.paragraphs if is_turned(one)]
    assert turned == [TITLE, OWN]
    (table,) = paper.tables
    rows = [[(is_turned(cell.paragraphs[0])) for cell in row.cells] for row in table.rows]
    assert rows == [[False, False], [True, True]]
    assert "She said لا." in [one.text for one in paper.paragraphs]
    assert set(paper.element.xpath("//w:r/w:rPr/w:lang/@w:bidi")) == {"ar"}
