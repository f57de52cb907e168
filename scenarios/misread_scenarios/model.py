"""A scenario as data: the reader makes it from an author's file, and everything else works with it."""

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
"""The part that a learner plays."""

When = Annotated[
    InstanceOf[Condition],
    BeforeValidator(lambda value: parse_condition(value) if isinstance(value, str) else value),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "description": "A condition, such as `trust >= 4 and not ladder`."}),
]
"""A condition; in JSON, its text."""


class Authored(BaseModel):
    """Something an author wrote, with the line of the file where it stands."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    line: int = 0


class Variable(Authored):
    """A number from `low` to `high` (both included), or a flag (0 or 1), with the author's label for it."""

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
    """A piece of text, shown if its condition holds, or always without a condition."""

    when: When | None = None
    text: str


class Note(Passage):
    """What a choice assumed and what it cost or gained; `best` marks the note on a move that nothing beats there."""

    best: bool = False


class Change(Authored):
    """One effect's change to one variable: `=` sets it, `+` adds to it (the amount may be negative)."""

    variable: str
    operation: Literal["=", "+"]
    amount: int


class Effect(Authored):
    """Changes of the state that apply together if the condition holds."""

    when: When | None = None
    changes: tuple[Change, ...]


class Score(Authored):
    """Points (0-3) per competency that a choice earns if the condition holds."""

    when: When | None = None
    points: dict[str, int]


class Jump(Authored):
    """Where the story goes on instead of the next scene; `end` leads straight to the endings."""

    when: When | None = None
    target: str


class Choice(Authored):
    """One thing that a learner may do in a scene; `asks` names the drawn facts that its consequence reveals."""

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
        """Hash the id only: hashing the whole choice would slow down the cache of moves."""
        return hash(self.id)


class Confidence(Authored):
    """The levels of confidence, in per cent, that a learner may give with a choice."""

    low: int
    high: int
    step: int

    @property
    def levels(self) -> tuple[int, ...]:
        """All levels, from low to high."""
        return tuple(range(self.low, self.high + 1, self.step))


class Scene(Authored):
    """A situation and its choices.

    `pick` is the number of different choices that are confirmed together. With `confidence`, a choice that `claims`
    something needs a level. A scene with a `fact` is asked twice: before the fact is shown and after. `shows` names the
    drawn facts that its paragraphs reveal, and `takeaway` is a sentence that a learner can use at work.
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
        """Return the choice with this id, if the scene has it."""
        return next((choice for choice in self.choices if choice.id == id_), None)

    def __hash__(self) -> int:
        """Hash the id only: hashing the whole scene would slow down the cache of moves."""
        return hash(self.id)


class EndingRule(Authored):
    """An ending that is reached if the condition holds and no earlier rule did; no condition means `otherwise`."""

    when: When | None = None
    target: str


class Ending(Authored):
    """One ending of a story."""

    id: str
    title: str
    paragraphs: tuple[Passage, ...] = ()


class Scenario(Authored, Versioned):
    """A branching case: everything its file says.

    `closing` are the effects that apply once after the last choice, before the ending rules are read. `tiers` rank the
    endings from best to least good (equals share a tier); `good` names the endings that a learner may be content with.
    `you` is the part that the learner plays.
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
        """Return the scene with this id."""
        return next((scene for scene in self.scenes if scene.id == id_), None)

    @functools.cached_property
    def following(self) -> dict[str, Scene | None]:
        """The scene that follows each scene in the file, by its id; None after the last."""
        pairs = list(zip(self.scenes, (*self.scenes[1:], None), strict=True))
        return {scene.id: after for scene, after in reversed(pairs)}

    def ending(self, id_: str) -> Ending | None:
        """Return the ending with this id."""
        return next((ending for ending in self.endings if ending.id == id_), None)

    def __hash__(self) -> int:
        """Hash the version only, so that results for a scenario can be cached; equal scenarios have equal versions."""
        return hash(self.version)

    @functools.cached_property
    def version(self) -> str:
        """A short hash of the scenario's content; it changes with every word or figure."""
        return hashlib.sha256(self.without_lines().model_dump_json().encode()).hexdigest()[:12]

    def without_lines(self) -> Self:
        """Return the scenario without the line numbers of its file."""
        return type(self).model_validate(_lineless(self.model_dump(exclude={"source"})))


def _lineless(data: object) -> object:
    """Return the data without the `line` of any authored object."""
    if isinstance(data, dict):
        return {key: _lineless(value) for key, value in data.items() if not (key == "line" and isinstance(value, int))}
    if isinstance(data, list | tuple):
        return [_lineless(item) for item in data]
    return data
