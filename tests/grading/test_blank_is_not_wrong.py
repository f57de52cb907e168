"""An item that was not tried or not finished does not count as wrong: it is named, and lowers no figure of the item."""

from __future__ import annotations

import random
from pathlib import Path
from statistics import fmean

import pandas as pd
import pingouin
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from misread_grading.autograding.batch import autograde
from misread_grading.course import Course, open_course
from misread_grading.gradebook.lesson_scores import scorebook
from misread_grading.gradebook.scores import Score, write_scores
from misread_grading.reports.cohort_tables import EVERYBODY, WHOLE, competencies, grades, items
from misread_grading.reports.item_statistics import alpha_of_all, alpha_of_whole, item_figures
from misread_grading.reports.items_met import met
from misread_grading.reports.spreadsheet import Table
from misread_grading.submissions.collection import collect
from tests.grading.fake_learners import M4, Pen, answers_of
from tests.grading.graded_cohort import looked_at

CASE, FIRST, SECOND = "sam-priya", "X4.2", "X4.5"
HOLES: dict[str, list[float | None]] = {
    "A": [6.0, 5, 4, 6, 2, 1, 3, 5, None, 2],
    "B": [4.0, 4, 3, 4, 1, None, 2, 4, 3, None],
    "C": [6.0, 3, 5, 5, 3, 1, 4, 2, 2, 4],
    "D": [2.0, 1, 2, 2, 0, 0, 1, 2, 1, 1],
}
MOST = {"A": 6, "B": 4, "C": 6, "D": 2}


def learner(number: int) -> Pen:
    """Play a learner of a mixed group by dice: some leave out an exercise, the story or its end, and most the text."""
    dice, pen = random.Random(number), Pen(f"learner{number:02}")  # noqa: S311 - dice
    if number % 6:
        pen.play(CASE, dice, most=4 if number % 5 == 0 else None)
    if number % 4:
        pen.answer(FIRST, dice.choice(ANSWERS[FIRST]))
    if number % 3 == 1:
        pen.answer(SECOND, dice.choice(ANSWERS[SECOND]))
    if number % 7 == 0:
        pen.hand_in("X4.6", f"By Friday, {number}.")
    return pen


ANSWERS = {exercise: [*answers_of(exercise)] for exercise in (FIRST, SECOND)}
MANY = 24


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = open_course(tmp_path_factory.mktemp("course"))
    collect(course, M4, [learner(number).learner_of() for number in range(1, MANY + 1)])
    autograde(course, M4)
    with course.gradebook() as gradebook:
        write_scores(gradebook, M4, "X4-6", {"learner07": Score(6, "")})
    return course


def rows_of(table: Table) -> dict[object, dict[str, object]]:
    return {row[0]: dict(zip(table.columns, row, strict=True)) for row in table.rows}


def test_an_item_is_judged_by_those_who_tried_it_and_the_others_are_counted(course: Course) -> None:
    book = scorebook(course, M4)
    row = rows_of(items(book, met(course, book)))["X4-5"]
    tried = [number for number in range(1, MANY + 1) if number % 3 == 1]
    points = [one.scores["X4-5"].points or 0.0 for one in book.learners if int(one.student[-2:]) in tried]
    assert (row["n"], row["not tried"]) == (len(tried), MANY - len(tried))
    assert row["facility"] == pytest.approx(fmean(points) / 6, abs=1e-4)


def test_each_learner_is_counted_once_in_the_row_of_an_item(course: Course) -> None:
    book, far = looked_at(course)
    found = rows_of(items(book, far))
    counted = ("n", "not tried", "not finished", "does not count", "waits")
    for cell in book.cells:
        assert sum(int(str(found[cell.name][name])) for name in counted) == MANY
    assert found["sam-priya-C2"]["not tried"] == len([n for n in range(1, MANY + 1) if n % 6 == 0])
    assert found["sam-priya-C2"]["not finished"] == len([n for n in range(1, MANY + 1) if n % 5 == 0 and n % 6])
    assert (found["X4-6"]["n"], found["X4-6"]["waits"]) == (1, 2)


def test_alpha_says_over_which_cells_and_how_many_learners_it_is(course: Course) -> None:
    book, far = looked_at(course)
    found = rows_of(items(book, far))
    tried = sum(cell.item in {CASE, FIRST, SECOND, "X4.6"} for cell in book.cells)
    assert (found[EVERYBODY]["item"], found[EVERYBODY]["title"]) == ("not defined", f"cells: 0, learners: {MANY - 3}")
    assert (found[WHOLE]["item"], found[WHOLE]["title"]) == ("not defined", f"cells: {tried}, learners: 1")


