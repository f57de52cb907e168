"""The debrief: figures against what was counted for Sam and Priya before there was a player."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from misread_scenarios.competencies import level
from misread_scenarios.library import library, load
from misread_widgets import Lesson, Player
from misread_widgets.curves_view import label
from misread_widgets.slips_view import others
from misread_widgets.telling import Telling

if TYPE_CHECKING:
    from tests.widgets.conftest import Hand

BEST = ("blanks", "drawing", "which-part", "public-page", "squad", "with-priya", "specialist",
        "cover", "two-columns")  # fmt: skip


def _debrief(lesson: Lesson, hand: type[Hand], picks: tuple[str, ...]) -> tuple[Player, dict[str, Any]]:
    player = lesson.scenario("sam-priya")
    hand(player).do("begin")
    for pick in picks:
        hand(player).pick(pick)
    assert player.view["screen"] == "debrief"
    return player, player.view["debrief"]


def _letters(letter: int) -> tuple[str, ...]:
    return tuple(scene.choices[letter].id for scene in load("sam-priya").scenes)


def test_the_best_path_is_told_as_the_best(lesson: Lesson, hand: type[Hand]) -> None:
    player, view = _debrief(lesson, hand, BEST)
    assert player.sitting.stand.ending is not None
    assert player.sitting.stand.ending.id == "SE1"
    assert player.view["heading"] == player.sitting.stand.ending.title
    assert {bar["figure"] for bar in view["bars"]["items"]} == {"100 %"}
    assert {bar["level"] for bar in view["bars"]["items"]} == {", level 3 of 3"}
    assert not any(bar["next"] for bar in view["bars"]["items"])
    assert all(pair["same"] for pair in view["compare"]["items"])
    assert "262,144" in view["rarity"]
    assert "0.8 %" in view["rarity"]
    assert "21 hours" in view["bars"]["text"]


def test_one_slip_from_the_best_path_is_forgiven_sixteen_times_in_twenty_seven(
    lesson: Lesson, hand: type[Hand]
) -> None:
    player, view = _debrief(lesson, hand, BEST)
    found = tuple(others(player.sitting.stand))
    assert len(found) == 27
    assert sum(slip.ending == player.sitting.stand.ending for slip in found) == 16
    assert "27 other choices" in view["slips"]["text"]
    assert "11 choices" in view["slips"]["text"]
    assert 1 <= len(view["slips"]["items"]) <= 4


@pytest.mark.parametrize(("letter", "points"), [(0, 32), (1, 38), (2, 28), (3, 38)])
def test_a_path_of_one_letter_earns_the_points_counted_for_it(
    lesson: Lesson, hand: type[Hand], letter: int, points: int
) -> None:
    _player, view = _debrief(lesson, hand, _letters(letter))
    assert f"yours came to {points} and the best one to 75" in view["compare"]["text"]


def test_curves_start_where_the_file_says_and_end_where_the_engine_does(lesson: Lesson, hand: type[Hand]) -> None:
    player, view = _debrief(lesson, hand, _letters(2))
    scenario, stand = load("sam-priya"), player.sitting.stand
    by_label = {curve["label"]: curve for curve in view["curves"]["items"]}
    told = Telling(scenario, player.sitting.names)
    for name in ("tS", "tP", "sp", "safe"):
        curve = by_label[label(scenario.variables[name], told)]
        assert curve["values"][0] == scenario.variables[name].start
        assert curve["values"][-1] == stand.state[name]
        assert len(curve["values"]) == 10 + bool(view["curves"]["end"])
    assert "Sam’s trust in you" in by_label
    assert not any("N5" in name or "story only" in name for name in by_label)


def test_the_headline_names_the_largest_move(lesson: Lesson, hand: type[Hand]) -> None:
    _player, view = _debrief(lesson, hand, _letters(0))
    moves = {
        (abs(after - before), place, curve["label"])
        for curve in view["curves"]["items"]
        for place, (before, after) in enumerate(zip(curve["values"], curve["values"][1:], strict=False), 1)
    }
    largest = max(size for size, _, _ in moves)
    told = next(curve for curve in view["curves"]["items"] if curve["told"])
    assert any((largest, place, told["label"]) in moves for place in range(1, 11))
    assert told["label"][1:] in view["curves"]["text"]


def test_the_table_behind_the_curves_holds_every_figure(lesson: Lesson, hand: type[Hand]) -> None:
    _player, view = _debrief(lesson, hand, _letters(1))
    rows = {row[0]: row[1:] for row in view["curves"]["table"]["rows"]}
    for curve in view["curves"]["items"]:
        assert rows[curve["label"]] == [str(value) for value in curve["values"]]


def test_labels_go_by_the_names_of_the_run(lesson: Lesson, hand: type[Hand]) -> None:
    player, _ = _debrief(lesson, hand, BEST)
    names: set[str] = set()
    while len(names) < 2:
        hand(player).do("restart")
        for pick in BEST:
            hand(player).pick(pick)
        name = player.sitting.names.of("sam").name
        names.add(name)
        labels = [curve["label"] for curve in player.view["debrief"]["curves"]["items"]]
        assert any(name in text for text in labels)


@pytest.mark.parametrize(("share", "expected"), [(0, 1), (0.399, 1), (0.4, 2), (0.749, 2), (0.75, 3), (1, 3)])
def test_levels_change_at_40_and_75_per_cent(share: float, expected: int) -> None:
    assert level(share) == expected


@pytest.mark.parametrize("id_", library())
def test_every_scenario_has_a_debrief(lesson: Lesson, hand: type[Hand], id_: str) -> None:
    player = lesson.scenario(id_)
    hand(player).do("begin")
    while player.view["screen"] != "debrief":
        hand(player).pick(player.sitting.stand.moves[-1].pick)
    view = player.view["debrief"]
    assert len(view["decisions"]["items"]) == len(player.sitting.decisions)
    assert len(view["compare"]["items"]) == len(player.sitting.decisions)
    assert player.view["heading"]


def test_what_was_true_is_said_at_the_end(lesson: Lesson, hand: type[Hand]) -> None:
    player = lesson.scenario("not-ready")
    hand(player).do("begin")
    while player.view["screen"] != "debrief":
        hand(player).pick(player.sitting.stand.moves[0].pick)
    truth = player.sitting.stand.drawn["truth"]
    assert player.view["debrief"]["truth"].startswith(f"What was true this time: {truth.capitalize()}")


def test_what_moves_after_the_last_decision_is_not_laid_at_its_door(lesson: Lesson, hand: type[Hand]) -> None:
    player, view = _debrief(lesson, hand, _letters(2))
    last, final = player.sitting.stand.steps[-1].after["team"], player.sitting.stand.state["team"]
    assert (last, final) == (7, 3)
    assert view["curves"]["end"] == "end"
    assert "at the end, as a result of it all, how well the team works fell from 7 to 3" in view["curves"]["text"]
