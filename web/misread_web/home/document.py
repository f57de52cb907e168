"""Makes a Word document of a learner's choices, results and notes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from docx.document import Document as Paper
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from misread_grading.calendar import day
from misread_scenarios.direction import direction, first_direction
from misread_scenarios.language import spoken
from misread_web.documents import OWN, SMALL, blank_document, file_of, from_right_to_left, repeat_head, write_lines
from misread_web.home.notes import WrittenNote
from misread_web.home.overview import Overview
from misread_web.home.played import Played
from misread_web.home.profile import Profile
from misread_web.home.results import Result
from misread_web.language import N_, _
from misread_web.site import home_text, inert

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

TITLE = N_("My course")


def document(overview: Overview, made: datetime, zone: ZoneInfo) -> bytes:
    """Return the document as the bytes of a .docx file, with dates in a time zone."""
    paper = blank_document(_(TITLE), made, spoken())
    paper.add_paragraph(_(TITLE), style="Title")
    paper.add_paragraph(_("Misread · saved on {day}").format(day=day(made, zone)), style="Subtitle")
    _write_played(paper, overview.played, zone)
    _write_profile(paper, overview.profile)
    _write_results(paper, overview.results)
    _write_notes(paper, overview.notes, zone)
    return file_of(paper)


def _write_played(paper: Paper, played: Iterable[Played], zone: ZoneInfo) -> None:
    paper.add_paragraph(_("What I played"), style="Heading 1")
    stories = list(played)
    if not stories:
        paper.add_paragraph(_("You haven't started a story yet."))
    for story in stories:
        _in_language(paper.add_paragraph(story.title, style="Heading 2"), story.lang)
        paper.add_paragraph(story.lesson, style=SMALL)
        for run in story.tries:
            which = (
                _("First run, the one that counts")
                if run.attempt == 1
                else _("Run {number}").format(number=run.attempt)
            )
            paper.add_paragraph(f"{which}: {run.outcome} ({day(run.at, zone)})", style="List Bullet")
        _write_choices(paper, story)


def _write_choices(paper: Paper, story: Played) -> None:
    """Write the choice at each decision of the first run, and beside it that of the latest run."""
    if not story.rows:
        return
    head = (_("Decision"), _("First run"), *([_("Latest run")] if story.latest else []))
    table = paper.add_table(rows=0, cols=len(head), style="Table Grid")
    lines = [(row.title, row.first, row.latest)[: len(head)] for row in story.rows]
    for number, line in enumerate([head, *lines]):
        for cell, text in zip(table.add_row().cells, line, strict=True):
            cell.paragraphs[0].style = SMALL
            cell.paragraphs[0].add_run(text).bold = number == 0
            if number:
                _in_language(cell.paragraphs[0], story.lang)
    repeat_head(table)
    paper.add_paragraph(style=SMALL)


def _in_language(paragraph: Paragraph, lang: str) -> None:
    """Mark a paragraph as written in a language, if that language is written from right to left."""
    if direction(lang) == "rtl":
        from_right_to_left(paragraph)
        for run in paragraph.runs:
            run.element.get_or_add_rPr().append(OxmlElement("w:lang", {qn("w:bidi"): lang}))


def _write_profile(paper: Paper, profile: Profile) -> None:
    if not profile.bars:
        return
    paper.add_paragraph(_("My approach"), style="Heading 1")
    paper.add_paragraph(home_text.run_of(profile.stories, profile.again, "my"), style=SMALL)
    for bar in profile.bars:
        paper.add_paragraph(bar.name, style="Heading 2")
        for which, standing in ((_("First runs"), bar.first), (_("Latest runs"), bar.latest)):
            if standing:
                line = ". ".join(filter(None, (f"{which}: {standing.figure}", standing.level)))
                paper.add_paragraph(f"{line}.", style="List Bullet")
        if bar.anchor:
            paper.add_paragraph(bar.anchor)


def _write_results(paper: Paper, results: Iterable[Result]) -> None:
    listed = list(results)
    if not listed:
        return
    paper.add_paragraph(_("The exercises"), style="Heading 1")
    for result in listed:
        paper.add_paragraph(f"{result.title}: {result.said}", style="List Bullet")


def _write_notes(paper: Paper, notes: Iterable[WrittenNote], zone: ZoneInfo) -> None:
    paper.add_paragraph(_("My notes and plans"), style="Heading 1")
    written = list(notes)
    if not written:
        paper.add_paragraph(_("Nothing has been written yet."))
    for lesson, lesson_notes in groupby(written, key=lambda note: note.lesson):
        paper.add_paragraph(inert(lesson), style="Heading 2")
        for note in lesson_notes:
            _write_note(paper, note, zone)


def _write_note(paper: Paper, note: WrittenNote, zone: ZoneInfo) -> None:
    paper.add_paragraph(inert(note.question or note.place), style="Heading 3")
    if note.beside:
        paper.add_paragraph(_("Another text to the same question; one of them has not been chosen yet."), style=SMALL)
    text, written = inert(note.text).strip(), paper.add_paragraph(style=OWN)
    write_lines(written.add_run(), text)
    if first_direction(text) == "rtl":
        from_right_to_left(written)
    paper.add_paragraph(f"{inert(note.place)} · {day(note.at, zone)}", style=SMALL)
