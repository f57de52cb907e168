"""Cohorts, their members, and the role of each member."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from datetime import datetime
from enum import StrEnum

from misread_records.event import LONGEST_NAME
from misread_records.people.errors import BadNewcomer
from misread_records.people.names import SortKey, as_spoken, family_of, order_of

MARKS_OF_DIRECTION = dict.fromkeys([0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])
"""Invisible characters that spreadsheets leave in names, and that would reverse the text around them."""
JOINERS = frozenset("\u200c\u200d")
"""Invisible characters that names in Persian, Sinhala and other scripts need."""
ADDRESS = re.compile(r"[^@\s<>,;:\"()\[\]\\]+@[^@\s<>,;:\"()\[\]\\]+")
"""A rough pattern of e-mail addresses: it refuses a name or two addresses, but only sending mail proves one."""


ADDRESS_MARK, NUMBER_MARK, NAME_MARK = "e-mail address", "id", "name"
"""The kinds of marks that tell people apart."""


class Role(StrEnum):
    """A member's role: it decides what they may do in a cohort."""

    LEARNER = "learner"
    FACILITATOR = "facilitator"
    GRADER = "grader"
    ADMIN = "admin"


@dataclasses.dataclass(frozen=True)
class Cohort:
    """A group that takes the course together; `closed` is when it was closed, or None while it is open."""

    name: str
    created: datetime
    closed: datetime | None = None


@dataclasses.dataclass(frozen=True)
class Member:
    """A member of a cohort.

    Attributes:
        learner: the learner in their events: a random name, different in every cohort, that tells nothing about them.
        cohort: their cohort.
        name: as on the list, with the given name first.
        email: as on the list; None if it had none.
        number: the id that their organisation uses; None if the list had none.
        role: their role.
        added: when they were enrolled.
        removed: when they were removed; None while they are in the cohort.
        link: the number of their valid sign-in link. A new link increases it by one and ends the older links.
        family: the part of the name that they are sorted by; None if it was not given.
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
    def order(self) -> SortKey:
        """What sorts members by their names."""
        return order_of(self.name, self.family)


@dataclasses.dataclass(frozen=True)
class Newcomer:
    """A person on a list who may be enrolled, with tidy white space and the given name first.

    Attributes:
        name, email, number, role: as in `Member`.
        says_role: whether the list gave the role; only then may it change a member's role.
        family: the part of the name that they are sorted by; worked out from the name if it is not given.

    Raises:
        BadNewcomer: if the name is missing or a field is not allowed; the error names every problem.
    """

    name: str
    email: str | None = None
    number: str | None = None
    role: Role = Role.LEARNER
    says_role: bool = dataclasses.field(default=True, compare=False)
    family: str | None = dataclasses.field(default=None, compare=False)

    def __post_init__(self) -> None:
        """Tidy and check the fields."""
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
    """Return the marks that tell a person from others; two people who share a mark are the same person."""
    marks = {(ADDRESS_MARK, folded(email or "")), (NUMBER_MARK, number)}
    given = frozenset((kind, value) for kind, value in marks if value)
    return given or frozenset({(NAME_MARK, folded(name))})


def folded(text: str) -> str:
    """Return a text for comparison: case-folded (ß becomes ss) and composed."""
    return unicodedata.normalize("NFC", text.casefold())


def tidy(text: str) -> str:
    """Compose accents, make every run of white space one space, and drop direction marks."""
    return " ".join(unicodedata.normalize("NFC", text).translate(MARKS_OF_DIRECTION).split())


def _problems(fields: dict[str, str]) -> list[str]:
    problems = [] if fields["name"] else ["the name is missing"]
    for field, text in fields.items():
        if len(text) > LONGEST_NAME:
            problems.append(f"the {_SHOWN[field]} has {len(text)} characters; at most {LONGEST_NAME} fit")
        elif not all(character.isprintable() or character in JOINERS for character in text):
            problems.append(f"the {_SHOWN[field]} {text!a} holds a character that cannot be shown")
    if fields["email"] and not ADDRESS.fullmatch(fields["email"]):
        problems.append(f"{fields['email'][:80]!r} is not an e-mail address; an example is ada@example.org")
    return problems


_SHOWN = {"name": "name", "email": "e-mail address", "number": "id"}
