"""The widget of situations to rate: nothing of the key before the end, each situation once, and resuming."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from misread_records import MemoryJournal
from misread_records.judgement import CompetencyFinding, sitting
from misread_scenarios.exercises import rated_situations
from misread_scenarios.judgement import SETS, UnknownSet, form_at
from misread_widgets import Lesson, Seat, open_lesson
from misread_widgets.views import judgement_text as words
from misread_widgets.views import typeset
from tests.records.fake_rater import LESSONS, Rater, contrary, expert, ratings, same

if TYPE_CHECKING:
    from tests.widgets.conftest import Hand

SITUATIONS = rated_situations()


def rate_all(hand: Hand) -> dict[str, Any]:
    while hand.piece.view["ask"]:
        hand.do("rate", ratings=[4, 3, 2, 1], best=1)
    return hand.piece.view


def opened(*sets: tuple[str, Rater, int | None], show: str) -> Lesson:
    """Return the lesson of a set for a learner who has rated these sets."""
    journal = MemoryJournal()
    for id_, rater, number in sets:
        for event in ratings("ada", id_, rater, number=number):
            journal.append(event)
    return open_lesson(LESSONS[show], Seat("ada", None, journal))


def test_a_rating_is_saved_by_the_options_own_ids(lesson: Lesson, seat: Seat, hand: type[Hand]) -> None:
    piece = lesson.judgement("J.after")
    ask = piece.view["ask"]
    view = hand(piece).do("rate", ratings=[1, 2, 3, 4], best=4)
    (event,) = seat.journal.read("ada")
    form, item = form_at("ada", "after"), SITUATIONS["J1"]
    shown = event.data["order"]
    assert isinstance(shown, list)
    assert [typeset(item.options[str(option)]) for option in shown] == ask["options"]
    assert event.data == {
        "situation": "J1",
        "form": form,
        "order": shown,
        "ratings": dict(zip(shown, [1, 2, 3, 4], strict=True)),
        "pick": shown[3],
    }
    assert (event.kind, event.slot, event.content) == ("answered", "J.after/J1", item.version)
    assert view["ask"]["progress"] == "2 of 12"
    assert view["say"] == "Saved. Situation 2 of 12."


@pytest.mark.parametrize("id_", SETS)
def test_nothing_of_the_key_is_sent_before_all_are_rated(id_: str, lesson: Lesson, hand: type[Hand]) -> None:
    piece = hand(lesson.judgement(id_))
    form = form_at("ada", SETS[id_].moment)
    views = [piece.piece.view, *(piece.do("rate", ratings=[4, 3, 2, 1], best=1) for _ in range(11))]
    said = json.dumps(views, ensure_ascii=False)
    assert not any(typeset(item.forms[form].rationale) in said for item in SITUATIONS.values())
    assert not any(key in said for key in ("rationale", '"key": {', "first choice", '"p"', "key_from"))


def test_before_the_course_no_key_and_no_reason_is_told_at_the_end_either(lesson: Lesson, hand: type[Hand]) -> None:
    view = rate_all(hand(lesson.judgement("J.before")))
    assert view["screen"] == "done"
    assert view["result"]["lead"] == words.THANKS
    assert view["result"]["reasons"]["lines"] == []
    assert len(view["result"]["summary"]["lines"]) == 7
    shown = json.dumps(view, ensure_ascii=False)
    assert "first choice" not in shown
    assert not any(typeset(text) in shown for item in SITUATIONS.values() for text in item.options.values())


@pytest.mark.parametrize("id_", ["J.after", "J.later"])
def test_after_the_course_each_situation_has_its_key_and_its_reason(id_: str, lesson: Lesson, hand: type[Hand]) -> None:
    view = rate_all(hand(lesson.judgement(id_)))
    form = form_at("ada", SETS[id_].moment)
    assert view["result"]["lead"] == ""
    lines = view["result"]["reasons"]["lines"]
    assert [line["title"] for line in lines] == [typeset(item.title) for item in SITUATIONS.values()]
    for line, item in zip(lines, SITUATIONS.values(), strict=True):
        best = item.forms[form].best
        assert line["rationale"] == typeset(item.forms[form].rationale)
        assert line["options"][0]["text"] == typeset(item.options[best])
        assert words.STRONGEST in line["options"][0]["tags"]
        assert (line["mark"] == "right") == (words.YOUR_PICK in line["options"][0]["tags"])


def test_the_summary_says_whose_key_it_is_and_is_no_grade(lesson: Lesson, hand: type[Hand]) -> None:
    summary = rate_all(hand(lesson.judgement("J.after")))["result"]["summary"]
    assert summary["about"] == [words.DRAFT, words.LITTLE]
    assert "points" not in json.dumps(summary)


@pytest.mark.parametrize(
    "message",
    [
        {"ratings": [1, 2, 3], "best": 1},
        {"ratings": [1, 2, 3, 5], "best": 1},
        {"ratings": [0, 2, 3, 4], "best": 1},
        {"ratings": [1, 2, 3, "4"], "best": 1},
        {"ratings": [1, 2, 3, 4], "best": 5},
        {"ratings": [1, 2, 3, 4]},
        {"ratings": [1, 2, 3, 4], "best": 1, "situation": "J5"},
    ],
)
def test_a_message_that_rates_otherwise_saves_nothing(
    message: dict[str, Any], lesson: Lesson, seat: Seat, hand: type[Hand]
) -> None:
    view = hand(lesson.judgement("J.after")).do("rate", **message)
    assert view["notice"]
    assert seat.journal.read("ada") == ()


def test_a_second_window_cannot_rate_a_situation_again(lesson: Lesson, seat: Seat, hand: type[Hand]) -> None:
    first, second = hand(lesson.judgement("J.after")), hand(lesson.judgement("J.after"))
    first.do("rate", ratings=[1, 2, 3, 4], best=4)
    view = second.do("rate", ratings=[4, 3, 2, 1], best=1)
    assert view["notice"]
    assert view["ask"]["progress"] == "2 of 12"
    assert len(seat.journal.read("ada")) == 1


def test_a_set_that_was_left_goes_on_where_it_was(hand: type[Hand]) -> None:
    piece = opened(("J.before", expert, 7), show="J.before").judgement("J.before")
    assert piece.view["ask"]["progress"] == "8 of 12"
    assert piece.view["standing"] == {"how_far": "begun", "resting": False}
    view = rate_all(hand(piece))
    assert view["standing"] == {"how_far": "done", "resting": True}


def test_what_changed_is_shown_beside_each_earlier_set_as_soon_as_the_last_is_rated(hand: type[Hand]) -> None:
    lesson = opened(("J.before", contrary, None), ("J.after", expert, 11), show="J.after")
    piece = lesson.judgement("J.after")
    (compared,) = rate_all(hand(piece))["result"]["compared"]
    assert compared["title"] == words.COMPARED["before"]
    assert "closer to the key in" in compared["text"][0]
    again = lesson.judgement("J.after").view["result"]["compared"]
    assert again == [compared]


def test_three_months_later_both_earlier_sets_are_compared() -> None:
    lesson = opened(("J.before", contrary, None), ("J.after", expert, None), ("J.later", expert, None), show="J.later")
    compared = lesson.judgement("J.later").view["result"]["compared"]
    assert [each["title"] for each in compared] == [words.COMPARED["before"], words.COMPARED["after"]]
    assert "closer to the key in all twelve situations." in compared[0]["text"][0]
    assert "from 4 to 0." in compared[0]["text"][1]
    assert "Chance alone would rarely do that." in compared[0]["text"][2]
    assert "may well be chance" in compared[1]["text"][2]


def test_somebody_who_rates_everything_alike_is_told_so_and_compared_with_nothing() -> None:
    lesson = opened(("J.before", expert, None), ("J.after", same, None), show="J.after")
    result = lesson.judgement("J.after").view["result"]
    assert result["compared"] == []
    assert all(line["text"].startswith(words.ALL_ALIKE) for line in result["summary"]["lines"])


def test_the_ratings_of_the_widget_are_those_that_are_counted(lesson: Lesson, seat: Seat, hand: type[Hand]) -> None:
    rate_all(hand(lesson.judgement("J.later")))
    now = sitting(seat.journal.read("ada"), "J.later", "ada")
    assert now.is_complete
    assert all(sorted(each.ratings.values()) == [1, 2, 3, 4] and each.ratings[each.pick] == 4 for each in now.rated)


def test_a_set_that_is_not_there_is_named(lesson: Lesson) -> None:
    with pytest.raises(UnknownSet, match=r"J\.before"):
        lesson.judgement("J.befor")


FIRST = "You picked the key’s first choice"


@pytest.mark.parametrize(
    ("situations", "best", "weak", "overrated", "picked", "weakly"),
    [
        (1, 1, 0, 0, f"{FIRST}.", ""),
        (1, 0, 1, 1, words.IS_OTHER, "You rated the weak option as good."),
        (2, 2, 1, 0, f"{FIRST} in both situations.", "You did not rate the weak option as good."),
        (2, 1, 2, 2, f"{FIRST} in one of two situations.", "You rated both weak options as good."),
        (3, 3, 4, 4, f"{FIRST} in all three situations.", "You rated all four weak options as good."),
        (3, 0, 4, 1, f"{FIRST} in none of three situations.", "You rated one of four weak options as good."),
        (2, 1, 3, 0, f"{FIRST} in one of two situations.", "You rated none of the three weak options as good."),
    ],
)
def test_counts_read_as_a_person_would_say_them(  # noqa: PLR0913, PLR0917 - the parts of a finding
    situations: int, best: int, weak: int, overrated: int, picked: str, weakly: str
) -> None:
    finding = CompetencyFinding("C2", 0.5, situations, best, overrated, weak)
    assert (words.picked(finding), words.overrated(finding)) == (picked, weakly)


@pytest.mark.parametrize(
    ("distance", "said"), [(0, words.CLOSE), (0.7, words.CLOSE), (1.4, words.PARTLY), (2, words.APART)]
)
def test_closeness_has_three_words(distance: float, said: str) -> None:
    assert words.closeness(CompetencyFinding("C2", distance, 2, 1, 0, 2)) == said
