"""The glossary: what the course's words mean."""

from __future__ import annotations

import functools
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from misread_scenarios.library import FOLDER


class Term(BaseModel):
    """What a word means, and the module of the lesson that explains it first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    meaning: Annotated[str, Field(min_length=1)]
    lesson: Annotated[str, Field(pattern=r"^(M|EL)[1-6]$")]


_TERMS = TypeAdapter(dict[str, Term])


@functools.cache
def glossary() -> dict[str, Term]:
    """Return all terms by their words, in alphabetical order."""
    terms = _TERMS.validate_python(yaml.safe_load((FOLDER / "glossary.yaml").read_text(encoding="utf-8")))
    return dict(sorted(terms.items(), key=lambda pair: pair[0].removeprefix("the ")))
