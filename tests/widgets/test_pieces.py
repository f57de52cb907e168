"""The guess, the questions from memory and the two mirrors: what they keep, and what they hold back until then."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from misread_records import Event, MemoryJournal
from misread_scenarios.cards import load_guess, load_recall
from misread_scenarios.format.mirrors_reader import load_mirrors
from misread_widgets import Lesson, Seat, open_lesson
from misread_widgets.views.rendering import Telling
from misread_widgets.views.typesetting import typeset

if TYPE_CHECKING:
    from tests.widgets.conftest import Hand


def test_a_guess_is_made_once_and_answered_then(lesson: Lesson, hand: type[Hand], sent: list[str]) -> None:
    card = load_guess("M2.try")
    guess = lesson.guess("M2.try")
    assert not any(typeset(text)[:40] in "".join(sent) for text in (*card.replies.values(), card.after))
    view = hand(guess).do("answer", question="guess", option=2)
    assert view["after"]["paragraphs"] == [typeset(card.replies["b"]), typeset(card.after)]
    assert view["ask"] is None
    assert hand(guess).do("answer", question="guess", option=1)["notice"] is not None
    assert guess.chosen == "b"
    (event,) = lesson.seat.journal.read("ada")
    assert (event.kind, event.data) == ("answered", {"choice": "b"})


def test_a_guess_without_replies_has_its_afterword_only(lesson: Lesson, hand: type[Hand]) -> None:
    view = hand(lesson.guess("M4.try")).do("answer", question="guess", option=4)
    assert view["after"]["paragraphs"] == [typeset(load_guess("M4.try").after)]
    assert view["after"]["chosen"] == "I would leave both boxes empty"


@pytest.mark.parametrize("option", [0, 5, 99, -1])
def test_a_guess_that_is_not_on_the_card_is_none(lesson: Lesson, hand: type[Hand], option: int) -> None:
    guess = lesson.guess("M4.try")
    assert hand(guess).do("answer", question="guess", option=option)["notice"] is not None
    assert guess.chosen is None


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


def test_the_first_line_that_fits_opens_the_moment(lesson: Lesson, hand: type[Hand], sent: list[str]) -> None:
    talk = load_mirrors("two-mirrors")
    told = Telling(talk, talk.names)
    mirrors = lesson.mirrors("two-mirrors")
    secrets = [
        *talk.moment,
        talk.mark.if_key,
        talk.mark.if_near,
        talk.mark.otherwise,
        *(one.text for one in talk.writings),
    ]
    assert not any(told.text(secret) in "".join(sent) for secret in secrets)
    view = hand(mirrors).do("answer", question="mark", option=3)
    assert view["mark"]["reply"] == told.text(talk.mark.if_key)
    assert view["screen"] == "moment"
    assert not view["mark"]["asked"]
    assert [writing["question"] for writing in view["writings"]] == ["rewrite", "ask"]


@pytest.mark.parametrize(
    ("line", "reply"), [(5, "if_near"), (7, "if_near"), (9, "if_near"), (1, "otherwise"), (14, "otherwise")]
)
def test_another_line_earns_a_hint_and_a_second_try(lesson: Lesson, hand: type[Hand], line: int, reply: str) -> None:
    mark = load_mirrors("two-mirrors").mark
    mirrors = lesson.mirrors("two-mirrors")
    view = hand(mirrors).do("answer", question="mark", option=line)
    assert view["mark"]["reply"] == typeset(getattr(mark, reply))
    assert view["moment"] is None
    assert hand(mirrors).do("answer", question="mark", option=2)["moment"] is not None
    assert hand(mirrors).do("answer", question="mark", option=3)["notice"] is not None
    assert mirrors.marked == (line, 2)


def test_a_rewritten_line_is_compared_with_what_its_speaker_might_have_said(lesson: Lesson, hand: type[Hand]) -> None:
    mirrors = lesson.mirrors("two-mirrors")
    hand(mirrors).do("answer", question="mark", option=3)
    view = hand(mirrors).do("write", question="rewrite", text="Which part?", done=True)
    help_ = view["writings"][0]["help"]
    assert [who for who, _ in help_["lines"]] == ["Victor might have said", "Noor might have said"]
    assert len(help_["points"]) == 3
    assert view["writings"][1]["help"] is None


def test_each_line_of_the_talk_has_both_thoughts_behind_it(lesson: Lesson) -> None:
    lines = lesson.mirrors("two-mirrors").view["lines"]
    assert len(lines) == 14
    assert all([thought["name"] for thought in line["thoughts"]] == ["Noor", "Victor"] for line in lines)
    assert lines[1]["speaker"]["name"] == "Noor"
    assert lines[1]["manner"] == ", laughing"
    assert lines[6]["speaker"] is None
    assert json.dumps(lines).count("{") == json.dumps(lines).count("}")
