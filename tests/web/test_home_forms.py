"""Forms on the home and taken away: as a page, Word, PDF and calendar entries, whatever somebody wrote on them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import httpx
import icalendar
import pytest
from docx import Document
from docx.oxml import parse_xml

from misread_course.catalogue import lessons
from misread_grading.calendar import zone_named
from misread_records import MemoryJournal
from misread_scenarios.exercises import FormTable, form_lines, forms
from misread_scenarios.language import speaking
from misread_web.documents import NoPdf, pdf
from misread_web.home.form_files import FORM_CSS, form_calendar, form_document
from misread_web.home.kept_forms import KeptForm, PaperTable, kept_forms, on_paper
from misread_web.live.hashed_files import HashedFiles
from misread_web.live.service import LessonService
from misread_web.site import inert
from misread_web.site.templates import Pages
from tests.web.home_server import M4, HomeCourse, Learner, home_course, lesson_service
from tests.web.pdf_files import ReadPdf, read_pdf

NOW = datetime(2026, 11, 28, 15, 30, tzinfo=UTC)
ZONE = zone_named("Europe/London")
PLACES = {item.form.id: item.lesson.name for item in kept_forms(lessons(), ())}
HOSTILE = [
    "<script>alert(1)</script><b>bold</b>",
    "{{ 7 * 7 }} {% raw %}",
    "nul\x00 bell\x07 escape\x1b[31m c1\x9b \ufffe",
    "line\r\nline\x0bline\u2028line",
    "& &amp; \"quoted\" 'single'",
    "\u202egnp.exe\u202c",
]


def kept(id_: str, learner: Learner | None = None) -> KeptForm:
    """Return a form, filled in as its example unless somebody else has filled it in."""
    events = (learner or Learner().fills(PLACES[id_], id_)).events
    return next(one for one in kept_forms(lessons(), events) if one.form.id == id_)


def as_pdf(one: KeptForm) -> ReadPdf:
    pages = Pages("/", HashedFiles(), zone=ZONE)
    body = pages.render("form_body.html", kept=one, sections=on_paper(one.filled))
    return read_pdf(pdf(body, title=one.title, lang="en", css=FORM_CSS))


def cells(table: PaperTable) -> set[str]:
    return {text for row in table.rows for text in row if text}


@pytest.fixture(scope="module")
def service() -> LessonService:
    return lesson_service()


@pytest.fixture
def course(service: LessonService) -> Iterator[HomeCourse]:
    journal = MemoryJournal()
    Learner().fills(M4, "T7").keeps_it_in(journal)
    with home_course(service, journal) as running:
        yield running


@pytest.fixture
def ask(course: HomeCourse) -> Iterator[Callable[[str], httpx.Response]]:
    with httpx.Client(base_url=course.address, cookies={"learner": "ada"}) as client:
        yield client.get


def test_every_form_of_the_library_has_a_place_in_the_course() -> None:
    assert set(PLACES) == set(forms())


@pytest.mark.parametrize("id_", forms())
def test_paper_holds_every_value_of_a_form_and_no_private_note(id_: str) -> None:
    one = kept(id_)
    parts = [part for section in on_paper(one.filled) for part in section.parts]
    there = set[str]().union(*(cells(part) if isinstance(part, PaperTable) else {part.text} for part in parts))
    assert {line.text for line in form_lines(one.filled, private=False)} <= there
    for part in parts:
        if isinstance(part, PaperTable):
            assert all(len(row) == len(part.head) for row in part.rows)
            assert len(part.head) <= 7
    assert not any("A note for yourself" in str(part) for part in parts)


@pytest.mark.parametrize("id_", forms())
def test_a_blank_form_has_room_to_write_by_hand(id_: str) -> None:
    parts = [part for section in on_paper(kept(id_, Learner()).filled) for part in section.parts]
    assert all(len(part.rows) >= 2 for part in parts if isinstance(part, PaperTable))


@pytest.mark.parametrize("id_", forms())
def test_a_form_is_an_accessible_pdf_of_one_page_with_tied_cells(id_: str) -> None:
    one = kept(id_)
    found = as_pdf(one)
    assert (found.title, found.lang, found.is_tagged, found.claims_ua) == (one.title, "en", True, True)
    assert found.pages == 1
    assert found.count("H1") == 1
    assert found.has(one.form.seen_by.split(".")[0])
    assert all(tag.headers for tag in found.tags if tag.kind == "TD")
    for line in form_lines(one.filled, private=False):
        assert found.has(inert(line.text)), line.name


@pytest.mark.parametrize("id_", forms())
def test_a_form_is_a_word_document_with_its_headings_and_header_rows(id_: str) -> None:
    one = kept(id_)
    paper = Document(io.BytesIO(form_document(one, NOW, ZONE)))
    about = paper.core_properties
    assert (about.title, about.author, about.language) == (one.title, "", "en")
    written = [paragraph.text for paragraph in paper.paragraphs]
    written += [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert all(line.text in written for line in form_lines(one.filled, private=False))
    headings = [
        paragraph.text for paragraph in paper.paragraphs if paragraph.style and paragraph.style.name == "Heading 1"
    ]
    assert headings == [section.title for section in one.form.sections]
    has_table = any(isinstance(part, FormTable) for part in one.form.parts.values())
    assert bool(paper.tables) == has_table
    assert all(table.rows[0]._tr.xpath("w:trPr/w:tblHeader") for table in paper.tables)  # noqa: SLF001


@pytest.mark.parametrize("text", HOSTILE)
def test_what_was_written_stays_text_in_every_file(text: str) -> None:
    one = kept("T7", Learner().fills(M4, "T7", task=text, person=text))
    file = form_document(one, NOW, ZONE)
    xml = zipfile.ZipFile(io.BytesIO(file)).read("word/document.xml")
    parse_xml(xml)
    paper = Document(io.BytesIO(file))
    assert inert(text).strip() in [paragraph.text for paragraph in paper.paragraphs]
    assert as_pdf(one).has(inert(text).replace("\ufffd", "")) or "\ufffd" in inert(text)
    page = Pages("/", HashedFiles(), zone=ZONE).render("form.html", kept=one, sections=on_paper(one.filled))
    assert "<script" not in page
    assert "<b>bold" not in page
    assert "49" not in page


def test_the_dates_of_a_form_are_days_in_a_calendar() -> None:
    calendar = icalendar.Calendar.from_ical(form_calendar(kept("T7"), "ada", NOW))
    assert isinstance(calendar, icalendar.Calendar)
    found = {str(event["SUMMARY"]): event.decoded("DTSTART") for event in calendar.events}
    assert found == {
        "The trial begins": date(2027, 3, 1),
        "The trial ends": date(2027, 3, 26),
        "Decide after the trial": date(2027, 3, 31),
    }
    assert len({str(event["UID"]) for event in calendar.events}) == 3


def test_a_date_that_was_moved_keeps_its_entry() -> None:
    def names(ends: str) -> dict[str, str]:
        file = form_calendar(kept("T7", Learner().fills(M4, "T7", ends=ends)), "ada", NOW)
        calendar = icalendar.Calendar.from_ical(file)
        assert isinstance(calendar, icalendar.Calendar)
        return {str(event["SUMMARY"]): str(event["UID"]) for event in calendar.events}

    assert names("2027-03-26") == names("2027-04-02")


@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        ("", "text/html"),
        (".docx", "application/vnd.openxmlformats"),
        (".pdf", "application/pdf"),
        (".ics", "text/calendar"),
    ],
)
def test_a_form_is_there_to_take_away(ask: Callable[[str], httpx.Response], ending: str, kind: str) -> None:
    answer = ask(f"tools/T7{ending}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith(kind)
    if ending:
        assert answer.headers["Content-Disposition"] == f'attachment; filename="T7{ending}"'


def test_a_form_without_dates_says_so_instead_of_an_empty_file(ask: Callable[[str], httpx.Response]) -> None:
    answer = ask("tools/T2.ics")
    assert answer.status_code == 200
    assert "There are no dates on this form yet" in answer.text


def test_there_is_no_form_that_the_course_does_not_have(ask: Callable[[str], httpx.Response]) -> None:
    assert ask("tools/T3").status_code == 404
    assert ask("tools/T99.pdf").status_code == 404


def test_where_pdf_files_cannot_be_made_the_other_ways_are_offered(
    ask: Callable[[str], httpx.Response], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object, **__: object) -> bytes:
        raise NoPdf("PDF files need the library Pango")

    monkeypatch.setattr("misread_web.home.form_pages.pdf", missing)
    answer = ask("tools/T7.pdf")
    assert answer.status_code == 501
    assert "tools/T7.docx" in answer.text
    assert "Pango" not in answer.text


def test_the_home_lists_the_forms_with_their_day_and_version(ask: Callable[[str], httpx.Response]) -> None:
    home = ask("").text
    assert "Last changed on 2 March 2026 · version 1" in home
    assert f'href="/lessons/{M4}#m4-tool-T7-form"' in home
    assert 'href="/tools/T7.ics"' in home
    assert 'href="/tools/T2.docx"' not in home
    assert "Still blank:" in home


def test_a_form_that_is_not_translated_names_its_language_on_a_german_page() -> None:
    with speaking("de"):
        pages = Pages("/", HashedFiles(), zone=ZONE)
        english, german = (
            pages.render("form.html", kept=one, sections=on_paper(one.filled)) for one in (kept("T1"), kept("T7"))
        )
    assert '<div lang="en" dir="ltr">' in english
    assert '<div lang="en"' not in german
    assert "Plan für eine Erprobung" in german
    assert "26. März 2027" in german


def test_a_form_that_was_changed_after_it_was_finished_says_so() -> None:
    learner = Learner().fills(M4, "T7").writes(M4, "T7", "T7", '{"task": "Lead the crew"}')
    one = kept("T7", learner)
    assert one.state("1 May") == "Last changed on 1 May · version 1 · changed since then"
    assert kept("T7", Learner().writes(M4, "T7", "T7", '{"task": "x"}')).state("1 May").endswith("not finished yet")
