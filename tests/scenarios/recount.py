"""Count the cases of the library again for `counted.yaml`: path by path, without merging states.

    python tests/scenarios/recount.py > tests/scenarios/counted.yaml

The counter under test merges equal states and adds up over a graph. This script walks every path separately, by the
rules of play alone, so the two counts can disagree. It takes a minute or two. The figures of the set of judgement
cards, which has too many paths to walk, stay as they are in the file.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from scipy.stats import spearmanr

from misread_scenarios.conditions import State
from misread_scenarios.library import library, load
from misread_scenarios.model import Scenario, Scene
from misread_scenarios.play import transitions

FILE = Path(__file__).with_name("counted.yaml")
HEAD = """\
# What the scenarios of the library came to when every path was walked by itself (`recount.py`), world by world.
#
# A figure is compared at the number of decimals written here (0.8 means 0.75 up to 0.85).
#   paths       how many ways there are to play it to an ending
#   endings     paths that reach each ending
#   best        the runs that earn the most points (`maximum`), the first three of more, with ending and hours
#   mean        mean of all paths: in points, and as a share of what the path itself offered
#   slips       one decision of the first best run taken otherwise, the rest as in that run: endings of all such runs
#   scores      lowest and highest share of the maximum with which an ending is reached
#   correlation of score and ending, by rank, over all paths
# Over all worlds:
#   fixed       the mean share of the one run that earns most if the same picks are made in every world
#   same_letter the mean share of the run that always takes the first, second, third or fourth option as written
"""
LETTERS = "ABCD"
MOST_BEST = 3
MOST_PATHS = 2_000_000


class Walk(NamedTuple):
    """One way through a world: its picks, its points, what it offered, its hours and its ending."""

    picks: tuple[str, ...]
    points: float
    offered: float
    hours: int
    ending: str


def paths(scenario: Scenario, drawn: dict[str, str]) -> Iterator[Walk]:
    """Yield every path through a world."""
    first = scenario.scenes[0]
    yield from _from(scenario, first, transitions.opening_state(scenario, drawn), Walk((), 0, 0, 0, ""), again=False)


def _from(scenario: Scenario, scene: Scene | None, state: State, so_far: Walk, *, again: bool) -> Iterator[Walk]:
    if scene is None:
        ending = transitions.ending(scenario, transitions.final_state(scenario, state))
        yield so_far._replace(ending=ending.id if ending else "")
        return
    moves = transitions.moves(scene, state)
    earned = [sum(transitions.points(scene, state, move).values()) for move in moves]
    for move, points in zip(moves, earned, strict=True):
        before = scene.fact is not None and not again
        after = state if before else transitions.after(scenario, state, move.choices)
        following = scene if before else transitions.next_scene(scenario, scene, state, move)
        hours = 0 if before else sum(choice.hours for choice in move.choices)
        step = Walk(
            (*so_far.picks, move.pick), so_far.points + points, so_far.offered + max(earned), so_far.hours + hours, ""
        )
        yield from _from(scenario, following, after, step, again=before)


def world(scenario: Scenario, found: dict[tuple[str, ...], Walk]) -> dict[str, Any]:
    """Return the figures of one world, from all its paths."""
    maximum = max(path.points for path in found.values())
    counted: dict[str, Any] = {"paths": len(found), "maximum": _plain(maximum)}
    counted["endings"] = dict(sorted(Counter(path.ending for path in found.values()).items()))
    if not maximum:
        return counted
    best = [path for path in found.values() if path.points > maximum - 1e-6]
    counted["best"] = [
        {"picks": list(path.picks), "ending": path.ending, "hours": path.hours} for path in best[:MOST_BEST]
    ]
    counted["mean"] = {
        "points": round(sum(path.points for path in found.values()) / len(found), 2),
        "of_offered": round(sum(path.points / path.offered for path in found.values()) / len(found), 3),
    }
    counted["slips"] = _slips(found, best[0])
    counted["scores"] = _scores(found, maximum)
    if scenario.tiers:
        ranks = {ending: -rank for rank, tier in enumerate(scenario.tiers) for ending in tier}
        scores = [path.points for path in found.values()]
        endings = [ranks.get(path.ending, -len(ranks)) for path in found.values()]
        counted["correlation"] = round(float(spearmanr(scores, endings).statistic), 3)
    return counted


def _slips(found: dict[tuple[str, ...], Walk], best: Walk) -> dict[str, int]:
    endings: Counter[str] = Counter()
    picks = {place: {path.picks[place] for path in found.values() if path.picks[:place] == best.picks[:place]}
             for place in range(len(best.picks))}  # fmt: skip
    slips = {
        (place, other.partition("@")[0], slipped.ending if (slipped := _slipped(found, best, place, other)) else None)
        for place, others in picks.items()
        for other in others
        if other != best.picks[place]
    }
    for _, _, ending in slips:
        endings[str(ending)] += 1
    return {"of": len(slips), **dict(sorted(endings.items()))}


def _slipped(found: dict[tuple[str, ...], Walk], best: Walk, place: int, other: str) -> Walk | None:
    return found.get((*best.picks[:place], other, *best.picks[place + 1 :]))


def _scores(found: dict[tuple[str, ...], Walk], maximum: float) -> dict[str, list[float]]:
    shares: defaultdict[str, list[float]] = defaultdict(list)
    for path in found.values():
        shares[path.ending].append(path.points / maximum)
    return {ending: [round(min(each), 2), round(max(each), 2)] for ending, each in sorted(shares.items())}


def over_worlds(scenario: Scenario, worlds: list[dict[tuple[str, ...], Walk]]) -> dict[str, Any]:
    """Return the figures of a scenario over its worlds; none if the worlds do not offer the same runs."""
    if any(each.keys() != worlds[0].keys() for each in worlds):
        return {}
    most = [max(path.points for path in each.values()) for each in worlds]

    def share(picks: tuple[str, ...]) -> float:
        return sum(each[picks].points / top for each, top in zip(worlds, most, strict=True)) / len(worlds)

    counted: dict[str, Any] = {"fixed": round(max(share(picks) for picks in worlds[0]), 3)}
    letters = {}
    for place, letter in enumerate(LETTERS):
        run = tuple(scene.choices[place].id for scene in scenario.scenes if place < len(scene.choices))
        if run in worlds[0]:
            letters[letter] = round(share(run), 3)
    return counted | ({"same_letter": letters} if letters else {})


def recount(scenario: Scenario) -> dict[str, Any]:
    """Return all figures of a scenario."""
    worlds, counted = [], {}
    for drawn in transitions.draws(scenario):
        walked = {path.picks: path for path in paths(scenario, drawn)}
        worlds.append(walked)
        counted["/".join(drawn.values()) or "only"] = world(scenario, walked)
        print(scenario.id, drawn, len(walked), file=sys.stderr)  # noqa: T201 - a script speaks by printing
    scored = all(figures["maximum"] for figures in counted.values())
    return {"worlds": counted, **(over_worlds(scenario, worlds) if scored else {})}


def _plain(number: float) -> float:
    return int(number) if number == int(number) else round(number, 4)


def main() -> None:
    """Print the figures of the library."""
    kept = yaml.load(FILE.read_text("utf-8"), Loader=yaml.BaseLoader).get("first-guess-cards")  # noqa: S506 - keeps 0.250
    scenarios = [load(id_) for id_ in library()]
    figures = {one.id: kept if one.id == "first-guess-cards" else recount(one) for one in scenarios}
    print(HEAD)  # noqa: T201 - likewise
    print(yaml.safe_dump(figures, sort_keys=False, default_flow_style=None, width=118))  # noqa: T201 - likewise


if __name__ == "__main__":
    main()