def test_the_grades_name_what_was_not_tried_or_finished_in_place_of_nothing(course: Course) -> None:
    book = scorebook(course, M4)
    found = rows_of(grades(book, met(course, book)))
    assert found["learner06"]["sam-priya-C1"] == "not tried"
    assert found["learner05"]["sam-priya-C1"] == "not finished (4 of 9 decisions)"
    assert found["learner05"]["X4-5"] == "not tried"
    assert isinstance(found["learner07"]["X4-5"], float)
    assert found["learner07"]["X4-6"] == 6
    assert found["learner06"]["not tried"] == sum(cell.item != FIRST for cell in book.cells)


def test_a_competency_is_the_share_of_what_was_done(course: Course) -> None:
    book = scorebook(course, M4)
    found = rows_of(competencies(book, met(course, book)))
    one = next(one for one in book.learners if one.student == "learner02")
    cells = [cell for cell in book.cells if cell.competency == "C2" and cell.item in {CASE, FIRST}]
    expected = sum(one.scores[cell.name].points or 0 for cell in cells) / sum(cell.most for cell in cells)
    share = next(value for name, value in found["learner02"].items() if name.startswith("C2 "))
    assert share == pytest.approx(expected, abs=1e-4)
    assert all(value is None for name, value in found["learner12"].items() if name.startswith("C7 "))


def test_learners_who_tried_nothing_change_no_figure_of_an_item(course: Course, tmp_path: Path) -> None:
    larger = open_course(tmp_path / "course")
    pens = [learner(number) for number in range(1, MANY + 1)] + [Pen(f"idle{number}") for number in range(5)]
    collect(larger, M4, [pen.learner_of() for pen in pens])
    autograde(larger, M4)
    with larger.gradebook() as gradebook:
        write_scores(gradebook, M4, "X4-6", {"learner07": Score(6, "")})
    figures = ("n", "facility", "spread", "with the rest", "n with the rest", "waits")
    tables = [rows_of(items(book, met(of, book))) for of in (course, larger) if (book := scorebook(of, M4))]
    before, after = ({cell: [row[name] for name in figures] for cell, row in table.items()} for table in tables)
    assert before == after


def test_pingouin_gives_the_same_alphas_on_data_with_holes() -> None:
    data = pd.DataFrame(HOLES, dtype=float)
    everybody, whole = alpha_of_all(HOLES), alpha_of_whole(HOLES)
    assert everybody.value is not None
    assert whole.value is not None
    assert (everybody.items, everybody.learners) == (2, 10)
    assert everybody.value.value == pytest.approx(pingouin.cronbach_alpha(data.dropna(axis="columns"))[0])
    assert (whole.items, whole.learners) == (4, 7)
    assert whole.value.value == pytest.approx(pingouin.cronbach_alpha(data, nan_policy="listwise")[0])


def test_an_item_that_nobody_has_a_score_on_yet_leaves_the_others_their_alpha() -> None:
    unread: dict[str, list[float | None]] = {**HOLES, "E": [None] * 10}
    assert alpha_of_whole(unread) == alpha_of_whole(HOLES)
    assert alpha_of_all(unread) == alpha_of_all(HOLES)


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.tuples(*(st.one_of(st.none(), st.integers(0, most)) for most in MOST.values())), min_size=4, max_size=25
    )
)
def test_pingouin_gives_the_same_correlation_with_the_rest_on_data_with_holes(
    rows: list[tuple[float | None, ...]],
) -> None:
    scores = {name: [row[place] for row in rows] for place, name in enumerate(MOST)}
    data = pd.DataFrame(scores, dtype=float)
    for found in item_figures(scores, MOST):
        others = data.drop(columns=found.item)
        rest = others.sum(axis="columns") / others.notna().mul(pd.Series(MOST)).sum(axis="columns")
        pairs = pd.DataFrame({"item": data[found.item], "rest": rest}).dropna()
        assert found.n == data[found.item].count()
        assert found.n_with_rest == len(pairs)
        varies = len(pairs) > 2 and all(pairs[name].max() - pairs[name].min() > 1e-9 for name in pairs)
        assert (found.with_rest is not None) == varies
        # pingouin also works out an interval and a power, which so few pairs, or a perfect correlation, do not have.
        if found.with_rest is not None and len(pairs) > 4 and abs(found.with_rest) < 1 - 1e-9:
            answer = pingouin.corr(data[found.item], rest).loc["pearson"]
            assert found.with_rest == pytest.approx(answer["r"])
            assert found.n_with_rest == answer["n"]
