"""The files of a form where a notebook runs without the web course: the same as the web course hands over."""

from __future__ import annotations

import io
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

import icalendar
import pytest
from docx import Document

from misread_records import MemoryJournal
from misread_records.seat import Seat
from misread_scenarios.exercises import load_form
from misread_web.documents import NoPdf
from misread_web.home import form_downloads
from misread_web.home.form_downloads import form_download
from misread_widgets.form_files import GROUP, NoFormFile
from tests.web.home_server import M4, Learner
from tests.web.pdf_files import read_pdf

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"
TASK = "Run the rota for the small crew"


@pytest.fixture
def seat() -> Seat:
    journal = MemoryJournal()
    Learner().fills(M4, "T7", task=TASK).keeps_it_in(journal)
    return Seat("ada", None, journal)


def test_the_package_names_what_makes_the_files() -> None:
    named = tomllib.loads(PYPROJECT.read_text("utf-8"))["project"]["entry-points"][GROUP]
    assert [EntryPoint(name, value, GROUP).load() for name, value in named.items()] == [form_download]


def test_word_and_pdf_have_what_was_filled_in(seat: Seat) -> None:
    word, pdf = (form_download(seat, "T7", way) for way in ("word", "pdf"))
    assert TASK in [paragraph.text for paragraph in Document(io.BytesIO(word.content)).paragraphs]
    assert TASK in read_pdf(pdf.content).text
    assert [word.name, pdf.name] == ["T7.docx", "T7.pdf"]


def test_the_calendar_has_the_dates_of_the_form(seat: Seat) -> None:
    file = form_download(seat, "T7", "calendar")
    days = {event.start.isoformat() for event in icalendar.Calendar.from_ical(file.content).events}
    assert days <= set(load_form("T7").example.values())
    assert days


def test_what_cannot_be_made_says_why(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = Seat("bo", None, seat.journal)
    with pytest.raises(NoFormFile, match="No date has been filled in yet"):
        form_download(nobody, "T7", "calendar")
    with pytest.raises(NoFormFile, match="The course has no form T99"):
        form_download(seat, "T99", "word")

    def no_pdf(*_: object, **__: object) -> bytes:
        raise NoPdf("Pango is missing")

    monkeypatch.setattr(form_downloads, "pdf", no_pdf)
    with pytest.raises(NoFormFile, match="Take the Word file"):
        form_download(seat, "T7", "pdf")
