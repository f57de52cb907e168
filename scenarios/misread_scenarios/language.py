"""The language of a learner, and the catalogues with what the interface says in it.

Code says its words in English, inside `_`; a constant is marked with `N_` and translated where it is used:

    GO_ON = N_("Go on")
    label = _(GO_ON)
    counted = ngettext("{number} word", "{number} words", number).format(number=number)

The language belongs to a block of code, as the seat does: `speaking("de")` sets it for everything called inside. Each
room has a catalogue (`locale/de.po`), in the format of GNU gettext; a message that it lacks stays English.
"""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from datetime import date
from types import ModuleType

SOURCE = "en"
"""The language that code and content are written in."""
LANGUAGES = {"en": "English", "de": "Deutsch"}
"""The languages of the interface, by their tags (BCP 47), each with its own name for itself."""

_spoken: ContextVar[str] = ContextVar("misread_language", default=SOURCE)


def spoken() -> str:
    """Return the tag of the language that is spoken here."""
    return _spoken.get()


@contextlib.contextmanager
def speaking(tag: str) -> Iterator[None]:
    """Speak a language inside the block; a tag of no known language means English."""
    token = _spoken.set(tag if tag in LANGUAGES else SOURCE)
    try:
        yield
    finally:
        _spoken.reset(token)


def speak(tag: str) -> None:
    """Speak a language from here to the end of the current task or thread."""
    _spoken.set(tag if tag in LANGUAGES else SOURCE)


def chosen(*wishes: str | None) -> str:
    """Return the first wish for which there is a language: `de-AT` is met by `de`; English if none is."""
    for wish in wishes:
        tag = (wish or "").replace("_", "-").partition("-")[0].lower()
        if tag in LANGUAGES:
            return tag
    return SOURCE


def accepted(header: str) -> list[str]:
    """Return the languages of an `Accept-Language` header, the preferred ones first (RFC 9110, section 12.5.4).

    A weight that is not a number counts as 0, and languages of weight 0 are left out.
    """
    weighted = []
    for place, part in enumerate(header.split(",")):
        tag, _, weight = part.partition(";")
        weighted.append((-_weight(weight), place, tag.strip()))
    return [tag for weight, _place, tag in sorted(weighted) if weight < 0 and tag]


def _weight(text: str) -> float:
    name, _, number = text.strip().partition("=")
    if not name:
        return 1.0
    try:
        return float(number) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's tools know
    """Mark a constant for translation, and return it as it is."""
    return message


class Catalogue:
    """What one room says, in every language; a file `locale/LANGUAGE.po` in its package for each."""

    def __init__(self, package: str) -> None:
        """Take the name of the room's package; its files are read when a language is first spoken."""
        self._package = package

    def gettext(self, message: str) -> str:
        """Return a message in the spoken language."""
        tag = _spoken.get()
        return message if tag == SOURCE else str(_locales().translations(self._package, tag).gettext(message))

    def ngettext(self, one: str, several: str, number: float) -> str:
        """Return the form of a message that goes with a number, in the spoken language."""
        tag = _spoken.get()
        if tag == SOURCE:
            return one if number == 1 else several
        whole = int(number) if number == int(number) else 2  # gettext knows the plurals of whole numbers only
        return str(_locales().translations(self._package, tag).ngettext(one, several, whole))


def figure(number: float) -> str:
    """Write a number as the spoken language does, with at most two decimals: 12.5, in German 12,5."""
    tag = _spoken.get()
    return f"{round(float(number), 2):g}" if tag == SOURCE else str(_locales().figure(float(number), tag))


def thousands(number: int) -> str:
    """Write a whole number with its thousands set apart: 20,000, in German 20.000."""
    tag = _spoken.get()
    return f"{number:,}" if tag == SOURCE else str(_locales().thousands(number, tag))


def listed(words: Sequence[str]) -> str:
    """Join words as an enumeration: a, b and c."""
    if _spoken.get() != SOURCE:
        return str(_locales().listed(words, _spoken.get()))
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def day(moment: date) -> str:
    """Say a day: 7 March 2026, in German 7. März 2026."""
    tag = _spoken.get()
    return f"{moment.day} {moment:%B %Y}" if tag == SOURCE else str(_locales().day(moment, tag))


def _locales() -> ModuleType:
    """Return the module that needs Babel, which takes 40 ms to load; English does without."""
    return importlib.import_module("misread_scenarios.locales")
