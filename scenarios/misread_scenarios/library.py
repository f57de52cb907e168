"""The scenarios that come with the course."""

from __future__ import annotations

import functools
from importlib import resources
from pathlib import Path

from misread_scenarios.format import read_file, scenario_files
from misread_scenarios.language import SOURCE, spoken
from misread_scenarios.model import Scenario
from misread_scenarios.problems import Problem, offer
from misread_scenarios.translation import translated

FOLDER = Path(str(resources.files("misread_scenarios"))) / "library"


class UnknownScenario(LookupError):
    """There is no scenario of that name; the message offers the nearest name."""


class InvalidScenario(ValueError):
    """A scenario cannot be played as it stands; `problems` say why."""

    def __init__(self, source: str, problems: tuple[Problem, ...]) -> None:
        """Put every problem into the message."""
        super().__init__("\n".join(str(problem) for problem in problems) or source)
        self.problems = problems


@functools.cache
def library() -> tuple[str, ...]:
    """Return the ids of all scenarios of the library, in order."""
    return tuple(path.stem for path in scenario_files(FOLDER))


def path_of(id_: str) -> Path:
    """Return the file of a scenario of the library.

    Raises:
        UnknownScenario: if the library has no scenario of that id.
    """
    if id_ not in library():
        message = f"there is no scenario '{id_[:60]}' in the library; {offer(id_, library())}"
        raise UnknownScenario(message)
    return FOLDER / f"{id_}.md"


def load(id_: str) -> Scenario:
    """Return a scenario of the library, in the spoken language if it is translated.

    Raises:
        UnknownScenario: if the library has no scenario of that id.
        InvalidScenario: if its file has problems.
        BadTranslation: if its translation cannot be read.
    """
    return _load(id_, spoken())


@functools.cache
def _load(id_: str, lang: str) -> Scenario:
    if lang != SOURCE:
        return translated(_load(id_, SOURCE), path_of(id_), lang)
    reading = read_file(path_of(id_))
    if reading.scenario is None:
        raise InvalidScenario(id_, reading.problems)
    return reading.scenario
