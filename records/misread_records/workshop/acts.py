"""What a facilitator does in a workshop, as the data of an event ``hosted``.

================  ==================================  ==============================================================
``do``            further data                        means
================  ==================================  ==============================================================
``begin``         ``step``                            the group begins a step of the agenda, or comes back to it
``vote``                                              voting opens: the first round, or the second after a result
``close``                                             voting closes
``reveal``                                            the result of the round is shown
``talk``          ``seconds``, ``people`` (2 or 3)    participants talk in pairs or trios
``follow``        ``picks``                           the consequence of a pick is shown, or of two, one by one
``next_branch``                                       the consequence of the next of these picks is shown
``page``          ``number`` (0 to 99)                the projector shows this page of its screen, counted from 0
``go_on``         ``pick``                            the story goes on from this pick
``back``          ``picks``                           the story goes back to where these picks led
``timer``         ``seconds``                         a timer starts; 0 stops it
``pause``                                             every screen says that the workshop pauses
``resume``                                            the workshop goes on
``note``          ``note``, ``shown`` (true, false)   a text of a participant is shown to everybody, or hidden
``settings``      ``settings``                        the settings change: an object with the fields of `Settings`
``remove``        ``participant``                     a participant is taken out; their votes no longer count
================  ==================================  ==============================================================

Each act has a slot with its number, so that of two facilitators who act at the same moment only one does.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType

from pydantic import JsonValue

from misread_records.language import _
from misread_records.workshop.agenda import BadAgenda, Settings

LONGEST_SECONDS = 4 * 60 * 60
MOST_PICKS = 100
MOST_PAGES = 100


class BadAct(ValueError):
    """Something that cannot be done now; its text says why, in the language that is spoken when it is read."""

    def __init__(self, said: str, **values: object) -> None:
        """Keep why: a message marked for translation and the values of its slots, or a text as it is."""
        super().__init__(said)
        self._said, self._values = said, values

    def __str__(self) -> str:
        """Return the message in the spoken language, with its slots filled."""
        said = _(self._said)
        return said.format(**self._values) if self._values else said


@dataclasses.dataclass(frozen=True)
class Act:
    """One act of a facilitator: what is done, and the data that it needs."""

    do: str
    data: Mapping[str, JsonValue] = dataclasses.field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a text of the data; empty if there is none."""
        value = self.data.get(name)
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> int:
        """Return a whole number of the data; 0 if there is none."""
        value = self.data.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else 0

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts of the data."""
        value = self.data.get(name)
        return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()

    def flag(self, name: str) -> bool:
        """Return whether something is true in the data."""
        return self.data.get(name) is True


def act_slot(number: int) -> str:
    """Return the slot of a workshop's act, counted from 1."""
    return f"act/{number}"


def act_of(data: Mapping[str, JsonValue]) -> Act:
    """Return the act that the data of an event, or of a message, names.

    Raises:
        BadAct: if there is no such act, or its data is not as the table above says.
    """
    do = data.get("do")
    needs = _NEEDS.get(do) if isinstance(do, str) else None
    if not isinstance(do, str) or needs is None:
        raise BadAct(f"'{str(do)[:40]}' is not an act; there are {', '.join(_NEEDS)}")
    wrong = [name for name in needs if not _CHECKS[name](data.get(name))]
    if wrong:
        raise BadAct(f"{do}: {', '.join(f'{name} {_EXPECTED[name]}' for name in wrong)}")
    return Act(do, MappingProxyType({name: data[name] for name in needs}))


def _is_settings(value: object) -> bool:
    try:
        Settings.read(value)
    except BadAgenda:
        return False
    return True


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _is_seconds(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LONGEST_SECONDS


def _are_picks(value: object) -> bool:
    return isinstance(value, list) and len(value) <= MOST_PICKS and all(map(_is_text, value))


_NEEDS: Mapping[str, tuple[str, ...]] = {
    "begin": ("step",),
    "vote": (),
    "close": (),
    "reveal": (),
    "talk": ("seconds", "people"),
    "follow": ("picks",),
    "next_branch": (),
    "page": ("number",),
    "go_on": ("pick",),
    "back": ("picks",),
    "timer": ("seconds",),
    "pause": (),
    "resume": (),
    "note": ("note", "shown"),
    "settings": ("settings",),
    "remove": ("participant",),
}
_CHECKS = {
    **dict.fromkeys(("step", "pick", "note", "participant"), _is_text),
    "seconds": _is_seconds,
    "number": lambda value: isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MOST_PAGES,
    "people": lambda value: value in (2, 3),
    "picks": _are_picks,
    "shown": lambda value: isinstance(value, bool),
    "settings": _is_settings,
}
_EXPECTED = {
    **dict.fromkeys(("step", "pick", "note", "participant"), "must be a text"),
    "seconds": f"must be a whole number from 0 to {LONGEST_SECONDS}",
    "number": f"must be a whole number from 0 to {MOST_PAGES - 1}",
    "people": "must be 2 or 3",
    "picks": f"must be a list of at most {MOST_PICKS} texts",
    "shown": "must be true or false",
    "settings": "must have only 'names' (true or false), 'least' (1 to 50) and 'together' (1 to 3)",
}
