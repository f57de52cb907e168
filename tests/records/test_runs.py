from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_records import Event, Run, pick_slot, runs, start_slot, strays

Make = Callable[..., Event]
ITEM = "sam-priya"
PICKS = st.sampled_from(["report", "compare-misses+work-sample", "penalty@80"])


def begun(an_event: Make, seed: int = 7) -> Event:
    return an_event(kind="opened", data={"seed": seed}, slot=start_slot(ITEM, 1))


def picked(an_event: Make, pick: str, decision: int, attempt: int = 1) -> Event:
    return an_event(data={"scene": "N1", "pick": pick}, attempt=attempt, slot=pick_slot(ITEM, attempt, decision))


def restarted(an_event: Make, attempt: int, **data: Any) -> Event:  # noqa: ANN401 - any data that a test wants to try
    return an_event(kind="restarted", attempt=attempt, data=data)


def finished(an_event: Make, attempt: int = 1) -> Event:
    return an_event(kind="finished", attempt=attempt, data={"ending": "SE1"})


def test_no_events_make_no_run() -> None:
    assert runs([], ITEM) == ()


def test_a_slot_names_item_attempt_and_decision() -> None:
    assert pick_slot("sam-priya", 1, 3) == "sam-priya/1/3"


def test_the_first_run_grows_pick_by_pick(an_event: Make) -> None:
    events = [begun(an_event), picked(an_event, "a", 1), picked(an_event, "b", 2)]
    assert runs(events, ITEM) == (Run(1, seed=7, picks=("a", "b")),)
    assert runs([*events, finished(an_event)], ITEM) == (Run(1, seed=7, picks=("a", "b"), finished=True),)


def test_a_rewind_keeps_the_picks_before_it_and_leaves_the_first_run_as_it_was(an_event: Make) -> None:
    events = [
        begun(an_event),
        *(picked(an_event, pick, n) for n, pick in enumerate("abc", 1)),
        finished(an_event),
        restarted(an_event, 2, seed=7, keep=2, **{"from": 1}),
        picked(an_event, "d", 3, attempt=2),
    ]
    first, second = runs(events, ITEM)
    assert first == Run(1, seed=7, picks=("a", "b", "c"), finished=True)
    assert second == Run(2, seed=7, picks=("a", "b", "d"), came_from=1)


def test_a_rewind_to_the_very_beginning_still_says_where_it_came_from(an_event: Make) -> None:
    events = [begun(an_event), picked(an_event, "a", 1), restarted(an_event, 2, seed=7, keep=0, **{"from": 1})]
    assert runs(events, ITEM)[1] == Run(2, seed=7, came_from=1)


def test_playing_again_with_another_seed_begins_afresh(an_event: Make) -> None:
    events = [begun(an_event), picked(an_event, "a", 1), restarted(an_event, 2, seed=8, keep=0, **{"from": 1})]
    assert runs(events, ITEM)[1] == Run(2, seed=8)


def test_a_rewind_may_start_from_any_earlier_attempt(an_event: Make) -> None:
    events = [
        begun(an_event),
        picked(an_event, "a", 1),
        restarted(an_event, 2, seed=7, keep=0, **{"from": 1}),
        picked(an_event, "b", 1, attempt=2),
        restarted(an_event, 3, seed=7, keep=1, **{"from": 1}),
        restarted(an_event, 4, seed=7, keep=1, **{"from": 2}),
    ]
    assert [(run.picks, run.came_from) for run in runs(events, ITEM)[2:]] == [(("a",), 1), (("b",), 2)]


def test_two_attempts_may_go_on_side_by_side(an_event: Make) -> None:
    events = [
        begun(an_event),
        restarted(an_event, 2, seed=7, keep=0, **{"from": 1}),
        picked(an_event, "b", 1, attempt=2),
        picked(an_event, "a", 1),
    ]
    assert [run.picks for run in runs(events, ITEM)] == [("a",), ("b",)]


def test_events_of_other_items_and_other_kinds_change_nothing(an_event: Make) -> None:
    other = [an_event(item="two-mirrors", kind="opened", data={"seed": 1}), an_event(kind="wrote", data={"text": "x"})]
    events = [begun(an_event), *other, picked(an_event, "a", 1)]
    assert runs(events, ITEM) == (Run(1, seed=7, picks=("a",)),)
    assert strays(events, ITEM) == ()


def test_a_pick_may_come_without_a_slot(an_event: Make) -> None:
    assert runs([begun(an_event), an_event(data={"pick": "a"})], ITEM)[0].picks == ("a",)


