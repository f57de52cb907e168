"""People's names, written and sorted the same way everywhere, in whatever order a list gave their parts.

A name is kept as it is spoken, "Ada Weber", and sorted by the family name. nameparser distinguishes "Weber, Ada", with
the family name first, from "Martin King, Jr." and "Ana Weber, MBA", with a suffix after the comma. Names are compared
by the Unicode Collation Algorithm (Unicode Technical Standard 10) with its default table: "Öz" is sorted under O,
"Łukasz" under L, and small letters beside capitals.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from pyuca import Collator

if TYPE_CHECKING:
    from nameparser import HumanName

SortKey = tuple[tuple[int, ...], tuple[int, ...], str]
"""A sort key: the family name, then the whole name, then the text itself if both sort the same."""


@functools.lru_cache(maxsize=1_000)
def as_spoken(name: str) -> str:
    """Return a name with the given name first: "Ada Weber" for "Weber, Ada". Other names stay as they are."""
    turned = _turned(name)
    return name if turned is None or _turned(turned) is not None else turned


@functools.lru_cache(maxsize=1_000)
def family_of(name: str) -> str:
    """Return the family name in a name, as far as it can be known: "de la Vega" for "Juan de la Vega"."""
    if not name.strip():
        return ""
    family: str = _parsed(name).last
    return family if family and family in name else name.rsplit(maxsplit=1)[-1]


def in_two(name: str, family: str | None = None) -> tuple[str, str]:
    """Return the part of a name before the family name, and the family name with everything after it.

    The two parts, with a space between them, are the name again. If the name cannot be divided, the first part is empty
    and the second is the whole name. Without `family`, the family name is read from the name.
    """
    family = family or family_of(name)
    before, _, behind = name.rpartition(family) if family else ("", "", name)
    return (before.rstrip(), family + behind) if before.endswith(" ") else ("", name)


def order_of(name: str, family: str | None = None) -> SortKey:
    """Return the key that sorts people by family name, as readers expect; equal keys are sorted by their characters."""
    key = _collator().sort_key
    return tuple(key(family or family_of(name))), tuple(key(name)), name


def _turned(name: str) -> str | None:
    """Return a name like "Weber, Ada" as "Ada Weber"; None if the name has another form."""
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
    # nameparser takes a fiftieth of a second to load; enrolling people needs it, and playing a scenario does not
    from nameparser import HumanName  # noqa: PLC0415

    return HumanName(name)


@functools.cache
def _collator() -> Collator:
    return Collator()
