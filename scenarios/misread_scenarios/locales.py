"""The messages of a language, and how it writes numbers, dates and lists: all that needs Babel."""

from __future__ import annotations

import functools
import io
from gettext import GNUTranslations
from importlib import resources
from typing import TYPE_CHECKING

from babel.dates import format_date, get_timezone_name
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime


@functools.cache
def translations(package: str, tag: str) -> GNUTranslations:
    """Return the messages of a package in a language; none if it has no file of them."""
    compiled = io.BytesIO()
    file = resources.files(package) / "locale" / f"{tag}.po"
    with file.open("rb") if file.is_file() else io.BytesIO() as source:
        write_mo(compiled, read_po(source, locale=tag))
    compiled.seek(0)
    return GNUTranslations(compiled)


@functools.lru_cache(maxsize=4096)  # a debrief says the same figures many times
def figure(number: float, tag: str) -> str:
    """Write a number with at most two decimals."""
    return format_decimal(number, format="0.##", locale=tag)


def thousands(number: int, tag: str) -> str:
    """Write a whole number with its thousands set apart."""
    return format_decimal(number, format="#,##0", locale=tag)


def listed(words: Sequence[str], tag: str) -> str:
    """Join words as an enumeration."""
    return format_list(words, locale=tag)


def day(moment: date, tag: str) -> str:
    """Say a day, in German as 7. März 2026."""
    return format_date(moment, format="long", locale=tag)


def zone(moment: datetime, english: str, tag: str) -> str:
    """Name the time zone of a moment after its clock time, in German as Uhr (MEZ); `english` is its English name.

    Where the language has no name for it, the English one stands.
    """
    name = get_timezone_name(moment, width="short", locale=tag)
    named = name if name.isalpha() else english
    return f"Uhr ({named})" if tag == "de" else named
