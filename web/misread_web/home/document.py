"""Makes a Word document of a learner's choices, results and notes."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, cast

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from misread_grading.calendar import day
from misread_scenarios.direction import direction, first_direction
from misread_scenarios.language import spoken
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
INK, SOFT, ACCENT = RGBColor(0x24, 0x27, 0x2B), RGBColor(0x5B, 0x5F, 0x66), RGBColor(0x1B, 0x5A, 0x70)
SERIF, SANS = "Georgia", "Calibri"
OWN, SMALL = "Own words", "Small print"
STYLES = {
    # name: (font, points, colour, bold, points before, points after)
    "Normal": (SANS, 11, INK, False, 0, 6),
    "Title": (SERIF, 30, INK, True, 0, 4),
    "Subtitle": (SANS, 11, SOFT, False, 0, 24),
    "Heading 1": (SERIF, 18, ACCENT, True, 28, 8),
    "Heading 2": (SERIF, 13, INK, True, 18, 4),
    "Heading 3": (SANS, 11, INK, True, 12, 3),
    OWN: (SERIF, 11, INK, False, 0, 6),
    SMALL: (SANS, 9, SOFT, False, 0, 6),
}


def document(overview: Overview, made: datetime, zone: ZoneInfo) -> bytes:
    """Return the document as the bytes of a .docx file, with dates in a time zone."""
    paper = _blank(made)
    paper.add_paragraph(_(TITLE), style="Title")
    paper.add_paragraph(_("Misread · saved on {day}").format(day=day(made, zone)), style="Subtitle")
    _write_played(paper, overview.played, zone)
    _write_profile(paper, overview.profile)
    _write_results(paper, overview.results)
    _write_notes(paper, overview.notes, zone)
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def _blank(made: datetime) -> Paper:
    paper = Document()
    about = paper.core_properties
    about.title, about.author, about.comments, about.subject = _(TITLE), "", "", "Misread"
    about.language, about.created, about.modified = spoken(), made, made
    for section in paper.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(3)
        section.top_margin = section.bottom_margin = Cm(2.5)
    for name in STYLES:
        _set_style(paper, name)
    return paper


def _set_style(paper: Paper, name: str) -> None:
    font, points, colour, bold, before, after = STYLES[name]
    if name not in paper.styles:
        paper.styles.add_style(name, 1).base_style = paper.styles["Normal"]
    style = cast("ParagraphStyle", paper.styles[name])
    _unset_theme(style)
    style.font.name, style.font.size, style.font.bold, style.font.color.rgb = font, Pt(points), bold, colour
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.alignment = WD_PARAGRAPH_ALIGNMENT.LEFT
    style.paragraph_format.line_spacing = 1.25


def _unset_theme(style: ParagraphStyle) -> None:
    """Remove settings of Word's own template: theme fonts, which override named ones, and borders below titles."""
    for part in style.element.xpath("w:rPr/w:rFonts | w:pPr/w:pBdr"):
        part.getparent().remove(part)


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
    _repeat_head(table)
    paper.add_paragraph(style=SMALL)


def _in_language(paragraph: Paragraph, lang: str) -> None:
    """Mark a paragraph as written in a language, if that language is written from right to left."""
    if direction(lang) == "rtl":
        _from_right_to_left(paragraph)
        for run in paragraph.runs:
            run.element.get_or_add_rPr().append(OxmlElement("w:lang", {qn("w:bidi"): lang}))


def _from_right_to_left(paragraph: Paragraph) -> None:
    """Set a paragraph from right to left, brackets and full stops included.

    Word does not infer this from the letters. Source: ECMA-376, part 1, 17.3.1.6 `bidi` and 17.3.2.30 `rtl`.
    """
    paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001 - python-docx has no other way
    for run in paragraph.runs:
        run.font.rtl = True


def _repeat_head(table: Table) -> None:
    """Mark the first row as the header, which screen readers announce and Word repeats on each page."""
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - python-docx has no other way


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
    _write_lines(written.add_run(), text)
    if first_direction(text) == "rtl":
        _from_right_to_left(written)
    paper.add_paragraph(f"{inert(note.place)} · {day(note.at, zone)}", style=SMALL)


def _write_lines(run: Run, text: str) -> None:
    """Write a text with its line breaks; python-docx itself takes minutes for a text with very many lines."""
    for number, line in enumerate(text.split("\n")):
        if number:
            run.element.append(OxmlElement("w:br"))
        part = OxmlElement("w:t", {qn("xml:space"): "preserve"})
        part.text = line.expandtabs(4)
        run.element.append(part)
