"""A facilitator's guide and the participants' workbook as files: PDF, or pages to print where none can be made."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from misread_scenarios.language import spoken
from misread_web.documents import pdf, pdf_trouble
from misread_web.language import _
from misread_web.live import HashedFiles
from misread_web.site import Pages
from misread_web.workshop.results_handler import FOLDER

if TYPE_CHECKING:
    from misread_web.workshop.guide import Guide

PLAIN = (
    "body{max-width:45rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 sans-serif}"
    "td,th{padding:.3rem;vertical-align:top;text-align:left}"
)
"""The look of a page where no PDF file can be made."""


def guide_documents(guide: Guide) -> dict[str, bytes]:
    """Return the guide and the workbook by the ends of their files' names: PDF files, or HTML without WeasyPrint.

    Raises:
        NoFont: if no font on this machine has a character of the texts.
    """
    pages = Pages("/", HashedFiles(), FOLDER)
    titles = {"guide": _("Guide: {title}"), "workbook": _("Workbook: {title}")}
    is_pdf, files = pdf_trouble() is None, {}
    for name, title in titles.items():
        body, told = pages.render(f"{name}-pdf.html", guide=guide), title.format(title=guide.title)
        sheet = FOLDER / "templates" / f"{name}-pdf.css"
        css = sheet.read_text("utf-8") if sheet.is_file() else ""
        if is_pdf:
            files[f"{name}.pdf"] = pdf(body, title=told, lang=spoken(), css=css)
        else:
            files[f"{name}.html"] = _page(body, told, f"{PLAIN}{css}").encode()
    return files


def _page(body: str, title: str, css: str) -> str:
    return (
        f'<!doctype html><html lang="{spoken()}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{css}</style></head><body>{body}</body></html>"
    )
