"""The words of the widgets agree with the figures and states that they name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_widgets.views import ui_text


@given(st.integers(1, 200))
def test_one_thing_is_said_in_the_singular_and_several_in_the_plural(number: int) -> None:
    assert ui_text.minutes(number).endswith("minute" if number == 1 else "minutes")
    assert ui_text.decisions(number).endswith("decision" if number == 1 else "decisions")


def test_a_stop_offers_the_way_back_only_once_it_is_past() -> None:
    names = {state: ui_text.stop_name(2, "The rota", state) for state in ("past", "now", "ahead")}
    assert [state for state, name in names.items() if "go back" in name] == ["past"]
    assert "you are here" in names["now"]
    assert "The rota" not in names["ahead"], "a scene that is still to come gives its title away"


def test_going_back_says_what_becomes_of_the_first_run() -> None:
    over = ui_text.rewind_question(3, "The rota", first_over=True)
    open_ = ui_text.rewind_question(3, "The rota", first_over=False)
    assert "stays the one that counts" in over
    assert "begins a second run" in open_
    assert all(text.startswith("Go back to decision 3, “The rota”?") for text in (over, open_))


def test_a_later_run_says_where_it_began() -> None:
    assert ui_text.later_run(2, None) == "Run 2, with a fresh draw of names."
    assert ui_text.later_run(3, 4) == "Run 3, from decision 4 on."


@pytest.mark.parametrize(("title", "ends"), [("A trial", "ended with “A trial”."), ("", "is the one that counts.")])
def test_a_first_run_without_an_ending_names_none(title: str, ends: str) -> None:
    assert ui_text.first_run_ended(title).endswith(ends)


@pytest.mark.parametrize(("name", "said"), [("Ida", "Ida might have said"), ("", "One way to say it")])
def test_a_line_to_compare_with_has_a_speaker_where_there_is_one(name: str, said: str) -> None:
    assert ui_text.compare_with(name) == said


def test_a_screen_reader_hears_no_empty_kicker() -> None:
    assert ui_text.arrived("", "The rota") == "The rota"
    assert ui_text.arrived("Decision 2 of 9", "The rota") == "Decision 2 of 9. The rota"
