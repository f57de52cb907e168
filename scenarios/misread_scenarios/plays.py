"""Plays: runs in a `*.play` file beside a scenario, each with the ending and score that it must reach."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, TypeAdapter, ValidationError

from misread_scenarios.format import Items, YamlError, is_scenario, line_of, plain, read_file, read_yaml
from misread_scenarios.model import Scenario
from misread_scenarios.play import BadPick, Stand, play
from misread_scenarios.problems import Problem

CLOSE = 0.005
"""Points are written with two decimals."""
PLAY_CODES: dict[str, str] = {
    "PL001": "The file cannot be read as a list of plays.",
    "PL002": "There is no scenario of the same name beside the file.",
    "PL003": "The result of a run differs from what its play says.",
}


class InvalidPlays(ValueError):
    """A `*.play` file cannot be read; the message says why, and `problem` names the line."""

    def __init__(self, source: str, line: int, message: str) -> None:
        """Put the place before the message."""
        super().__init__(f"{source}:{line}: {message}")
        self.problem = Problem(source, line, "PL001", message)


def _flag(value: object) -> object:
    """Return a flag as a number: plays may say yes and no, as scenarios do."""
    return {"yes": 1, "no": 0}.get(value, value) if isinstance(value, str) else value


class Play(BaseModel):
    """One run and its expected result. Fields that are left out are not compared, apart from the ending.

    `points` are per competency, `total` is their sum, `state` holds final values of variables.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    picks: tuple[str, ...]
    ending: str | None = None
    seed: int = 0
    points: dict[str, float] | None = None
    total: float | None = None
    hours: int | None = None
    state: dict[str, Annotated[int, BeforeValidator(_flag)]] = {}


_PLAYS = TypeAdapter(tuple[Play, ...])


def read_plays(path: Path) -> tuple[Play, ...]:
    """Return the plays of a file.

    Raises:
        InvalidPlays: if the file is not a list of plays, or two plays have the same name.
    """
    return tuple(item for _, item in _read(path))


def check_plays(path: Path) -> tuple[Problem, ...]:
    """Return every difference between the runs of a file and their plays, or why none can be played."""
    try:
        plays = _read(path)
    except InvalidPlays as error:
        return (error.problem,)
    beside = [file for file in path.parent.iterdir() if file.stem == path.stem and is_scenario(file)]
    if not beside:
        message = f"there is no scenario '{path.stem}.md' beside it; give the file the name of its scenario"
        return (Problem(path.name, 1, "PL002", message),)
    scenario = read_file(beside[0]).scenario
    if scenario is None:
        return ()  # the scenario's own check reports its problems
    return tuple(
        Problem(path.name, line, "PL003", f"'{item.name}': {difference}")
        for line, item in plays
        for difference in differences(scenario, item)
    )


def _read(path: Path) -> list[tuple[int, Play]]:
    """Return the plays of a file, each with its line; raises as `read_plays` does."""
    expected = "a list of plays is expected, each with `name` and `picks`"
    try:
        data = read_yaml(path.read_text("utf-8-sig"), 1)
        plays = _PLAYS.validate_python(plain(data))
    except OSError as error:
        raise InvalidPlays(path.name, 1, f"the file cannot be opened ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise InvalidPlays(path.name, 1, f"{expected}; the file is not UTF-8 text, so save it as UTF-8") from error
    except YamlError as error:
        raise InvalidPlays(path.name, error.line, f"{expected}; {error}") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(step) for step in first["loc"] if isinstance(step, str))
        message = f"{expected}; {where and where + ': '}{first['msg'][0].lower()}{first['msg'][1:]}"
        raise InvalidPlays(path.name, line_of(data, first["loc"]), message) from error
    lines = [each.line for each in data.values] if isinstance(data, Items) else []
    names = [item.name for item in plays]
    for number, name in enumerate(names):
        if name in names[:number]:
            raise InvalidPlays(path.name, lines[number], f"two plays are called '{name}'; give each its own name")
    return list(zip(lines, plays, strict=True))


def differences(scenario: Scenario, expected: Play) -> Iterator[str]:
    """Yield a sentence for each difference between the run and its play."""
    try:
        stand = play(scenario, expected.picks, expected.seed)
    except BadPick as error:
        yield str(error)
        return
    if stand.scene is not None:
        yield f"the picks stop before scene '{stand.scene.id}'; a play must reach the end"
        return
    ending = stand.ending.id if stand.ending else None
    if ending != expected.ending:
        yield f"the run ends with {ending}, and the play says {expected.ending}"
    yield from _numbers(stand, expected)


def _numbers(stand: Stand, expected: Play) -> Iterator[str]:
    if expected.points is not None:
        for competency in sorted(stand.points.keys() | expected.points.keys()):
            earned, expected_points = stand.points.get(competency, 0), expected.points.get(competency, 0)
            if abs(earned - expected_points) > CLOSE:
                yield f"{competency} earns {earned:g} points, and the play says {expected_points:g}"
    total = sum(stand.points.values())
    if expected.total is not None and abs(total - expected.total) > CLOSE:
        yield f"the run earns {total:g} points in all, and the play says {expected.total:g}"
    if expected.hours is not None and stand.hours != expected.hours:
        yield f"the run takes {stand.hours} hours, and the play says {expected.hours}"
    for name, number in expected.state.items():
        if stand.state.get(name) != number:
            yield f"{name} ends at {stand.state.get(name)}, and the play says {number}"
