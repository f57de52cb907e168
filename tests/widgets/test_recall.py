"""Questions from memory: each draft is kept, and what a full answer holds waits for an answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from misread_records import Event, MemoryJournal
from misread_scenarios.cards import load_recall
from misread_widgets import Lesson, Seat, open_lesson
from misread_widgets.views.typesetting import typeset

if TYPE_CHECKING:
    from tests.widgets.conftest import Hand


def test_what_a_full_answer_holds_waits_for_an_answer(lesson: Lesson, hand: type[Hand], sent: list[str]) -> None:
    card = load_recall("M4.exit")
    recall = lesson.recall("M4.exit")
    acts = hand(recall)
    goods = [typeset(question.good) for question in card.questions]
    acts.do("write", question="M4.exit.1", text="Asking is one thing", done=False)
    assert not any(good in "".join(sent) for good in goods)
    assert acts.do("write", question="M4.exit.1", text="  \n", done=True)["notice"] is not None
    view = acts.do("write", question="M4.exit.1", text="Asking is one thing, doing another", done=True)
    assert view["writings"][0]["help"]["lines"] == [("", goods[0])]
    assert not any(good in "".join(sent) for good in goods[1:])
    view = acts.do("write", question="M4.exit.1", text="Changed my mind", done=False)
    assert view["writings"][0]["text"] == "Changed my mind"
    assert view["writings"][0]["help"] is not None


def test_a_draft_is_kept_as_it_was_typed_in_the_place_of_the_one_before(lesson: Lesson, hand: type[Hand]) -> None:
    recall = lesson.recall("M4.exit")
    texts = ["<script>alert(1)</script>", 'a "b" \\ \u2028 {sam} %s', "  spaces  ", ""]
    for text in texts:
        hand(recall).do("write", question="M4.exit.2", text=text, done=False)
        assert recall.view["writings"][1]["text"] == text
        assert [event.data["text"] for event in lesson.seat.journal.read("ada")][1:] == [text][: text != texts[0]]


class Overtaken(MemoryJournal):
    """A journal in which another device saves something at the very moment after a page has looked."""

    def __init__(self) -> None:
        super().__init__()
        self.meanwhile: list[Callable[[], object]] = []

    def read(self, learner: str, lesson: str | None = None) -> tuple[Event, ...]:
        events = super().read(learner, lesson)
        if self.meanwhile:
            self.meanwhile.pop()()
        return events


@pytest.mark.parametrize("handed_in", [False, True], ids=["a draft", "what was handed in"])
def test_two_devices_that_replace_one_version_at_once_both_keep_their_text(
    hand: type[Hand], *, handed_in: bool
) -> None:
    journal = Overtaken()
    phone, laptop = (open_lesson("a-lesson", Seat("ada", None, journal)).recall("M4.exit") for _ in range(2))
    hand(phone).do("write", question="M4.exit.1", text="kept by the lesson", done=False)
    begun = {"question": "M4.exit.2", "on": []}
    hand(phone).do("write", **begun, text="begun", done=handed_in)
    laptop.look_again()
    on = laptop.view["writings"][1]["versions"][0]["seen"]
    both = {"question": "M4.exit.2", "done": False, "on": list(on)}
    journal.meanwhile.append(lambda: hand(laptop).do("write", **both, text="at the desk"))
    view = hand(phone).do("write", **both, text="on the train")
    assert view["notice"] is None
    assert [one["text"] for one in view["writings"][1]["versions"]] == ["at the desk", "on the train"]


def test_a_thousand_drafts_are_read_as_two_events(lesson: Lesson, hand: type[Hand]) -> None:
    acts = hand(lesson.recall("M4.exit"))
    for number in range(1000):
        acts.do("write", question="M4.exit.2", text=f"{number} " + "word " * 3000, done=False)
    kept = lesson.seat.journal.read("ada", "a-lesson")
    assert [str(event.data["text"]).split()[0] for event in kept] == ["0", "999"]
    assert max(len(event.to_line()) for event in kept) < 17_500


def test_a_text_beyond_the_quota_is_refused_in_words_and_nothing_kept_is_lost(lesson: Lesson, hand: type[Hand]) -> None:
    acts = hand(lesson.recall("M4.exit"))
    for number in range(50):
        view = acts.do("write", question="M4.exit.1", text=f"{number:02}" + "x" * 19_998, done=True)
        assert view["notice"] is None
    view = acts.do("write", question="M4.exit.2", text="one more", done=False)
    assert "at most 1,000,000 bytes of text" in view["notice"]["text"]
    assert len(lesson.seat.journal.read("ada")) == 50
    assert view["writings"][0]["text"].startswith("49")


def test_a_question_of_another_card_is_not_answered_here(lesson: Lesson, hand: type[Hand]) -> None:
    assert hand(lesson.recall("M4.exit")).do("write", question="M2.exit.1", text="x", done=False)["notice"] is not None
    assert lesson.seat.journal.read("ada") == ()
