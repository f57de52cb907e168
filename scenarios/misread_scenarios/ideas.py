"""The ideas of the course, and what a manager does after it."""

from __future__ import annotations

import functools
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from misread_scenarios.library import FOLDER


class Idea(BaseModel):
    """One idea in the course's own words. A core idea is assessed as well as taught and practised."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: Annotated[str, Field(min_length=1)]
    core: bool = False


class Objective(BaseModel):
    """What a manager does after the course.

    Attributes:
        text: what they do, as an observer would say it.
        bloom: its level in the revised taxonomy of Bloom (Anderson and Krathwohl, 2001).
        modules: the lessons that lead there.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: Annotated[str, Field(min_length=1)]
    bloom: Literal["understand", "apply", "analyse", "evaluate", "create"]
    modules: Annotated[tuple[str, ...], Field(min_length=1)]


_IDEAS, _OBJECTIVES = TypeAdapter(dict[str, Idea]), TypeAdapter(dict[str, Objective])


@functools.cache
def ideas() -> dict[str, Idea]:
    """Return all ideas by their ids (`S1` to `S127`), in the file's order."""
    return _IDEAS.validate_python(yaml.safe_load((FOLDER / "ideas.yaml").read_text(encoding="utf-8")))


@functools.cache
def objectives() -> dict[str, Objective]:
    """Return all learning objectives by their ids (`LO1` to `LO14`), in the file's order."""
    return _OBJECTIVES.validate_python(yaml.safe_load((FOLDER / "objectives.yaml").read_text(encoding="utf-8")))
