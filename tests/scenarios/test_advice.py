"""What would have been best from where somebody stood: the same as the notes say, and as trying everything finds."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_scenarios.checks.checked_scenario import CheckedScenario
from misread_scenarios.checks.signals import situations
from misread_scenarios.format.reader import read_file, read_text
from misread_scenarios.library import library, load
from misread_scenarios.model import Choice, Scenario, Scene
from misread_scenarios.paths.best_moves import (
    advice,
    best_elsewhere,
    easiest_to_miss,
    holds,
    instead,
    outlook,
    turning_point,
)
from misread_scenarios.paths.counting import count
from misread_scenarios.play import transitions
from misread_scenarios.play.engine import BadPick, Stand, draw, opening, play


def _clean() -> Scenario:
    scenario = read_file(Path(__file__).with_name("clean.md")).scenario
    assert scenario is not None
    return scenario


CLEAN = _clean()


def _marked(scenario: Scenario) -> bool:
    return any(note.best for scene in scenario.scenes for choice in scene.choices for note in choice.why)


MARKED = [id_ for id_ in library() if _marked(load(id_))]
SEEDS = (0, 1, 2, 4)


def _runs(scenario: Scenario, number: int) -> Iterator[Stand]:
    """Yield finished runs of somebody who chooses by lot, in several worlds."""
    luck = random.Random(scenario.id)  # noqa: S311 - no secret
    for turn in range(number):
        stand = opening(scenario, SEEDS[turn % len(SEEDS)])
        while not stand.over:
            stand = stand.after(luck.choice(stand.moves).pick)
        yield stand


def _most(stand: Stand) -> float:
    """Return the most points that can come of a stand in all, by trying everything."""
    if stand.over:
        return transitions.total(stand.points)
    return max(_most(stand.after(move.pick)) for move in stand.moves)


@pytest.mark.parametrize("id_", MARKED)
def test_in_every_reachable_situation_the_advice_is_what_the_notes_mark(id_: str) -> None:
    scenario = load(id_)
    seen = set()
    for graph in CheckedScenario(scenario).graphs:
        world = outlook(scenario, tuple(graph.drawn.items()))
        for spot, state, _best in situations(graph):
            assert spot.scene is not None
            advised = {move.choices[0].id for move in world.best(spot.scene, state)}
            offered = transitions.visible(spot.scene, state)
            notes = {choice.id: [n for n in choice.why if n.when is None or n.when.holds(state)] for choice in offered}
            assert advised == {choice for choice, found in notes.items() if found and found[-1].best}
            seen.add(spot.scene.id)
    assert seen == {scene.id for scene in scenario.scenes if scene.pick == 1 and scene.confidence is None}


def test_the_two_cases_in_worlds_are_among_those_whose_notes_are_marked() -> None:
    assert {"sam-priya", "communications-boss"} <= set(MARKED)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_advised_is_what_trying_every_rest_of_a_run_finds(seed: int) -> None:
    luck = random.Random(seed)  # noqa: S311 - no secret
    stand = opening(CLEAN, seed)
    while not stand.over:
        worth = {move.pick: _most(stand.after(move.pick)) for move in stand.moves}
        chosen = luck.choice(stand.moves).pick
        before, stand = stand, stand.after(chosen)
        found = advice(stand)[-1]
        most = max(worth.values())
        assert {move.pick for move in found.best} == {pick for pick, points in worth.items() if most - points < 1e-6}
        assert found.cost == pytest.approx(most - worth[chosen])
        assert found.step.before == before.state


HOURLY = """---
format: scenario/1
id: hourly
title: A long week
minutes: 3
competencies: [C1]
---
## N1 Monday

- long. Read everything.
  - hours: {hours}
- short. Read nothing.

## N2 Friday

- late. Ask for more time.
  - score (if hours > {limit}): C1 3
- now. Hand it in.
  - score: C1 1
