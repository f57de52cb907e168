"""The lines of a scenario file, sorted into headings, paragraphs, quotes, items and facts.

The format is a strict part of CommonMark, so any Markdown viewer shows the same blocks. Time and memory grow only with
the length of the file.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Literal

from misread_scenarios.format.lookalikes import lookalike

Kind = Literal["heading", "paragraph", "quote", "item", "fact", "rule", "lookalike"]

TAB = 4
"""How many spaces a tab stands for at the beginning of a line (CommonMark, section 2.2)."""
LONGEST_FILE = 1_100_000
MOST_LINES = 50_000
HEADING = re.compile(r"(#{1,6})(?:[ \t]+(.*))?$")
ITEM = re.compile(r"-[ \t]+(.*)$")
RULE = re.compile(r"(\d{1,3})[.)][ \t]+(.*)$")
KEYED = re.compile(r"[a-z]+(?:[ \t]*[(\[]\s*(?i:if|when)\b.*)?:")
HIDES = {"a heading": 2, "a choice": 1}


@dataclasses.dataclass
class Block:
    """One piece of a file: its kind, the line where it starts and its text on one line.

    A `lookalike` is a line of prose that its author probably meant as something else. Its text says what is wrong with
    the line. Its level is 2 if the author meant a heading, to which the next lines belong, and 1 for a choice.
    """

    kind: Kind
    line: int
    text: str
    level: int = 0


def blocks(text: str, first_line: int) -> Iterator[Block]:
    """Yield the pieces of a text in order. Comments (`<!-- … -->`) are left out; lines that run on are joined."""
    block: Block | None = None
    more: list[str] = []
    asks = False
    for number, line in _outside_comments(text, first_line):
        words = line.strip()
        fresh = _starts(line, number, after=block) if words else None
        if words and fresh is None and (wrong := lookalike(line, asks=asks)):
            yield Block("lookalike", number, wrong.message, level=HIDES.get(wrong.meant_for, 0))
            continue
        if fresh is not None and fresh.kind in {"heading", "item"}:
            asks = fresh.kind == "item"
        if words and fresh is None and block is not None:
            more.append(line.lstrip(" \t>").strip())
            continue
        if block:
            yield _joined(block, more)
        block, more = fresh, []
        if words and fresh is None:
            block = Block("paragraph", number, words)
    if block:
        yield _joined(block, more)


def lines_of(text: str) -> list[str]:
    """Return the lines of a text as Markdown and editors count them: by line feeds and carriage returns alone."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines if lines[-1] else lines[:-1]


def _joined(block: Block, more: list[str]) -> Block:
    """Return the block, joined with the lines that continue it."""
    block.text = " ".join((block.text, *more))
    return block


def _outside_comments(text: str, first_line: int) -> Iterator[tuple[int, str]]:
    inside = False
    for number, line in enumerate(lines_of(text), first_line):
        if inside or line.lstrip().startswith("<!--"):
            inside = "-->" not in line
            yield number, ""
        else:
            yield number, line


def _unclosed(title: str) -> str:
    """Return a heading's text without the row of `#` that may close it."""
    bare = title.rstrip("#")
    return bare.rstrip() if not bare or bare[-1] in " \t" else title


def _starts(line: str, number: int, after: Block | None) -> Block | None:
    """Return the block that a line opens; None if the line continues the previous block or is a paragraph."""
    bare = line.lstrip(" \t")
    indented = len(line.expandtabs(TAB)) - len(bare.expandtabs(TAB)) > 1
    if not indented and (match := HEADING.match(bare)):
        return Block("heading", number, _unclosed((match[2] or "").strip()), level=len(match[1]))
    if bare.startswith(">"):
        inner = bare[1:].strip()
        runs_on = after is not None and after.kind == "quote" and not KEYED.match(inner)
        return None if runs_on else Block("quote", number, inner)
    if match := ITEM.match(bare):
        return Block("fact" if indented else "item", number, match[1].strip())
    if not indented and (match := RULE.match(bare)):
        return Block("rule", number, match[2].strip(), level=int(match[1]))
    return None
