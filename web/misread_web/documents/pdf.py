"""Makes accessible PDF files (PDF/UA-1) from HTML, with the course's own fonts.

WeasyPrint does the work. It is an extra, `misread[pdf]`, since it needs Pango, a library outside Python. `pdf_trouble`
says what is missing; a page then offers Word or print instead.
"""

from __future__ import annotations

import contextlib
import io
import logging
import re
import threading
from collections.abc import Iterator
from html import escape
from importlib import import_module, resources
from pathlib import Path
from types import ModuleType

from misread_web.site import inert

PDF = "application/pdf"
"""The media type of a PDF file."""
ROOM = Path(str(resources.files("misread_web")))
FONTS = ROOM / "jupyter" / "voila" / "templates" / "misread" / "static"
SHEET = ROOM / "documents" / "static" / "pdf.css"
NO_PACKAGE = "PDF files need the package WeasyPrint: pip install 'misread[pdf]'"
NO_PANGO = (
    "PDF files need the library Pango. On Debian and Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0 "
    "libharfbuzz-subset0. On a Mac: brew install pango. With conda: conda install -c conda-forge pango"
)
MERGED = re.compile(r"<t[dh][^>]*\srowspan\s*=", re.IGNORECASE)
UNTITLED = re.compile(r"<svg\b[^>]*>(?!\s*<title>)", re.IGNORECASE)
RANGE = re.compile(r"font-weight: \d+ \d+;")
NO_GLYPH = re.compile(r"^\.notdef glyph .*\(U\+([0-9A-F]+)\)$", re.DOTALL)

_one_at_a_time = threading.Lock()
"""WeasyPrint reports what is wrong only in its log, which all threads share; fontconfig is shared too."""


class NoPdf(Exception):
    """This machine cannot make PDF files; the message says what to install."""


class NoFont(Exception):
    """A text has characters that no font on this machine has.

    Attributes:
        characters: these characters, in their order.
    """

    def __init__(self, characters: str) -> None:
        """Keep the characters."""
        super().__init__(
            f"No font on this server has these characters: {characters}. Install one that has them, such as the "
            "package fonts-noto-core or fonts-noto-cjk of Debian and Ubuntu"
        )
        self.characters = characters


def pdf_trouble() -> str | None:
    """Return what has to be installed before PDF files can be made; None if nothing is missing."""
    try:
        _weasyprint()
    except NoPdf as missing:
        return str(missing)
    return None


def pdf(body: str, *, title: str, lang: str, css: str = "") -> bytes:
    """Return a tagged PDF file, whose title and language are set.

    A document takes 0.2 to 0.5 seconds, the first one a second more: call this in a thread.

    Args:
        body: the content of the `body` element as HTML. The caller has escaped every text in it.
        title: the document's title, as plain text.
        lang: the language of the whole document, such as "en" or "de"; WeasyPrint ignores it on smaller parts.
        css: rules that follow those of the course's documents.

    Raises:
        NoPdf: if WeasyPrint or Pango is missing.
        NoFont: if no font on this machine has a character of the body.
        ValueError: if the document would not be accessible: without a title or language, with a picture without an
            alternative text, or with a table cell that spans rows, which would tie later cells to the wrong header.
    """
    if not title.strip() or not lang.strip():
        raise ValueError("an accessible PDF file needs a title and a language")
    if MERGED.search(body):
        raise ValueError("a table cell spans rows (rowspan): repeat its text in each row instead")
    if UNTITLED.search(body):
        raise ValueError("an SVG picture needs a <title> as its first child, which is its alternative text")
    weasyprint = _weasyprint()
    sheet = f"{_fonts()}\n{SHEET.read_text('utf-8')}\n{css}"
    page = (
        f'<!doctype html><html lang="{escape(lang)}"><head><meta charset="utf-8"><title>{escape(inert(title))}</title>'
        f"<style>{sheet}</style></head><body>{body}</body></html>"
    )
    with _one_at_a_time, _complaints() as complaints:
        fetcher = weasyprint.URLFetcher(allowed_protocols=["file", "data"])
        file: bytes = weasyprint.HTML(string=page, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1")
    _refuse(complaints)
    return file


def _weasyprint() -> ModuleType:
    printed = io.StringIO()  # WeasyPrint prints how to install Pango, which NO_PANGO says in one line
    try:
        with contextlib.redirect_stdout(printed):
            return import_module("weasyprint")  # an extra, and slow to load
    except ModuleNotFoundError as error:
        raise NoPdf(NO_PACKAGE) from error
    except OSError as error:
        raise NoPdf(NO_PANGO) from error


def _fonts() -> str:
    """Return the rules for the course's fonts; WeasyPrint reads their weights from the files, and ranges nowhere."""
    rules = (FONTS / "fonts.css").read_text("utf-8").replace('url("', f'url("{FONTS.as_uri()}/')
    return RANGE.sub("", rules)


class _Collector(logging.Handler):
    """Keeps the records of one document."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record."""
        self.records.append(record)


@contextlib.contextmanager
def _complaints() -> Iterator[list[logging.LogRecord]]:
    """Collect what WeasyPrint logs while a document is made."""
    logger, collector = logging.getLogger("weasyprint"), _Collector()
    logger.addHandler(collector)
    try:
        yield collector.records
    finally:
        logger.removeHandler(collector)


def _refuse(complaints: list[logging.LogRecord]) -> None:
    """Raise what a logged complaint means; WeasyPrint itself goes on and leaves a document that is not accessible."""
    messages = [record.getMessage() for record in complaints]
    unknown = [chr(int(glyph[1], 16)) for message in messages if (glyph := NO_GLYPH.match(message))]
    if unknown:
        raise NoFont("".join(dict.fromkeys(unknown)))
    errors = dict.fromkeys(record.getMessage() for record in complaints if record.levelno >= logging.ERROR)
    if errors:
        raise ValueError("; ".join(errors))
