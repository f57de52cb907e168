"""`misread play`: play a scenario, and print the result."""

from __future__ import annotations

import json as json_format
from typing import Annotated, Any

import typer

from misread_scenarios.names import default_names
from misread_scenarios.play import BadPick, Stand, total
from misread_scenarios.play import play as play_scenario
from misread_web.commands import scenario_file


def run(
    file: scenario_file.ScenarioFile,
    *,
    picks: Annotated[str, typer.Option(help="The picks, in order, with commas between them.", metavar="ID,ID,…")] = "",
    seed: Annotated[int, typer.Option(help="The seed from which the hidden facts are drawn.")] = 0,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Play a scenario with these picks, and print the ending and the score."""
    scenario = scenario_file.read(file)
    try:
        stand = play_scenario(scenario, [pick.strip() for pick in picks.split(",") if pick.strip()], seed)
    except BadPick as error:
        raise typer.BadParameter(str(error), param_hint="--picks") from error
    outcome = as_data(stand)
    typer.echo(json_format.dumps(outcome, indent=2, ensure_ascii=False) if json else "\n".join(as_lines(outcome)))


def as_data(stand: Stand) -> dict[str, Any]:
    """Return the result of a run as plain data.

    `score` and `maximum` are per competency; the maximum covers the scenes that the run reached.
    """
    return {
        "scenario": stand.scenario.id,
        "version": stand.scenario.version,
        "seed": stand.seed,
        "picks": list(stand.picks),
        "over": stand.over,
        "scene": stand.scene.id if stand.scene else None,
        "offers": [move.pick for move in stand.moves],
        "ending": {"id": stand.ending.id, "title": title(stand)} if stand.ending else None,
        "score": stand.points,
        "maximum": stand.offered,
        "total": {"score": total(stand.points), "maximum": total(stand.offered)},
        "hours": stand.hours,
        "state": dict(stand.state),
    }


def title(stand: Stand) -> str:
    """Return the ending's title with the names in the file; empty if the run is not over."""
    return default_names(stand.scenario).fill(stand.ending.title) if stand.ending else ""


def as_lines(outcome: dict[str, Any]) -> list[str]:
    """Return the result of a run as lines to print."""
    ending = outcome["ending"]
    where = f"Ending {ending['id']}: {ending['title']}" if ending else "The story is over."
    offers = f"Scene {outcome['scene']} offers: {', '.join(outcome['offers'])}"
    width = max(map(len, outcome["state"]))
    return [
        where if outcome["over"] else offers,
        f"Score: {outcome['total']['score']:g} of {outcome['total']['maximum']:g}",
        *(f"  {name}: {points:g} of {outcome['maximum'][name]:g}" for name, points in outcome["score"].items()),
        "1 hour" if outcome["hours"] == 1 else f"{outcome['hours']} hours",
        "State:",
        *(f"  {name:<{width}} {value}" for name, value in outcome["state"].items() if name != "hours"),
    ]
