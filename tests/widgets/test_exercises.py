"""Exercises: what a try keeps, what it earns, and what is held back until then."""

# ruff: noqa: SLF001 - which place on the screen is which option is nobody else's business

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from misread_records import MemoryJournal, new_id
from misread_scenarios.exercises import (
    CUT,
    PICKED,
    PLACE,
    Match,
    MultiSelect,
    NumberQuestion,
    Order,
    Reflection,
    Scored,
    UnknownExercise,
    earned,
    exercises,
    load_exercise,
    score,
    understood,
)
from misread_widgets import Lesson, Seat, open_lesson
from misread_widgets.choose import OptionWidget
from misread_widgets.data import Querying
from misread_widgets.exercise import ScoredWidget
from misread_widgets.order import Ordering, Ranking
from misread_widgets.views import exercise_text
from misread_widgets.views.exercise_text import points
from misread_widgets.views.typesetting import typeset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from misread_widgets.lesson_widget import LessonWidget
    from tests.widgets.conftest import Hand

SCORED = {id_: exercise for id_, exercise in exercises().items() if isinstance(exercise, Scored)}
each_scored = pytest.mark.parametrize("id_", SCORED)
each_text = pytest.mark.parametrize("id_", [id_ for id_, one in exercises().items() if isinstance(one, Reflection)])


def sent_for(piece: LessonWidget, answer: Any) -> dict[str, Any]:  # noqa: ANN401 - the answer as it is kept
    """Return what the page sends for an answer, by the places on the screen."""
    assert isinstance(piece, ScoredWidget)
    exercise, shown = piece._exercise, piece._shown
    order = [item.id for item in shown]
    if isinstance(exercise, MultiSelect):
        return {"what": "pick", "lines": [order.index(id_) + 1 for id_ in answer]}
    read = understood(exercise, answer)
    if isinstance(piece, Querying):
        return {
            "what": "answer-each",
            "answers": [
                str(answer[item.id])
                if isinstance(item, NumberQuestion)
                else [place for place, option in enumerate(piece._options(item), 1) if option in answer[item.id]]
                for item in shown
            ],
        }
    if isinstance(piece, OptionWidget):
        picks = [
            [place for place, option in enumerate(piece._options(item), 1) if read[item.id][option] == PICKED]
            for item in shown
        ]
        return {"what": "pick-each", "picks": picks}
    if isinstance(piece, Ordering):
        cards = [card.id for card in piece._cards]
        laid = sorted(range(1, len(cards) + 1), key=lambda place: int(read[cards[place - 1]][PLACE]))
        cut = piece._cut_options.index(read[CUT][CUT]) + 1 if CUT in read else None
        return {"what": "order", "orders": [laid], "cut": cut}
    if isinstance(piece, Ranking):
        orders = [
            sorted(range(1, len(ranks) + 1), key=lambda place: int(ranks[options[place - 1]]))
            for options, ranks in ((piece._options(item), read[item.id]) for item in shown)
        ]
        return {"what": "order", "orders": orders}
    assert isinstance(exercise, Match)
    columns = exercise.columns.items()
    values = [[list(column.values).index(read[id_][name]) + 1 for name, column in columns] for id_ in order]
    return {"what": "match", "values": values}


def answered(hand: type[Hand], piece: LessonWidget, answer: Any) -> dict[str, Any]:  # noqa: ANN401 - likewise
    view: dict[str, Any] = hand(piece).do(**sent_for(piece, answer))
    return view


def texts(exercise: Scored) -> tuple[set[str], set[str]]:
    """Return all notes of an exercise, and all of its explanations, as they are shown."""
    notes = {typeset(text) for item in exercise.lines for text in (*item.feedback.values(), exercise.other) if text}
    return notes, {typeset(item.explain) for item in exercise.lines}


def notes_shown(view: object) -> Iterator[str]:
    """Yield every note in a view, wherever it stands."""
    if isinstance(view, dict):
        yield from view.get("notes", ())
        for part in view.values():
            yield from notes_shown(part)
    elif isinstance(view, list):
        for part in view:
            yield from notes_shown(part)


