"""What a page of marking shows of a pile: how far it is, what this reader gave, and which text comes next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from misread_grading.course import Course
from misread_grading.marking.pile import Task
from misread_grading.marking.queue import MarkingQueue
from misread_grading.marking.workflow import Panel
from misread_records.marking_store import Markings
from misread_web.marking.view import MOST_COMMENTS, TextView, task_view, text_view
from tests.grading.graded_cohort import FULL, ITEM, graded, marks, text_of

TEXTS = {"ada": "first text", "bo": "second text", "cy": "third text"}
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return graded(tmp_path_factory.mktemp("course"), TEXTS)


@pytest.fixture
def desk(course: Course, tmp_path: Path) -> Iterator[MarkingQueue]:
    with Markings(f"sqlite:///{tmp_path}/misread.db") as markings:
        yield MarkingQueue(course, markings, "Autumn", Panel(Fraction(0)))


def shown(desk: MarkingQueue, number: int, marker: str = "grace") -> TextView:
    found = text_view(desk.pile(desk.task(ITEM)), number, marker)
    assert found is not None
    return found


def give(desk: MarkingQueue, learner: str, minute: int, comment: str = "", *, final: bool = True) -> Task:
    task = desk.task(ITEM)
    text = text_of(desk.pile(task), learner)
    desk.give(task, marks(task, text, at=MONDAY + timedelta(minutes=minute), comment=comment, final=final, rows=FULL))
    return task


def test_before_anything_was_given_every_text_waits(desk: MarkingQueue) -> None:
    view = task_view(desk.pile(desk.task(ITEM)), "grace")
    assert (view.texts, view.done, len(view.waiting), list(view.own)) == (3, 0, 3, [])
    assert (view.kappa, view.alpha) == (None, None)
    assert view.lesson == "Sam and Priya: willing is not ready"


def test_what_a_reader_gave_is_listed_with_the_latest_first(desk: MarkingQueue) -> None:
    give(desk, "ada", 1)
    give(desk, "bo", 2, final=False)
    view = task_view(desk.pile(desk.task(ITEM)), "grace")
    assert (view.done, [own.learner for _, own in view.own]) == (1, ["bo", "ada"])
    assert task_view(desk.pile(desk.task(ITEM)), "hope").own == []


def test_the_next_text_is_another_one_that_waits_and_comes_round(desk: MarkingQueue) -> None:
    waiting = shown(desk, next(iter(desk.pile(desk.task(ITEM)).numbered()))).waiting
    following = [shown(desk, number).following for number in waiting]
    assert following == [*waiting[1:], waiting[0]]


def test_after_the_last_text_no_other_comes(desk: MarkingQueue) -> None:
    for minute, learner in enumerate(TEXTS):
        give(desk, learner, minute)
    for number in desk.pile(desk.task(ITEM)).numbered():
        view = shown(desk, number)
        assert (view.following, view.has_read, view.done) == (None, True, 3)


def test_comments_on_other_texts_are_offered_once_each_and_the_latest_first(desk: MarkingQueue) -> None:
    give(desk, "ada", 1, "Name the day.")
    give(desk, "bo", 2, "Whose help?")
    give(desk, "bo", 3, "Name the day.")
    give(desk, "bo", 4, "a draft", final=False)
    numbers = {text.learner: number for number, text in desk.pile(desk.task(ITEM)).numbered().items()}
    assert shown(desk, numbers["cy"]).comments == ["Name the day.", "Whose help?"]
    assert shown(desk, numbers["bo"]).comments == ["Name the day."]
    assert shown(desk, numbers["cy"], "hope").comments == []
    for minute in range(20):
        give(desk, "bo", 10 + minute, f"remark {minute}")
    assert shown(desk, numbers["cy"]).comments == [f"remark {minute}" for minute in range(19, 19 - MOST_COMMENTS, -1)]


def test_a_number_that_no_text_has_shows_nothing(desk: MarkingQueue) -> None:
    assert text_view(desk.pile(desk.task(ITEM)), 1, "grace") is None
