"""How people's names are written and sorted: one way everywhere, whatever order the list had that they came from.

A name is kept as it is spoken, "Ada Weber", and sorted by the family name. nameparser tells "Weber, Ada", where the
family name comes first, from "Martin King, Jr." and "Ana Weber, MBA", where the part behind the comma belongs to the
end of the name. Names are compared by the Unicode Collation Algorithm (Unicode Technical Standard 10) with its default
table: "Öz" stands with the O, "Łukasz" with the L, and small letters beside large ones.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from pyuca import Collator

if TYPE_CHECKING:
    from nameparser import HumanName

Order = tuple[tuple[int, ...], tuple[int, ...], str]
"""What sorts somebody: by the family name, by the whole name, and by the text itself where both are alike."""


@functools.lru_cache(maxsize=1_000)
def as_spoken(name: str) -> str:
    """Return a name with the given name first: "Ada Weber" for "Weber, Ada". Other names stay as they are."""
    turned = _turned(name)
    return name if turned is None or _turned(turned) is not None else turned


@functools.lru_cache(maxsize=1_000)
def family_of(name: str) -> str:
    """Return the family name of somebody, as far as a name tells: "de la Vega" of "Juan de la Vega"."""
    if not name.strip():
        return ""
    found: str = _parsed(name).last
    return found if found and found in name else name.rsplit(maxsplit=1)[-1]


def in_two(name: str, family: str | None = None) -> tuple[str, str]:
    """Return a name as the part before the family name, and the family name with all that follows it.

    The two, with a space between, are the name again; a name that does not come in two is all in the second. Without
    `family` it is what the name tells.
    """
    family = family or family_of(name)
    before, _, behind = name.rpartition(family) if family else ("", "", name)
    return (before.rstrip(), family + behind) if before.endswith(" ") else ("", name)


def order_of(name: str, family: str | None = None) -> Order:
    """Return a key that sorts people as a reader expects to find them; names that are alike sort by their signs."""
    key = _collator().sort_key
    return tuple(key(family or family_of(name))), tuple(key(name)), name


def _turned(name: str) -> str | None:
    """Return a name that has the family name first, and a comma behind it, the other way round; None for others."""
    family, comma, rest = name.partition(",")
    given, *suffixes = map(str.strip, rest.split(","))
    if not comma or not family.strip() or not given:
        return None
    parsed = _parsed(name)
    spoken = (parsed.first or parsed.middle).split()
    if not spoken or spoken[0] not in given.split() or spoken[0] in family.split():
        return None
    return ", ".join([f"{given} {family.strip()}", *filter(None, suffixes)])


def _parsed(name: str) -> HumanName:
    # it takes a fiftieth of a second to load, and is needed where people are enrolled and not where they choose
    from nameparser import HumanName  # noqa: PLC0415

    return HumanName(name)


@functools.cache
def _collator() -> Collator:
    return Collator()
