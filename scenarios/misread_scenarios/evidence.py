"""The studies that the course may quote, and the claims that a text makes of them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from misread_scenarios.library import FOLDER

CITED = re.compile(r"\(([^()]*\b(?:19|20)\d\d)\)")
ONE_CITED = re.compile(r"(.+), ((?:19|20)\d\d)$")
CAUSAL = re.compile(
    r"\b(?:caus(?:es?|ed|ing)|because of|leads? to|led to|results? in|resulted in|due to|thanks to|"
    r"(?:makes?|made) (?:people|them)|drives?|drove|boost(?:s|ed)?|improve[sd]?|raise[sd]?|lower(?:s|ed)|reduce[sd]?|"
    r"increase[sd]?|ensures?|brings? about)\b",
    re.IGNORECASE,
)


class Study(BaseModel):
    """One study.

    Attributes:
        who: its authors as a text names them, such as `Badura and others`.
        year: the year in which it appeared.
        journal: where it appeared; `in` in the file.
        design: how it was done. A review is an experiment if it puts experiments together.
        read: whether it was read itself, and not only about.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    who: Annotated[str, Field(min_length=1)]
    year: Annotated[int, Field(ge=1900, le=2100)]
    journal: Annotated[str, Field(min_length=1, alias="in")]
    design: Literal["experiment", "survey", "records", "review", "theory", "poll"]
    read: bool = True


_STUDIES = TypeAdapter(dict[Annotated[str, Field(pattern=r"^E\d+$")], Study])


@functools.cache
def studies() -> dict[str, Study]:
    """Return the studies by their ids, such as `E21`."""
    return _STUDIES.validate_python(yaml.safe_load((FOLDER / "evidence.yaml").read_text(encoding="utf-8")))


def citations(text: str) -> Iterator[tuple[str, Study | None]]:
    """Yield each citation such as `(Badura and others, 2020)`, and the study that it names; None if there is none."""
    for inside in CITED.findall(text):
        for part in (part.strip() for part in inside.split(";")):
            if cited := ONE_CITED.match(part):
                yield part, _study(cited[1], int(cited[2]))


def _study(who: str, year: int) -> Study | None:
    """Return the study of these authors; they may stand behind other words, as in `a poll by Gallup`."""
    plain = who.replace("’", "'")
    return next((study for study in studies().values() if study.year == year and plain.endswith(study.who)), None)


def causal_words(text: str) -> list[str]:
    """Return the words of a text that say what brings something about."""
    return [match[0].lower() for match in CAUSAL.finditer(text)]
