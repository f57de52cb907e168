"""A learner's text stays theirs, whole and readable, and never acts on its reader."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import get_args

import pytest
from docx import Document
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from misread_course.catalogue import lessons
from misread_grading.calendar import zone_named
from misread_records import Event, Kind, MemoryJournal
from misread_scenarios.cards import load_recall
from misread_scenarios.exercises import Reflection, Values, load_exercise
from misread_scenarios.library import load
from misread_scenarios.play.engine import play
from misread_web.home.document import document
from misread_web.home.export import FIELDS, KINDS, my_course
from misread_web.home.overview import Overview, overview
from misread_web.live.hashed_files import HashedFiles
from misread_web.site.control_characters import inert
from misread_web.site.templates import LONG, Pages
from misread_widgets import Seat
from misread_widgets.views.typesetting import typeset
from tests.web.home_server import M2, M4, SAM, UNGRADED, Learner, best, half_way

NOW = datetime(2026, 3, 7, 12, 0, tzinfo=UTC)
QUESTION = "M4.exit.1"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "</p></article><h1>Mine</h1>",
    "{{ 7 * 7 }} {% raw %} {# no #} ${7*7}",
    '=HYPERLINK("http://example.org")',
    "@SUM(1)+cmd|' /C calc'!A0",
    "\u202egnp.exe\u202c \u2066left\u2069",
    "nul\x00 bell\x07 escape\x1b[31m delete\x7f c1\x9b",
    "noncharacters \ufffe \uffff \ufdd0",
    "line\r\nline\rline\u2028line\u2029line\x0bline\x85line",
    "& &amp; &#60;b&#62; \"quoted\" 'single'",
    "العربية עברית 漢字 🧑🏽‍💼",
    "x" * 100_000,
    "a\n\n" * 30_000,
]


def test_a_text_of_an_exercise_is_a_note_below_what_was_asked() -> None:
    (note,) = overview(lessons(), Learner().writes(M4, "X4.6", "X4.6", "Four weeks of one-to-ones").events).notes
    assert (note.place, note.text) == ("A trial for somebody real", "Four weeks of one-to-ones")
    assert note.question == typeset(prompt_of("X4.6"))
    assert note.path == f"lessons/{M4}#m4-trial-write"


def test_what_was_written_about_a_value_is_a_note_below_its_question() -> None:
    learner = Learner().writes(M2, "X2.1", "craft.had", "The week with the oak stairs.")
    (note,) = overview(lessons(), learner.events).notes
    assert (note.question, note.text) == ("A day when I had Craft", "The week with the oak stairs.")
    assert (note.place, note.path) == ("What counts for me", f"lessons/{M2}#m2-values-sort")


def test_values_go_home_and_into_word_in_their_order_with_what_the_pairs_said() -> None:
    exercise = load_exercise("X2.1")
    assert isinstance(exercise, Values)
    model = exercise.read(exercise.model)
    learner = Learner().sorts(M2, "X2.1", model).writes(M2, "X2.1", "craft.means", "One piece a month.")
    seen = overview(lessons(), learner.events)
    assert [(one.title, one.said) for one in seen.results] == [
        ("What counts for me", "Craft, Making, Time, Teaching. The pairs gave the same order.")
    ]
    written = [line.text for line in Document(io.BytesIO(document(seen, NOW, zone_named("UTC")))).paragraphs]
    assert "What counts for me: Craft, Making, Time, Teaching. The pairs gave the same order." in written
    assert "What Craft means for my work, in one line" in written
    assert "One piece a month." in written


def test_an_unfinished_second_sorting_leaves_the_first_result_and_waits() -> None:
    exercise = load_exercise("X2.1")
    assert isinstance(exercise, Values)
    learner = Learner().sorts(M2, "X2.1", exercise.read(exercise.model))
    learner.does(M2, "X2.1", "restarted", attempt=2, data={"from": 1})
    (result,) = overview(lessons(), learner.events).results
    assert result.said.startswith("Craft, Making, Time, Teaching.")


def prompt_of(id_: str) -> str:
    exercise = load_exercise(id_)
    assert isinstance(exercise, Reflection)
    return exercise.prompt


def wrote(text: str) -> Overview:
    return overview(lessons(), Learner().writes(M4, "M4.exit", QUESTION, text).events)


def exported(learner: Learner) -> str:
    return my_course(Seat("ada", "spring", MemoryJournal()), lessons(), learner.events, NOW)


class Reader(HTMLParser):
    """Reads what a page says in the places where notes stand, and which tags and attributes the page has."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.notes: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self._inside = ("class", "note-text") in attrs
        if self._inside:
            self.notes.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "p"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.notes[-1] += data


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def own_words(parts: bytes) -> list[str]:
    """What a document says in the style of a learner's own words; python-docx takes minutes to read very many lines."""
    found = []
    for paragraph in parse_xml(parts).iter(f"{WORD}p"):
        style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
        if style is not None and style.get(f"{WORD}val") == "Ownwords":
            marks = (one for one in paragraph.iter() if one.tag in (f"{WORD}t", f"{WORD}br"))
            found.append("".join("\n" if one.tag == f"{WORD}br" else one.text or "" for one in marks))
    return found


