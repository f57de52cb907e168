"""Two mirrors: a talk line by line, as it was said and as each of the two thought it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from misread_scenarios.model import CastMember
from misread_scenarios.names import Names
from misread_scenarios.versioned import Versioned


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TalkLine(_Frozen):
    """One line of the talk, and what each of the two thought."""

    number: int
    text: str
    thoughts: dict[str, str]


class MomentQuestion(_Frozen):
    """The question for a line: `key` is the first that fits, `near` those that would still have done."""

    text: str
    key: int
    near: tuple[int, ...]
    if_key: str
    if_near: str
    otherwise: str

    def answer(self, line: int) -> str:
        """Return what is said to somebody who marks this line."""
        return self.if_key if line == self.key else self.if_near if line in self.near else self.otherwise


class Writing(_Frozen):
    """A question to answer in writing: what to look for in an answer, and lines to compare it with, by speaker."""

    id: str
    text: str
    look_for: tuple[str, ...]
    compare: tuple[tuple[str, str], ...]


class Mirrors(Versioned):
    """A talk and its two mirrors."""

    id: str
    lang: str
    title: str
    minutes: int
    after: tuple[str, ...]
    competencies: tuple[str, ...]
    covers: tuple[str, ...]
    cast: dict[str, CastMember]
    room: tuple[str, ...]
    lines: tuple[TalkLine, ...]
    moment: tuple[str, ...]
    mark: MomentQuestion
    writings: tuple[Writing, ...]
    host: tuple[str, ...]

    @property
    def names(self) -> Names:
        """The names that the file itself uses."""
        return Names(dict(self.cast))
