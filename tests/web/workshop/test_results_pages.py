"""What came of a workshop, as pages and files that real programs open."""

from __future__ import annotations

import csv
import functools
import io
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import TYPE_CHECKING

import httpx
import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect
from pptx import Presentation

from misread_scenarios.library import load
from misread_web.workshop import deck_of, own_result, report_of, telling_of
from tests.web.pdf_files import read_pdf
from tests.web.workshop.finished import PEOPLE, Held
from tests.web.workshop.results_server import results_server

if TYPE_CHECKING:
    from tests.web.conftest import Visit

WIDTHS = (1280, 360)
get = functools.partial(httpx.get, timeout=60)
READABLE = 32
"""Pixels of the smallest text on the projector at 1280 pixels."""


@pytest.fixture(scope="module")
def held() -> Held:
    return Held()


@pytest.fixture(scope="module")
def address(held: Held) -> Iterator[str]:
    with results_server(held.workshop) as running:
        yield f"{running}workshop/{held.workshop.code}/"


def test_the_report_is_a_page_that_everybody_can_read(address: str, held: Held, visit: Callable[..., Visit]) -> None:
    opened = visit()
    opened.page.goto(address + "report")
    expect(opened.page.get_by_role("heading", level=1)).to_have_text("A morning")
    for part in report_of(held.workshop).parts:
        expect(opened.page.get_by_role("heading", level=2, name=part.title, exact=True)).to_be_visible()
    expect(opened.page.get_by_text("<b>=2+2</b>")).to_be_visible()
    expect(opened.page.get_by_text("My boss is Kim")).to_have_count(0)
    for width in WIDTHS:
        opened.page.set_viewport_size({"width": width, "height": 800})
        assert opened.violations() == []
        assert opened.page.evaluate("document.scrollingElement.scrollWidth") == width


def test_the_report_s_pdf_is_tagged_and_has_the_same_figures(address: str, held: Held) -> None:
    file = read_pdf(get(address + "report.pdf").content)
    assert (file.title, file.lang, file.is_tagged, file.claims_ua) == ("Report: A morning", "en", True, True)
    report = report_of(held.workshop)
    assert file.count("Table") >= sum(len(part.questions) for part in report.parts)
    for part in report.parts:
        for question in part.questions:
            for answer in question.answers:
                assert file.has(answer.text)
    assert not file.has("My boss is Kim")


def test_the_votes_open_in_a_spreadsheet(address: str) -> None:
    table = get(address + "votes.csv")
    assert table.headers["Content-Disposition"] == 'attachment; filename="misread-KFRDGH-votes.csv"'
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    book = load_workbook(io.BytesIO(get(address + "votes.xlsx").content))
    assert len(rows) == book.active.max_row - 1 > 0
    assert "'=1+1" in {row["answer_text"] for row in rows}


def test_the_deck_is_turned_by_keys_one_slide_at_a_time(address: str, held: Held, visit: Callable[..., Visit]) -> None:
    slides = deck_of(held.workshop)
    opened = visit(viewport={"width": 1280, "height": 720})
    page = opened.page
    page.goto(address + "deck")
    shown = page.locator(".slide:visible .slide-title")
    expect(shown).to_have_text(slides[0].title)
    page.keyboard.press("ArrowRight")
    expect(shown).to_have_text(slides[1].title)
    expect(shown).to_be_focused()
    for key, place in (("PageDown", 2), ("ArrowLeft", 1), ("End", len(slides) - 1), ("ArrowRight", len(slides) - 1)):
        page.keyboard.press(key)
        expect(shown).to_have_text(slides[place].title)
    page.reload()
    expect(shown).to_have_text(slides[-1].title)
    page.keyboard.press("Home")
    page.get_by_role("button", name="Next slide").click()
    expect(shown).to_have_text(slides[1].title)


def test_every_slide_is_readable_from_the_back_row_and_fits(
    address: str, held: Held, visit: Callable[..., Visit]
) -> None:
    opened = visit(viewport={"width": 1280, "height": 720})
    page = opened.page
    page.goto(address + "deck")
    for slide in deck_of(held.workshop):
        expect(page.locator(".slide:visible .slide-title")).to_have_text(slide.title)
        sizes = page.evaluate(
            "[...document.querySelectorAll('.slide:not([hidden]) *')].filter(one => one.textContent.trim())"
            ".map(one => parseFloat(getComputedStyle(one).fontSize))"
        )
        assert min(sizes) >= READABLE
        assert opened.violations() == []
        page.keyboard.press("ArrowRight")
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.scrollingElement.scrollWidth") == 360


