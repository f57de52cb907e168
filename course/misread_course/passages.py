"""The passages of the lessons as plain text, for the search over the course."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from misread_course.catalogue import Lesson
from misread_course.graded_cells import is_graded
from misread_course.items import items, sections
from misread_course.notebook import cells, source_of
from misread_course.steps import waiting

MARKDOWN = MarkdownIt("commonmark").enable("table")


@dataclasses.dataclass(frozen=True)
class Passage:
    """A cell of a lesson as plain text.

    Attributes:
        lesson: the lesson.
        cell: the id of the cell, which is its anchor on the lesson's page.
        heading: the heading that it stands under.
        text: its text, without Markdown and without headings.
        case: the id of the scenario after which the lesson shows it; None if the lesson always shows it.
    """

    lesson: Lesson
    cell: str
    heading: str
    text: str
    case: str | None


def passages(lesson: Lesson) -> Iterator[Passage]:
    """Yield the passages of a lesson, in order."""
    titles = {section.cell: section.title for section in sections(lesson)}
    cases = {item.cell: item.id for item in items(lesson)}
    waits, heading = waiting(lesson), lesson.title
    for cell in cells(lesson):
        if cell["cell_type"] != "markdown" or is_graded(cell):
            continue
        heading = titles.get(cell["id"], heading)
        case = waits.get(cell["id"])
        yield Passage(lesson, cell["id"], heading, plain(source_of(cell)), cases[case] if case else None)


def plain(markdown: str) -> str:
    """Return the text of Markdown without its headings, a line for each paragraph, list item or table cell."""
    tokens = MARKDOWN.parse(markdown)
    blocks = (token for before, token in pairwise(tokens) if token.type == "inline" and before.type != "heading_open")
    return "\n".join("".join(map(_shown, block.children or ())) for block in blocks)


def _shown(token: Token) -> str:
    """Return what is shown of a part of a line."""
    return " " if token.type in {"softbreak", "hardbreak"} else token.content