def told(message: str, some: set[str]) -> set[str]:
    return {text for text in some if json.dumps(text, ensure_ascii=False)[1:-1] in message}


@each_scored
def test_nothing_is_told_before_a_try_has_earned_it(
    lesson: Lesson, hand: type[Hand], sent: list[str], id_: str
) -> None:
    exercise = SCORED[id_]
    notes, explanations = texts(exercise)
    piece = lesson.exercise(id_)
    first = "".join(sent)
    assert told(first, notes | explanations) == set()
    assert not any(f'"{item.id}"' in first for item in exercise.lines if item.id != CUT)
    sent.clear()
    view = answered(hand, piece, exercise.mistakes[0].answer)
    between = "".join(sent)
    shown = set(notes_shown(view))
    assert told(between, notes) == shown != set()
    assert told(between, explanations) == set()
    assert view["outcomes"] == []
    sent.clear()
    answered(hand, piece, exercise.mistakes[1].answer if len(exercise.mistakes) > 1 else exercise.mistakes[0].answer)
    assert told("".join(sent), explanations) == explanations


@each_scored
def test_the_view_holds_no_field_of_a_key(lesson: Lesson, hand: type[Hand], sent: list[str], id_: str) -> None:
    piece = lesson.exercise(id_)
    answered(hand, piece, SCORED[id_].mistakes[0].answer)
    views = [json.dumps(json.loads(message)[1]["state"].get("view")) for message in sent if '"state"' in message]
    assert views
    assert not any(
        f'"{name}":' in view for view in views for name in ("keys", "share", "model", "mistakes", "feedback")
    )


def test_a_line_that_was_missed_is_not_given_away_between_tries(lesson: Lesson, hand: type[Hand]) -> None:
    exercise = SCORED["X2.4"]
    view = answered(hand, lesson.exercise("X2.4"), ["X2.4.2"])
    assert all(line["notes"] == [] for line in view["ask"]["lines"])
    assert view["result"] == [
        "The line you picked belongs.",
        "This try earns one of three points.",
        "Look for what else belongs.",
    ]
    assert typeset(exercise.lines[5].feedback["missed"]) not in json.dumps(view, ensure_ascii=False)


@each_scored
def test_the_model_answer_closes_the_exercise_at_once(lesson: Lesson, hand: type[Hand], id_: str) -> None:
    view = answered(hand, lesson.exercise(id_), SCORED[id_].model)
    assert view["screen"] == "over"
    assert view["ask"] is None
    assert len(view["outcomes"]) == len(SCORED[id_].lines)
    assert len(view["result"]) == 2


@each_scored
def test_both_tries_are_kept_in_the_agreed_form_and_a_third_is_not(lesson: Lesson, hand: type[Hand], id_: str) -> None:
    piece, wrong = lesson.exercise(id_), SCORED[id_].mistakes[0].answer
    for _ in range(3):
        view = answered(hand, piece, wrong)
    assert view["notice"] is not None
    events = lesson.seat.journal.read("ada")
    assert [(event.kind, event.item, event.slot) for event in events] == [
        ("answered", id_, f"{id_}/1"),
        ("answered", id_, f"{id_}/2"),
    ]
    assert [event.data["try"] for event in events] == [1, 2]
    exercise = SCORED[id_]
    assert all(understood(exercise, event.data["answer"]) == understood(exercise, wrong) for event in events)
    assert {event.content for event in events} == {exercise.version}


