"""A browser may send anything: nothing raises, and nothing that is not understood reaches the journal."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from misread_records import MemoryJournal, new_id
from misread_widgets import Lesson, Seat, open_lesson
from misread_widgets.protocol import LONGEST_TEXT, understand

if TYPE_CHECKING:
    from misread_widgets.lesson_widget import LessonWidget
    from tests.widgets.conftest import Hand

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=12,
)
VERBS = ("begin", "choose", "go-on", "rewind", "first-run", "restart", "answer", "pick", "match", "write")
FIELDS = ("id", "turn", "options", "confidence", "to", "question", "option", "lines", "values", "text", "done")


def _pieces() -> list[LessonWidget]:
    lesson = open_lesson("a-lesson", Seat("ada", None, MemoryJournal()))
    player = lesson.scenario("sam-priya")
    cards = [lesson.guess("M4.try"), lesson.recall("M4.exit"), lesson.mirrors("two-mirrors")]
    return [player, *cards, *(lesson.exercise(id_) for id_ in ("X4.2", "X4.5", "X4.6"))]


def _kept(piece: LessonWidget) -> int:
    return len(piece.seat.journal.read("ada"))


@given(JSON)
def test_no_junk_is_understood(junk: object) -> None:
    assert understand(junk) is None


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(verb=st.sampled_from(VERBS), fields=st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_half_understood_messages_change_nothing(hand: type[Hand], verb: str, fields: dict[str, Any]) -> None:
    for piece in _pieces():
        hand(piece).send({"do": verb, **fields})
        assert _kept(piece) == 0


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(field=st.sampled_from(("id", "turn", "do", "options", "more")), junk=JSON)
def test_one_wrong_field_spoils_a_choice(hand: type[Hand], field: str, junk: object) -> None:
    player = _pieces()[0]
    acts = hand(player)
    acts.do("begin")
    good = {"do": "choose", "id": str(new_id()), "turn": player.view["turn"], "options": ["1"]}
    before = _kept(player)
    acts.send({**good, field: junk})
    assert _kept(player) == before
    assert player.view["screen"] == "situation"
    assert player.view["notice"] is not None


@pytest.mark.parametrize(
    "wrong",
    [
        {"options": ["5"]},
        {"options": ["0"]},
        {"options": ["1", "2"]},
        {"options": ["1", "1"]},
        {"options": []},
        {"options": ["specialist"]},
        {"options": [1]},
        {"options": "1"},
        {"confidence": 80},
        {"confidence": "80"},
        {"confidence": True},
        {"turn": "1.1.1"},
        {"turn": "1.0.0" * 9},
        {"id": "00000000-0000-4000-8000-000000000000"},
        {"id": "1"},
        {"do": "choose "},
        {"do": ["choose"]},
        {"extra": 1},
    ],
    ids=str,
)
def test_a_choice_that_is_not_on_the_screen_is_not_taken(
    lesson: Lesson, hand: type[Hand], wrong: dict[str, Any]
) -> None:
    player = lesson.scenario("sam-priya")
    acts = hand(player)
    acts.do("begin")
    good = {"do": "choose", "id": str(new_id()), "turn": player.view["turn"], "options": ["1"]}
    acts.send({**good, **wrong})
    assert player.sitting.stand.picks == ()
    assert player.view["notice"] is not None
    acts.send(good)
    assert len(player.sitting.stand.picks) == 1


@pytest.mark.parametrize("to", [0, 2, 99, -1, 10**30, 1.0, "1", None, True])
def test_nobody_goes_back_to_where_they_have_not_been(lesson: Lesson, hand: type[Hand], to: object) -> None:
    player = lesson.scenario("sam-priya")
    acts = hand(player)
    acts.do("begin")
    acts.choose("colour-both")
    acts.do("rewind", to=to)
    assert len(player.sitting.runs) == 1


def test_a_page_cannot_set_what_is_shown(lesson: Lesson) -> None:
    player = lesson.scenario("sam-priya")
    before = copy.deepcopy(player.view)
    update = {"method": "update", "state": {"view": {"title": "mine"}, "_esm": "x"}, "buffer_paths": []}
    player.comm.handle_msg({"content": {"data": update}, "buffers": []})
    assert player.view == before


def test_a_text_of_the_greatest_length_is_kept_and_a_longer_one_is_not(lesson: Lesson, hand: type[Hand]) -> None:
    recall = lesson.recall("M4.exit")
    acts = hand(recall)
    longest = "\U0001f642" * LONGEST_TEXT
    assert acts.do("write", question="M4.exit.1", text=longest, done=False)["notice"] is None
    assert acts.do("write", question="M4.exit.1", text=longest + "!", done=False)["notice"] is not None
    assert recall.view["writings"][0]["text"] == longest