"""


@given(hours=st.integers(0, 12), limit=st.integers(0, 12), first=st.sampled_from(["long", "short"]))
def test_the_advice_is_the_best_also_beyond_the_requested_hours(hours: int, limit: int, first: str) -> None:
    scenario = read_text(HOURLY.format(hours=hours, limit=limit), "hourly.md").scenario
    assert scenario is not None
    stand = play(scenario, [first, "now"])
    spent = hours if first == "long" else 0
    assert advice(stand)[1].cost == (2 if spent > limit else 0)
    assert advice(stand)[0].cost == (2 if first == "short" and hours > limit else 0)


def test_all_ties_are_advised() -> None:
    scenario = CLEAN.model_copy(update={"scenes": (*CLEAN.scenes[:-1], _without_scores(CLEAN))})
    stand = next(_runs(scenario, 1))
    assert [move.pick for move in advice(stand)[-1].best] == [
        move.pick for move in play(scenario, stand.picks[:-1]).moves
    ]


def _without_scores(scenario: Scenario) -> Scene:
    last = scenario.scenes[-1]
    choices = tuple(choice.model_copy(update={"scores": (), "jumps": ()}) for choice in last.choices)
    return last.model_copy(update={"choices": choices})


@pytest.mark.parametrize(
    "scenario", [CLEAN, load("sam-priya"), load("communications-boss")], ids=lambda one: str(one.id)
)
def test_a_run_turned_at_the_first_better_tier_or_the_largest_loss(
    scenario: Scenario,
) -> None:
    kinds = set()
    for stand in _runs(scenario, 30):
        turned = turning_point(stand)
        costly = [one for one in advice(stand) if one.cost > 1e-6 and not one.is_best]
        better = [
            one
            for one in costly
            if any(_tier(instead(stand, one.number, m.pick).stand) < _tier(stand) for m in one.best)
        ]
        kinds.add((turned is None, bool(better)))
        if turned is None:
            assert costly == []
        elif better:
            assert turned.point.number == better[0].number
            assert turned.better is not None
            assert _tier(turned.better.stand) < _tier(stand)
        else:
            assert turned.better is None
            assert turned.point.cost == max(one.cost for one in costly)
    assert (False, True) in kinds


def _tier(stand: Stand) -> int:
    ending = stand.ending.id if stand.ending else None
    return next(rank for rank, tier in enumerate(stand.scenario.tiers) if ending in tier)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_run_of_best_moves_has_no_turning_point(seed: int) -> None:
    stand = opening(load("sam-priya"), seed)
    while stand.scene is not None:
        best = outlook(stand.scenario, tuple(stand.drawn.items())).best(stand.scene, stand.state)
        stand = stand.after(best[0].pick)
    assert turning_point(stand) is None
    point = easiest_to_miss(stand)
    worlds = [point.best, *best_elsewhere(stand, point)]
    assert sum(holds(point.step, best) for best in worlds) == 1


def test_with_one_other_pick_all_others_are_kept() -> None:
    for stand in _runs(load("communications-boss"), 10):
        for number, step in enumerate(stand.steps):
            for move in play(stand.scenario, stand.picks[:number], stand.seed).moves:
                if move.pick != step.pick:
                    other = instead(stand, number, move.pick)
                    assert other.is_kept
                    assert other.stand.picks == (*stand.picks[:number], move.pick, *stand.picks[number + 1 :])


FORKED = """---
format: scenario/1
id: forked
title: A fork
minutes: 3
competencies: [C1]
state:
  seen: flag
tiers: [E1, E2]
---
## N1 The fork

- away. Go round by the lake.
  - go: N3
- on. Go straight on.
  - score: C1 1
- out. Go home.
  - go: end

## N2 The hill

- up. Climb it.
- round. Go round it.
  - score: C1 2
  - effect: seen = yes

## N3 The lake

- swim. Swim.
  - score: C1 1
  - when: not seen
- wade. Wade.

## Endings
1. seen -> E1
2. otherwise -> E2

## E1 Seen

Seen.

## E2 Unseen