@each_scored
def test_the_second_try_begins_with_the_first(lesson: Lesson, hand: type[Hand], id_: str) -> None:
    piece, wrong = lesson.exercise(id_), SCORED[id_].mistakes[0].answer
    view = answered(hand, piece, wrong)
    again = sent_for(piece, wrong)
    if again["what"] == "pick":
        picked = [place for place, line in enumerate(view["ask"]["lines"], 1) if line["picked"]]
        assert sorted(again["lines"]) == picked
    elif again["what"] == "pick-each":
        lines = view["ask"]["lines"]
        assert again["picks"] == [
            [place for place, option in enumerate(line["options"], 1) if option["picked"]] for line in lines
        ]
    elif again["what"] == "order":
        lists = view["ask"]["lists"]
        first = lists[0]["order"].index(again["orders"][0][0]) if again.get("cut") else 0
        turned = [[*each["order"][first:], *each["order"][:first]] for each in lists]
        assert again["orders"] == turned
    elif again["what"] == "answer-each":
        put = [
            one.get("value") or [place for place, option in enumerate(one["options"], 1) if option["picked"]]
            for one in view["ask"]["questions"]
        ]
        assert again["answers"] == put
    else:
        assert again["values"] == [line["values"] for line in view["ask"]["lines"]]


@each_scored
def test_the_best_of_the_tries_is_the_one_that_is_named(lesson: Lesson, hand: type[Hand], id_: str) -> None:
    piece, exercise = lesson.exercise(id_), SCORED[id_]
    one, two = exercise.mistakes[0].answer, exercise.mistakes[-1].answer
    answered(hand, piece, one)
    view = answered(hand, piece, two)
    shares = [score(exercise, understood(exercise, answer)) for answer in (one, two)]
    assert isinstance(piece, ScoredWidget)
    assert f" {points(max(shares) * piece._worth)} of " in view["result"][-1]
    assert view["result"][-1].startswith("Your best try counts")


@each_scored
def test_the_lines_stand_in_an_order_of_the_learners_own_that_stays(id_: str) -> None:
    def order(learner: str) -> list[str]:
        piece = open_lesson("a-lesson", Seat(learner, None, MemoryJournal())).exercise(id_)
        ask = piece.view["ask"]
        if "questions" in ask:  # questions keep their order, since one may build on another
            return [option["text"] for one in ask["questions"] for option in one.get("options", [])]
        first = ask["lines"][0].get("options", []) if "lines" in ask else ask["lists"][0]["cards"]
        lines = ask["lines"] if "lines" in ask else ask["lists"]
        return [part["text"] for part in (*lines, *first)]

    orders = [tuple(order(f"learner {number}")) for number in range(8)]
    assert len(set(orders)) > (1 if len(SCORED[id_].lines) < 3 else 4)  # two talks can stand in two orders
    assert order("ada") == order("ada")


@each_scored
def test_two_windows_cannot_both_make_a_try(lesson: Lesson, hand: type[Hand], id_: str) -> None:
    wrong = SCORED[id_].mistakes[0].answer
    one, two = lesson.exercise(id_), lesson.exercise(id_)
    answered(hand, one, wrong)
    view = answered(hand, two, wrong)
    assert view["notice"] is not None
    assert view["turn"] == "1"
    assert len(lesson.seat.journal.read("ada")) == 1


