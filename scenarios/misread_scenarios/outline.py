"""The lines of a scenario file, sorted into headings, paragraphs, quotes, items and facts.

A strict part of CommonMark: what is read here is what any Markdown viewer shows. Time and memory grow with the length
of the file and with nothing else.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Literal

Kind = Literal["heading", "paragraph", "quote", "item", "fact", "rule"]

LONGEST_FILE = 1_100_000
MOST_LINES = 50_000
HEADING = re.compile(r"(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
ITEM = re.compile(r"-[ \t]+(.*)$")
RULE = re.compile(r"(\d{1,3})[.)][ \t]+(.*)$")
KEYED = re.compile(r"[a-z]+(?: \(if .*\))?:")


@dataclasses.dataclass
class Block:
    """One piece of a file: its kind, the line where it starts and its text on one line."""

    kind: Kind
    line: int
    text: str
    level: int = 0


def blocks(text: str, first_line: int) -> Iterator[Block]:
    """Yield the pieces of a text in order. Comments (`<!-- … -->`) are left out; lines that run on are joined."""
    block: Block | None = None
    for number, line in _outside_comments(text, first_line):
        if not line.strip():
            if block:
                yield block
            block = None
            continue
        fresh = _starts(line, number, after=block)
        if fresh is None and block is not None:
            block.text += " " + line.lstrip(" \t>").strip()
            continue
        if block:
            yield block
        block = fresh or Block("paragraph", number, line.strip())
    if block:
        yield block


def _outside_comments(text: str, first_line: int) -> Iterator[tuple[int, str]]:
    inside = False
    for number, line in enumerate(text.splitlines(), first_line):
        if inside or line.lstrip().startswith("<!--"):
            inside = "-->" not in line
            yield number, ""
        else:
            yield number, line


def _starts(line: str, number: int, after: Block | None) -> Block | None:
    """Return the block that a line opens, or nothing where it carries on the one before (or is a paragraph)."""
    bare = line.lstrip(" \t")
    indented = len(line) - len(bare) > 1
    if not indented and (match := HEADING.match(bare)):
        return Block("heading", number, (match[2] or "").strip(), level=len(match[1]))
    if bare.startswith(">"):
        inner = bare[1:].strip()
        runs_on = after is not None and after.kind == "quote" and not KEYED.match(inner)
        return None if runs_on else Block("quote", number, inner)
    if match := ITEM.match(bare):
        return Block("fact" if indented else "item", number, match[1].strip())
    if not indented and (match := RULE.match(bare)):
        return Block("rule", number, match[2].strip(), level=int(match[1]))
    return None
