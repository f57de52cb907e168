"""A scenario as data: what the reader makes of an author's file, and what everything else runs on."""

from __future__ import annotations

import functools
import hashlib
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, InstanceOf, PlainSerializer, WithJsonSchema

from misread_scenarios.conditions import Condition
from misread_scenarios.format import parse_condition
from misread_scenarios.versioned import Versioned

Pronouns = Literal["she", "he", "they"]
You = Literal["manager", "employee"]
"""Whose part a learner plays."""

When = Annotated[
    InstanceOf[Condition],
    BeforeValidator(lambda given: parse_condition(given) if isinstance(given, str) else given),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "description": "A condition, such as `trust >= 4 and not ladder`."}),
]
"""A condition; in JSON it is its text."""


class Authored(BaseModel):
    """Something an author wrote, with the line of the file where it stands."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    line: int = 0


class Variable(Authored):
    """A number from `low` to `high` (both included), or a flag (0 or 1), with the author's words for what it is."""

    kind: Literal["number", "flag"]
    low: int = 0
    high: int = 1
    start: int = 0
    label: str = ""


class Name(Authored):
    """A name and the pronouns that go with it."""

    name: str
    pronouns: Pronouns


class CastMember(Name):
    """A person of the story; `packs` are the other names that may be drawn for them."""

    id: str
    role: str = ""
    packs: tuple[Name, ...] = ()


class Passage(Authored):
    """A piece of text, shown when its condition holds, or always."""

    when: When | None = None
    text: str


class Note(Passage):
    """What a choice assumed and what it cost or bought; `best` marks the note on a move that nothing beats there."""

    best: bool = False


class Change(Authored):
    """What one effect does to one variable: `=` sets it, `+` adds to it (the amount may be below zero)."""

    variable: str
    operation: Literal["=", "+"]
    amount: int


class Effect(Authored):
    """Changes of the state that apply together when the condition holds."""

    when: When | None = None
    changes: tuple[Change, ...]


class Score(Authored):
    """Points (0-3) per competency that a choice earns when the condition holds."""

    when: When | None = None
    points: dict[str, int]


class Jump(Authored):
    """Where the story goes on when it is not the next scene; `end` is straight to the endings."""

    when: When | None = None
    target: str


class Choice(Authored):
    """One thing that a learner may do in a scene; `asks` names the drawn facts that its consequence tells."""

    id: str
    text: str
    when: When | None = None
    effects: tuple[Effect, ...] = ()
    scores: tuple[Score, ...] = ()
    hours: int = 0
    jumps: tuple[Jump, ...] = ()
    claims: When | None = None
    then: tuple[Passage, ...] = ()
    why: tuple[Note, ...] = ()
    asks: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()

    def __hash__(self) -> int:
        """Let what can be done with some choices be found again, without going through all that they say."""
        return hash(self.id)


class Confidence(Authored):
    """The levels, in per cent, with which a choice may be given."""

    low: int
    high: int
    step: int

    @property
    def levels(self) -> tuple[int, ...]:
        """All levels, from low to high."""
        return tuple(range(self.low, self.high + 1, self.step))


class Scene(Authored):
    """A situation and its choices.

    `pick` is how many different choices are confirmed together. With `confidence`, a choice that `claims` something is
    given with a level. A scene with a `fact` is asked twice: before the fact is shown and after. `shows` names the
    drawn facts that its paragraphs tell, and `takeaway` is a sentence that a learner can use at work.
    """

    id: str
    title: str
    paragraphs: tuple[Passage, ...] = ()
    host: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()
    takeaway: tuple[Passage, ...] = ()
    pick: int = 1
    confidence: Confidence | None = None
    fact: str | None = None
    choices: tuple[Choice, ...] = ()

    def choice(self, id_: str) -> Choice | None:
        """Return the choice of that id, if the scene offers it."""
        return next((choice for choice in self.choices if choice.id == id_), None)

    def __hash__(self) -> int:
        """Let what can be done in a scene be found again, without going through all that it says."""
        return hash(self.id)


class EndingRule(Authored):
    """An ending that is reached when the condition holds and no rule before it did; without one: `otherwise`."""

    when: When | None = None
    target: str


class Ending(Authored):
    """How a story may end."""

    id: str
    title: str
    paragraphs: tuple[Passage, ...] = ()


class Scenario(Authored, Versioned):
    """A branching case: everything its file says.

    `closing` are the effects that apply once after the last choice, before the ending rules are read. `tiers` rank the
    endings from best to least good (equals share a tier); `good` names those a learner may be content with.
    `you` is whose part the learner plays.
    `allow` holds the author's written reason for each checker rule that the scenario breaks on purpose.
    """

    id: str
    lang: str = "en"
    title: str
    minutes: int
    you: You = "manager"
    competencies: tuple[str, ...] = ()
    variables: dict[str, Variable] = {}
    cast: dict[str, CastMember] = {}
    draw: dict[str, tuple[str, ...]] = {}
    tiers: tuple[tuple[str, ...], ...] = ()
    good: tuple[str, ...] = ()
    allow: dict[str, str] = {}
    scenes: tuple[Scene, ...] = ()
    closing: tuple[Effect, ...] = ()
    rules: tuple[EndingRule, ...] = ()
    endings: tuple[Ending, ...] = ()
    source: str = ""

    def scene(self, id_: str) -> Scene | None:
        """Return the scene of that id."""
        return next((scene for scene in self.scenes if scene.id == id_), None)

    @functools.cached_property
    def following(self) -> dict[str, Scene | None]:
        """The scene that comes after each in the file, by its id; none after the last."""
        pairs = list(zip(self.scenes, (*self.scenes[1:], None), strict=True))
        return {scene.id: after for scene, after in reversed(pairs)}

    def ending(self, id_: str) -> Ending | None:
        """Return the ending of that id."""
        return next((ending for ending in self.endings if ending.id == id_), None)

    def __hash__(self) -> int:
        """Let what was worked out of a scenario be found again; equal ones say the same."""
        return hash(self.version)

    @functools.cached_property
    def version(self) -> str:
        """A short hash of all that the scenario says; it changes when any word or figure does."""
        return hashlib.sha256(self.without_lines().model_dump_json().encode()).hexdigest()[:12]

    def without_lines(self) -> Self:
        """Return the scenario with the positions in the file left out."""
        return type(self).model_validate(_lineless(self.model_dump(exclude={"source"})))


def _lineless(data: object) -> object:
    """Return the data without the `line` of any authored object."""
    if isinstance(data, dict):
        return {key: _lineless(value) for key, value in data.items() if not (key == "line" and isinstance(value, int))}
    if isinstance(data, list | tuple):
        return [_lineless(item) for item in data]
    return data