def test_a_note_has_its_question_its_place_and_its_day() -> None:
    (note,) = wrote("Asking is not showing.").notes
    assert note.question == load_recall("M4.exit").questions[0].text.replace('"', "“", 1).replace('"', "”")
    assert (note.lesson, note.place) == ("Sam and Priya: willing is not ready", "Three questions before you go")
    assert note.path == f"lessons/{M4}#m4-exit-recall"
    assert note.at == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_the_last_version_counts_and_an_emptied_text_is_none() -> None:
    learner = Learner().writes(M4, "M4.exit", QUESTION, "first").writes(M4, "M4.exit", QUESTION, "second")
    assert [note.text for note in overview(lessons(), learner.events).notes] == ["second"]
    learner.writes(M4, "M4.exit", QUESTION, " \n")
    assert overview(lessons(), learner.events).notes == ()


def test_notes_stand_in_the_order_of_the_course() -> None:
    learner = Learner().answers(M4, "M4.exit").compares(M2, "two-mirrors")
    places = [note.place for note in overview(lessons(), learner.events).notes]
    assert places == ["Two mirrors"] * 2 + ["Three questions before you go"] * 3


def test_what_the_course_no_longer_asks_is_kept_and_shown() -> None:
    learner = Learner().writes("m9-gone", "T1", "plan", "My old plan").writes(M4, "M4.exit", "M4.exit.9", "Left over")
    notes = overview(lessons(), learner.events).notes
    assert [(note.lesson, note.place, note.question, note.text) for note in notes] == [
        ("m9-gone", "T1", "", "My old plan"),
        (M4, "M4.exit", "", "Left over"),
    ]
    page = Pages("/", HashedFiles()).render("home.html", overview=overview(lessons(), learner.events), **UNGRADED)
    assert "My old plan" in page


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("name", ["home.html", "paper.html"])
def test_a_text_is_nothing_but_text_in_a_page(name: str, text: str) -> None:
    pages = Pages("/", HashedFiles())
    plain, hostile = (read(pages.render(name, overview=wrote(one), made=NOW, **UNGRADED)) for one in ("plain", text))
    folded = {"details", "summary"} if len(text) > LONG else set()
    assert hostile.tags - folded == plain.tags - folded
    assert hostile.attributes == plain.attributes
    assert hostile.notes == [inert(text).strip()]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_text_is_nothing_but_text_in_the_document(text: str) -> None:
    parts = zipfile.ZipFile(io.BytesIO(document(wrote(text), NOW, zone_named("UTC")))).read("word/document.xml")
    assert own_words(parts) == [inert(text).strip()]
    assert re.findall(rb"<w:(?:fldChar|instrText|fldSimple|hyperlink|object)\b", parts) == []


