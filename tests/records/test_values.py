"""A learner's rounds of sorting values: each step is kept, and nothing of an earlier round is lost."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from misread_records import Event, Kind, new_id
from misread_records.values import current_values, value_rounds, values_standing
from misread_scenarios.exercises import Values, load_exercise

ITEM = "X2.1"
CARDS = ["craft", "time", "freedom", "making", "teaching", "puzzles", "pay", "calm"]
OTHERS = ["care", "order", "health", "say", "pace", "place", "variety", "service"]


def exercise() -> Values:
    found = load_exercise(ITEM)
    assert isinstance(found, Values)
    return found


def deed(kind: Kind, data: dict[str, JsonValue], attempt: int = 1, item: str = ITEM) -> Event:
    at = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(minutes=attempt)
    place = {"learner": "ada", "cohort": None, "lesson": "m2-being-understood", "content": "c0de", "slot": None}
    return Event(id=new_id(), item=item, kind=kind, attempt=attempt, data=data, at=at, **place)  # type: ignore[arg-type]


def step(name: str, answer: list[str], attempt: int = 1) -> Event:
    return deed("answered", {"step": name, "answer": [*answer]}, attempt)


def whole(ranked: list[str], attempt: int = 1, kept: list[str] = CARDS) -> list[Event]:
    pairs = [step("pair", [*pair], attempt) for pair in itertools.combinations(ranked, 2)]
    return [step("keep", kept, attempt), step("rank", ranked, attempt), step("days", [], attempt), *pairs]


def test_each_step_waits_for_the_one_before() -> None:
    events = whole(CARDS[:4])
    steps = [value_rounds(events[:number], ITEM, exercise())[-1].step for number in range(len(events) + 1)]
    assert steps == ["keep", "rank", "days", *["pair"] * 6, None]


def test_progress_is_ahead_then_begun_then_done() -> None:
    events = whole(CARDS[:4])
    standings = [values_standing(value_rounds(events[:number], ITEM, exercise())) for number in (0, 1, 5, len(events))]
    assert [(each.how_far, each.resting) for each in standings] == [
        ("ahead", False),
        ("begun", False),
        ("begun", False),
        ("done", True),
    ]


def test_another_round_leaves_the_earlier_one_as_it_was() -> None:
    first = whole(CARDS[:4])
    again = [*first, deed("restarted", {"from": 1}, 2), step("keep", OTHERS, 2)]
    rounds = value_rounds(again, ITEM, exercise())
    assert rounds[0] == value_rounds(first, ITEM, exercise())[0]
    assert (rounds[1].answer.kept, rounds[1].step) == (tuple(OTHERS), "rank")
    assert current_values(rounds) == rounds[0]
    assert (values_standing(rounds).how_far, values_standing(rounds).resting) == ("done", False)


def test_keeping_other_cards_drops_a_ranking_that_no_longer_fits_and_no_other() -> None:
    events = whole(CARDS[:4])
    same_four = step("keep", [*CARDS[:4], *OTHERS[:4]])
    assert value_rounds([*events, same_four], ITEM, exercise())[0].step is None
    assert value_rounds([*events, step("keep", OTHERS)], ITEM, exercise())[0].step == "rank"


def test_ranking_another_four_asks_again_only_for_the_pairs_that_are_new() -> None:
    events = [*whole(CARDS[:4]), step("rank", [*CARDS[1:5]])]
    (round_,) = value_rounds(events, ITEM, exercise())
    assert {card for pair in round_.open_pairs for card in pair} == {*CARDS[1:5]}
    assert len(round_.open_pairs) == 3


STEPS = st.builds(
    deed,
    st.sampled_from(["answered", "restarted", "wrote"]),
    st.fixed_dictionaries(
        {"step": st.sampled_from(["keep", "rank", "days", "pair", "none"]), "answer": st.just([]) | st.just(CARDS)}
    ),
    st.integers(1, 3),
    st.sampled_from([ITEM, "X2.2"]),
)


@given(st.lists(STEPS, max_size=12))
def test_events_that_do_not_fit_change_nothing_and_stop_nothing(events: list[Event]) -> None:
    rounds = value_rounds(events, ITEM, exercise())
    assert [each.number for each in rounds] == [*range(1, len(rounds) + 1)]
    assert all(each.answer.kept in {(), tuple(CARDS)} and not each.answer.ranked for each in rounds)
