"""When saving fails: what the learner reads, and that nothing is shown as done that is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from misread_records import (
    Event,
    JournalBusy,
    JournalDamaged,
    JournalError,
    JournalFull,
    JournalReadOnly,
    MemoryJournal,
    new_id,
)
from misread_widgets import Lesson, Player, Seat, open_lesson

if TYPE_CHECKING:
    from tests.widgets.conftest import Hand


class Failing(MemoryJournal):
    """A journal that can be told to fail."""

    def __init__(self) -> None:
        super().__init__()
        self.fails: JournalError | None = None
        self.lets_through = 0

    def append(self, event: Event) -> Event:
        if self.fails and self.lets_through == 0:
            raise self.fails
        self.lets_through = max(0, self.lets_through - 1)
        return super().append(event)

    def read(self, learner: str, lesson: str | None = None) -> tuple[Event, ...]:
        if isinstance(self.fails, JournalDamaged):
            raise self.fails
        return super().read(learner, lesson)


@pytest.fixture
def journal() -> Failing:
    return Failing()


@pytest.fixture
def player(journal: Failing) -> Player:
    return open_lesson("a-lesson", Seat("ada", None, journal)).scenario("sam-priya")


@pytest.mark.parametrize(
    "error",
    [JournalFull("answers.db"), JournalReadOnly("answers.db"), JournalBusy("answers.db", 5)],
    ids=lambda each: type(each).__name__,
)
def test_a_journal_that_fails_is_told_and_the_screen_stays(
    player: Player, journal: Failing, hand: type[Hand], error: JournalError
) -> None:
    acts = hand(player)
    before = acts.do("begin")
    message = {"do": "choose", "turn": before["turn"], "id": str(new_id()), "options": ["2"]}
    journal.fails = error
    after = acts.send(message)
    assert after["notice"] == {"text": str(error)}
    assert after["ack"] == message["id"]
    assert {**after, "notice": None, "ack": None} == {**before, "notice": None, "ack": None}

    journal.fails = None
    again = acts.send(message)
    assert again["screen"] == "consequence"
    assert again["notice"] is None


def test_the_same_message_twice_counts_once(player: Player, journal: Failing, hand: type[Hand]) -> None:
    acts = hand(player)
    message = {"do": "choose", "turn": acts.do("begin")["turn"], "id": str(new_id()), "options": ["2"]}
    first, second = acts.send(message), acts.send(message)
    assert first == second
    assert [event.kind for event in journal.read("ada")] == ["opened", "picked"]


def test_a_journal_that_cannot_be_read_at_first_is_read_later(
    journal: Failing, hand: type[Hand], player: Player
) -> None:
    acts = hand(player)
    acts.do("begin")
    acts.choose("colour-both")
    journal.fails = JournalDamaged("answers.jsonl", "is no JSON", line=3)
    late = open_lesson("a-lesson", Seat("ada", None, journal)).scenario("sam-priya")
    assert late.view["notice"] == {"text": str(journal.fails)}
    assert hand(late).do("begin")["notice"] == {"text": str(journal.fails)}
    journal.fails = None
    hand(late).do("begin")
    assert late.view["screen"] == "consequence"
    assert len(journal.read("ada")) == 2


def test_a_decision_made_in_another_tab_is_shown_and_not_made_twice(lesson: Lesson, hand: type[Hand]) -> None:
    here = lesson.scenario("sam-priya")
    hand(here).do("begin")
    there = lesson.scenario("sam-priya")
    hand(there).choose("colour-both")
    view = hand(here).do("choose", options=["1"], confidence=None)
    assert view["screen"] == "consequence"
    assert "another tab" in view["notice"]["text"]
    assert here.sitting.stand.picks == ("colour-both",)


def test_two_tabs_that_begin_at_once_are_one_run(lesson: Lesson, hand: type[Hand]) -> None:
    here, there = lesson.scenario("sam-priya"), lesson.scenario("sam-priya")
    hand(here).do("begin")
    hand(there).do("begin")
    assert here.sitting.run == there.sitting.run
    assert here.view["ask"] == there.view["ask"]


def test_a_run_whose_end_could_not_be_noted_is_noted_with_the_next_step(
    player: Player, journal: Failing, hand: type[Hand]
) -> None:
    acts = hand(player)
    acts.do("begin")
    for _ in range(8):
        acts.pick(player.sitting.stand.moves[0].pick)
    journal.fails, journal.lets_through = JournalFull("answers.db"), 1
    acts.choose(player.sitting.stand.moves[0].pick)
    assert player.view["notice"] is None
    assert [event.kind for event in journal.read("ada")].count("picked") == 9
    journal.fails = None
    acts.do("go-on")
    assert player.view["screen"] == "debrief"
    assert [event.kind for event in journal.read("ada")].count("finished") == 1
