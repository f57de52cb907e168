"""What those earn who choose without the text: the figures are exact, and the published ones come out."""

from __future__ import annotations

import itertools
import random
import statistics
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from misread_scenarios.format.reader import read_file, read_text
from misread_scenarios.library import library, load
from misread_scenarios.model import Scenario
from misread_scenarios.paths.counting import Census
from misread_scenarios.paths.measures import DATE, Measures, best_fixed_list, by_list, expect_over_worlds, is_case
from misread_scenarios.play.engine import play

CASES = [id_ for id_ in library() if is_case(load(id_))]


def clean() -> Scenario:
    scenario = read_file(Path(__file__).with_name("clean.md")).scenario
    assert scenario is not None
    return scenario


def small(seed: int, scenes: int = 3, choices: int = 3) -> Scenario:
    """Return a scenario in three worlds whose points, effects and one hidden option are drawn at random."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    lines = ["---", "format: scenario/1", "id: small", "title: Small", "minutes: 3", "competencies: [C1]"]
    lines += ["state:", "  seen: flag", "cast: {}", "draw: {world: [one, two, three]}", "---"]
    for scene in range(scenes):
        lines += [f"## N{scene} A scene", "", "Text.", ""]
        for choice in range(choices):
            lines += [f"- c{choice}. Do it.", f"  - score: C1 {draw.randint(0, 3)}"]
            lines += [f"  - score (if world == {world}): C1 {draw.randint(0, 3)}" for world in ("two", "three")]
            lines += [f"  - score (if seen): C1 {draw.randint(0, 3)}"]
            lines += ["  - effect (if world == two): seen = yes"] if draw.random() < 0.4 else []
            lines += ["  - when: not seen"] if choice == 2 and draw.random() < 0.3 else []
    scenario = read_text("\n".join(lines), "small.md").scenario
    assert scenario is not None
    return scenario


def by_hand(scenario: Scenario) -> float:
    """Return the share of the best list, by trying every list of picks for every set of options that can be offered."""
    worlds = {world: seed for seed in range(200) if len(world := play(scenario, [], seed).drawn["world"])}
    offers = {
        scene.id: {tuple(c.id for c in scene.choices), tuple(c.id for c in scene.choices if not c.when)}
        for scene in scenario.scenes
    }
    keys = [(scene, offer) for scene, found in offers.items() for offer in sorted(found)]
    most = {world: max(total for total in _totals(scenario, seed)) for world, seed in worlds.items()}
    best = 0.0
    for picks in itertools.product(*(offer for _, offer in keys)):
        chosen = dict(zip(keys, picks, strict=True))
        shares = []
        for world, seed in worlds.items():
            stand = play(scenario, [], seed)
            while stand.scene is not None:
                stand = stand.after(chosen[stand.scene.id, tuple(move.pick for move in stand.moves)])
            shares.append(sum(stand.points.values()) / most[world] if most[world] else None)
        played = [share for share in shares if share is not None]
        best = max(best, statistics.fmean(played) if played else 0)
    return best


def _totals(scenario: Scenario, seed: int) -> list[float]:
    stands, ended = [play(scenario, [], seed)], []
    while stands:
        stand = stands.pop()
        if stand.over:
            ended.append(sum(stand.points.values()))
        stands += [stand.after(move.pick) for move in stand.moves]
    return ended


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000))
def test_no_list_of_picks_earns_more_than_the_best_fixed_list(seed: int) -> None:
    scenario = small(seed)
    assert best_fixed_list(Census(scenario)).share == pytest.approx(by_hand(scenario))


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 10_000))
def test_the_picks_of_the_best_fixed_list_earn_its_share(seed: int) -> None:
    census = Census(small(seed, scenes=4))
    fixed = best_fixed_list(census)
    assert expect_over_worlds(census, by_list(fixed.picks)).share == pytest.approx(fixed.share)


def test_a_scene_whose_options_are_all_hidden_is_measured_as_a_dead_end() -> None:
    lines = ["---", "format: scenario/1", "id: small", "title: Small", "minutes: 3", "competencies: [C1]"]
    lines += ["state:", "  seen: flag", "cast: {}", "draw: {world: [one, two]}", "---"]
    lines += ["## N0 A scene", "", "Text.", "", "- a. Do it.", "  - score: C1 2", "- b. See it.", "  - score: C1 1"]
    lines += [
        "  - effect: seen = yes",
        "## N1 A scene",
        "",
        "Text.",
        "",
        "- c. Go on.",
        "  - when: seen",
        "  - score: C1 3",
    ]
    scenario = read_text("\n".join(lines), "small.md").scenario
    assert scenario is not None
    fixed = best_fixed_list(Census(scenario))
    assert (fixed.share, fixed.picks) == (1.0, {("N0", 0, ("a", "b")): "b", ("N1", 0, ("c",)): "c"})


def test_a_case_without_drawn_facts_has_a_list_that_earns_everything() -> None:
    one_world = clean().model_copy(update={"draw": {"cause": ("fear",)}})
    assert best_fixed_list(Census(one_world)).share == pytest.approx(1)


@pytest.mark.parametrize("id_", CASES)
def test_no_habit_earns_more_than_the_best_fixed_list_and_luck_with_hidden_options(id_: str) -> None:
    measures = Measures(Census(load(id_)))
    assert all(0 <= habit.share <= 1 and 0 <= habit.top <= 1 + 1e-9 for habit in measures.habits.values())
    assert measures.fixed.share >= max(world.mean / world.maximum for world in measures.worlds) - 1e-9


def test_hours_that_follow_the_points_are_found_and_equal_hours_say_nothing() -> None:
    scenario = clean().model_copy(update={"draw": {"cause": ("fear",)}})

    def timed(hours: dict[str, int]) -> Scenario:
        scenes = tuple(
            scene.model_copy(
                update={"choices": tuple(c.model_copy(update={"hours": hours.get(c.id, 1)}) for c in scene.choices)}
            )
            for scene in scenario.scenes
        )
        return scenario.model_copy(update={"scenes": scenes})

    dear = Measures(Census(timed({"ask": 4, "cheer": 2, "look": 3, "confide": 4, "fit": 5, "stage": 0}))).hours
    cheap = Measures(
        Census(timed({"ask": 0, "accept": 4, "course": 4, "confide": 0, "look": 0, "stage": 3, "fit": 0}))
    ).hours
    assert dear is not None
    assert dear > 0.6
    assert cheap is not None
    assert cheap < -0.6
    assert Measures(Census(timed({}))).hours is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Offer a talk on Thursday.", True),
        ("Wait until the end of the quarter.", True),
        ("Say that it may take a while.", False),
        ("May I ask?", False),
        ("Ask what the marching order is.", False),
    ],
)
def test_an_option_names_a_date_or_does_not(text: str, *, names: bool) -> None:
    assert (DATE.search(text) is not None) == names


def test_a_set_of_judgements_is_no_case() -> None:
    assert not is_case(load("first-guess-cards"))
    assert is_case(load("sam-priya"))
