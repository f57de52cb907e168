"""What is hidden besides small groups: nobody works those out from a total, whichever way they ask."""

from __future__ import annotations

import itertools
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_scenarios.exercises import Data, Selection, exercises
from misread_scenarios.practice_data import SEED, SMALLEST_CELL, Group, complements, view

PEOPLE = view("people")
COLUMNS = ["gender", "visibility_band", "asked", "want_type", "manager_assumed", "group", "band", "offered"]
D2 = exercises()["D2"]
FIRM = {id_: one for id_, one in exercises().items() if isinstance(one, Data) and view(one.view).small_cells_hidden}


def sizes(columns: tuple[str, ...]) -> dict[Group, int]:
    found: dict[Group, int] = defaultdict(int)
    for row in PEOPLE.rows:
        found[tuple(str(row[name]) for name in columns)] += 1
    return found


@given(st.sets(st.sampled_from(COLUMNS), min_size=1, max_size=3))
def test_a_total_gives_no_hidden_group_away(chosen: set[str]) -> None:
    columns = tuple(sorted(chosen))
    of = sizes(columns)
    hidden = complements("people", SEED, columns) | {group for group, size in of.items() if size < SMALLEST_CELL}
    for column in range(len(columns)):
        lines = defaultdict(list)
        for group in of:
            lines[group[:column] + group[column + 1 :]].append(group)
        for line in lines.values():
            gone = [of[group] for group in line if group in hidden]
            assert not gone or len(gone) == len(line) or (len(gone) > 1 and sum(gone) >= SMALLEST_CELL)


def test_a_group_that_is_asked_about_is_hidden_last_and_one_that_is_to_be_shown_never() -> None:
    columns = ("gender", "visibility_band")
    assert complements("people", SEED, columns) == {("man", "high"), ("man", "mid")}
    men = frozenset({("man", "high"), ("man", "mid")})
    women = {("woman", "high"), ("woman", "mid")}
    assert complements("people", SEED, columns, needed=men) == women
    assert complements("people", SEED, columns, shown=men) == women


def test_nothing_is_hidden_where_no_group_is_small() -> None:
    assert complements("people", SEED, ("visibility_band",)) == frozenset()
    assert complements("applicants", SEED, ("gender", "department")) == frozenset()


def shown(groups: tuple[str, ...], filters: dict[str, str], measure: str = "people") -> dict[frozenset[str], bool]:
    """Return whether each group shows its counts, by all values that its people share."""
    assert isinstance(D2, Data)
    rows = D2.result(Selection(measure=measure, groups=groups, filters=filters))
    return {frozenset({*row.group, *filters.values()}): not row.hidden and not row.protects for row in rows}


def test_a_filter_shows_nothing_that_a_second_group_hides() -> None:
    for measure in ("people", "asked"):
        whole = shown(("visibility_band", "gender"), {}, measure)
        assert not all(whole.values())
        for column, other in (("visibility_band", "gender"), ("gender", "visibility_band")):
            for value in PEOPLE.values[column]:
                part = shown((other,), {column: value}, measure)
                assert part == {group: whole[group] for group in part}


@pytest.mark.parametrize("id_", FIRM)
def test_every_figure_that_a_question_or_the_chart_reads_stays(id_: str) -> None:
    exercise = FIRM[id_]
    for item in exercise.items:
        for part in (item, *getattr(item, "slips", {}).values()):
            if hasattr(part, "reads"):
                exercise.figure(part.reads)
    charted = exercise.result(exercise.chart)
    assert [row.group for row in charted if row.hidden and row.protects] == []


def test_every_choice_from_the_menus_can_be_shown() -> None:
    for exercise in FIRM.values():
        for groups, measure in itertools.product(itertools.permutations(exercise.groups, 2), exercise.measures):
            rows = exercise.result(Selection(measure=measure, groups=groups, filters={}))
            assert all(row.value is None for row in rows if row.hidden)
