"""Puts learners' texts into notebooks and letters as plain text: never as markup, a formula, a link or code."""

from __future__ import annotations

import html
import re

_OPENING = '<pre dir="auto" style="white-space: pre-wrap; font: inherit">'
_CLOSING = "</pre>"
_SPECIAL = "&<>\"'`\\$*_[]{}()#|~^!=:/@"
"""Characters with a meaning in HTML, in Markdown, in its formulas or in its links."""
_UNWRITABLE = [code for code in (*range(32), *range(127, 160), *range(0xD800, 0xE000)) if chr(code) not in "\n\t"]
"""Control characters, which no page can show, and lone surrogates, which no file can hold."""
_REPLACED = {
    **dict.fromkeys(_UNWRITABLE, "\N{REPLACEMENT CHARACTER}"),
    **{ord(sign): f"&#{ord(sign)};" for sign in _SPECIAL},
}
_OTHERWISE = re.escape("".join(map(chr, _REPLACED)))
_VERBATIM_BLOCK = re.compile(f"{re.escape(_OPENING)}(?:[^{_OTHERWISE}]|&#[0-9]+;)*{re.escape(_CLOSING)}")


def verbatim_block(text: str) -> str:
    """Return a text as a Markdown block that shows it line by line, and cannot act as markup, formula, link or code.

    The block is a `pre` element: formulas are not rendered in it, and characters that change the direction of writing
    have no effect beyond it. Every character that could have a meaning is written as a numeric character reference.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return f"{_OPENING}{lines.translate(_REPLACED)}{_CLOSING}"


def is_verbatim_block(source: str) -> bool:
    """Return whether a cell's source is the result of `verbatim_block` for some text."""
    return _VERBATIM_BLOCK.fullmatch(source) is not None


def shown_text(source: str) -> str:
    """Return the text that a cell shows: the text inside a `verbatim_block`, or any other source unchanged."""
    return html.unescape(source[len(_OPENING) : -len(_CLOSING)]) if is_verbatim_block(source) else source


_IN_A_LINE = re.compile(r"[&<>\[\]`*~|\\$]|_(?![^\W_])|(?<![^\W_])_|:(?=//)|(?<=www)\.|@")
"""Characters with a meaning in Markdown anywhere in a line; for an underscore, only at the edge of a word."""


def as_prose(text: str) -> str:
    """Return a text for a place that is rendered as Markdown, so that it becomes no list, heading, link or code.

    Characters that would start one are written as numeric character references; `html.unescape` restores the text.
    """
    lines = _IN_A_LINE.sub(_reference, text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return "  \n".join(map(_without_block_start, lines))


def _without_block_start(line: str) -> str:
    """Return a line that Markdown does not read as the start of a list, a heading or a block of code."""
    return re.sub(r"^(?:[ \t+=#:-]|(\d+)([.)]))", _escaped_start, line)


def _escaped_start(match: re.Match[str]) -> str:
    return f"{match[1]}&#{ord(match[2])};" if match[1] else _reference(match)


def _reference(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"
