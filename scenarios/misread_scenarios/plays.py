"""Plays: runs kept in a `*.play` file beside a scenario, each with the ending and the score that it must come to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from misread_scenarios.engine import BadPick, Stand, play
from misread_scenarios.model import Scenario

CLOSE = 0.005
"""Points are written with two decimals."""


class InvalidPlays(ValueError):
    """A `*.play` file that cannot be read; the message says what is wrong with it."""


class Play(BaseModel):
    """One run and what must come of it. What is left out is not compared, apart from the ending.

    `points` are per competency, `total` is their sum, `state` holds variables as they stand at the end.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    picks: tuple[str, ...]
    ending: str | None = None
    seed: int = 0
    points: dict[str, float] | None = None
    total: float | None = None
    hours: int | None = None
    state: dict[str, int] = {}


_PLAYS = TypeAdapter(tuple[Play, ...])


def read_plays(path: Path) -> tuple[Play, ...]:
    """Return the plays of a file.

    Raises:
        InvalidPlays: where the file is no list of plays, or two of them share a name.
    """
    try:
        plays = _PLAYS.validate_python(yaml.safe_load(path.read_text("utf-8")))
    except (yaml.YAMLError, UnicodeDecodeError, ValidationError) as error:
        raise InvalidPlays(
            f"{path.name}: a list of plays is expected, each with `name` and `picks`; {error}"
        ) from error
    names = [play.name for play in plays]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise InvalidPlays(f"{path.name}: two plays are called '{twice}'; give each a name of its own")
    return plays


def differences(scenario: Scenario, expected: Play) -> Iterator[str]:
    """Yield a sentence for everything in which the run comes to something else than the play says."""
    try:
        stand = play(scenario, expected.picks, expected.seed)
    except BadPick as error:
        yield str(error)
        return
    if stand.scene is not None:
        yield f"the picks stop before scene '{stand.scene.id}'; a play goes on to the end"
        return
    ending = stand.ending.id if stand.ending else None
    if ending != expected.ending:
        yield f"the run ends with {ending}, and the play says {expected.ending}"
    yield from _numbers(stand, expected)


def _numbers(stand: Stand, expected: Play) -> Iterator[str]:
    if expected.points is not None:
        for competency in sorted(stand.points.keys() | expected.points.keys()):
            found, written = stand.points.get(competency, 0), expected.points.get(competency, 0)
            if abs(found - written) > CLOSE:
                yield f"{competency} earns {found:g} points, and the play says {written:g}"
    total = sum(stand.points.values())
    if expected.total is not None and abs(total - expected.total) > CLOSE:
        yield f"the run earns {total:g} points in all, and the play says {expected.total:g}"
    if expected.hours is not None and stand.hours != expected.hours:
        yield f"the run takes {stand.hours} hours, and the play says {expected.hours}"
    for name, number in expected.state.items():
        if stand.state.get(name) != number:
            yield f"{name} ends at {stand.state.get(name)}, and the play says {number}"
