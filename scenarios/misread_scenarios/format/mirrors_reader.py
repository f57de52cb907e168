"""The reader of a two-mirrors file (`format: mirrors/1`).

A file has front matter (like a scenario's, with `after` and without state) and four parts: `## The room` in paragraphs,
`## The lines` as a numbered list with each person's thought nested below each line, `## The moment` in paragraphs, and
`## Questions`, numbered: first `mark` (a line to find), then questions to answer in writing.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from misread_scenarios.format.blocks import Block, blocks
from misread_scenarios.library import FOLDER
from misread_scenarios.mirrors import Mirrors
from misread_scenarios.names import bad_slots

PARTS = ("The room", "The lines", "The moment", "Questions")
THOUGHT = re.compile(r"([a-z][a-z0-9-]*) thought: (.+)$")
QUESTION = re.compile(r"([a-z][a-z0-9-]*): (.+)$")
FACT = re.compile(r"([a-z][a-z ]*): (.+)$")
MARK_FACTS = ("key", "near", "if key", "if near", "otherwise")


class InvalidMirrors(ValueError):
    """A two-mirrors file cannot be read; the message says where and what would have worked."""


@functools.cache
def load_mirrors(id_: str) -> Mirrors:
    """Return two mirrors of the library; raises InvalidMirrors if the id is unknown or the file has problems."""
    path = FOLDER / f"{id_}.md"
    if not re.fullmatch(r"[a-z][a-z0-9-]*", id_) or not path.is_file():
        raise InvalidMirrors(f"there are no mirrors '{id_[:60]}' in the library")
    return read_mirrors(path)


def read_mirrors(path: Path) -> Mirrors:
    """Read a two-mirrors file; raises InvalidMirrors."""
    text = path.read_text(encoding="utf-8")
    match = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    if match is None:
        raise InvalidMirrors(f"{path.name}:1: the front matter is missing; begin with a line of three dashes")
    first = text[: match.end()].count("\n") + 1
    try:
        header = yaml.safe_load(match[1])
        parts = _parts(blocks(text[match.end() :], first))
        mirrors = Mirrors.model_validate({**_header(header), **_body(parts)})
    except ValidationError as error:
        wrong = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()]
        raise InvalidMirrors(f"{path.name}: {'; '.join(wrong)}") from error
    except (yaml.YAMLError, _BadLine) as error:
        raise InvalidMirrors(f"{path.name}: {error}") from error
    _check(mirrors, path.name)
    return mirrors


class _BadLine(ValueError):
    def __init__(self, block: Block, message: str) -> None:
        super().__init__(f"line {block.line}: {message}")


def _header(data: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in data.items() if key != "format"}
    return {**kept, "cast": {id_: {"id": id_, **member} for id_, member in data.get("cast", {}).items()}}


def _parts(blocks: Iterable[Block]) -> dict[str, list[Block]]:
    """Return the blocks below each heading."""
    parts: dict[str, list[Block]] = {name: [] for name in PARTS}
    current: list[Block] | None = None
    for block in blocks:
        if block.kind == "heading":
            if block.text not in parts:
                raise _BadLine(block, f"'{block.text[:40]}' is not a part; there are: {', '.join(PARTS)}")
            current = parts[block.text]
        elif current is None:
            raise _BadLine(block, "there is text before the first part; put `## The room` above it")
        else:
            current.append(block)
    return parts


def _body(parts: dict[str, list[Block]]) -> dict[str, Any]:
    mark, *writings = (_question(block, facts) for block, facts in _groups(parts["Questions"]))
    quotes = [
        block.text.removeprefix("host:").strip() for part in parts.values() for block in part if block.kind == "quote"
    ]
    return {
        "room": [block.text for block in parts["The room"] if block.kind == "paragraph"],
        "moment": [block.text for block in parts["The moment"] if block.kind == "paragraph"],
        "lines": [_line(block, facts) for block, facts in _groups(parts["The lines"])],
        "mark": mark,
        "writings": writings,
        "host": [quote.removeprefix("host:").strip() for quote in quotes],
    }


def _groups(blocks: list[Block]) -> Iterator[tuple[Block, list[Block]]]:
    """Yield each numbered item with the facts below it."""
    numbered = [place for place, block in enumerate(blocks) if block.kind == "rule"]
    for start, end in zip(numbered, [*numbered[1:], len(blocks)], strict=True):
        yield blocks[start], [block for block in blocks[start + 1 : end] if block.kind == "fact"]


def _line(block: Block, facts: list[Block]) -> dict[str, Any]:
    thoughts = {}
    for fact in facts:
        match = THOUGHT.match(fact.text)
        if match is None:
            raise _BadLine(fact, "the lines below a line of the talk are thoughts: `- noor thought: …`")
        thoughts[match[1]] = match[2]
    return {"number": block.level, "text": block.text, "thoughts": thoughts}


def _question(block: Block, lines: list[Block]) -> dict[str, Any]:
    match = QUESTION.match(block.text)
    facts = [(fact, FACT.match(fact.text)) for fact in lines]
    bad = next((fact for fact, keyed in facts if keyed is None), block if match is None else None)
    if bad is not None or match is None:
        raise _BadLine(bad or block, "write questions as `1. mark: …`, and the lines below them as `- look for: …`")
    pairs = [(keyed[1], keyed[2]) for _, keyed in facts if keyed]
    return _mark(match[2], dict(pairs), block) if match[1] == "mark" else _writing(match[1], match[2], pairs)


def _mark(text: str, facts: dict[str, str], block: Block) -> dict[str, Any]:
    if set(facts) != set(MARK_FACTS):
        raise _BadLine(block, f"`mark` needs {', '.join(MARK_FACTS)}")
    near = [number.strip() for number in facts["near"].split(",")]
    named = {name.replace(" ", "_"): facts[name] for name in ("key", "if key", "if near", "otherwise")}
    return {"text": text, "near": near, **named}


def _writing(id_: str, text: str, facts: list[tuple[str, str]]) -> dict[str, Any]:
    look_for = [point.strip(" .") for name, value in facts if name == "look for" for point in value.split(";")]
    compare = [(name.removeprefix("if ").replace("compare", ""), value) for name, value in facts if name != "look for"]
    return {"id": id_, "text": text, "look_for": look_for, "compare": compare}


def _check(mirrors: Mirrors, source: str) -> None:
    """Refuse lines out of order, thoughts of unknown people, marks on missing lines, and unknown slots."""
    numbers = [line.number for line in mirrors.lines]
    if numbers != list(range(1, len(numbers) + 1)) or not numbers:
        raise InvalidMirrors(f"{source}: the lines are numbered {numbers}; number them from 1 upwards")
    if strangers := {id_ for line in mirrors.lines for id_ in line.thoughts} - set(mirrors.cast):
        raise InvalidMirrors(f"{source}: nobody of the cast is called {', '.join(sorted(strangers))}")
    if not {mirrors.mark.key, *mirrors.mark.near} <= set(numbers):
        raise InvalidMirrors(f"{source}: `key` and `near` name lines from 1 to {len(numbers)}")
    texts = [*mirrors.room, *mirrors.moment, mirrors.mark.text, *(line.text for line in mirrors.lines)]
    texts += [thought for line in mirrors.lines for thought in line.thoughts.values()]
    texts += [
        text for writing in mirrors.writings for text in (writing.text, *(answer for _, answer in writing.compare))
    ]
    for problem in (problem for text in texts for problem in bad_slots(text, mirrors.cast)):
        raise InvalidMirrors(f"{source}: {problem}")
