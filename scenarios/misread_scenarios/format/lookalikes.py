"""Lines and characters that look like the format's own but are different.

Word processors turn `- ` into a dash, `---` into a longer dash, and spaces into no-break spaces. If such a line were
read as prose, a choice, an effect or a condition would be lost, and learners would see text meant for the engine.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

CHOICE_FACTS = (
    "effect",
    "score",
    "hours",
    "then",
    "why best",
    "why",
    "go",
    "when",
    "claims",
    "asks",
    "tags",
    "covers",
)
SCENE_FACTS = ("host", "shows", "takeaway", "pick", "confidence", "fact")
"""The words that begin the facts below a choice, and those below a scene."""
GUARD = r"\s*(?:\(\s*if\b[^:]*)?:"
CHOICE = r"[a-z][a-z0-9-]{0,39}\.\s"
FACT = rf"(?:{'|'.join(CHOICE_FACTS)}){GUARD}"
NOTE = rf"(?:{'|'.join(SCENE_FACTS)}){GUARD}"
DASHES = "\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{EM DASH}\N{HORIZONTAL BAR}\N{MINUS SIGN}"
BULLETS = "•\N{HYPHEN BULLET}‣◦▪●∙·"
QUOTES = "\N{FULLWIDTH GREATER-THAN SIGN}\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}»"
HASH = "\N{FULLWIDTH NUMBER SIGN}"
ODD_SPACE = r"[^\S \t]"
"""White space other than the space and the tab, such as the no-break space."""
MEANT_FOR = {
    **dict.fromkeys(DASHES, "-"),
    **dict.fromkeys("→⇒", "->"),
    **dict.fromkeys("“”„«»", '"'),
    **dict.fromkeys("‘’", "'"),
    "≥": ">=",
    "≤": "<=",
    "≠": "!=",
    **{chr(ord(sign) + 0xFEE0): sign for sign in "!\"#'()+,-.:<=>[]"},  # full-width characters of East Asian keyboards
}
"""The plain character for each character that word processors, phones and other keyboards put in its place."""

ITEM = re.compile(rf"(?P<sign>[{DASHES}{BULLETS}*+]|-)\s*-?\s*(?P<rest>.*)")
LISTED = re.compile(rf"[{BULLETS}]|[*+]\s|-{ODD_SPACE}")
"""The beginnings that no paragraph has."""
MEANT = re.compile(f"{CHOICE}|{FACT}")
BARE_FACT = re.compile(FACT)
BARE_NOTE = re.compile(NOTE)
QUOTE = re.compile(rf"(?P<sign>[{QUOTES}]|&gt;)\s*(?={NOTE})")
HEADING = re.compile(rf"(?P<sign>{HASH}+|#{{1,6}}(?={ODD_SPACE})|#{{2,6}}(?=[^#\s])|#(?=[A-Z][0-9]))\s*(?P<rest>.*)")
INDENTED_HEADING = re.compile(r"\s\s+#{1,6}[ \t]")
ROW = re.compile(rf"([-*_={DASHES}])(?:[ \t]*\1)+$")
RULE = re.compile(r".*(?:[-=–—]>|→|⇒)\s*[A-Z][A-Za-z0-9]{0,19}$")


class Lookalike(NamedTuple):
    """What a line was meant as, and a message with the fault and what would have worked."""

    meant_for: str
    message: str


def lookalike(line: str, *, asks: bool) -> Lookalike | None:
    """Return the fault of a line that was probably not meant as prose; None for a line of prose.

    `line` does not begin any block of the format; `asks` tells whether it comes below a choice of its scene.
    """
    return next(_wrong(line, line.strip(), asks=asks), None)


def instead(text: str) -> str:
    """Return the end of a message that names a wrong character in a short text and the right one; else ""."""
    sign = next((letter for letter in text if letter in MEANT_FOR or re.match(ODD_SPACE, letter)), None)
    return f"; it has {named(sign)} in place of `{MEANT_FOR.get(sign, ' ')}`" if sign else ""


def named(sign: str) -> str:
    """Return a character with its Unicode name, since some look the same."""
    name = unicodedata.name(sign[0], f"U+{ord(sign[0]):04X}").lower()
    return f"a {name}" if sign.isspace() else f"'{sign}' ({name})"


def _wrong(line: str, bare: str, *, asks: bool) -> Iterator[Lookalike]:
    space = line[: len(line) - len(line.lstrip())]
    if (odd := re.search(ODD_SPACE, space)) and (bare[0] in "-#>" or BARE_FACT.match(bare)):
        yield Lookalike("a line", f"the line begins with {named(odd[0])}; put ordinary spaces in its place")
    if ROW.match(bare):
        yield Lookalike("a line", f"a row of {named(bare[0])} would be shown to learners; delete it")
    if heading := HEADING.match(bare):
        yield _in_place_of("a heading", "## ", heading["sign"], heading["rest"])
    if INDENTED_HEADING.match(line):
        yield Lookalike("a heading", "a heading starts at the beginning of its line; delete the spaces before `#`")
    if quote := QUOTE.match(bare):
        yield _in_place_of("a note on a scene", "> ", quote["sign"], bare[quote.end() :])
    if BARE_NOTE.match(bare):
        yield Lookalike("a note on a scene", f"a note on a scene begins with `> `; write `> {bare[:30]}…`")
    if RULE.match(bare):
        message = "an ending rule needs its own line, with a number and a full stop before it: `1. trust <= 2 -> E1`"
        yield Lookalike("an ending rule", message)
    if asks and BARE_FACT.match(bare):
        yield Lookalike("a fact", f"a fact below a choice begins with `  - `; write `  - {bare[:30]}…`")
    item = ITEM.match(bare)
    if item and (LISTED.match(bare) or MEANT.match(item["rest"]) or (asks and bare[0] not in "*+")):
        is_fact = len(space) > 1 or BARE_FACT.match(item["rest"])
        what, mark = ("a fact below a choice", "  - ") if is_fact else ("a choice", "- ")
        yield _in_place_of(what, mark, item["sign"], item["rest"])


def _in_place_of(what: str, mark: str, sign: str, rest: str) -> Lookalike:
    """Return the fault of a line with a wrong first character, or without a space after it."""
    fault = "this line has no ordinary space after it" if sign in mark else f"this line begins with {named(sign)}"
    return Lookalike(what, f"{what} begins with `{mark}`, but {fault}; write `{mark}{rest.strip()[:30]}…`")
