"""What choices are scored on, and what each level of it looks like."""

from __future__ import annotations

import functools
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from misread_scenarios.language import spoken
from misread_scenarios.library import FOLDER
from misread_scenarios.translation import translated

COMPETENCIES = FOLDER / "competencies.yaml"

SECOND_LEVEL, THIRD_LEVEL = 0.40, 0.75
"""The shares of the points that were to be had from which on a learner stands at level 2 and level 3."""


class Competency(BaseModel):
    """One thing that can be done well: its name, and its three levels from novice to expert."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    levels: Annotated[tuple[str, ...], Field(min_length=3, max_length=3)]

    def shown_levels(self, reached: int | None) -> tuple[str, str]:
        """Return the descriptions of the level reached (1-3) and of the next one, each empty if it is not shown.

        The lowest level is described by the next one alone: its own text names faults, and a few decisions do not show
        that the learner committed them. Without a level nothing is described.
        """
        if reached is None:
            return "", ""
        own = self.levels[reached - 1] if reached > 1 else ""
        return own, self.levels[reached] if reached < len(self.levels) else ""


_FILE = TypeAdapter(dict[str, Competency])


def competencies() -> dict[str, Competency]:
    """Return all competencies by their ids (`C1`, `C2`, …), in the file's order and the spoken language."""
    return _competencies(spoken())


@functools.cache
def _competencies(lang: str) -> dict[str, Competency]:
    return translated(
        _FILE.validate_python(yaml.safe_load(COMPETENCIES.read_text(encoding="utf-8"))), COMPETENCIES, lang
    )


def level(share: float) -> int:
    """Return the level (1-3) of a share (0-1) of the points that were to be had."""
    if share < SECOND_LEVEL:
        return 1
    return 2 if share < THIRD_LEVEL else 3
