"""The text of a file from whatever program wrote it."""

from __future__ import annotations

import codecs
import dataclasses

BYTE_ORDER_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}

WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""What the files of spreadsheets begin with, newer ones and Excel's older ones, which are no text."""


class Unreadable(Exception):
    """The bytes are no text; the message says what they look like."""


@dataclasses.dataclass(frozen=True)
class Text:
    """A file's text, and a note where its encoding had to be guessed."""

    text: str
    note: str | None = None


def decoded(raw: bytes) -> Text:
    """Read bytes as UTF-8 or UTF-16, with or without a mark of their order, or else as Windows-1252.

    The last, a larger Latin-1, is what spreadsheets on Windows write in western Europe and the Americas. Any bytes can
    be read as that, hence the note: only a reader can tell whether the names came out right.

    Raises:
        Unreadable: where they are no text.
    """
    if raw.startswith(WORKBOOKS):
        raise Unreadable("this is a spreadsheet's own file; open it there, and save the table as CSV (UTF-8)")
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if raw.startswith(mark):
            return Text(_strictly(raw[len(mark) :], encoding))
    if b"\0" in raw:
        # In UTF-16, the half of each Latin letter that comes second in this order is 0.
        return Text(_strictly(raw, "utf-16-le" if raw[1::2].count(0) >= raw[::2].count(0) else "utf-16-be"))
    try:
        return Text(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return Text(raw.decode("cp1252", "replace"), "it is not UTF-8 and was read as Windows-1252 (Latin-1)")


def _strictly(raw: bytes, encoding: str) -> str:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(f"its bytes are no text in {encoding.upper()} (from byte {error.start:,} on)") from error
    if "\0" in text:
        raise Unreadable("it holds zero bytes, so it is no text; a spreadsheet has to be saved as CSV")
    return text
