"""The debrief: one screen on where the run turned, and behind it all that there is to look at."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from misread_scenarios.advice import advice, turning_point
from misread_scenarios.competencies import level
from misread_scenarios.counting import count
from misread_scenarios.engine import Stand, opening, play
from misread_scenarios.library import library, load
from misread_widgets import Lesson, Player
from misread_widgets.curves_view import label
from misread_widgets.forks_view import forks
from misread_widgets.telling import Telling
from misread_widgets.turning_view import told_by_world

if TYPE_CHECKING:
    from tests.widgets.conftest import Hand

STORY = "sam-priya"


def _debrief(lesson: Lesson, hand: type[Hand], picks: tuple[str, ...]) -> tuple[Player, dict[str, Any]]:
    player = lesson.scenario(STORY)
    hand(player).do("begin")
    for pick in picks:
        hand(player).pick(pick)
    assert player.view["screen"] == "debrief"
    return player, player.view["debrief"]


def _letters(letter: int) -> tuple[str, ...]:
    return tuple(scene.choices[letter].id for scene in load(STORY).scenes)


def _played_best(lesson: Lesson, hand: type[Hand], id_: str = STORY) -> Player:
    """Play the best path of the world that was drawn."""
    player = lesson.scenario(id_)
    hand(player).do("begin")
    case = count(load(id_)).case(player.sitting.stand.drawn)
    for arc in case.best_paths(1)[0]:
        hand(player).pick(arc.move.pick)
    return player


def test_a_run_that_nothing_beats_shows_where_others_turn_off(lesson: Lesson, hand: type[Hand]) -> None:
    player = _played_best(lesson, hand)
    view = player.view["debrief"]
    assert view["turning"]["label"] == "Where others turn off"
    assert view["turning"]["best"] is None
    assert view["turning"]["again"] == ""
    assert view["turning"]["other"].startswith("In another version of this story, something else")
    assert not any(item["best"] for item in view["closer"]["decisions"]["items"])
    assert all(bar["share"] == 100 for bar in view["closer"]["bars"]["items"])
    assert not any(bar["next"] for bar in view["closer"]["bars"]["items"])


@pytest.mark.parametrize("letter", range(4))
def test_the_turning_point_is_the_engines(lesson: Lesson, hand: type[Hand], letter: int) -> None:
    player, view = _debrief(lesson, hand, _letters(letter))
    point = turning_point(player.sitting.stand)
    assert point is not None
    shown = view["turning"]
    telling = Telling(load(STORY), player.sitting.names)
    assert shown["to"] == point.number + 1
    assert shown["best"]["texts"] == [telling.text(move.choices[0].text) for move in point.best]
    assert shown["chosen"]["texts"] == [telling.text(choice.text) for choice in point.step.choices]
    assert len(shown["note"]["texts"]) == 1
    assert shown["signal"]["paragraphs"] == telling.paragraphs(told_by_world(player.sitting.stand, point.step))


def test_the_signal_is_what_only_this_world_says(lesson: Lesson, hand: type[Hand]) -> None:
    player, _view = _debrief(lesson, hand, _letters(0))
    stand = player.sitting.stand
    point = turning_point(stand)
    assert point is not None
    own = told_by_world(stand, point.step)
    assert own
    (fact,) = stand.drawn
    for value in load(STORY).draw[fact]:
        if value != stand.drawn[fact]:
            state = {**point.step.before, fact: value}
            shown = [p.text for p in point.step.scene.paragraphs if p.when is None or p.when.holds(state)]
            assert not set(own) & set(shown)


def test_no_name_of_a_world_is_ever_shown(lesson: Lesson, hand: type[Hand]) -> None:
    for letter in range(4):
        player = lesson.scenario("communications-boss")
        hand(player).do("restart" if player.view["screen"] == "debrief" else "begin")
        while player.view["screen"] != "debrief":
            moves = player.sitting.stand.moves
            hand(player).pick(moves[letter % len(moves)].pick)
        shown = json.dumps(player.view)
        assert not any(f'"{value}"' in shown for value in load("communications-boss").draw["wish"])
        assert "wish" not in {key for part in player.view["debrief"].values() if isinstance(part, dict) for key in part}


def test_the_best_move_hangs_on_what_was_done_before() -> None:
    scenario = load("communications-boss")
    seed = next(seed for seed in range(50) if opening(scenario, seed).drawn == {"wish": "unsure"})
    found = set()
    for third in scenario.scenes[2].choices:
        stand = play(scenario, ["file", "if-yours", third.id, "results-only", "split", "rather-keep"], seed)
        found.add(tuple(move.pick for move in advice(stand)[4].best))
    assert len(found) > 1


def test_every_fork_leads_where_playing_it_leads(lesson: Lesson, hand: type[Hand]) -> None:
    player, view = _debrief(lesson, hand, _letters(1))
    own: Stand = player.sitting.stand
    found = tuple(forks(own))
    assert len(found) == 27
    for fork in found:
        picks = [*own.picks[: fork.number - 1], fork.move.pick, *own.picks[fork.number :]]
        assert fork.ending == play(own.scenario, picks, own.seed).ending
    changed = sum(fork.ending != own.ending for fork in found)
    assert f"{changed} would" in view["closer"]["decisions"]["text"]
    assert [len(item["others"]) for item in view["closer"]["decisions"]["items"]] == [3] * 9


def test_a_moment_can_be_tried_again_and_earlier_runs_can_be_read(lesson: Lesson, hand: type[Hand]) -> None:
    player, view = _debrief(lesson, hand, _letters(2))
    first = player.view["heading"]
    hand(player).do("rewind", to=view["turning"]["to"])
    assert player.view["screen"] == "situation"
    while player.view["screen"] != "debrief":
        hand(player).pick(player.sitting.stand.moves[0].pick)
    runs = player.view["debrief"]["runs"]["items"]
    assert [bool(run["open"]) for run in runs] == [True, False]
    hand(player).do("open-run", attempt=1)
    assert (player.view["screen"], player.view["heading"]) == ("debrief", first)
    assert [bool(run["open"]) for run in player.view["debrief"]["runs"]["items"]] == [False, True]
    hand(player).do("open-run", attempt=7)
    assert player.view["notice"]


def test_competencies_show_the_decisions_that_they_come_from(lesson: Lesson, hand: type[Hand]) -> None:
    player, view = _debrief(lesson, hand, _letters(3))
    for bar in view["closer"]["bars"]["items"]:
        assert bar["evidence"]
        assert (len(bar["evidence"]) >= 4) == bool(bar["level"] or bar["next"])
        assert "level 1" not in bar["level"].lower()
    places = {one["to"] for bar in view["closer"]["bars"]["items"] for one in bar["evidence"]}
    assert places == set(range(1, len(player.sitting.decisions) + 1))


def test_levels_worded_for_a_manager_are_not_shown_to_an_employee(lesson: Lesson, hand: type[Hand]) -> None:
    player = lesson.scenario("communications-employee")
    hand(player).do("begin")
    while player.view["screen"] != "debrief":
        hand(player).pick(player.sitting.stand.moves[0].pick)
    shown = player.view["debrief"]["closer"]["bars"]
    assert not any(bar["level"] or bar["next"] for bar in shown["items"])
    assert shown["note"] == ""


def test_curves_start_where_the_file_says_and_end_where_the_engine_does(lesson: Lesson, hand: type[Hand]) -> None:
    player, view = _debrief(lesson, hand, _letters(2))
    scenario, stand, curves = load(STORY), player.sitting.stand, view["closer"]["curves"]
    by_label = {curve["label"]: curve for curve in curves["items"]}
    told = Telling(scenario, player.sitting.names)
    for name in ("tS", "tP", "sp", "team"):
        curve = by_label[label(scenario.variables[name], told)]
        assert curve["values"][0] == scenario.variables[name].start
        assert curve["values"][-1] == stand.state[name]
        assert len(curve["values"]) == 10 + bool(curves["end"])
    assert "Sam’s trust in you" in by_label
    assert not any("N5" in name or "story only" in name for name in by_label)


def test_the_headline_names_the_largest_move(lesson: Lesson, hand: type[Hand]) -> None:
    _player, view = _debrief(lesson, hand, _letters(0))
    curves = view["closer"]["curves"]
    moves = {
        (abs(after - before), place, curve["label"])
        for curve in curves["items"]
        for place, (before, after) in enumerate(zip(curve["values"], curve["values"][1:], strict=False), 1)
    }
    largest = max(size for size, _, _ in moves)
    told = next(curve for curve in curves["items"] if curve["told"])
    assert any((largest, place, told["label"]) in moves for place in range(1, 11))
    assert told["label"][1:] in curves["text"]


def test_the_table_behind_the_curves_holds_every_figure(lesson: Lesson, hand: type[Hand]) -> None:
    _player, view = _debrief(lesson, hand, _letters(1))
    curves = view["closer"]["curves"]
    rows = {row[0]: row[1:] for row in curves["table"]["rows"]}
    for curve in curves["items"]:
        assert rows[curve["label"]] == [str(value) for value in curve["values"]]


def test_labels_go_by_the_names_of_the_run(lesson: Lesson, hand: type[Hand]) -> None:
    player, _ = _debrief(lesson, hand, _letters(0))
    names: set[str] = set()
    while len(names) < 2:
        hand(player).do("restart")
        for pick in _letters(0):
            hand(player).pick(pick)
        name = player.sitting.names.of("sam").name
        names.add(name)
        labels = [curve["label"] for curve in player.view["debrief"]["closer"]["curves"]["items"]]
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
    assert len(view["closer"]["decisions"]["items"]) == len(player.sitting.decisions)
    assert bool(view["turning"]) == any(player.sitting.stand.offered.values())
    assert player.view["heading"]


def test_what_was_true_is_said_at_the_end(lesson: Lesson, hand: type[Hand]) -> None:
    player = lesson.scenario("not-ready")
    hand(player).do("begin")
    while player.view["screen"] != "debrief":
        hand(player).pick(player.sitting.stand.moves[0].pick)
    assert player.view["debrief"]["truth"].startswith("What was true this time: ")
