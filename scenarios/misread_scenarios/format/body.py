"""The body of a scenario: scenes with their choices, the closing effects, the ending rules and the endings."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from misread_scenarios.conditions import Condition
from misread_scenarios.format import choice_lines
from misread_scenarios.format.blocks import Block
from misread_scenarios.format.condition_parser import ConditionError, parse_condition
from misread_scenarios.format.lookalikes import SCENE_FACTS, instead
from misread_scenarios.model import Choice, Effect, Ending, EndingRule, Jump, Note, Passage, Scene, Score
from misread_scenarios.problems import Findings, offer

HEADING = re.compile(r"([A-Z][A-Za-z0-9]{0,19})[ \t]+(\S.*)$")
CHOICE = re.compile(r"([a-z][a-z0-9-]{0,39})\.[ \t]+(\S.*)$")
HOURS = re.compile(r"[0-9]{1,3}")
TARGET = re.compile(r"end|[A-Z][A-Za-z0-9]{0,19}")
CLOSING, RULES = "At the end", "Endings"

REPEATED = ("effect", "score", "then", "why", "why best", "go")


@dataclasses.dataclass
class StoryBody:
    """The parts that a body was read into."""

    scenes: list[Scene] = dataclasses.field(default_factory=list)
    closing: list[Effect] = dataclasses.field(default_factory=list)
    rules: list[EndingRule] = dataclasses.field(default_factory=list)
    endings: list[Ending] = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Section:
    """A level-two heading and the blocks below it."""

    heading: Block
    blocks: list[Block]


def read_story(blocks: list[Block], findings: Findings) -> StoryBody:
    """Return the story in these blocks, and add every problem to `findings`."""
    story = StoryBody()
    in_endings = False
    for section in _sections(blocks, findings):
        title = section.heading.text
        if title == CLOSING:
            story.closing = _closing(section, findings)
        elif title == RULES:
            in_endings = True
            story.rules = _rules(section, findings)
        elif match := HEADING.match(title):
            if in_endings:
                story.endings.append(_ending(match, section, findings))
            else:
                story.scenes.append(_SceneReading(match, section, findings).scene())
        else:
            message = f"'{title[:40]}' has no id and title; write `## N1 A title`, `## {CLOSING}` or `## {RULES}`"
            findings.add("SC008", section.heading.line, message)
    return story


def _sections(blocks: list[Block], findings: Findings) -> list[Section]:
    sections: list[Section] = []
    hidden = 0
    for block in blocks:
        if block.kind == "lookalike":
            findings.add("SC017", block.line, block.text)
            hidden = max(hidden, block.level)
            continue
        # Lines below a misspelt heading or choice belong to it, not to the scene or choice before it.
        if block.kind == "heading" or (hidden == 1 and block.kind != "fact"):
            hidden = 0
        if hidden:
            continue
        if block.kind == "heading" and block.level == 2:  # noqa: PLR2004 - the level of a scene in the format
            sections.append(Section(block, []))
        elif block.kind == "heading":
            findings.add(
                "SC008", block.line, f"scenes are level-two headings; write `## {block.text[:40] or 'N1 A title'}`"
            )
        elif sections:
            sections[-1].blocks.append(block)
        else:
            findings.add("SC007", block.line, "there is text before the first scene; put a `## N1 Title` above it")
    return sections


def _condition(text: str, line: int, findings: Findings) -> Condition | None:
    try:
        return parse_condition(text)
    except ConditionError as error:
        findings.add("SC012", line, str(error))
        return None


def _guarded(text: str, line: int, findings: Findings) -> tuple[Condition | None, str]:
    try:
        return choice_lines.guarded(text)
    except ConditionError as error:
        findings.add("SC012", line, str(error))
    except choice_lines.FactError as error:
        findings.add("SC012", line, str(error))
    return None, text


def _passage(block: Block, findings: Findings) -> Passage:
    when, text = _guarded(block.text, block.line, findings)
    if not text:
        findings.add("SC007", block.line, "a condition stands alone; write the paragraph after it on the same line")
    return Passage(when=when, text=text, line=block.line)


def _misplaced(block: Block, where: str, findings: Findings) -> None:
    findings.add("SC007", block.line, f"'{block.text[:40]}' is not allowed {where}")


def _closing(section: Section, findings: Findings) -> list[Effect]:
    """Read the `- effect (if …): …` lines that apply before the debrief."""
    effects = []
    for block in section.blocks:
        key = _keyed(block, findings) if block.kind == "item" else None
        if key and key[0] == "effect":
            try:
                effects.append(Effect(when=key[1], changes=choice_lines.changes(key[2]), line=block.line))
            except choice_lines.FactError as error:
                findings.add("SC011", block.line, str(error))
        elif block.kind != "quote":
            _misplaced(
                block, f"under `## {CLOSING}`, which lists effects: `- effect (if hours > 24): team -1`", findings
            )
    return effects


def _keyed(block: Block, findings: Findings) -> tuple[str, Condition | None, str] | None:
    try:
        return choice_lines.keyed(block.text)
    except ConditionError as error:
        findings.add("SC012", block.line, str(error))
    except choice_lines.FactError as error:
        findings.add("SC012", block.line, str(error))
    return ("", None, "")


def _rules(section: Section, findings: Findings) -> list[EndingRule]:
    rules = []
    for block in section.blocks:
        if block.kind != "rule":
            _misplaced(block, f"under `## {RULES}`, which lists rules: `1. trust <= 2 -> E1`", findings)
            continue
        condition, arrow, target = block.text.rpartition("->")
        if not arrow or not re.fullmatch(r"[A-Z][A-Za-z0-9]{0,19}", target.strip()):
            message = f"a rule names its ending after an arrow: `1. trust <= 2 -> E1`{instead(block.text)}"
            findings.add("SC015", block.line, message)
            continue
        otherwise = condition.strip() == "otherwise"
        when = None if otherwise else _condition(condition, block.line, findings)
        if otherwise or when:
            rules.append(EndingRule(when=when, target=target.strip(), line=block.line))
    return rules


def _ending(match: re.Match[str], section: Section, findings: Findings) -> Ending:
    paragraphs = []
    for block in section.blocks:
        if block.kind == "paragraph":
            paragraphs.append(_passage(block, findings))
        elif block.kind != "quote":
            _misplaced(block, "in an ending, which holds paragraphs only; scenes go above `## Endings`", findings)
    return Ending(id=match[1], title=match[2], paragraphs=tuple(paragraphs), line=section.heading.line)


class _SceneReading:
    """Reads one scene."""

    def __init__(self, match: re.Match[str], section: Section, findings: Findings) -> None:
        self.match, self.section, self.findings = match, section, findings
        self.paragraphs: list[Passage] = []
        self.settings: dict[str, Any] = {}
        self.host: list[str] = []
        self.takeaway: list[Passage] = []
        self.choices: list[Choice] = []
        self.ids: set[str] = set()
        self.pending: tuple[Block, list[Block]] | None = None

    def scene(self) -> Scene:
        for block in self.section.blocks:
            self._take(block)
        self._close_choice()
        line = self.section.heading.line
        return Scene(
            id=self.match[1],
            title=self.match[2],
            paragraphs=tuple(self.paragraphs),
            host=tuple(self.host),
            takeaway=tuple(self.takeaway),
            choices=tuple(self.choices),
            line=line,
            **self.settings,
        )

    def _take(self, block: Block) -> None:
        if block.kind == "item":
            self._close_choice()
            self.pending = (block, [])
        elif block.kind == "fact" and self.pending:
            self.pending[1].append(block)
        elif block.kind == "quote":
            self._quote(block)
        elif block.kind == "paragraph" and not self.choices and not self.pending:
            self.paragraphs.append(_passage(block, self.findings))
        elif block.kind == "paragraph":
            _misplaced(block, "after the choices; paragraphs come before them", self.findings)
        else:
            _misplaced(block, "in a scene; choices begin with `- `, their facts with `  - `", self.findings)

    def _quote(self, block: Block) -> None:
        key, when, text = _keyed(block, self.findings) or (block.text.partition(":")[0], None, "")
        if not key:
            return
        if key not in SCENE_FACTS or not text:
            message = f"'> {block.text[:40]}' is not known; {offer(key, (f'{fact}: …' for fact in SCENE_FACTS))}"
            self.findings.add("SC010", block.line, message)
        elif key == "takeaway":
            self.takeaway.append(Passage(when=when, text=text, line=block.line))
        elif when is not None:
            message = f"'{key}' cannot depend on a condition; write `> {key}: …`"
            self.findings.add("SC010", block.line, message)
        elif key == "host":
            self.host.append(text)
        elif key in self.settings:
            self.findings.add("SC010", block.line, f"'{key}' is given twice in this scene; keep one")
        else:
            self._setting(key, text, block.line)

    def _setting(self, key: str, text: str, line: int) -> None:
        """Set a property that a scene has once."""
        if key == "fact":
            self.settings["fact"] = text
        elif key == "shows":
            self.settings["shows"] = choice_lines.words(text)
        elif key == "confidence":
            self._levels(text, line)
        elif re.fullmatch(r"[1-9]", text):
            self.settings["pick"] = int(text)
        else:
            self.findings.add("SC010", line, f"'{text[:20]}' is not a number of choices; write `> pick: 2`")

    def _levels(self, text: str, line: int) -> None:
        try:
            self.settings["confidence"] = choice_lines.levels(text)
        except choice_lines.FactError as error:
            self.findings.add("SC010", line, str(error))

    def _close_choice(self) -> None:
        if self.pending:
            choice = read_choice(*self.pending, self.findings)
            if choice and choice.id in self.ids:
                self.findings.add(
                    "SC009", choice.line, f"two choices of this scene have the id '{choice.id}'; rename one"
                )
            elif choice:
                self.ids.add(choice.id)
                self.choices.append(choice)
        self.pending = None


def read_choice(item: Block, lines: list[Block], findings: Findings) -> Choice | None:
    """Return the choice of one item and the facts below it."""
    match = CHOICE.match(item.text)
    if not match:
        message = f"'{item.text[:40]}' has no id; write `- report. Report what Sam has said …`, the id in small letters"
        findings.add("SC009", item.line, message)
        return None
    collected: dict[str, Any] = {}
    for block in lines:
        key, when, text = _keyed(block, findings) or (block.text.split(":")[0], None, "")
        if key:
            _collect(collected, Fact(key, when, text, block.line), findings)
    return Choice(id=match[1], text=match[2], line=item.line, **collected)


class Fact(NamedTuple):
    """One line below a choice: `then (if when): text`."""

    key: str
    when: Condition | None
    text: str
    line: int

    @property
    def field(self) -> str:
        """The field of the choice that the fact fills."""
        return FACT_FIELDS.get(self.key, self.key)

    @property
    def repeats(self) -> bool:
        """Whether a choice may have several such facts, each with a condition."""
        return self.key in REPEATED


def _collect(collected: dict[str, Any], fact: Fact, findings: Findings) -> None:
    """Add one fact to the fields of a choice, or add the reason why it does not fit to `findings`."""
    message = _unfit(fact, collected)
    if message:
        findings.add("SC010", fact.line, message)
        return
    try:
        value = FACT_READERS[fact.key](fact)
    except choice_lines.FactError as error:
        findings.add("SC011" if fact.key in {"effect", "score"} else "SC010", fact.line, str(error))
    except ConditionError as error:
        findings.add("SC012", fact.line, str(error))
    else:
        if fact.repeats:
            collected.setdefault(fact.field, []).append(value)
        else:
            collected[fact.field] = value


def _unfit(fact: Fact, collected: dict[str, Any]) -> str | None:
    """Return why a fact does not fit its choice; None if it does."""
    if fact.key not in FACT_READERS:
        return f"the fact '{fact.key[:20]}' is unknown; {offer(fact.key, FACT_READERS)}"
    if not fact.text:
        return f"'{fact.key}' has no text; write it after the colon, or leave the line out"
    if fact.when is not None and not fact.repeats:
        return f"'{fact.key}' cannot depend on a condition; write `{fact.key}: …`"
    if not fact.repeats and fact.field in collected:
        return f"'{fact.key}' is given twice for this choice; keep one"
    return None


def _hours(fact: Fact) -> int:
    if not HOURS.fullmatch(fact.text):
        message = f"'{fact.text[:20]}' is not a whole number of hours; write `hours: 2`"
        raise choice_lines.FactError(message)
    return int(fact.text)


def _jump(fact: Fact) -> Jump:
    if not TARGET.fullmatch(fact.text):
        message = f"'{fact.text[:20]}' is not a scene; write `go: N5`, or `go: end` for the endings"
        raise choice_lines.FactError(message)
    return Jump(when=fact.when, target=fact.text, line=fact.line)


def _text(fact: Fact) -> Passage:
    return Passage(when=fact.when, text=fact.text, line=fact.line)


def _note(fact: Fact) -> Note:
    return Note(when=fact.when, text=fact.text, best=fact.key == "why best", line=fact.line)


FACT_READERS: dict[str, Callable[[Fact], Any]] = {
    "effect": lambda fact: Effect(when=fact.when, changes=choice_lines.changes(fact.text), line=fact.line),
    "score": lambda fact: Score(when=fact.when, points=choice_lines.points(fact.text), line=fact.line),
    "hours": _hours,
    "then": _text,
    "why": _note,
    "why best": _note,
    "go": _jump,
    "when": lambda fact: parse_condition(fact.text),
    "claims": lambda fact: parse_condition(fact.text),
    "asks": lambda fact: choice_lines.words(fact.text),
    "tags": lambda fact: choice_lines.words(fact.text),
    "covers": lambda fact: choice_lines.words(fact.text),
}
FACT_FIELDS = {"effect": "effects", "score": "scores", "go": "jumps", "why best": "why"}
