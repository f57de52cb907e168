"""Runs in the player: the first one counts, going back begins another, other names begin afresh."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest

from misread_scenarios.library import load
from misread_widgets import Lesson, Player

if TYPE_CHECKING:
    from tests.widgets.conftest import Hand

SCENARIO = "communications-boss"


def _first(player: Player) -> str:
    return player.sitting.stand.moves[0].pick


def _play_on(player: Player, hand: type[Hand]) -> None:
    while player.view["screen"] != "debrief":
        hand(player).pick(_first(player))


def _names(player: Player) -> list[str]:
    return [person["name"] for person in player.view["cast"]["people"]]


@pytest.fixture
def player(lesson: Lesson, hand: type[Hand]) -> Player:
    """A player two decisions into the first run."""
    player = lesson.scenario(SCENARIO)
    hand(player).do("begin")
    for _ in range(2):
        hand(player).pick(_first(player))
    return player


def test_going_back_begins_a_second_run_and_the_first_one_waits(player: Player, hand: type[Hand]) -> None:
    view = hand(player).do("rewind", to=2)
    assert view["kicker"] == "Decision 2 of 6"
    assert "Run 2, from decision 2 on." in view["run"]["text"]
    assert "waits at decision 3" in view["run"]["text"]
    assert [run.attempt for run in player.sitting.runs] == [1, 2]
    assert [len(run.picks) for run in player.sitting.runs] == [2, 1]

    view = hand(player).do("first-run")
    assert view["kicker"] == "Decision 3 of 6"
    assert player.sitting.run == player.sitting.first


def test_going_back_keeps_the_names_and_the_order_of_the_options(player: Player, hand: type[Hand]) -> None:
    before = _names(player)
    hand(player).do("rewind", to=1)
    assert _names(player) == before
    assert [run.seed for run in player.sitting.runs] == [player.sitting.runs[0].seed] * 2


def test_the_debrief_of_another_run_waits_for_the_first(player: Player, hand: type[Hand]) -> None:
    hand(player).do("rewind", to=1)
    _play_on(player, hand)
    view = player.view["debrief"]
    assert view["ending"]
    assert view["kept"]
    assert not any(view[part] for part in ("turning", "closer", "again", "truth"))
    hand(player).do("first-run")
    _play_on(player, hand)
    assert player.view["debrief"]["closer"]["bars"]
    assert player.sitting.first is not None
    assert player.sitting.first.finished


def test_playing_again_draws_another_seed_and_its_names(player: Player, hand: type[Hand]) -> None:
    _play_on(player, hand)
    mine = _names(player)
    seen = set()
    for number in range(2, 9):
        view = hand(player).do("restart")
        assert view["kicker"] == "Decision 1 of 6"
        assert f"Run {number}, with a fresh draw of names." in view["run"]["text"]
        assert "the one that counts, ended with" in view["run"]["text"]
        seen.add(tuple(_names(player)))
        _play_on(player, hand)
    assert len({run.seed for run in player.sitting.runs}) == 8
    assert len(seen | {tuple(mine)}) > 2
    assert len(player.view["debrief"]["closer"]["runs"]["items"]) == 8


def test_playing_again_draws_a_world_that_was_not_met_yet(lesson: Lesson, hand: type[Hand]) -> None:
    player = lesson.scenario("communications-boss")
    hand(player).do("begin")
    worlds = []
    for _ in range(6):
        while player.view["screen"] != "debrief":
            hand(player).pick(player.sitting.stand.moves[0].pick)
        worlds.append(player.sitting.stand.drawn["wish"])
        hand(player).do("restart")
    assert len(set(worlds[:3])) == 3
    assert all(one != other for one, other in itertools.pairwise(worlds))


def test_the_first_debrief_can_be_read_in_the_middle_of_a_later_run(player: Player, hand: type[Hand]) -> None:
    _play_on(player, hand)
    title = player.view["heading"]
    hand(player).do("rewind", to=3)
    hand(player).pick(_first(player))
    view = player.view
    assert (view["run"]["back"], view["run"]["attempt"]) == ("Read its debrief", 1)

    view = hand(player).do("open-run", attempt=1)
    assert (view["screen"], view["heading"]) == ("debrief", title)
    assert view["run"]["text"] == "Your first run: the one that counts. Run 2 waits at decision 4."
    assert (view["run"]["back"], view["run"]["attempt"]) == ("Go back to run 2", 2)
    assert [run["open"] for run in view["debrief"]["closer"]["runs"]["items"]] == ["", "Go on with it"]

    view = hand(player).do("open-run", attempt=2)
    assert (view["screen"], view["kicker"]) == ("situation", "Decision 4 of 6")
    assert len(player.sitting.runs) == 2


def test_no_run_is_opened_before_the_first_is_over(player: Player, hand: type[Hand]) -> None:
    hand(player).do("rewind", to=1)
    assert hand(player).do("open-run", attempt=1)["notice"] is not None
    assert player.view["kicker"] == "Decision 1 of 6"


def test_an_assessment_keeps_its_feedback_and_its_way_back_for_the_end(lesson: Lesson, hand: type[Hand]) -> None:
    player = lesson.scenario(SCENARIO, "assessment")
    hand(player).do("begin")
    view = hand(player).choose(_first(player))
    assert view["consequence"]["happened"]
    assert view["consequence"]["feedback"] is None
    assert not any(stop["back"] for stop in view["path"]["stops"])
    assert hand(player).do("rewind", to=1)["notice"] is not None
    assert len(player.sitting.runs) == 1
    hand(player).do("go-on")
    _play_on(player, hand)
    assert all(item["notes"] for item in player.view["debrief"]["closer"]["decisions"]["items"])
    assert all(stop["back"] for stop in player.view["path"]["stops"])


def test_the_end_of_a_run_is_noted_once_with_its_ending(player: Player, hand: type[Hand], lesson: Lesson) -> None:
    _play_on(player, hand)
    lesson.scenario(SCENARIO)
    finished = [event for event in lesson.seat.journal.read("ada") if event.kind == "finished"]
    assert [event.data for event in finished] == [
        {"ending": player.sitting.stand.ending and player.sitting.stand.ending.id}
    ]


def test_a_scenario_that_has_changed_keeps_what_still_fits(
    player: Player, hand: type[Hand], monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = load(SCENARIO)
    second = scenario.scenes[1]
    gone = player.sitting.stand.picks[1]
    other = second.model_copy(update={"choices": tuple(one for one in second.choices if one.id != gone)})
    revised = scenario.model_copy(update={"scenes": (scenario.scenes[0], other, *scenario.scenes[2:])})
    monkeypatch.setattr(player, "_scenario", revised)
    view = hand(player).do("go-on")
    assert view["screen"] == "changed"
    assert view["changed"]["button"] == "Go on from decision 2"
    view = hand(player).do("rewind", to=2)
    assert view["screen"] == "situation"
    assert len(view["ask"]["options"]) == 3


def test_a_scene_with_a_fact_asks_shows_the_fact_and_asks_again(lesson: Lesson, hand: type[Hand]) -> None:
    player = lesson.scenario("first-guess-cards")
    hand(player).do("begin")
    view = hand(player).choose("preference", confidence=80)
    assert view["screen"] == "situation"
    assert view["situation"]["fact"]["paragraphs"]
    assert view["kicker"] == "Decision 1 of 6"
    view = hand(player).choose("hidden", confidence=90)
    assert view["screen"] == "consequence"
    first, then = view["consequence"]["chosen"]
    assert first.startswith("First: Preference")
    assert first.endswith("(80 % sure)")
    assert then.startswith("Then: Hidden ambition")
    assert hand(player).do("go-on")["kicker"] == "Decision 2 of 6"


def test_two_of_four_are_confirmed_together(lesson: Lesson, hand: type[Hand]) -> None:
    player = lesson.scenario("not-ready")
    hand(player).do("begin")
    while player.sitting.stand.scene and player.sitting.stand.scene.pick == 1:
        hand(player).pick(_first(player))
    assert player.view["ask"]["pick"] == 2
    view = hand(player).choose("free-hand", "compare-misses")
    assert len(view["consequence"]["chosen"]) == 2
    assert [note["about"] for note in view["consequence"]["feedback"]["notes"]] == view["consequence"]["chosen"]


def test_a_confidence_is_asked_for_a_claim_and_only_for_a_claim(lesson: Lesson, hand: type[Hand]) -> None:
    player = lesson.scenario("not-ready")
    hand(player).do("begin")
    while player.sitting.stand.scene and player.sitting.stand.scene.confidence is None:
        hand(player).pick(_first(player))
    options: list[dict[str, Any]] = player.view["ask"]["options"]
    assert sorted(option["sure"] for option in options) == [False, True, True, True]
    assert hand(player).choose("gap")["notice"] is not None
    assert hand(player).choose("cannot-tell", confidence=80)["notice"] is not None
    assert hand(player).choose("gap", confidence=75)["notice"] is not None
    assert hand(player).choose("gap", confidence=70)["screen"] == "consequence"
