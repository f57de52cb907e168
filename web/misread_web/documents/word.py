"""Makes Word documents in the look of the course, with the python-docx library."""

from __future__ import annotations

import io
from datetime import datetime
from typing import cast

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

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
"""The media type of a Word document."""
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


def blank_document(title: str, made: datetime, lang: str = "en") -> Paper:
    """Return an empty document on A4 with its title, language and date, and the styles `OWN` and `SMALL`."""
    paper = Document()
    about = paper.core_properties
    about.title, about.author, about.comments, about.subject = title, "", "", "Misread"
    about.language, about.created, about.modified = lang, made, made
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


def file_of(paper: Paper) -> bytes:
    """Return a document as the bytes of a .docx file."""
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def from_right_to_left(paragraph: Paragraph) -> None:
    """Set a paragraph from right to left, brackets and full stops included.

    Word does not infer this from the letters. Source: ECMA-376, part 1, 17.3.1.6 `bidi` and 17.3.2.30 `rtl`.
    """
    paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001 - python-docx has no other way
    for run in paragraph.runs:
        run.font.rtl = True


def repeat_head(table: Table) -> None:
    """Mark the first row as the header, which screen readers announce and Word repeats on each page."""
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - python-docx has no other way


def write_lines(run: Run, text: str) -> None:
    """Write a text with its line breaks; python-docx itself takes minutes for a text with very many lines."""
    for number, line in enumerate(text.split("\n")):
        if number:
            run.element.append(OxmlElement("w:br"))
        part = OxmlElement("w:t", {qn("xml:space"): "preserve"})
        part.text = line.expandtabs(4)
        run.element.append(part)
