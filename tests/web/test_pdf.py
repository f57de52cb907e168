"""PDF files as a reading program finds them: title, language, tags, and errors in words where one cannot be made."""

from __future__ import annotations

import importlib
from types import ModuleType

import pytest

from misread_web.documents import NoFont, NoPdf, pdf, pdf_trouble
from tests.web.pdf_files import read_pdf

DOT = "data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 width=%221%22 height=%221%22/%3E"
TABLE = (
    "<table><thead><tr><th>When</th><th>What</th></tr></thead><tbody><tr><th scope='row'>May</th><td>Ask</td></tr>"
    "<tr><th scope='row'>June</th><td>Agree</td></tr></tbody></table>"
)


def test_a_document_has_a_title_a_language_and_tags() -> None:
    found = read_pdf(pdf("<h1>Plan</h1><p>Ask <b>Sam</b> first.</p>", title="Ada’s <plan> & more", lang="de"))
    assert (found.title, found.lang, found.is_tagged, found.claims_ua) == ("Ada’s <plan> & more", "de", True, True)
    assert found.has("Ask Sam first.")
    assert (found.count("H1"), found.count("P")) == (1, 1)


def test_every_cell_is_tied_to_its_own_headers() -> None:
    cells = [tag.headers for tag in read_pdf(pdf(TABLE, title="Plan", lang="en")).tags if tag.kind == "TD"]
    assert len(cells) == 2
    assert all(len(headers) == 2 for headers in cells)
    assert cells[0] != cells[1]


def test_the_fonts_are_the_courses_own() -> None:
    found = read_pdf(pdf("<h1>Plan</h1><p>Ask <i>Sam</i>, <b>now</b>.</p>", title="Plan", lang="en"))
    assert {name[:13] for name in found.fonts} == {"Source-Serif-", "Source-Sans-3"}
    assert len(found.fonts) == 4


def test_a_long_document_numbers_its_pages() -> None:
    found = read_pdf(pdf("<p>A line.</p>" * 200, title="Plan", lang="en"))
    assert found.pages > 1
    assert f"1 / {found.pages}" in found.text


@pytest.mark.parametrize(
    ("body", "title", "lang", "said"),
    [
        ("<p>x</p>", " ", "en", "title"),
        ("<p>x</p>", "Plan", "", "language"),
        ("<table><tr><th rowspan='2'>x</th></tr></table>", "Plan", "en", "rowspan"),
        ("<svg viewBox='0 0 1 1'><rect width='1' height='1'/></svg>", "Plan", "en", "<title>"),
        (f'<p><img src="{DOT}" alt=""></p>', "Plan", "en", "alt"),
    ],
)
def test_a_document_that_is_not_accessible_is_refused(body: str, title: str, lang: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        pdf(body, title=title, lang=lang)


def test_characters_without_a_font_are_named() -> None:
    with pytest.raises(NoFont, match="fonts-noto") as refused:
        pdf("<p>plain \U000f0000\U000f0001\U000f0000 text</p>", title="Plan", lang="en")
    assert refused.value.characters == "\U000f0000\U000f0001"


def test_nothing_is_fetched_from_elsewhere() -> None:
    with pytest.raises(ValueError, match="disallowed protocol"):
        pdf('<p><img src="http://example.org/x.png" alt="x"></p>', title="Plan", lang="en")


@pytest.mark.parametrize(
    ("error", "said"),
    [(ModuleNotFoundError("weasyprint"), "misread[pdf]"), (OSError("libpango-1.0-0"), "apt-get install libpango")],
)
def test_what_is_missing_is_said_with_what_to_install(
    error: Exception, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_: str) -> ModuleType:
        raise error

    assert pdf_trouble() is None
    monkeypatch.setattr(importlib.import_module("misread_web.documents.pdf"), "import_module", failing)
    assert said in str(pdf_trouble())
    with pytest.raises(NoPdf, match="PDF files need"):
        pdf("<p>x</p>", title="Plan", lang="en")
