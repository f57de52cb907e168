"""Text of a file in whatever encoding a program wrote it."""

from __future__ import annotations

import codecs
import dataclasses
import re

BYTE_ORDER_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}

GUESSES = {"cp1252": "Windows-1252 (Latin-1)", "mac_roman": "Mac Roman"}
"""Encodings of spreadsheets without UTF-8 in western Europe and the Americas, on Windows and on older Macs."""
_LARGE = "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØŒŠŽÙÚÛÜÝÞŸ"
_PLAIN = r"\w\s.,;:'’\"()/@&+-"
_ODD_IN_NAMES = re.compile(
    rf"[^\W\d_][^{_PLAIN}]|[^{_PLAIN}][^\W\d_]|[a-zß-ÿ][{_LARGE}]|[^\W\d_][{_LARGE}](?=[a-zß-ÿ])"
)
"""A symbol beside a letter, or an accented capital within a word: signs of a wrong guess."""


class Unreadable(Exception):
    """The bytes are not text; the message says what they look like."""


@dataclasses.dataclass(frozen=True)
class DecodedText:
    """A file's text, and its encoding if that had to be guessed."""

    text: str
    guessed: str | None = None


def decoded(raw: bytes, encoding: str | None = None) -> DecodedText:
    """Return the text of some bytes.

    Without an encoding, they are UTF-8 or UTF-16, or else a guess: any bytes can be read as Windows-1252 and as Mac
    Roman, so the one with fewer odd characters is taken. Only a person can tell whether the names are right.

    Raises:
        Unreadable: if the bytes are not text.
    """
    if encoding is not None:
        return DecodedText(_strictly(raw.removeprefix(codecs.BOM_UTF8), encoding))
    for mark, unicode in BYTE_ORDER_MARKS.items():
        if raw.startswith(mark):
            return DecodedText(_strictly(raw[len(mark) :], unicode))
    if b"\0" in raw:
        # In UTF-16, one byte of each Latin letter is 0: the second one if the order is little-endian.
        return DecodedText(_strictly(raw, "utf-16-le" if raw[1::2].count(0) >= raw[::2].count(0) else "utf-16-be"))
    try:
        return DecodedText(raw.decode("utf-8"))
    except UnicodeDecodeError:
        guesses = {guess: raw.decode(guess, "replace") for guess in GUESSES}
        likely = "mac_roman" if b"\r" in raw and b"\n" not in raw else "cp1252"
        best = min(guesses, key=lambda guess: (_looks_wrong(guesses[guess]), guess != likely))
        return DecodedText(guesses[best], best)


def _looks_wrong(text: str) -> int:
    return len(_ODD_IN_NAMES.findall(text)) + text.count("\ufffd")


def _strictly(raw: bytes, encoding: str) -> str:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(f"it is not text in {encoding.upper()} (from byte {error.start:,} on)") from error
    if "\0" in text:
        raise Unreadable("it holds zero bytes, so it is not text; save a spreadsheet as CSV or .xlsx")
    return text
