"""Whatever the library holds can be a step, and the ready-made agendas take exactly the time in their names."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_records.workshop.agenda import Step, check_agenda
from misread_scenarios.exercises import exercises, rated_situations
from misread_scenarios.language import speaking
from misread_scenarios.library import library
from misread_web.workshop.agendas import READY, case_offers, free_id, offer, offers, ready, step_of


def test_every_case_exercise_situation_and_the_mirrors_are_offered_once() -> None:
    items = [each.item for group in offers().values() for each in group if each.item]
    assert sorted(items) == sorted([*library(), *exercises(), *rated_situations(), "two-mirrors"])


def test_every_offer_makes_a_step_that_an_agenda_takes() -> None:
    for group in offers().values():
        for each in group:
            step = step_of(each)
            assert Step.read(step.model_dump(mode="json")) == step
            assert "{" not in step.title
            assert step.minutes >= 1
            assert offer(each.value) == each


@pytest.mark.parametrize("minutes", READY)
@pytest.mark.parametrize("lang", ["en", "de"])
def test_a_ready_made_agenda_takes_the_time_in_its_name(minutes: int, lang: str) -> None:
    with speaking(lang):
        steps = ready(minutes)
    check_agenda(steps)
    assert sum(step.minutes for step in steps) == minutes
    assert any(step.item == "sam-priya" for step in steps)


def test_there_is_no_agenda_for_another_time() -> None:
    assert ready(61) == ()


@given(st.text(), st.lists(st.text(max_size=5)))
def test_a_steps_id_is_free_and_allowed_whatever_it_is_named_after(name: str, taken: list[str]) -> None:
    first = free_id(name, taken)
    second = free_id(name, [*taken, first])
    assert first not in taken
    assert second not in {*taken, first}
    assert all(re.fullmatch(r"[a-z][a-z0-9-]{0,39}", each) for each in (first, second))


def test_names_on_the_command_line_are_found_in_any_case_and_unknown_ones_come_back() -> None:
    found = list(case_offers(["sam-priya", "x4.3", "two-mirrors", "nonsense"]))
    assert [each if isinstance(each, str) else each.value for each in found] == [
        "case:sam-priya",
        "exercise:X4.3",
        "mirrors:two-mirrors",
        "nonsense",
    ]
