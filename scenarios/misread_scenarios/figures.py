"""The figures of a scenario that a player quotes: how rare each ending is, and the best path.

Counting a large scenario takes a second or two, so the library ships its figures (`library/figures.json`, made by
`python -m misread_scenarios.figures`); a scenario that was changed since is counted again.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from misread_scenarios.counting import count
from misread_scenarios.library import FOLDER, library, load
from misread_scenarios.model import Scenario

SHIPPED = FOLDER / "figures.json"


class Best(BaseModel):
    """The best path where the drawn facts fall this way: its picks (the first of equals), points and ending."""

    model_config = ConfigDict(frozen=True)

    drawn: dict[str, str]
    picks: tuple[str, ...]
    points: float
    ending: str | None


class Figures(BaseModel):
    """What was counted: the share (0-1) of all paths that reach each ending, and the best paths."""

    model_config = ConfigDict(frozen=True)

    version: str
    paths: int
    shares: dict[str, float]
    best: tuple[Best, ...]

    def best_for(self, drawn: Mapping[str, str]) -> Best:
        """Return the best path where the drawn facts are these."""
        return next(best for best in self.best if best.drawn == dict(drawn))


def figures(scenario: Scenario) -> Figures:
    """Return the figures of a scenario: the shipped ones where they are of this version, or else counted now.

    Raises:
        Uncountable: where its paths cannot be counted.
    """
    shipped = _shipped().get(scenario.id)
    return shipped if shipped and shipped.version == scenario.version else counted(scenario)


def counted(scenario: Scenario) -> Figures:
    """Return the figures of a scenario, counted now.

    Raises:
        Uncountable: where its paths cannot be counted.
    """
    census = count(scenario)
    best = []
    for case in census.cases:
        path = case.best_paths(1)[0]
        picks = tuple(arc.move.pick for arc in path)
        best.append(Best(drawn=case.drawn, picks=picks, points=case.maximum, ending=case.follow(picks)))
    shares = {ending.id: round(census.share(ending.id), 6) for ending in scenario.endings}
    return Figures(version=scenario.version, paths=census.paths, shares=shares, best=tuple(best))


@functools.cache
def _shipped() -> dict[str, Figures]:
    if not SHIPPED.exists():
        return {}
    read = json.loads(SHIPPED.read_text(encoding="utf-8"))
    return {id_: Figures.model_validate(given) for id_, given in read.items()}


def main() -> None:
    """Count every scenario of the library and write the figures beside them."""
    found = {id_: counted(load(id_)).model_dump(mode="json") for id_ in library()}
    SHIPPED.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