@pytest.mark.parametrize(
    ("id_", "message"),
    [
        ("X4.2", {"do": "pick", "lines": [1, 2, 3, 4]}),
        ("X4.2", {"do": "pick", "lines": [1, 2, 3, 4, 4]}),
        ("X4.2", {"do": "pick", "lines": [1, 2, 3, 4, 11]}),
        ("X4.2", {"do": "pick", "lines": [0, 2, 3, 4, 5]}),
        ("X4.2", {"do": "pick", "lines": ["1", "2", "3", "4", "5"]}),
        ("X4.2", {"do": "match", "values": [[1]] * 10}),
        ("X4.5", {"do": "match", "values": [[1, 1]] * 7}),
        ("X4.5", {"do": "match", "values": [[1]] * 8}),
        ("X4.5", {"do": "match", "values": [[1, 5]] * 8}),
        ("X4.5", {"do": "match", "values": [[3, 1]] * 8}),
        ("X4.5", {"do": "pick", "lines": [1]}),
        ("X4.6", {"do": "pick", "lines": [1]}),
        ("X4.6", {"do": "write", "question": "X4.5", "text": "x", "done": False}),
        ("X4.6", {"do": "write", "question": "X4.6", "text": " \n", "done": True}),
    ],
)
def test_an_answer_that_is_not_on_the_screen_is_not_kept(
    lesson: Lesson, hand: type[Hand], id_: str, message: dict[str, Any]
) -> None:
    piece = lesson.exercise(id_)
    view = hand(piece).send({**message, "turn": piece.view["turn"], "id": str(new_id())})
    assert view["notice"] is not None
    assert lesson.seat.journal.read("ada") == ()


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(st.integers(1, 10), min_size=5, max_size=5, unique=True))
def test_what_is_kept_is_what_was_picked_in_the_order_of_picking(hand: type[Hand], lines: list[int]) -> None:
    lesson = open_lesson("a-lesson", Seat("ada", None, MemoryJournal()))
    piece = lesson.exercise("X4.2")
    shown = [line["text"] for line in piece.view["ask"]["lines"]]
    hand(piece).do("pick", lines=lines)
    (event,) = lesson.seat.journal.read("ada")
    by_id = {item.id: typeset(item.text) for item in SCORED["X4.2"].lines}
    kept = event.data["answer"]
    assert isinstance(kept, list)
    assert [by_id[str(id_)] for id_ in kept] == [shown[place - 1] for place in lines]


def test_an_answer_that_no_longer_fits_counts_as_a_try_that_earned_nothing(lesson: Lesson, hand: type[Hand]) -> None:
    answered(hand, lesson.exercise("X2.3"), SCORED["X2.3"].mistakes[0].answer)
    (event,) = lesson.seat.journal.read("ada")
    journal = MemoryJournal()
    journal.append(event.model_copy(update={"data": {"answer": {"X2.3.old": "safety"}, "try": 1}}))
    view = open_lesson("a-lesson", Seat("ada", None, journal)).exercise("X2.3").view
    assert view["turn"] == "1"
    assert view["result"][0] == "This try earns none of six points."
    assert all(line["values"] == [] for line in view["ask"]["lines"])


@each_text
def test_the_sample_appears_once_a_long_enough_text_is_handed_in_and_stays(
    lesson: Lesson, hand: type[Hand], sent: list[str], id_: str
) -> None:
    asked = load_exercise(id_)
    assert isinstance(asked, Reflection)
    sample = {typeset(asked.sample), *(typeset(mistake.text) for mistake in asked.mistakes)}
    piece = lesson.exercise(id_)
    hand(piece).do("write", question=id_, text="A beginning", done=False)
    assert told("".join(sent), sample) == set()
    short = "word " * (asked.words.min - 1)
    (one,) = hand(piece).do("write", question=id_, text=short, done=True)["writings"]
    assert one["help"]["lines"] == [("", exercise_text.sample_waits(asked.words.min, asked.words.min - 1))]
    assert (
        hand(piece).do("write", question=id_, text=f"{short} and more", done=False)["writings"][0]["help"]
        == one["help"]
    )
    assert told("".join(sent), sample) == set()
    (one,) = hand(piece).do("write", question=id_, text=f"{short} and more", done=True)["writings"]
    assert one["help"]["lines"] == [("", typeset(asked.sample))]
    assert (one["done"], one["compare"], one["saved"][:9]) == (True, "", "Handed in")
    (two,) = hand(piece).do("write", question=id_, text="All of it, and more", done=False)["writings"]
    assert (two["done"], two["compare"], two["text"]) == (False, "Hand in again", "All of it, and more")
    assert two["help"] == one["help"]
    assert [event.data["done"] for event in lesson.seat.journal.read("ada")] == [False, True, True, False]


def test_the_names_of_a_plans_fields_are_not_counted_as_its_words(lesson: Lesson, hand: type[Hand]) -> None:
    asked = load_exercise("X2.5")
    assert isinstance(asked, Reflection)
    text = "\n\n".join(f"{part}: {'word ' * 19}" for part in asked.parts)
    (one,) = hand(lesson.exercise("X2.5")).do("write", question="X2.5", text=text, done=True)["writings"]
    assert one["help"]["lines"] == [("", exercise_text.sample_waits(80, 76))]


