"""Where a run leads and who is called what in it: one answer for the lesson, the home and the gradebook."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from misread_records.play_state import PlayState, fitting
from misread_records.runs import Run
from misread_records.scoring import Met, Process, fit
from misread_scenarios.decisions import most_decisions
from misread_scenarios.library import library, load
from misread_scenarios.names import default_names, drawn_names
from misread_scenarios.play.engine import BadPick, Stand, opening, play
from tests.grading.fake_learners import Pen

SAM = "sam-priya"
SEEDS = st.integers(0, 2**31)
DICE = st.lists(st.integers(0, 1000), max_size=12)


def picks(id_: str, seed: int, dice: list[int]) -> tuple[str, ...]:
    """Return the picks of a run in which each number chooses among what is offered."""
    stand = opening(load(id_), seed)
    for number in dice:
        if stand.moves:
            stand = stand.after(stand.moves[number % len(stand.moves)].pick)
    return stand.picks


def played_until_one_does_not_fit(id_: str, run: Run) -> Stand:
    """Return where the engine leads with the longest beginning of a run that it takes."""
    for number in reversed(range(len(run.picks) + 1)):
        try:
            return play(load(id_), run.picks[:number], run.seed)
        except BadPick:
            continue
    raise AssertionError("a run without picks always fits")


@settings(deadline=None)
@given(st.sampled_from(library()), SEEDS, DICE, st.integers(0, 12), st.sampled_from(["", "gone", "a+b", "x@80"]))
def test_a_run_leads_where_the_engine_does_up_to_the_first_pick_that_is_not_offered(
    id_: str, seed: int, dice: list[int], at: int, strange: str
) -> None:
    made = picks(id_, seed, dice)
    for run in (Run(1, seed, made), Run(1, seed, (*made[:at], strange, *made[at:]))):
        assert fitting(load(id_), run) == played_until_one_does_not_fit(id_, run)


def test_a_run_of_thousands_of_picks_leads_as_far_as_its_beginning() -> None:
    made = picks(SAM, 7, [0, 0, 0])
    assert fitting(load(SAM), Run(1, 7, (*made, *["gone"] * 5000))).picks == made


@pytest.mark.parametrize("made", range(9))
def test_the_gradebook_counts_the_choices_and_decisions_that_the_lesson_shows(made: int) -> None:
    pen = Pen("ada")
    pen.play(SAM, random.Random(3), made)  # noqa: S311 - no secret
    process, seed = Process(pen.events, SAM), int(str(pen.events[0].data["seed"]))
    picked = tuple(str(event.data["pick"]) for event in pen.events if event.kind == "picked")
    run = Run(1, seed, picked)
    stand = PlayState(load(SAM), (run,), run, made).stand
    assert fit(pen.events, SAM) == (len(stand.picks), len(picked))
    found = process.how_far
    assert (found.met, found.decisions) == ((Met.BEGUN, made) if made else (Met.AHEAD, 0))
    assert found.of == (most_decisions(stand) if made else 0)


@given(SEEDS, SEEDS)
def test_a_run_has_the_names_of_the_file_if_its_seed_is_that_of_the_first_and_drawn_ones_if_not(
    first: int, other: int
) -> None:
    scenario = load(SAM)
    found = (Run(1, first), Run(2, first), Run(3, other))
    own, drawn = default_names(scenario), drawn_names(scenario, other)
    expected = [own, own, own if first == other else drawn]
    for number, run in enumerate(found):
        now = PlayState(scenario, found, run, 0)
        assert [now.names_in(each) for each in found] == expected
        assert now.names == expected[number]
    assert PlayState(scenario, (), None, 0).names == own
