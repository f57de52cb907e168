"""Divides what a projector shows into pages that fit at its smallest text, with nothing left out.

A page of the projector is `WIDTH` by `HEIGHT` em of body text, where an em is a fortieth of the window's width or less.
The number of lines of a text is estimated from its length, carefully: a browser test draws every page of the library.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from misread_widgets.views import View

T = TypeVar("T")
LINE = 68
"""How many characters fit on a line."""
LINE_OF_SPEECH = 62
"""How many fit beside the portrait of the speaker."""
LINES = 10.5
"""How many lines of body text fit on a page, below its heading."""
GAP = 0.55
"""The height of the space between two paragraphs, in lines."""
_SENTENCE_END = re.compile(r"(?<=[.?!…][”“\"’]) |(?<=[.?!…]) ")


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [sentence for sentence in _SENTENCE_END.split(text) if sentence.strip()]


def lines(text: str, line: int = LINE) -> int:
    """Return how many lines a text needs, at most."""
    return max(1, math.ceil(len(text) / line))


def paragraph_lines(paragraph: View) -> float:
    """Return how many lines a paragraph needs with the space below it."""
    text = "".join(part["text"] for part in paragraph["parts"])
    return lines(text, LINE_OF_SPEECH if paragraph["speaker"] else LINE) + GAP + (0.9 if paragraph["speaker"] else 0)


def packed(items: Iterable[tuple[T, float]], room: float = LINES) -> list[list[T]]:
    """Pack items with their heights into pages, in order; an item that is higher than a page has one of its own."""
    pages: list[list[T]] = []
    left = 0.0
    for item, height in items:
        if not pages or height > left:
            pages.append([])
            left = room
        pages[-1].append(item)
        left -= height
    return pages


def prose_pages(paragraphs: Iterable[View], room: float = LINES) -> list[list[View]]:
    """Divide paragraphs into pages; a paragraph that is longer than a page is cut between sentences."""
    pieces = (piece for paragraph in paragraphs for piece in _fitting(paragraph, room))
    return packed(((piece, paragraph_lines(piece)) for piece in pieces), room)


def _fitting(paragraph: View, room: float) -> Iterator[View]:
    if paragraph_lines(paragraph) <= room:
        yield paragraph
        return
    pieces = [
        {"said": part["said"], "text": f"{sentence} "}
        for part in paragraph["parts"]
        for sentence in sentences(part["text"])
    ]
    heights = ((each, len(each["text"]) / LINE_OF_SPEECH) for each in pieces)
    for parts in packed(heights, room - 2):
        yield {"speaker": paragraph["speaker"], "parts": parts}