@pytest.mark.parametrize(
    ("stray", "why"),
    [
        ({"kind": "picked", "attempt": 9}, "nobody began"),
        ({"kind": "finished", "attempt": 9}, "nobody began"),
        ({"kind": "picked", "attempt": 1}, "finished before"),
        ({"kind": "finished", "attempt": 1}, "finished before"),
        ({"kind": "opened", "data": {"seed": 8}}, "only once"),
        ({"kind": "picked", "attempt": 2, "data": {"pick": 3}}, "no pick"),
        ({"kind": "picked", "attempt": 2, "slot": "sam-priya/2/3"}, "decision 2 was due"),
        ({"kind": "picked", "attempt": 2, "slot": "sam-priya/1/2"}, "decision 2 was due"),
        ({"kind": "restarted", "attempt": 2, "data": {"seed": 7, "keep": 0, "from": 1}}, "begun before"),
        ({"kind": "restarted", "attempt": 3, "data": {"seed": 7, "keep": 0, "from": 9}}, "no attempt 9"),
        ({"kind": "restarted", "attempt": 3, "data": {"seed": 7, "keep": 2, "from": 1}}, "2 cannot be kept"),
        ({"kind": "restarted", "attempt": 3, "data": {"seed": 7, "keep": -1, "from": 1}}, "-1 cannot be kept"),
        ({"kind": "restarted", "attempt": 3, "data": {"seed": True, "keep": 0, "from": 1}}, "lacks a seed"),
        ({"kind": "restarted", "attempt": 3, "data": {}}, "lacks a seed"),
    ],
)
def test_what_cannot_follow_changes_nothing_and_is_reported(an_event: Make, stray: dict[str, Any], why: str) -> None:
    story = [
        begun(an_event),
        picked(an_event, "a", 1),
        finished(an_event),
        restarted(an_event, 2, seed=7, keep=1, **{"from": 1}),
    ]
    event = an_event(**stray)
    assert runs([*story, event], ITEM) == runs(story, ITEM)
    (report,) = strays([*story, event], ITEM)
    assert report.event == event
    assert why in report.why


@pytest.mark.parametrize("data", [{}, {"seed": "7"}, {"seed": None}, {"seed": 1.5}, {"seed": False}])
def test_an_opening_without_a_seed_begins_nothing(an_event: Make, data: dict[str, Any]) -> None:
    event = an_event(kind="opened", data=data)
    assert runs([event], ITEM) == ()
    assert "names no seed" in strays([event], ITEM)[0].why


@dataclass
class Told:
    """A story told as events, and the runs that it must add up to."""

    events: list[Event]
    runs: list[Run]


@st.composite
def stories(draw: st.DrawFn, an_event: Make) -> Told:
    seed = draw(st.integers(0, 2**31))
    told = Told([begun(an_event, seed)], [Run(1, seed)])
    for _ in range(draw(st.integers(0, 12))):
        draw(st.sampled_from([tell_pick, tell_pick, tell_pick, tell_end, tell_restart]))(draw, an_event, told)
    return told


def tell_pick(draw: st.DrawFn, an_event: Make, told: Told) -> None:
    run = told.runs[-1]
    if not run.finished:
        pick = draw(PICKS)
        told.events.append(picked(an_event, pick, len(run.picks) + 1, run.attempt))
        told.runs[-1] = Run(run.attempt, run.seed, (*run.picks, pick), came_from=run.came_from)


def tell_end(_draw: st.DrawFn, an_event: Make, told: Told) -> None:
    run = told.runs[-1]
    if not run.finished:
        told.events.append(finished(an_event, run.attempt))
        told.runs[-1] = Run(run.attempt, run.seed, run.picks, finished=True, came_from=run.came_from)


def tell_restart(draw: st.DrawFn, an_event: Make, told: Told) -> None:
    origin = draw(st.sampled_from(told.runs))
    keep = draw(st.integers(0, len(origin.picks)))
    attempt = len(told.runs) + 1
    told.events.append(restarted(an_event, attempt, seed=origin.seed, keep=keep, **{"from": origin.attempt}))
    told.runs.append(Run(attempt, origin.seed, origin.picks[:keep], came_from=origin.attempt))


@given(data=st.data())
def test_any_story_is_read_back_as_it_was_told(an_event: Make, data: st.DataObject) -> None:
    told = data.draw(stories(an_event))
    assert runs(told.events, ITEM) == tuple(told.runs)
    assert strays(told.events, ITEM) == ()


@given(data=st.data())
def test_events_that_come_again_later_count_once(an_event: Make, data: st.DataObject) -> None:
    told = data.draw(stories(an_event))
    events: list[Event] = []
    for event in told.events:
        events.append(event)
        events += data.draw(st.lists(st.sampled_from(events), max_size=2))
    assert runs(events, ITEM) == tuple(told.runs)
    assert strays(events, ITEM) == ()


@given(data=st.data())
def test_the_runs_so_far_never_take_back_what_they_said(an_event: Make, data: st.DataObject) -> None:
    told = data.draw(stories(an_event))
    cut = data.draw(st.integers(0, len(told.events)))
    before, after = runs(told.events[:cut], ITEM), runs(told.events, ITEM)
    for early, late in zip(before, after, strict=False):
        assert (early.attempt, early.seed, early.came_from) == (late.attempt, late.seed, late.came_from)
        assert late.picks[: len(early.picks)] == early.picks
        assert late.finished >= early.finished


@given(data=st.data())
def test_every_event_of_a_shuffled_story_is_either_used_or_reported(an_event: Make, data: st.DataObject) -> None:
    told = data.draw(stories(an_event))
    shuffled = data.draw(st.permutations(told.events))
    picks_made = sum(event.kind == "picked" for event in shuffled)
    lost = sum(stray.event.kind == "picked" for stray in strays(shuffled, ITEM))
    made = sum(len(run.picks) for run in runs(shuffled, ITEM)) - kept_from_earlier(shuffled)
    assert made == picks_made - lost


def kept_from_earlier(events: Sequence[Event]) -> int:
    lost = {stray.event.id for stray in strays(events, ITEM)}
    keeps = [event.data["keep"] for event in events if event.kind == "restarted" and event.id not in lost]
    return sum(keep for keep in keeps if isinstance(keep, int))
