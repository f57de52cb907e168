"""The debrief: one screen on where the run turned, and behind it all that there is to look at."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from misread_scenarios.competencies import level
from misread_scenarios.format.condition_parser import parse_condition
from misread_scenarios.format.reader import read_file, read_text
from misread_scenarios.library import library, load
from misread_scenarios.model import Passage, Scenario
from misread_scenarios.paths.best_moves import best_elsewhere, easiest_to_miss, holds, played_best, turning_point
from misread_scenarios.paths.counting import count
from misread_scenarios.play.engine import Stand, opening, play
from misread_scenarios.play.texts import ending_paragraphs, then_of, why_of
from misread_widgets import Lesson, Player, Seat
from misread_widgets.lesson_widget import WidgetPlace
from misread_widgets.views.alternatives import forks
from misread_widgets.views.curves import label
from misread_widgets.views.rendering import Telling
from misread_widgets.views.turning_point import told_by_world

if TYPE_CHECKING:
    from tests.widgets.conftest import Hand

STORY = "sam-priya"
CLEAN = Path(__file__).parents[1] / "scenarios" / "clean.md"


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


def test_an_unbeaten_run_says_so_and_shows_the_easiest_decision_to_miss(lesson: Lesson, hand: type[Hand]) -> None:
    player = _played_best(lesson, hand)
    view = player.view["debrief"]
    assert view["turning"]["label"] == "The easiest one to miss"
    assert view["turning"]["to"] == easiest_to_miss(player.sitting.stand).number + 1
    assert view["turning"]["stake"].startswith("Nothing on offer would have beaten any of your choices.")
    assert view["turning"]["again"] == ""
    assert view["turning"]["other"].startswith("In another version of this story, something else")
    assert not any(item["best"]["texts"] for item in view["closer"]["decisions"]["items"])
    assert all(bar["share"] == 100 for bar in view["closer"]["bars"]["items"])
    assert not any(bar["next"] for bar in view["closer"]["bars"]["items"])


@pytest.mark.parametrize("letter", range(4))
def test_the_turning_point_is_the_engines(lesson: Lesson, hand: type[Hand], letter: int) -> None:
    player, view = _debrief(lesson, hand, _letters(letter))
    turned = turning_point(player.sitting.stand)
    assert turned is not None
    point, shown = turned.point, view["turning"]
    telling = Telling(load(STORY), player.sitting.names)
    assert shown["to"] == point.number + 1
    parts = _parts(view)
    assert parts["chosen"]["texts"] == [telling.text(choice.text) for choice in point.step.choices]
    assert parts["note"]["texts"] == [telling.text(why_of(point.step.choices[0], point.step))]
    assert parts["signal"]["quoted"] == telling.paragraphs(told_by_world(player.sitting.stand, point.step))
    if turned.better:
        assert turned.better.stand.ending is not None
        assert telling.text(turned.better.stand.ending.title) in shown["stake"]
    else:
        assert f"{point.cost:g} points" in shown["stake"]


def _parts(view: dict[str, Any]) -> dict[str, Any]:
    return {part["kind"]: part for part in view["turning"]["parts"]}


def _saying_more(scenario: Scenario) -> Scenario:
    """Return a scenario in which every scene has something to say on Monday, another thing in one world."""
    said = (Passage(text="Ask {ida} first."), Passage(when=parse_condition("cause == skill"), text="Show {ida} one."))
    scenes = tuple(scene.model_copy(update={"takeaway": said}) for scene in scenario.scenes)
    return scenario.model_copy(update={"scenes": scenes})


@pytest.mark.parametrize(("cause", "says"), [("fear", "Ask Ida first."), ("skill", "Show Ida one.")])
def test_the_sentence_for_monday_is_the_last_that_fits_the_state(
    seat: Seat, hand: type[Hand], monkeypatch: pytest.MonkeyPatch, cause: str, says: str
) -> None:
    scenario = read_file(CLEAN).scenario
    assert scenario is not None
    seed = next(seed for seed in range(50) if opening(scenario, seed).drawn["cause"] == cause)
    monkeypatch.setattr("misread_widgets.player._seed", lambda: seed)
    player = _playing(seat, _saying_more(scenario))
    hand(player).do("begin")
    while player.view["screen"] != "debrief":
        hand(player).pick(player.sitting.stand.moves[0].pick)
    part = _parts(player.view["debrief"])["takeaway"]
    assert (part["label"], part["texts"]) == ("To say on Monday", [says])


def test_another_version_is_the_same_choice_or_an_option_never_a_signal(lesson: Lesson, hand: type[Hand]) -> None:
    said = set()
    for letter in range(4):
        player = lesson.scenario(STORY)
        hand(player).do("restart" if player.view["screen"] == "debrief" else "begin")
        for pick in _letters(letter):
            hand(player).pick(pick)
        other = player.view["debrief"]["turning"]["other"]
        turned = turning_point(player.sitting.stand)
        assert turned is not None
        point = turned.point
        elsewhere = best_elsewhere(player.sitting.stand, point)
        assert ("the same choice" in other) == any(holds(point.step, best) for best in elsewhere)
        assert other.endswith("What would have told you?")
        said.add("the same choice" in other)
        telling = Telling(load(STORY), player.sitting.names)
        own = told_by_world(player.sitting.stand, point.step)
        foreign = [one.text for one in point.step.scene.paragraphs if one.when and one.text not in own]
        assert not any(telling.text(text) in json.dumps(player.view, ensure_ascii=False) for text in foreign)
    assert said


def test_the_signal_is_what_only_this_world_says(lesson: Lesson, hand: type[Hand]) -> None:
    player, _view = _debrief(lesson, hand, _letters(0))
    stand = player.sitting.stand
    turned = turning_point(stand)
    assert turned is not None
    point = turned.point
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


def test_every_fork_leads_where_playing_it_leads(lesson: Lesson, hand: type[Hand]) -> None:
    player, view = _debrief(lesson, hand, _letters(1))
    own: Stand = player.sitting.stand
    found = tuple(forks(own))
    assert len(found) == 27
    for fork in found:
        picks = [*own.picks[: fork.number - 1], fork.move.pick, *own.picks[fork.number :]]
        assert fork.led.stand.ending == play(own.scenario, picks, own.seed).ending
    changed = sum(fork.led.stand.ending != own.ending for fork in found)
    assert f"{changed} would" in view["closer"]["decisions"]["text"]
    assert [len(item["others"]) for item in view["closer"]["decisions"]["items"]] == [3] * 9


FORKED = """---
format: scenario/1
id: forked
title: A fork
minutes: 3
competencies: [C1]
cast: {}
tiers: [E1]
---
## N1 The fork

