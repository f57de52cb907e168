"""YAML as plain data with line numbers: text, lists and mappings only, without aliases or deep nesting."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

import yaml

from misread_scenarios.format.lookalikes import instead

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 8
LONGEST = 64_000


class YamlError(ValueError):
    """The text is not plain YAML; `line` counts from 1 within the text."""

    def __init__(self, line: int, message: str) -> None:
        """Keep the line beside the message."""
        super().__init__(message)
        self.line = line


@dataclasses.dataclass(frozen=True)
class YamlScalar:
    """A scalar as it is written, and its line."""

    value: str
    line: int


@dataclasses.dataclass(frozen=True)
class Items:
    """A list and the line where it starts."""

    values: tuple[Data, ...]
    line: int


@dataclasses.dataclass(frozen=True)
class Fields:
    """A mapping with each key once, and the line of each key."""

    values: dict[str, Data]
    line: int
    lines: dict[str, int]


Data = YamlScalar | Items | Fields


def read_yaml(text: str, first_line: int, *, longest: int = LONGEST) -> Data:
    """Return the data of a YAML text, of `longest` characters at most, whose first line is line `first_line` of a file.

    Raises:
        YamlError: if the text is too long, is not YAML, or uses aliases, deep nesting or one key twice.
    """
    if len(text) > longest:
        message = f"the front matter is longer than {longest:,} characters; move the story below it"
        raise YamlError(first_line, message)
    try:
        _refuse_tricks(text, first_line)
        node = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        raise YamlError(line, _broken(text.split("\n")[line - first_line : line - first_line + 1], error)) from error
    except yaml.YAMLError as error:
        message = f"the YAML holds something that is not text: {str(error).splitlines()[0]}"
        raise YamlError(first_line, message) from error
    return _data(node, first_line) if node is not None else Fields({}, first_line, {})


def _broken(lines: list[str], error: yaml.MarkedYAMLError) -> str:
    """Return why the YAML breaks off, judged by the line where it does."""
    line = lines[0] if lines else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "the line begins with a tab, but YAML allows only spaces; replace it with two spaces"
    if curly := re.search("[“”„‘’«»]", line):
        return f"the YAML breaks off: {error.problem}{instead(curly[0])}"
    return f"the YAML breaks off: {error.problem}; a text that contains `: ` or quotation marks needs quotes around it"


def _refuse_tricks(text: str, first_line: int) -> None:
    """Refuse aliases and deep nesting by the parser's events, before any data is built."""
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        if isinstance(event, yaml.AliasEvent):
            message = "aliases (`*name`) are not allowed; write the text out"
            raise YamlError(first_line + _line(event), message)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            message = f"lists and mappings go more than {DEEPEST} deep; the front matter needs four"
            raise YamlError(first_line + _line(event), message)


def _data(node: yaml.Node, first_line: int) -> Data:
    line = first_line + _line(node)
    if isinstance(node, yaml.MappingNode):
        return _fields(node, first_line)
    if isinstance(node, yaml.SequenceNode):
        return Items(tuple(_data(item, first_line) for item in node.value), line)
    return YamlScalar(str(node.value), line)


def _line(read: yaml.Node | yaml.Event) -> int:
    """Return the line on which a node or an event starts, counted from 0 (always known for parsed text)."""
    return read.start_mark.line if read.start_mark else 0


def _fields(node: yaml.MappingNode, first_line: int) -> Fields:
    values: dict[str, Data] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        line = first_line + _line(key)
        name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
        if not name or name in values:
            message = f"'{name}' is given twice; keep one" if name else "a key is not plain text; write `name: value`"
            raise YamlError(line, message)
        values[name] = _data(value, first_line)
        lines[name] = line
    return Fields(values, first_line + _line(node), lines)


def texts(data: Data) -> Iterator[YamlScalar] | None:
    """Return the texts of a list of plain texts; None for any other data."""
    if not isinstance(data, Items):
        return None
    scalars = [item for item in data.values if isinstance(item, YamlScalar)]
    return iter(scalars) if len(scalars) == len(data.values) else None


def plain(data: Data) -> Any:  # noqa: ANN401 - JSON, checked by the caller
    """Return data as lists, dictionaries and strings."""
    if isinstance(data, Fields):
        return {name: plain(value) for name, value in data.values.items()}
    return [plain(value) for value in data.values] if isinstance(data, Items) else data.value


def line_of(data: Data, place: tuple[str | int, ...]) -> int:
    """Return the line of a place in the data, or of the nearest place above it."""
    line = data.line
    for step in place:
        if isinstance(data, Fields) and step in data.values:
            line, data = data.lines[str(step)], data.values[str(step)]
        elif isinstance(data, Items) and isinstance(step, int) and step < len(data.values):
            data = data.values[step]
            line = data.line
        else:
            break
    return line
