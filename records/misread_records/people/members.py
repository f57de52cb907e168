"""Who takes part: cohorts, their members, and what each of them may do."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from datetime import datetime
from enum import StrEnum

from misread_records.event import LONGEST_NAME
from misread_records.people.errors import BadNewcomer
from misread_records.people.names import Order, as_spoken, family_of, order_of

MARKS_OF_DIRECTION = dict.fromkeys([0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])
"""Unseen signs that spreadsheets leave in names, and that would turn the text around them."""
JOINERS = frozenset("\u200c\u200d")
"""Unseen as well, but a part of how names are written in Persian, Sinhala and other scripts."""
ADDRESS = re.compile(r"[^@\s<>,;:\"()\[\]\\]+@[^@\s<>,;:\"()\[\]\\]+")
"""Enough of an e-mail address to catch a name or two addresses in its place; only sending to it can say more."""


ADDRESS_MARK, NUMBER_MARK, NAME_MARK = "e-mail address", "id", "name"
"""The kinds of what tells people apart."""


class Role(StrEnum):
    """What somebody may do in a cohort."""

    LEARNER = "learner"
    FACILITATOR = "facilitator"
    GRADER = "grader"
    ADMIN = "admin"


@dataclasses.dataclass(frozen=True)
class Cohort:
    """A group that takes the course together; `closed` says when it ended, and is None while it runs."""

    name: str
    created: datetime
    closed: datetime | None = None


@dataclasses.dataclass(frozen=True)
class Member:
    """Somebody in a cohort.

    Attributes:
        learner: the name their events carry: made up, the same in no other cohort, and telling nothing about them.
        cohort: the group they are in.
        name, email, number: as the list had them, the name with the given name first; `number` is what their
            organisation knows them by.
        role: what they may do.
        added: when they were enrolled.
        removed: when they were taken out again; None while they are in.
        link: which of their sign-in links holds. It grows by one when a new link is made, and older ones end.
        family: the part of the name by which they are sorted; None if only the name tells.
    """

    learner: str
    cohort: Cohort
    name: str
    email: str | None
    number: str | None
    role: Role
    added: datetime
    removed: datetime | None
    link: int
    family: str | None = None

    @property
    def marks(self) -> frozenset[tuple[str, str]]:
        """What tells this person from others: their address and number, or else their name."""
        return marks_of(self.name, self.email, self.number)

    @property
    def order(self) -> Order:
        """What sorts members by their names."""
        return order_of(self.name, self.family)


@dataclasses.dataclass(frozen=True)
class Newcomer:
    """Somebody to be enrolled, or whom a list names: white space in order, the given name first.

    Attributes:
        name, email, number, role: as `Member` has them.
        says_role: whether the list said what they may do, so that it may change what they could do before.
        family: the part of the name by which they are sorted; without it, what the name tells.

    Raises:
        BadNewcomer: if the name is missing or something cannot be what it is given as; it names every problem.
    """

    name: str
    email: str | None = None
    number: str | None = None
    role: Role = Role.LEARNER
    says_role: bool = dataclasses.field(default=True, compare=False)
    family: str | None = dataclasses.field(default=None, compare=False)

    def __post_init__(self) -> None:
        """Put the fields in order, and check them."""
        tidied = {field: tidy(getattr(self, field) or "") for field in ("name", "email", "number")}
        spoken = as_spoken(tidied["name"])
        family = tidy(self.family or "")
        object.__setattr__(self, "name", spoken)
        object.__setattr__(self, "email", tidied["email"] or None)
        object.__setattr__(self, "number", tidied["number"] or None)
        object.__setattr__(self, "family", family if family and family in spoken else family_of(tidied["name"]))
        problems = list(_problems(tidied))
        if problems:
            raise BadNewcomer(*problems)

    @property
    def marks(self) -> frozenset[tuple[str, str]]:
        """What tells this person from others: their address and number, or else their name."""
        return marks_of(self.name, self.email, self.number)


def marks_of(name: str, email: str | None, number: str | None) -> frozenset[tuple[str, str]]:
    """Return what tells somebody from others; two people with one of these in common are one person."""
    known = {(ADDRESS_MARK, folded(email or "")), (NUMBER_MARK, number)}
    found = frozenset((kind, value) for kind, value in known if value)
    return found or frozenset({(NAME_MARK, folded(name))})


def folded(text: str) -> str:
    """Return a text as it is compared: without its case, and with ß as ss (Unicode's full case folding)."""
    return unicodedata.normalize("NFC", text.casefold())


def tidy(text: str) -> str:
    """Compose accents, make every run of white space one space, and drop signs that only turn text around."""
    return " ".join(unicodedata.normalize("NFC", text).translate(MARKS_OF_DIRECTION).split())


def _problems(fields: dict[str, str]) -> list[str]:
    found = [] if fields["name"] else ["the name is missing"]
    for field, text in fields.items():
        if len(text) > LONGEST_NAME:
            found.append(f"the {_SHOWN[field]} has {len(text)} characters; at most {LONGEST_NAME} fit")
        elif not all(sign.isprintable() or sign in JOINERS for sign in text):
            found.append(f"the {_SHOWN[field]} {text!a} holds a character that cannot be shown")
    if fields["email"] and not ADDRESS.fullmatch(fields["email"]):
        found.append(f"{fields['email'][:80]!r} is no e-mail address; one looks like ada@example.org")
    return found


_SHOWN = {"name": "name", "email": "e-mail address", "number": "id"}