Two paths.

- lake. Go round by the lake.
  - score: C1 1
  - then: It's "cold".
  - why: The lake is the longer way.
  - go: N3
- hill. Go over the hill.
  - then: You can see the sea.
  - why best: From up there one sees the lake, too.
  - score: C1 2
  - go: N2

## N2 The hill

- run. Run down.
  - then: You're home before the rain.
  - go: end

## N3 The lake

- swim. Swim.
  - then: It is.

## Endings
1. otherwise -> E1

## E1 Home

Home.
"""


def _playing(seat: Seat, scenario: Scenario) -> Player:
    return Player(WidgetPlace(seat, "a-lesson", scenario.id), scenario)


def test_a_fork_whose_rest_does_not_fit_says_what_would_have_come_next(seat: Seat, hand: type[Hand]) -> None:
    scenario = read_text(FORKED, "forked.md").scenario
    assert scenario is not None
    player = _playing(seat, scenario)
    hand(player).do("begin")
    for pick in ("lake", "swim"):
        hand(player).pick(pick)
    view = player.view["debrief"]
    first, second = view["closer"]["decisions"]["items"]
    assert first["others"] == [{"other": "Go over the hill.", "led": "What would have come next: You can see the sea."}]
    assert second["others"] == []
    assert view["closer"]["decisions"]["text"].startswith("Along your path 1 other choice")
    assert view["turning"]["stake"] == "No other decision cost you more than this one: one point."
    assert view["turning"]["other"] == ""


def test_where_only_a_confidence_cost_points_that_is_said(
    seat: Seat, hand: type[Hand], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("misread_widgets.player._seed", lambda: 0)
    scenario = read_file(CLEAN).scenario
    assert scenario is not None
    player = _playing(seat, scenario)
    hand(player).do("begin")
    for pick in played_best(opening(scenario, 0)).picks:
        hand(player).pick(pick.replace("@100", "@50"))
    stake = player.view["debrief"]["turning"]["stake"]
    assert stake.startswith("Nothing on offer would have beaten any of your choices; only how sure you were cost")


def test_a_fork_to_the_same_ending_says_what_differs_on_the_way(
    lesson: Lesson, hand: type[Hand], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("misread_widgets.player._seed", lambda: 0)  # a world in which there are forks of both kinds
    player, view = _debrief(lesson, hand, _letters(0))
    own, telling = player.sitting.stand, Telling(load(STORY), player.sitting.names)
    shown = [one["led"] for item in view["closer"]["decisions"]["items"] for one in item["others"]]
    told = set()
    for fork, led in zip(forks(own), shown, strict=True):
        if fork.led.stand.ending == own.ending:
            same = ending_paragraphs(fork.led.stand) == ending_paragraphs(own)
            told.add(same)
            assert led.startswith(
                f"What would have come next: {telling.text(then_of(fork.move.choices[0], fork.step))}"
            )
            assert led.endswith(
                "The ending would have been the same."
                if same
                else f"The ending would still have been “{player.view['heading']}”, though not word for word."
            )
        else:
            assert fork.led.stand.ending is not None
            assert led == f"Would have led to “{telling.text(fork.led.stand.ending.title)}”."
    assert told == {True, False}


def test_each_other_choice_is_one_fork_whatever_the_confidence(lesson: Lesson, hand: type[Hand]) -> None:
    player = lesson.scenario("first-guess-cards")
    hand(player).do("begin")
    while player.view["screen"] != "debrief":
        hand(player).pick(player.sitting.stand.moves[-1].pick)
    for item, decision in zip(
        player.view["debrief"]["closer"]["decisions"]["items"], player.sitting.decisions, strict=True
    ):
        assert len(item["others"]) == len({one["other"] for one in item["others"]}) == len(decision.scene.choices) - 1


def test_a_moment_can_be_tried_again_and_earlier_runs_can_be_read(lesson: Lesson, hand: type[Hand]) -> None:
    player, view = _debrief(lesson, hand, _letters(2))
    first = player.view["heading"]
    hand(player).do("rewind", to=view["turning"]["to"])
    assert player.view["screen"] == "situation"
    while player.view["screen"] != "debrief":
        hand(player).pick(player.sitting.stand.moves[0].pick)
    runs = player.view["debrief"]["closer"]["runs"]["items"]
    assert [bool(run["open"]) for run in runs] == [True, False]
    earned, offered = (sum(points.values()) for points in (player.sitting.stand.points, player.sitting.stand.offered))
    assert runs[1]["text"] == f"Run 2: {player.view['heading']}, {earned:g} of {offered:g} points – this one"
    hand(player).do("open-run", attempt=1)
    assert (player.view["screen"], player.view["heading"]) == ("debrief", first)
    assert [bool(run["open"]) for run in player.view["debrief"]["closer"]["runs"]["items"]] == [False, True]
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
