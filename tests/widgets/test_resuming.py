"""Resuming: the screen is a function of the journal, in every process and at every time."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from misread_records import FileJournal, MemoryJournal, new_id
from misread_scenarios.library import library
from misread_widgets import Lesson, Seat, open_lesson

if TYPE_CHECKING:
    from pathlib import Path

    from misread_records import Event, Known
    from tests.widgets.conftest import Hand


def _screen(view: dict[str, Any]) -> dict[str, Any]:
    """Return a view without the answer to the last message."""
    return {name: shown for name, shown in view.items() if name not in ("ack", "notice")}


@pytest.mark.parametrize("id_", library())
def test_a_new_process_shows_the_very_same_screen_at_every_step(lesson: Lesson, hand: type[Hand], id_: str) -> None:
    luck = random.Random(id_)  # noqa: S311 - no secret
    player = lesson.scenario(id_)
    acts = hand(player)
    acts.do("begin")
    while True:
        assert _screen(lesson.scenario(id_).view) == _screen(player.view)
        if player.view["screen"] == "debrief":
            break
        if player.view["screen"] == "consequence":
            acts.do("go-on")
            continue
        move = luck.choice(player.sitting.stand.moves)
        acts.choose(*(choice.id for choice in move.choices), confidence=move.confidence)


def test_a_wandering_learner_is_found_again_wherever_they_are(lesson: Lesson, hand: type[Hand]) -> None:
    luck = random.Random(3)  # noqa: S311 - no secret
    player = lesson.scenario("communications-boss")
    acts = hand(player)
    acts.do("begin")
    for _ in range(150):
        screen, made = player.view["screen"], len(player.sitting.decisions)
        if made and luck.random() < 0.15:
            acts.do("rewind", to=luck.randint(1, made))
        elif screen == "situation":
            acts.choose(luck.choice(player.sitting.stand.moves).choices[0].id)
        elif screen == "consequence":
            acts.do("go-on")
        elif player.sitting.first_over:
            acts.do("restart")
        else:
            acts.do("first-run")
        assert player.view["notice"] is None
        assert _screen(lesson.scenario("communications-boss").view) == _screen(player.view)
    assert len(player.sitting.runs) > 5


def test_answers_in_a_file_bring_back_every_widget_of_a_lesson(tmp_path: Path, hand: type[Hand]) -> None:
    def opened() -> Lesson:
        return open_lesson("m2", Seat("me", None, FileJournal(tmp_path / "answers.jsonl")))

    lesson = opened()
    pieces = [lesson.guess("M2.try"), lesson.recall("M2.exit"), lesson.mirrors("two-mirrors")]
    hand(pieces[0]).do("answer", question="guess", option=3)
    hand(pieces[1]).do("write", question="M2.exit.1", text="Two hints.\n\tÄ <b>plan</b>", done=True)
    hand(pieces[2]).do("answer", question="mark", option=3)
    again = opened()
    back = [again.guess("M2.try"), again.recall("M2.exit"), again.mirrors("two-mirrors")]
    assert [_screen(piece.view) for piece in back] == [_screen(piece.view) for piece in pieces]


class Counting(MemoryJournal):
    """A journal that counts how often it is read from the beginning."""

    def __init__(self) -> None:
        super().__init__()
        self.readings = 0

    def read(self, learner: str, lesson: str | None = None) -> tuple[Event, ...]:
        self.readings += 1
        return super().read(learner, lesson)

    def read_on(self, learner: str, lesson: str | None, known: Known) -> tuple[Event, ...] | None:
        before = self.readings
        found = super().read_on(learner, lesson, known)
        self.readings = before
        return found


def test_a_case_is_read_from_the_beginning_only_where_what_was_known_is_gone(hand: type[Hand]) -> None:
    journal = Counting()
    player = open_lesson("a-lesson", Seat("ada", None, journal)).scenario("sam-priya")
    acts = hand(player)
    acts.do("begin")
    begun = journal.readings
    for _ in range(3):
        acts.choose(player.sitting.stand.moves[0].choices[0].id)
        acts.do("go-on")
    assert len(player.sitting.decisions) == 3
    assert journal.readings == begun
    journal.forget("ada")
    acts.do("go-on")
    assert journal.readings > begun
    assert player.view["screen"] == "cover"


def test_what_is_sent_once_more_after_other_things_is_known_to_be_done(lesson: Lesson, hand: type[Hand]) -> None:
    player = lesson.scenario("sam-priya")
    acts = hand(player)
    begin = {"do": "begin", "turn": player.view["turn"], "id": str(new_id())}
    acts.send(begin)
    acts.pick(player.sitting.stand.moves[0].pick)
    before = _screen(player.view)
    for piece in (player, lesson.scenario("sam-priya")):
        answer = hand(piece).send(begin)
        assert (answer["ack"], answer["notice"], _screen(answer)) == (begin["id"], None, before)
    late = hand(player).send({**begin, "id": str(new_id())})
    assert late["notice"] is not None
