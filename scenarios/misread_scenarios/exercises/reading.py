"""The reader of exercises, rubrics and forms: from a YAML file to its content, or to the list of its problems."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from pydantic import BaseModel, ValidationError

from misread_scenarios.exercises.choose import Choose, Highlight
from misread_scenarios.exercises.data import Data as DataExercise
from misread_scenarios.exercises.exercise import LibraryFile, Place
from misread_scenarios.exercises.form import Form
from misread_scenarios.exercises.match import Match
from misread_scenarios.exercises.multi_select import MultiSelect
from misread_scenarios.exercises.order import Order, Rank
from misread_scenarios.exercises.rate import Rate
from misread_scenarios.exercises.reflection import Reflection
from misread_scenarios.exercises.rubric import Rubric
from misread_scenarios.exercises.values import Values
from misread_scenarios.format import LONGEST, Data, Fields, YamlError, YamlScalar, line_of, plain, read_yaml
from misread_scenarios.problems import Findings, Problem, TooManyProblems, offer

EXERCISE, RUBRIC, FORM = "exercise/1", "rubric/1", "form/1"
KINDS: dict[str, type[LibraryFile]] = {
    "multi-select": MultiSelect,
    "match": Match,
    "choose": Choose,
    "highlight": Highlight,
    "order": Order,
    "rank": Rank,
    "reflection": Reflection,
    "rate": Rate,
    "data": DataExercise,
    "values": Values,
}
"""Every kind of exercise, by its name in `kind`. A new kind is a module of its own and a line here."""

READING_CODES: dict[str, str] = {
    "EX001": "The file cannot be read as text: it is missing, too long, or not UTF-8.",
    "EX002": "The file is not plain YAML.",
    "EX003": "A field is unknown, missing or of the wrong kind.",
    "EX004": "A name in the file is unknown, an id is used twice, or two figures disagree.",
}
"""The problems that keep an exercise or a rubric from being read, by code."""


@dataclasses.dataclass(frozen=True)
class ParsedFile:
    """The result of reading a file: its content (None if there are problems), and the problems by line."""

    source: str
    content: LibraryFile | None
    problems: tuple[Problem, ...]
    data: Data = dataclasses.field(repr=False, compare=False)

    def line(self, *place: str | int) -> int:
        """Return the line of a place, as in `line("items", 2, "key")`, or of the nearest place above it."""
        return line_of(self.data, place)


def name_of(id_: str) -> str:
    """Return the name of an exercise's or rubric's file, without its extension: `x4-2` for X4.2."""
    return id_.lower().replace(".", "-")


def read_sheet(path: Path) -> ParsedFile:
    """Read a file. Bad content is returned as problems and never raised."""
    findings = Findings(path.name)
    data: Data = Fields({}, 1, {})
    content = None
    try:
        data = read_yaml(_text(path), 1)
        content = _content(data, findings)
        if content is not None and path.stem.lower() != name_of(content.id):
            message = f"the file of this id must be called {name_of(content.id)}.yaml; change the id or rename the file"
            findings.add("EX004", line_of(data, ("id",)), message)
    except _NoText as error:
        findings.add("EX001", 1, str(error))
    except YamlError as error:
        findings.add("EX002", error.line, str(error))
    except TooManyProblems:
        pass
    problems = tuple(sorted(findings.problems))
    return ParsedFile(path.name, None if problems else content, problems, data)


class _NoText(ValueError):
    pass


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            text = file.read(4 * LONGEST + 1).decode("utf-8-sig")
    except OSError as error:
        raise _NoText(f"the file cannot be opened ({error.strerror}); check the path and its rights") from error
    except UnicodeDecodeError as error:
        raise _NoText("the file is not UTF-8 text, or is far too long; save it as UTF-8") from error
    if len(text) > LONGEST:
        raise _NoText(f"the file is longer than {LONGEST:,} characters; split it")
    return text


def _content(data: Data, findings: Findings) -> LibraryFile | None:
    model = _model(data, findings)
    if model is None:
        return None
    try:
        content = model.model_validate(plain(data))
    except ValidationError as error:
        for error_details in error.errors(include_url=False, include_input=False):
            findings.add(
                "EX003",
                line_of(data, error_details["loc"]),
                _sentence(error_details["type"], error_details["loc"], error_details["msg"], model),
            )
        return None
    for place, message in content.strangers():
        findings.add("EX004", line_of(data, place), message)
    return content


def _model(data: Data, findings: Findings) -> type[LibraryFile] | None:
    """Return the class of a file's content, by its `format` and `kind`."""
    values = data.values if isinstance(data, Fields) else {}
    if _word(values, "format") == RUBRIC:
        return Rubric
    if _word(values, "format") == FORM:
        return Form
    if _word(values, "format") != EXERCISE:
        formats = f"`format: {EXERCISE}`, `format: {RUBRIC}` or `format: {FORM}`"
        message = f"the file does not say what it is; begin with {formats}"
        findings.add("EX003", line_of(data, ("format",)), message)
        return None
    kind = _word(values, "kind")
    if kind not in KINDS:
        message = f"`kind` is not a kind of exercise: '{kind[:40]}'; {offer(kind, KINDS)}"
        findings.add("EX003", line_of(data, ("kind",)), message)
    return KINDS.get(kind)


def _word(values: dict[str, Data] | tuple[Data, ...], name: str) -> str:
    value = values.get(name) if isinstance(values, dict) else None
    return value.value if isinstance(value, YamlScalar) else ""


def _sentence(kind: str, place: Place, message: str, model: type[LibraryFile]) -> str:
    """Return a sentence about what is wrong with a field and what would have worked."""
    *_, name = place or ("",)
    if kind == "missing":
        return f"`{name}` is missing"
    if kind == "extra_forbidden":
        return f"there is no field `{str(name)[:40]}` here; {offer(str(name), sorted(set(_fields(model))))}"
    return f"`{str(name)[:40]}`: {message[0].lower()}{message[1:]}"


def _fields(model: type[BaseModel]) -> Iterator[str]:
    """Yield the names of all fields of a model and of its nested models."""
    for name, field in model.model_fields.items():
        yield name
        for inner in _models(field.annotation):
            yield from _fields(inner)


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)
