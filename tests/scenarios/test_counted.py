"""The counter agrees with the figures that other programs counted before it (`counted.yaml` says what each means)."""

from __future__ import annotations

import dataclasses
import statistics
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from misread_scenarios import machine
from misread_scenarios.counting import Case, count
from misread_scenarios.engine import Stand
from misread_scenarios.library import library, load
from misread_scenarios.model import Scenario
from misread_scenarios.paths import Arc, Spot
from misread_scenarios.policies import Policy, best_each_time, expect, mostly_best, prefer, same_letter

LETTERS = "ABCD"
FILE = Path(__file__).with_name("counted.yaml")
COUNTED: dict[str, Any] = yaml.load(FILE.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - gives strings only


@dataclasses.dataclass(frozen=True)
class Entry:
    """The figures of one scenario, or of one of its cases where a fact is drawn."""

    scenario: str
    truth: str | None
    figures: dict[str, Any]

    @property
    def case(self) -> Case:
        """The case that they speak of."""
        return next(case for case in cases(self.scenario) if self.truth in {None, *case.drawn.values()})


def cases(scenario: str) -> tuple[Case, ...]:
    return count(load(scenario)).cases


def entries(field: str) -> pytest.MarkDecorator:
    """Every scenario, or case of one, of which this figure was counted."""
    found = []
    for scenario, figures in COUNTED.items():
        truths: dict[str | None, Any] = figures.get("truths", {None: figures})
        for truth, own in truths.items():
            if field in own:
                name = f"{scenario}-{truth}" if truth else scenario
                found.append(pytest.param(Entry(scenario, truth, own), id=name))
    return pytest.mark.parametrize("entry", found)


def overall(field: str) -> pytest.MarkDecorator:
    """Every scenario of which this figure was counted over all its cases."""
    return pytest.mark.parametrize("scenario", [name for name, figures in COUNTED.items() if field in figures])


def as_written(found: float, written: str) -> str:
    """Return the written figure if what was found rounds to it, else what was found."""
    decimals = len(written.partition(".")[2])
    return written if abs(found - float(written)) <= 0.5 * 10**-decimals + 1e-9 else f"{found:.5f}"


def walk(case: Case, choose: Callable[[Spot], Arc]) -> tuple[list[Arc], float, str | None]:
    """Play one run: its moves, the points that it offered, and its ending."""
    spot, taken, offered = case.opening, [], 0.0
    while spot.scene is not None:
        taken.append(choose(spot))
        offered += spot.offered
        spot = case.graph.spots[taken[-1].target]
    return taken, offered, spot.ending


def points(taken: list[Arc]) -> float:
    return sum(arc.points for arc in taken)


def test_every_scenario_of_the_library_was_counted() -> None:
    assert set(library()) == set(COUNTED)


@entries("paths")
def test_as_many_paths(entry: Entry) -> None:
    assert str(entry.case.paths) == entry.figures["paths"]


@entries("maximum")
def test_the_best_path_earns_as_many_points(entry: Entry) -> None:
    assert entry.case.maximum == float(entry.figures["maximum"])


@entries("most_hours")
def test_the_longest_path_takes_as_many_hours(entry: Entry) -> None:
    assert str(entry.case.most_hours) == entry.figures["most_hours"]


@entries("endings")
def test_each_ending_is_reached_on_as_many_paths(entry: Entry) -> None:
    assert {ending: str(tally.paths) for ending, tally in entry.case.endings.items()} == entry.figures["endings"]


@entries("percent")
def test_each_ending_has_its_share_of_the_paths(entry: Entry) -> None:
    case, written = entry.case, entry.figures["percent"]
    reached = {ending: tally.paths for ending, tally in case.endings.items() if tally.paths}
    assert {id_: as_written(100 * reached.pop(id_) / case.paths, share) for id_, share in written.items()} == written
    assert not reached


@entries("best")
def test_the_best_paths_are_these(entry: Entry) -> None:
    case = entry.case
    found = {tuple(arc.move.pick for arc in path): path for path in case.best_paths()}
    assert list(found) == [tuple(run["picks"]) for run in entry.figures["best"]]
    for run in entry.figures["best"]:
        path = found[tuple(run["picks"])]
        assert case.follow(tuple(run["picks"])) == run["ending"]
        assert run.get("hours", (hours := str(sum(arc.hours for arc in path)))) == hours
        assert run.get("letters", (letters := spelled(case.scenario, path))) == letters


def spelled(scenario: Scenario, path: tuple[Arc, ...]) -> str:
    """Return the places of the choices in their scenes as letters."""
    pairs = zip(scenario.scenes, path, strict=True)
    return "".join(LETTERS[scene.choices.index(choice)] for scene, arc in pairs for choice in arc.move.choices)


def test_the_best_run_of_sam_and_priya_leaves_a_team_of_eight() -> None:
    scenario, (best,) = load("sam-priya"), COUNTED["sam-priya"]["best"]
    stand = Stand(scenario, 0, scenario.scenes[0], fact_shown=False, state=machine.opening_state(scenario, {}))
    for pick in best["picks"]:
        stand = stand.after(pick)
    assert {name: str(stand.state[name]) for name in best["state"]} == best["state"]


@entries("mean")
def test_the_mean_of_all_paths(entry: Entry) -> None:
    case, written = entry.case, entry.figures["mean"]
    means = {"points": case.mean * case.maximum, "of_fixed": case.mean, "of_offered": case.mean_of_offered}
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
    slips = {(place, pick.partition("@")[0], ending) for place, pick, ending in case.slips(case.best_paths()[0])}
    assert len(slips) == int(written.pop("of"))
    good = case.scenario.good
    if "well" in written:
        assert sum(ending in good for *_, ending in slips) == int(written.pop("well"))
    endings = Counter(ending for *_, ending in slips)
    assert {id_: str(endings[id_]) for id_ in written} == written


@overall("same_letter")
def test_the_same_letter_each_time(scenario: str) -> None:
    written = {letter: run["share"] for letter, run in COUNTED[scenario]["same_letter"].items() if "share" in run}
    for letter, share in written.items():
        shares = [expect(case, with_the_best_other(LETTERS.index(letter))).share for case in cases(scenario)]
        assert as_written(statistics.fmean(shares), share) == share, letter


def with_the_best_other(position: int) -> Policy:
    """The same letter; where two are picked, with the other that earns most."""

    def policy(spot: Spot) -> dict[Arc, float]:
        arcs = dict(same_letter(position)(spot))
        if spot.scene is None or spot.scene.pick == 1:
            return arcs
        return {max(arcs, key=lambda arc: arc.points): 1.0}

    return policy


@pytest.mark.parametrize("place", range(4), ids=LETTERS)
def test_the_same_letter_in_sam_and_priya(place: int) -> None:
    written = COUNTED["sam-priya"]["same_letter"][LETTERS[place]]
    taken, offered, ending = walk(cases("sam-priya")[0], lambda spot: spot.arcs[place])
    assert (str(int(points(taken))), ending) == (written["points"], written["ending"])
    lowest, highest = (float(share) for share in COUNTED["sam-priya"]["same_letter_range"])
    assert lowest <= round(points(taken) / offered, 2) <= highest


@overall("policies")
def test_one_style_wherever_it_is_offered(scenario: str) -> None:
    for tag, written in COUNTED[scenario]["policies"].items():
        if "mean" in written:
            shares = [expect(case, as_often_as_possible(tag, case)).share for case in cases(scenario)]
            assert as_written(statistics.fmean(shares), written["mean"]) == written["mean"], tag


def as_often_as_possible(tag: str, case: Case) -> Policy:
    """The style wherever offered; where two are picked, both in that style if that can be."""
    usual = prefer(tag, best_each_time(case))

    def policy(spot: Spot) -> dict[Arc, float]:
        arcs = dict(usual(spot))
        tagged = {arc: sum(tag in choice.tags for choice in arc.move.choices) for arc in arcs}
        most = [arc for arc in arcs if tagged[arc] == max(tagged.values())]
        return dict.fromkeys(most, 1 / len(most)) if most else {}

    return policy


@pytest.mark.parametrize("scenario", ["sam-priya", "communications-boss"])
def test_the_best_that_asking_everywhere_can_do(scenario: str) -> None:
    written, case = COUNTED[scenario]["policies"]["ask"], cases(scenario)[0]
    best = best_each_time(case)

    def choose(spot: Spot) -> Arc:
        asking = [arc for arc in spot.arcs if "ask" in arc.move.choices[0].tags]
        return max(asking, key=lambda arc: arc.points) if asking else next(iter(best(spot)))

    taken, offered, ending = walk(case, choose)
    assert (as_written(points(taken) / offered, written["most"]), ending) == (written["most"], written["ending"])


def test_a_player_who_mostly_picks_the_best() -> None:
    written, case = COUNTED["sam-priya"]["mostly_best"], cases("sam-priya")[0]
    found = expect(case, mostly_best(case, float(written["chance"])))
    assert as_written(found.share, written["mean"]) == written["mean"]
    assert as_written(100 * found.endings[written["ending"]], written["percent"]) == written["percent"]
