"""What people wrote as it may stand in a notebook or beside it: shown as it was written, and doing nothing."""

from __future__ import annotations

import html
import re

_OPENING = '<pre dir="auto" style="white-space: pre-wrap; font: inherit">'
_CLOSING = "</pre>"
_SPECIAL = "&<>\"'`\\$*_[]{}()#|~^!=:/@"
"""Signs that mean something to HTML, to Markdown, to its formulas or to its links."""
_UNWRITABLE = [code for code in (*range(32), *range(127, 160), *range(0xD800, 0xE000)) if chr(code) not in "\n\t"]
"""Signs that no page can show, and halves of signs, which no file can hold."""
_REPLACED = {
    **dict.fromkeys(_UNWRITABLE, "\N{REPLACEMENT CHARACTER}"),
    **{ord(sign): f"&#{ord(sign)};" for sign in _SPECIAL},
}
_OTHERWISE = re.escape("".join(map(chr, _REPLACED)))
_INERT = re.compile(f"{re.escape(_OPENING)}(?:[^{_OTHERWISE}]|&#[0-9]+;)*{re.escape(_CLOSING)}")


def inert(text: str) -> str:
    """Return text as a block of Markdown that shows it line by line, and can be no markup, formula, link or code.

    It stands in a `pre` of its own, where formulas are not looked for and where signs that turn the direction of
    writing end with the block; every sign that could mean something is written as a reference to its number.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return f"{_OPENING}{lines.translate(_REPLACED)}{_CLOSING}"


def is_inert(source: str) -> bool:
    """Tell whether a cell's source is what `inert` makes of some text."""
    return _INERT.fullmatch(source) is not None


def words_of(source: str) -> str:
    """Return the text that a cell shows: what `inert` was given, or the source as it is where nobody made it inert."""
    return html.unescape(source[len(_OPENING) : -len(_CLOSING)]) if is_inert(source) else source


_IN_A_LINE = re.compile(r"[&<>\[\]`*~|\\$]|_(?![^\W_])|(?<![^\W_])_|:(?=//)|(?<=www)\.|@")
"""Signs that Markdown reads anywhere in a line; an underline only at the edge of a word."""


def as_prose(text: str) -> str:
    """Return text for a place that is read as Markdown and whose own words are wanted: no list, heading, link or code.

    What would begin one is written as a reference to its number, so that `html.unescape` gives the words back.
    """
    lines = _IN_A_LINE.sub(_reference, text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return "  \n".join(map(_unbegun, lines))


def _unbegun(line: str) -> str:
    """Return a line at whose beginning nothing is read as the beginning of a list, a heading or a block of code."""
    return re.sub(r"^(?:[ \t+=#:-]|(\d+)([.)]))", _begun, line)


def _begun(found: re.Match[str]) -> str:
    return f"{found[1]}&#{ord(found[2])};" if found[1] else _reference(found)


def _reference(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"
