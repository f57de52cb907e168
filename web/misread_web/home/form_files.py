"""The files of a form: a Word document, an accessible PDF file, and its dates for a calendar."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from docx.document import Document as Paper
from docx.shared import Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from misread_grading.calendar import day
from misread_scenarios.direction import first_direction
from misread_scenarios.language import speaking
from misread_web.documents import (
    OWN,
    SMALL,
    Entry,
    blank_document,
    calendar_file,
    file_of,
    from_right_to_left,
    repeat_head,
    uid,
    write_lines,
)
from misread_web.home.kept_forms import KeptForm, PaperField, PaperTable, on_paper
from misread_web.site import inert
from misread_widgets.views import typeset

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

FORM_CSS = """
@page { margin: 14mm 16mm 16mm; }
html { font-size: 9pt; line-height: 1.3; }
h1 { font-size: 19pt; }
h2 { margin-top: 4mm; font-size: 12pt; }
p, dl { margin: 1mm 0; }
.small { font-size: 8pt; }
dl.form-field { display: block; break-inside: avoid; }
dt { margin-top: 1mm; color: #5b5f66; font-weight: 400; font-size: 8pt; }
dd.form-blank { border-bottom: 0.2mm solid #857e70; }
table { margin: 1.5mm 0; font-size: 8.5pt; table-layout: fixed; }
th, td { padding: 0.9mm 1.5mm; }
"""
"""How a form fits on one page of A4: smaller type, and less space than in a longer document."""

BLANK_LINE = "\u00a0"
"""What stands in an empty place, so that it keeps its height and people can write there by hand."""


def form_document(kept: KeptForm, made: datetime, zone: ZoneInfo) -> bytes:
    """Return a form as the bytes of a .docx file."""
    with speaking(kept.lang):
        return _document(kept, made, zone)


def _document(kept: KeptForm, made: datetime, zone: ZoneInfo) -> bytes:
    paper = blank_document(kept.title, made, kept.lang)
    paper.add_paragraph(kept.title, style="Title")
    paper.add_paragraph(kept.state(day(kept.at, zone)) if kept.at else typeset(kept.form.purpose), style="Subtitle")
    paper.add_paragraph(typeset(kept.form.seen_by), style=SMALL)
    paper.add_paragraph(typeset(kept.form.privacy), style=SMALL)
    for section in on_paper(kept.filled):
        paper.add_paragraph(section.title, style="Heading 1")
        for part in section.parts:
            if isinstance(part, PaperField):
                paper.add_paragraph(part.label, style="Heading 3")
                _write(paper.add_paragraph(style=OWN), part.text)
            else:
                _write_table(paper, part)
    return file_of(paper)


def _write_table(paper: Paper, part: PaperTable) -> None:
    paper.add_paragraph(part.caption, style="Heading 3")
    table = paper.add_table(rows=0, cols=len(part.head), style="Table Grid")
    for number, line in enumerate([part.head, *part.rows]):
        for place, (cell, text) in enumerate(zip(table.add_row().cells, line, strict=True)):
            _write_cell(cell, text, is_head=number == 0 or place == 0)
    repeat_head(table)
    for sentence in part.sums:
        paper.add_paragraph(inert(sentence), style=SMALL)
    paper.add_paragraph(style=SMALL).paragraph_format.space_after = Pt(0)


def _write_cell(cell: _Cell, text: str, *, is_head: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = SMALL
    _write(paragraph, text)
    for run in paragraph.runs:
        run.bold = is_head


def _write(paragraph: Paragraph, text: str) -> None:
    """Write what somebody wrote, with its line breaks and in its direction."""
    plain = inert(text).strip()
    write_lines(paragraph.add_run(), plain or BLANK_LINE)
    if first_direction(plain) == "rtl":
        from_right_to_left(paragraph)


def form_calendar(kept: KeptForm, learner: str, made: datetime) -> bytes:
    """Return the dates of a form as a calendar file; an entry that is imported again updates the earlier one."""
    entries = [
        Entry(
            uid=uid("form", learner, kept.form.id, date.place),
            title=typeset(date.title),
            start=date.day,
            about=kept.title,
        )
        for date in kept.dates
    ]
    return calendar_file(entries, name=kept.title, now=made)
