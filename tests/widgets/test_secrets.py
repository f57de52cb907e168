"""What the browser is sent, message by message: never more than the learner has earned."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from misread_records import MemoryJournal
from misread_scenarios.library import library, load
from misread_scenarios.play.texts import then_of, why_of
from misread_widgets import Lesson, Player, Seat, open_lesson
from misread_widgets.views.rendering import Telling

if TYPE_CHECKING:
    from misread_records.play_state import PlayState
    from misread_scenarios.model import Choice, Scenario, Scene
    from misread_widgets.views.scene import Mode
    from tests.widgets.conftest import Hand

KEYS = re.compile(
    r'"(?:scores?|points|effects?|state|offered|claims|tags|covers|host|hidden|draw|drawn)":', re.IGNORECASE
)
SOURCES = re.compile(r"\bS\d{1,3}\b")
SCREENS = {"cover"}
"""The name of a screen that is also the id of somebody's choice."""
SHORTEST = 12
"""Characters from which on a text is telling: "1 hour" stands on every screen."""


def _walk(player: Player, hand: Hand, luck: random.Random) -> Iterator[None]:
    """Play to the end of the last scene, stopping after each answer."""
    hand.do("begin")
    yield
    while not player.sitting.stand.over:
        move = luck.choice(player.sitting.stand.moves)
        hand.choose(*(choice.id for choice in move.choices), confidence=move.confidence)
        yield
        if player.view["screen"] == "consequence" and not player.sitting.stand.over:
            hand.do("go-on")
            yield


def _scene_texts(scene: Scene) -> set[str]:
    told = {passage.text for passage in scene.paragraphs} | {choice.text for choice in scene.choices} | {scene.title}
    return told | _outcomes(scene.choices) | ({scene.fact} if scene.fact else set())


def _outcomes(choices: tuple[Choice, ...]) -> set[str]:
    return {passage.text for choice in choices for passage in (*choice.then, *choice.why)}


def _ending_texts(scenario: Scenario) -> set[str]:
    endings = scenario.endings
    return {ending.title for ending in endings} | {passage.text for one in endings for passage in one.paragraphs}


def _earned(sitting: PlayState, *, feedback: bool) -> set[str]:
    """Return every authored text that somebody who stands here has seen or sees now."""
    met = [decision.scene for decision in sitting.decisions]
    now = sitting.stand.scene if sitting.screen == "situation" else None
    scenes = [*met, *([now] if now else [])]
    earned = {passage.text for scene in scenes for passage in scene.paragraphs}
    earned |= {choice.text for scene in scenes for choice in scene.choices} | {scene.title for scene in scenes}
    earned |= {scene.fact for scene in met if scene.fact} | (
        {now.fact} if now and now.fact and sitting.stand.fact_shown else set()
    )
    for decision in sitting.decisions:
        earned |= {then_of(choice, decision.last) for choice in decision.choices}
        if feedback:
            earned |= {why_of(choice, decision.last) for choice in decision.choices}
    return earned


def _forbidden(sitting: PlayState, *, feedback: bool) -> set[str]:
    scenario = sitting.scenario
    every = _ending_texts(scenario).union(*(_scene_texts(scene) for scene in scenario.scenes))
    every |= {note for scene in scenario.scenes for note in scene.host}
    every |= {variable.label for variable in scenario.variables.values()}
    earned = _earned(sitting, feedback=feedback)
    return {text for text in every - earned if len(text) >= SHORTEST and not any(text in seen for seen in earned)}


def _views(messages: list[str]) -> list[str]:
    found = []
    for message in messages:
        _kind, data = json.loads(message)
        state: dict[str, Any] = (data or {}).get("state") or {}
        if "view" in state:
            found.append(json.dumps(state["view"], ensure_ascii=False))
    return found


def _leaves(data: object) -> Iterator[str]:
    """Yield every text that stands alone in a view."""
    if isinstance(data, str):
        yield data
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    for part in inner:
        yield from _leaves(part)


@pytest.mark.parametrize("mode", ["practice", "assessment"])
@pytest.mark.parametrize("id_", library())
def test_nothing_hidden_is_sent_before_the_debrief(
    lesson: Lesson, sent: list[str], hand: type[Hand], id_: str, mode: Mode
) -> None:
    luck = random.Random(f"{id_} {mode}")  # noqa: S311 - no secret
    player = lesson.scenario(id_, mode)
    for _ in _walk(player, hand(player), luck):
        now = player.sitting
        told = Telling(now.scenario, now.names)
        views = _views(sent)
        sent.clear()
        assert views
        for view in views:
            leaked = [text for text in _forbidden(now, feedback=mode == "practice") if told.text(text) in view]
            assert leaked == []
            assert not KEYS.search(view)
            assert not SOURCES.search(view)
            hidden = {
                *now.scenario.variables,
                *(choice.id for scene in now.scenario.scenes for choice in scene.choices),
            }
            hidden |= {value for values in now.scenario.draw.values() for value in values}
            assert hidden & set(_leaves(json.loads(view))) <= SCREENS


def test_the_test_would_see_a_leak(lesson: Lesson, hand: type[Hand]) -> None:
    player = lesson.scenario("sam-priya")
    hand(player).do("begin")
    told = Telling(player.sitting.scenario, player.sitting.names)
    later = told.text(load("sam-priya").scenes[4].choices[0].text)
    assert later in {told.text(text) for text in _forbidden(player.sitting, feedback=True)}


def test_options_are_named_by_their_places_and_shuffled_by_the_seed(hand: type[Hand]) -> None:
    orders = set()
    for number in range(12):
        player = open_lesson("a-lesson", Seat(f"learner {number}", None, MemoryJournal())).scenario("sam-priya")
        options = hand(player).do("begin")["ask"]["options"]
        assert [option["token"] for option in options] == ["1", "2", "3", "4"]
        orders.add(tuple(option["text"] for option in options))
    assert len(orders) > 1


def test_the_reasons_against_what_was_not_chosen_are_not_even_in_the_debrief(
    lesson: Lesson, sent: list[str], hand: type[Hand]
) -> None:
    player = lesson.scenario("sam-priya")
    for _ in _walk(player, hand(player), random.Random(7)):  # noqa: S311 - no secret
        pass
    hand(player).do("go-on")
    assert player.view["screen"] == "debrief"
    told = Telling(player.sitting.scenario, player.sitting.names)
    others = [
        passage.text
        for decision in player.sitting.decisions
        for choice in decision.scene.choices
        if choice not in decision.choices
        for passage in choice.why
    ]
    assert others
    for view in _views(sent):
        assert not any(told.text(text) in view for text in others)
