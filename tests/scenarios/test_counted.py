"""The counter agrees with `recount.py`, which walks every path by itself; `counted.yaml` says what each figure is."""

from __future__ import annotations

import dataclasses
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from misread_scenarios.library import library, load
from misread_scenarios.paths.counting import Case, count
from misread_scenarios.paths.measures import best_fixed_list
from misread_scenarios.paths.policies import expect, same_letter

LETTERS = "ABCD"
FILE = Path(__file__).with_name("counted.yaml")
COUNTED: dict[str, Any] = yaml.load(FILE.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - gives strings only


@dataclasses.dataclass(frozen=True)
class Entry:
    """The figures of one world of a scenario."""

    scenario: str
    world: str
    figures: dict[str, Any]

    @property
    def case(self) -> Case:
        """The case that they speak of."""
        drawn = {"/".join(case.drawn.values()) or "only": case for case in count(load(self.scenario)).cases}
        return drawn[self.world]


def entries(field: str) -> pytest.MarkDecorator:
    """Every world whose entry has this figure."""
    found = [
        pytest.param(Entry(scenario, world, own), id=f"{scenario}-{world}")
        for scenario, figures in COUNTED.items()
        for world, own in figures.get("worlds", {}).items()
        if field in own
    ]
    return pytest.mark.parametrize("entry", found)


def overall(field: str) -> pytest.MarkDecorator:
    """Every scenario counted over its worlds whose entry has this figure."""
    return pytest.mark.parametrize(
        "scenario", [name for name, figures in COUNTED.items() if "worlds" in figures and field in figures]
    )


def as_written(found: float, written: str) -> str:
    """Return the written figure if what was found rounds to it, else what was found."""
    decimals = len(written.partition(".")[2])
    return written if abs(found - float(written)) <= 0.5 * 10**-decimals + 1e-9 else f"{found:.5f}"


def test_every_scenario_of_the_library_was_counted() -> None:
    assert set(library()) == set(COUNTED)


def test_every_world_was_counted() -> None:
    for scenario, figures in COUNTED.items():
        if "worlds" in figures:
            drawn = {"/".join(case.drawn.values()) or "only" for case in count(load(scenario)).cases}
            assert drawn == set(figures["worlds"])


@entries("paths")
def test_as_many_paths(entry: Entry) -> None:
    assert str(entry.case.paths) == entry.figures["paths"]


@entries("maximum")
def test_the_best_path_earns_as_many_points(entry: Entry) -> None:
    assert entry.case.maximum == pytest.approx(float(entry.figures["maximum"]), abs=1e-4)


@entries("endings")
def test_each_ending_is_reached_on_as_many_paths(entry: Entry) -> None:
    found = {ending: str(tally.paths) for ending, tally in entry.case.endings.items() if tally.paths}
    assert found == entry.figures["endings"]


@entries("best")
def test_the_best_paths_are_these(entry: Entry) -> None:
    case, written = entry.case, entry.figures["best"]
    found = {tuple(arc.move.pick for arc in path): path for path in case.best_paths(most=10_000)}
    for run in written:
        picks = tuple(run["picks"])
        assert case.follow(picks) == run["ending"]
        assert str(sum(arc.hours for arc in found[picks])) == run["hours"]


@entries("mean")
def test_the_mean_of_all_paths(entry: Entry) -> None:
    case, written = entry.case, entry.figures["mean"]
    means = {"points": case.mean * case.maximum, "of_offered": case.mean_of_offered}
    assert {kind: as_written(means[kind], figure) for kind, figure in written.items()} == written


@entries("correlation")
def test_score_and_ending_go_together(entry: Entry) -> None:
    found, written = entry.case.rank_correlation, entry.figures["correlation"]
    assert found is not None
    assert as_written(found, written) == written


@entries("scores")
def test_each_ending_is_reached_with_these_scores(entry: Entry) -> None:
    case, written = entry.case, entry.figures["scores"]
    shares = {id_: [score / case.maximum for score in case.endings[id_].scores] for id_ in written}
    for id_, (lowest, highest) in written.items():
        assert [as_written(min(shares[id_]), lowest), as_written(max(shares[id_]), highest)] == [lowest, highest], id_


@entries("slips")
def test_one_slip_from_the_best_path(entry: Entry) -> None:
    """Where a confidence is asked, all levels of one choice are one slip; they lead to one ending."""
    case, written = entry.case, dict(entry.figures["slips"])
    best = tuple(entry.figures["best"][0]["picks"])
    path = next(path for path in case.best_paths(most=10_000) if tuple(arc.move.pick for arc in path) == best)
    slips = {(place, pick.partition("@")[0], ending) for place, pick, ending in case.slips(path)}
    assert len(slips) == int(written.pop("of"))
    assert Counter(str(ending) for *_, ending in slips) == Counter({id_: int(times) for id_, times in written.items()})


@overall("fixed")
def test_the_best_list_of_picks_to_repeat_in_every_world(scenario: str) -> None:
    written = COUNTED[scenario]["fixed"]
    assert as_written(best_fixed_list(count(load(scenario))).share, written) == written


@overall("same_letter")
def test_the_same_letter_in_every_world(scenario: str) -> None:
    cases = count(load(scenario)).cases
    for letter, written in COUNTED[scenario]["same_letter"].items():
        shares = [expect(case, same_letter(LETTERS.index(letter))).share for case in cases]
        assert as_written(sum(shares) / len(shares), written) == written, letter