Unseen.
"""


def _forked() -> Scenario:
    scenario = read_text(FORKED, "forked.md").scenario
    assert scenario is not None
    return scenario


def test_the_best_moves_replace_a_rest_that_is_not_on_offer() -> None:
    scenario = _forked()
    away = play(scenario, ["away", "swim"])
    on = instead(away, 0, "on")
    assert (on.stand.picks, on.is_kept) == (("on", "round", "wade"), False)
    home = instead(away, 0, "out")
    assert (home.stand.picks, home.is_kept) == (("out",), True)
    climbed = play(scenario, ["on", "up", "swim"])
    assert instead(climbed, 1, "round").stand.picks == ("on", "round", "wade")
    assert instead(climbed, 0, "away").stand.picks == ("away", "swim")


def test_another_pick_must_be_on_offer() -> None:
    with pytest.raises(BadPick, match="has no choice 'fly'"):
        instead(play(_forked(), ["away", "swim"]), 0, "fly")


def test_another_world_is_looked_at_with_all_else_the_same() -> None:
    stand = play(load("communications-boss"), ["file", "if-yours", "prospects", "three-coffee", "split", "rather-keep"])
    point = advice(stand)[0]
    found = [tuple(move.pick for move in best) for best in best_elsewhere(stand, point)]
    assert stand.drawn == {"wish": "comms"}
    assert sorted(found) == [("own-view",), ("strike-out",)]
    assert [move.pick for move in point.best] == ["ask-ahead"]


def test_another_world_is_met_in_its_most_similar_state() -> None:
    scenario = load("communications-boss")
    stand = play(scenario, ["ask-ahead", "if-yours", "prospects", "tell-mira", "hand-over", "back-it"])
    point = advice(stand)[2]
    assert point.step.before["said"] == 1
    for value in ("later", "unsure"):
        world = outlook(scenario, (("wish", value),))
        met = world.alike(point.step.scene, {**point.step.before, "wish": value})
        assert met is not None
        assert met["said"] == 0
        assert world.best(point.step.scene, met)
    assert len(best_elsewhere(stand, point)) == 2


def test_what_is_best_hangs_on_what_was_done_before() -> None:
    scenario = load("communications-boss")
    seed = next(seed for seed in range(50) if opening(scenario, seed).drawn == {"wish": "unsure"})
    found = set()
    for third in scenario.scenes[2].choices:
        stand = play(scenario, ["file", "if-yours", third.id, "results-only", "split", "rather-keep"], seed)
        found.add(tuple(move.pick for move in advice(stand)[4].best))
    assert len(found) > 1


def test_another_confidence_in_the_same_choice_is_no_other_move() -> None:
    scenario = load("first-guess-cards")
    stand = opening(scenario, 0)
    while stand.scene is not None:
        claims = [move for move in stand.moves if move.confidence == 70]
        true = next((move for move in claims if _true(move.choices[0], stand)), stand.moves[-1])
        stand = stand.after(true.pick)
    found = advice(stand)
    assert all(one.is_best for one in found if one.again)
    assert any(one.cost > 0 for one in found)


def _true(choice: Choice, stand: Stand) -> bool:
    return choice.claims is not None and choice.claims.holds(stand.state)


def _stand_on_best_path(scenario: Scenario, drawn: dict[str, str], picks: tuple[str, ...]) -> Stand:
    """Return where a path leads in a world, with the first seed that draws it."""
    seed = next(seed for seed in itertools.count() if draw(scenario, seed) == drawn)
    return play(scenario, picks, seed)


@pytest.mark.parametrize("id_", library())
def test_a_slip_ends_where_the_engine_does_and_where_it_ends_the_debrief_agrees(id_: str) -> None:
    scenario = load(id_)
    for case in count(scenario).cases:
        path = case.best_paths(1)[0]
        picks = tuple(arc.move.pick for arc in path)
        own = _stand_on_best_path(scenario, case.drawn, picks)
        slips = case.slips(path)
        others = [
            (place, move.pick)
            for place in range(len(picks))
            for move in own.before(place).moves
            if move.pick != picks[place]
        ]
        assert [(place, pick) for place, pick, _ in slips] == others
        for place, pick, ending in slips:
            try:
                led = play(scenario, (*picks[:place], pick, *picks[place + 1 :]), own.seed)
            except BadPick:
                led = None
            reached = led.ending if led and led.over else None
            assert ending == (reached.id if reached else None)
            if led is not None and led.over:
                other = instead(own, place, pick)
                assert (other.stand, other.is_kept) == (led, True)


SHORTCUT = """---
format: scenario/1
id: shortcut
title: A shortcut
minutes: 3
competencies: [C1]
---
## N1 The fork

Two paths.

- hill. Go over the hill.
  - score: C1 2
- lake. Go round by the lake.
  - score: C1 0
  - go: N3

## N2 The hill

- rest. Rest there.
  - score: C1 1
- hurry. Hurry on.
  - score: C1 0

## N3 The inn

- soup. Eat soup.
  - score: C1 1
- bread. Eat bread.
  - score: C1 0

## Endings
1. otherwise -> E1

## E1 Home
"""


def test_a_slip_past_a_scene_repeats_its_pick_in_vain_and_the_debrief_passes_it_over() -> None:
    scenario = read_text(SHORTCUT, "shortcut.md").scenario
    assert scenario is not None
    (case,) = count(scenario).cases
    path = case.best_paths(1)[0]
    own = play(scenario, tuple(arc.move.pick for arc in path), 0)
    assert own.picks == ("hill", "rest", "soup")
    assert case.slips(path)[0] == (0, "lake", None)
    other = instead(own, 0, "lake")
    assert (other.stand, other.is_kept) == (play(scenario, ("lake", "soup"), 0), True)