def test_the_deck_is_a_powerpoint_and_a_pdf_file(address: str, held: Held) -> None:
    slides = deck_of(held.workshop)
    show = Presentation(io.BytesIO(get(address + "deck.pptx").content))
    assert len(show.slides) == len(slides)
    file = read_pdf(get(address + "deck.pdf").content)
    assert (file.title, file.claims_ua) == ("Debrief: A morning", True)
    assert file.pages >= len(slides)
    assert all(file.has(slide.title) for slide in slides)


@pytest.mark.parametrize("path", ["report", "report.pdf", "votes.csv", "deck", "deck.pptx"])
def test_an_unknown_code_is_not_found_and_nobody_else_comes_in(address: str, path: str) -> None:
    assert get(address.replace("KFRDGH", "QQQQQQ") + path).status_code == HTTPStatus.NOT_FOUND
    refused = get(address + path, headers={"Cookie": "learner=nobody"})
    assert refused.status_code in (HTTPStatus.FOUND, HTTPStatus.FORBIDDEN)


def test_a_participant_reads_their_own_result_and_no_other(
    address: str, held: Held, visit: Callable[..., Visit]
) -> None:
    opened = visit()
    page = opened.page
    page.context.add_cookies(
        [{"name": "place", "value": "p03", "url": address}, {"name": "learner", "value": "nobody", "url": address}]
    )
    page.goto(address + "me")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your own result")
    first = page.get_by_role("region", name="One colour each")
    for votes in held.workshop.steps["sam"].ballots[0].rounds:
        answer = load("sam-priya").scenes[0].choice(str(votes["p03"].answer))
        assert answer is not None
        expect(first).to_contain_text(telling_of(load("sam-priya")).text(answer.text))
    expect(first.get_by_text("On your choice")).to_be_visible()
    expect(page.get_by_text("<b>=2+2</b>")).to_be_visible()
    expect(page.get_by_text("secret")).to_have_count(0)
    expect(page.get_by_text("ABCD EFGH")).to_be_visible()
    expect(page.get_by_text("p04")).to_have_count(0)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert opened.violations() == []
        assert page.evaluate("document.scrollingElement.scrollWidth") == width


def test_a_member_goes_on_in_the_lesson_with_the_case(address: str) -> None:
    page = get(address + "me", headers={"Cookie": "learner=p05"})
    assert 'href="/lessons/m4-sam-and-priya"' in page.text
    assert "ABCD EFGH" not in page.text


def test_somebody_who_did_not_take_part_has_no_result(address: str) -> None:
    for cookie in ("learner=ada", "learner=nobody", "learner=nobody; place=p99"):
        assert get(address + "me", headers={"Cookie": cookie}).status_code == HTTPStatus.NOT_FOUND


def test_a_question_that_the_room_is_still_at_says_nothing_on_the_choice() -> None:
    held = Held()
    held.workshop.is_over = False
    held.done("begin", step="sam")
    held.done("vote")
    held.vote(**dict.fromkeys(PEOPLE, "blanks"))
    assert len(own_result(held.workshop, "p01").answers) == len(own_result(Held().workshop, "p01").answers)
    held.done("reveal")
    assert own_result(held.workshop, "p01").answers[-1].why == ()
    held.done("follow", picks=["blanks"])
    held.done("go_on", pick="blanks")
    assert own_result(held.workshop, "p01").answers[-1].why != ()


def test_the_guide_is_a_page_with_its_files_beside_it(address: str, visit: Callable[..., Visit]) -> None:
    guide = address.replace("KFRDGH/", "guide/sam-priya")
    opened = visit()
    opened.page.goto(f"{guide}?minutes=60")
    expect(opened.page.get_by_role("heading", level=1)).to_have_text("Guide: Sam and Priya")
    for width in WIDTHS:
        opened.page.set_viewport_size({"width": width, "height": 800})
        assert opened.violations() == []
        assert opened.page.evaluate("document.scrollingElement.scrollWidth") == width
    for name in ("Guide as a PDF", "Workbook as a PDF", "Slides for PowerPoint"):
        link = opened.page.get_by_role("link", name=name).get_attribute("href")
        assert link is not None
        assert get(httpx.URL(address).join(link)).status_code == HTTPStatus.OK
    for wrong in ("?minutes=45", "?minutes=x", "-2"):
        assert get(guide + wrong).status_code == HTTPStatus.NOT_FOUND
