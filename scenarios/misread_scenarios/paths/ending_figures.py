"""The figures of a scenario that learners see: how rare each ending is.

Counting a large scenario takes a second or two, so the library ships its figures (`library/figures.json`, made by
`python -m misread_scenarios.paths.ending_figures`); a scenario that was changed since is counted again.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from misread_scenarios.library import FOLDER, library, load
from misread_scenarios.model import Scenario
from misread_scenarios.paths.counting import Case, count

SHIPPED = FOLDER / "figures.json"


class CaseFigures(BaseModel):
    """The counts of one world (one combination of drawn facts); `endings` are the paths that reach each ending."""

    model_config = ConfigDict(frozen=True)

    drawn: dict[str, str]
    paths: int
    endings: dict[str, int]


class Figures(BaseModel):
    """The counts of one version of a scenario, for each combination of drawn facts."""

    model_config = ConfigDict(frozen=True)

    version: str
    cases: tuple[CaseFigures, ...]

    def case(self, drawn: Mapping[str, str]) -> CaseFigures:
        """Return the figures of the world with these drawn facts."""
        return next(case for case in self.cases if case.drawn == dict(drawn))


def figures(scenario: Scenario) -> Figures:
    """Return the figures of a scenario: the shipped ones if they are of this version, and else new counts.

    Raises:
        Uncountable: if its paths cannot be counted.
    """
    shipped = _shipped().get(scenario.id)
    return shipped if shipped and shipped.version == scenario.version else count_figures(scenario)


def count_figures(scenario: Scenario) -> Figures:
    """Return the figures of a scenario, counted now.

    Raises:
        Uncountable: if its paths cannot be counted.
    """
    return Figures(version=scenario.version, cases=tuple(_case(case) for case in count(scenario).cases))


def _case(case: Case) -> CaseFigures:
    endings = {ending: tally.paths for ending, tally in case.endings.items() if ending is not None and tally.paths}
    return CaseFigures(drawn=case.drawn, paths=case.paths, endings=endings)


@functools.cache
def _shipped() -> dict[str, Figures]:
    if not SHIPPED.exists():
        return {}
    read = json.loads(SHIPPED.read_text(encoding="utf-8"))
    return {id_: Figures.model_validate(given) for id_, given in read.items()}


def main() -> None:
    """Count every scenario of the library and write the figures beside them."""
    figures = {id_: count_figures(load(id_)).model_dump(mode="json") for id_ in library()}
    SHIPPED.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