@each_text
def test_a_writer_sees_the_questions_of_the_rubric_and_not_its_anchors(lesson: Lesson, id_: str) -> None:
    view = lesson.exercise(id_).view
    assert len(view["rows"]) == 4
    assert set(view["rows"][0]) == {"name", "asks"}


def test_an_exercise_that_is_not_there_is_named(lesson: Lesson) -> None:
    with pytest.raises(UnknownExercise, match="X9"):
        lesson.exercise("X9")


@each_text
def test_only_without_a_grader_writers_mark_their_own_handed_in_text(hand: type[Hand], id_: str) -> None:
    alone = open_lesson("a-lesson", Seat("ada", None, MemoryJournal())).exercise(id_)
    assert hand(alone).do("write", question=id_, text="A text", done=False)["own"] is None
    assert hand(alone).do("mark", marks=[1, 1, 1, 1])["notice"]
    own = hand(alone).do("write", question=id_, text="A text", done=True)["own"]
    assert [len(row["anchors"]) for row in own["rows"]] == [3] * 4
    assert own["marks"] == []
    marked = hand(alone).do("mark", marks=[2, 1, 0, 2])["own"]
    assert (marked["marks"], marked["said"][:22]) == ([2, 1, 0, 2], "By your own marks: 5 o")
    assert hand(alone).do("mark", marks=[2, 1])["notice"]
    in_cohort = open_lesson("a-lesson", Seat("bo", "spring", MemoryJournal())).exercise(id_)
    assert hand(in_cohort).do("write", question=id_, text="A text", done=True)["own"] is None
    assert hand(in_cohort).do("mark", marks=[1, 1, 1, 1])["notice"]


@pytest.mark.parametrize("id_", [id_ for id_, one in SCORED.items() if isinstance(one, Order)])
def test_cards_are_explained_in_the_keyed_order(lesson: Lesson, hand: type[Hand], id_: str) -> None:
    exercise = SCORED[id_]
    assert isinstance(exercise, Order)
    view = answered(hand, lesson.exercise(id_), exercise.model)
    by_id = {item.id: typeset(item.text) for item in exercise.lines}
    cut = [by_id[CUT]] if exercise.cut else []
    assert [one["text"] for one in view["outcomes"]] == [*(by_id[id_] for id_ in exercise.key_order), *cut]


@pytest.mark.parametrize("id_", [id_ for id_, one in SCORED.items() if not isinstance(one, Order)])
def test_what_was_not_answered_as_keyed_is_told_first(lesson: Lesson, hand: type[Hand], id_: str) -> None:
    piece = lesson.exercise(id_)
    for _ in range(SCORED[id_].tries):
        answered(hand, piece, SCORED[id_].mistakes[0].answer)
    marks = [one["mark"] for one in piece.view["outcomes"]]
    wrong = sum(mark != "right" for mark in marks)
    assert wrong > 0
    assert "right" not in marks[:wrong]
    assert set(marks[wrong:]) <= {"right"}


def test_only_what_earns_something_is_partly_right(lesson: Lesson, hand: type[Hand]) -> None:
    """Of X4.5, a rung on the wrong ladder earns nothing."""
    piece = lesson.exercise("X4.5")
    answer = {id_: {"ladder": "manager", "rung": "4"} for id_ in SCORED["X4.5"].key}
    for _ in range(2):
        answered(hand, piece, answer)
    marks = {one["text"]: one["mark"] for one in piece.view["outcomes"]}
    for item in SCORED["X4.5"].lines:
        keyed, earns = SCORED["X4.5"].key[item.id], earned(SCORED["X4.5"], item.id, answer[item.id])
        expected = "right" if keyed == answer[item.id] else "partly" if earns else "wrong"
        assert marks[typeset(item.text)] == expected
        assert (keyed["ladder"] == "specialist") <= (expected == "wrong")
    assert "partly" in marks.values()