@given(st.text())
@settings(deadline=None)
def test_no_text_keeps_a_sign_that_acts_on_a_reader(text: str) -> None:
    assert not re.search(
        r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]", inert(text)
    )
    assert inert(inert(text)) == inert(text)


def test_what_can_be_read_stays_as_it_is() -> None:
    text = "Ünal, 漢字, עברית\u200f, 🧑🏽‍💼: <b>“so”</b> = 1 & 2\n\tand on"
    assert inert(text) == text


def test_the_file_holds_every_event_exactly_and_says_what_each_part_means() -> None:
    learner = half_way().writes(M4, "M4.exit", QUESTION, "\x00 \u202e <b> \ud7ff ü")
    content = json.loads(exported(learner))
    assert [Event.from_line(json.dumps(one)) for one in content["events"]] == learner.events
    assert set(FIELDS) == set(Event.model_fields)
    assert set(KINDS) == set(get_args(Kind))
    assert content["lessons"] == {one.name: one.title for one in lessons()}
    assert (content["learner"], content["cohort"], content["made"]) == ("ada", "spring", "2026-03-07T12:00:00+00:00")


@given(st.text(st.characters(exclude_categories=["Cs"])))
@settings(deadline=None, max_examples=50)
def test_the_file_can_be_looked_at_without_being_misled(text: str) -> None:
    learner = Learner().writes(M4, "M4.exit", QUESTION, text)
    shown = exported(learner)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]", shown)
    assert json.loads(shown)["events"][0]["data"]["text"] == text


def test_the_document_tells_what_was_played_and_written_and_when() -> None:
    learner = (
        half_way().restarts(M2, "communications-boss", 2).writes(M4, "M4.exit", QUESTION, "Asking is not showing.")
    )
    paper = Document(io.BytesIO(document(overview(lessons(), learner.events), NOW, zone_named("UTC"))))
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    ending = play(load("communications-employee"), best("communications-employee"), 7).ending
    assert ending is not None
    for line in (
        "My course",
        "saved on 7 March 2026",
        f"First run, the one that counts: ended with “{typeset(ending.title)}” (2 March 2026)",
        "Run 2: not finished, at decision 1 of 6 (2 March 2026)",
        "First run, the one that counts: not finished, at decision 5 of 9 (2 March 2026)",
        "First runs: ",
        "Asking is not showing.",
        "Three questions before you go · 2 March 2026",
    ):
        assert line in text
    assert "your stories" not in text
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in paper.tables]
    assert [table[0] for table in tables] == [
        ["Decision", "First run"],
        ["Decision", "First run", "Latest run"],
        ["Decision", "First run"],
    ]
    assert [len(table) - 1 for table in tables] == [7, 6, 4]
    assert all(first for table in tables for _title, first, *_latest in table)
    about = paper.core_properties
    assert (about.title, about.author, about.comments, about.language) == ("My course", "", "", "en")


def test_the_document_of_somebody_who_did_nothing_says_so() -> None:
    paper = Document(io.BytesIO(document(overview(lessons(), ()), NOW, zone_named("UTC"))))
    lines = [paragraph.text for paragraph in paper.paragraphs]
    assert {"You haven't started a story yet.", "Nothing has been written yet."} <= set(lines)
    assert "My approach" not in lines


def test_every_heading_of_the_document_is_one() -> None:
    learner = Learner().plays(M4, SAM).answers(M4, "M4.exit")
    paper = Document(io.BytesIO(document(overview(lessons(), learner.events), NOW, zone_named("UTC"))))
    levels = [
        int(str(one.style.name)[-1])
        for one in paper.paragraphs
        if one.style and str(one.style.name).startswith("Heading")
    ]
    assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False))
