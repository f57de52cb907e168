"""A rubric or the number of readers changes after texts were marked: who waits again is said, and nothing is lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from misread_grading.autograding.batch import autograde
from misread_grading.course import Course
from misread_grading.gradebook.history import FOLDER
from misread_grading.marking import queue as queue_module
from misread_grading.marking.queue import MarkingQueue
from misread_grading.marking.reconcile import (
    BY_RUBRIC,
    Reconciled,
    Unreconciled,
    reconcile_lesson,
    reconcile_texts,
    update_waiting,
)
from misread_grading.marking.workflow import Panel
from misread_grading.reports.cohort_tables import grades, items
from misread_grading.submissions.collection import CollectedLearner, collect
from misread_records.marking_store import Markings
from misread_records.people.cohorts import Cohorts
from misread_records.people.members import Newcomer
from tests.grading.graded_cohort import (
    FULL,
    ITEM,
    M4,
    graded,
    in_gradebook,
    looked_at,
    marks,
    text_of,
    with_another_row,
    wrote,
)

TEXTS = {"ada": "first text", "bo": "second text", "cy": "third text"}
ONE, TWICE = Panel(), Panel(second=Fraction(1))
LOW = dict.fromkeys(FULL, 0)


@pytest.fixture(scope="module")
def graded_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return graded(tmp_path_factory.mktemp("graded") / "course", TEXTS).folder


@pytest.fixture
def course(graded_folder: Path, tmp_path: Path) -> Course:
    return Course.at(Path(shutil.copytree(graded_folder, tmp_path / "course")))


@pytest.fixture
def place(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/marks.db"


@pytest.fixture
def markings(place: str) -> Iterator[Markings]:
    with Markings(place) as found:
        yield found


@pytest.fixture
def sit_down(course: Course, markings: Markings) -> Callable[[Panel], MarkingQueue]:
    """Let readers sit down at the queue, as many as a panel says."""
    return lambda panel: MarkingQueue(course, markings, "Autumn", panel)


@pytest.fixture
def marked(sit_down: Callable[[Panel], MarkingQueue]) -> MarkingQueue:
    """The queue, once one reader has read all texts."""
    queue = sit_down(ONE)
    task = queue.task(ITEM)
    for text in queue.pile(task).words:
        queue.give(task, marks(task, text))
    return queue


def settled(queue: MarkingQueue, course: Course) -> Reconciled:
    return reconcile_texts(queue, queue.pile(queue.task(ITEM)), course)


def all_in_gradebook(course: Course, queue: MarkingQueue) -> set[tuple[float | None, bool]]:
    return {in_gradebook(course, queue.task(ITEM), learner)[:2] for learner in TEXTS}


def test_texts_that_need_a_second_reader_wait_again_and_keep_their_points(
    marked: MarkingQueue, sit_down: Callable[[Panel], MarkingQueue], course: Course
) -> None:
    twice = sit_down(TWICE)
    assert settled(twice, course) == Reconciled(ITEM, texts=3, marked=0, again=3, moves=())
    assert all_in_gradebook(course, marked) == {(6.0, True)}
    with course.gradebook() as gradebook:
        (submission, *_) = gradebook.assignment_submissions(M4)
        assert submission.needs_manual_grade, "formgrader and nbgrader's own lists show it"
    assert settled(twice, course).again == 3, "each time until they are read"
    assert settled(marked, course) == Reconciled(ITEM, texts=3, marked=3, again=0, moves=())
    assert all_in_gradebook(course, marked) == {(6.0, False)}


def test_texts_wait_again_for_a_row_that_is_new_until_a_reader_has_marked_it(
    marked: MarkingQueue, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_module, "load_rubric", with_another_row)
    assert settled(marked, course) == Reconciled(ITEM, texts=3, marked=0, again=3, moves=())
    assert all_in_gradebook(course, marked) == {(6.0, True)}
    task = marked.task(ITEM)
    rows = {row.id: 1 for row in task.rubric.rows}
    marked.give(task, marks(task, text_of(marked.pile(task), "bo"), rows=rows))
    assert in_gradebook(course, task, "bo")[:2] == (4.0, False)
    assert settled(marked, course) == Reconciled(ITEM, texts=3, marked=1, again=2, moves=())
    monkeypatch.undo()
    back = settled(marked, course)
    assert (back.marked, back.again) == (3, 0)
    assert [(move.student, move.before, move.after, move.why) for move in back.moves] == [("bo", 4.0, 6.0, BY_RUBRIC)]


def test_a_difference_reopens_under_a_stricter_panel_and_settles_again_under_the_old(
    sit_down: Callable[[Panel], MarkingQueue], course: Course
) -> None:
    queue = sit_down(TWICE)
    task = queue.task(ITEM)
    text = text_of(queue.pile(task), "ada")
    queue.give(task, marks(task, text, "grace"))
    queue.give(task, marks(task, text, "hope", rows=FULL | {"R-C.1": 1}))
    assert in_gradebook(course, task, "ada")[:2] == (5.5, False)
    assert settled(sit_down(Panel(Fraction(1), apart=1)), course).again == 1
    assert in_gradebook(course, task, "ada")[:2] == (5.5, True)
    assert settled(queue, course).again == 0
    assert in_gradebook(course, task, "ada")[:2] == (5.5, False)


def test_a_changed_mark_that_differs_now_waits_for_a_third_reader(
    sit_down: Callable[[Panel], MarkingQueue], course: Course
) -> None:
    queue = sit_down(TWICE)
    task = queue.task(ITEM)
    text = text_of(queue.pile(task), "ada")
    for marker in ("grace", "hope"):
        queue.give(task, marks(task, text, marker))
    queue.give(task, marks(task, text, "hope", rows=LOW, final=False))
    assert in_gradebook(course, task, "ada")[:2] == (6.0, False)
    queue.give(task, marks(task, text, "hope", rows=LOW))
    assert in_gradebook(course, task, "ada")[:2] == (6.0, True)
    queue.give(task, marks(task, text, "iris", rows=dict.fromkeys(FULL, 1)))
    assert in_gradebook(course, task, "ada")[:2] == (4.0, False)


def test_fewer_readers_move_who_is_named_and_what_was_is_kept(
    sit_down: Callable[[Panel], MarkingQueue], course: Course
) -> None:
    apart, close = sit_down(TWICE), sit_down(Panel(Fraction(1), apart=7))
    task = apart.task(ITEM)
    text = text_of(apart.pile(task), "ada")
    for marker, rows in (("grace", FULL), ("hope", LOW), ("iris", FULL)):
        apart.give(task, marks(task, text, marker, rows=rows))
    assert in_gradebook(course, task, "ada")[:2] == (6.0, False)
    (move,) = settled(close, course).moves
    assert (move.student, move.before, move.after, move.why) == ("ada", 6.0, 3.0, BY_RUBRIC)
    before, after = sorted((course.folder / FOLDER / M4).iterdir())
    assert ['"X4-6": 6.0' in path.read_text("utf-8") for path in (before, after)] == [True, False]


def test_points_that_were_given_in_formgrader_alone_wait_for_nobody(
    sit_down: Callable[[Panel], MarkingQueue], course: Course
) -> None:
    with course.gradebook() as gradebook:
        grade = gradebook.find_grade("X4-6", M4, M4, "ada")
        grade.manual_score, grade.needs_manual_grade = 3, False
        gradebook.db.commit()
    queue = sit_down(TWICE)
    assert settled(queue, course).again == 0
    assert in_gradebook(course, queue.task(ITEM), "ada")[:2] == (3.0, False)


def test_a_text_that_was_handed_in_anew_is_counted_among_those_that_wait_again(
    marked: MarkingQueue, course: Course
) -> None:
    collect(course, M4, [CollectedLearner("ada", "ada", None, [wrote("ada", "another text")])])
    autograde(course, M4)
    assert settled(marked, course) == Reconciled(ITEM, texts=3, marked=2, again=1, moves=())


@pytest.mark.usefixtures("marked")
def test_the_tables_say_who_waits_again_and_count_those_points_for_no_figure(
    sit_down: Callable[[Panel], MarkingQueue], course: Course
) -> None:
    columns = grades(*looked_at(course)).columns
    points, waits = columns.index("X4-6"), columns.index("waits")
    assert {(row[points], row[waits]) for row in grades(*looked_at(course)).rows} == {(6.0, None)}
    settled(sit_down(TWICE), course)
    assert {(row[points], row[waits]) for row in grades(*looked_at(course)).rows} == {(6.0, "for a reader again")}
    figures = items(*looked_at(course))
    assert [row[figures.columns.index("n")] for row in figures.rows if row[0] == "X4-6"] == [0]


def test_a_lesson_is_settled_for_each_marked_cohort_and_says_first_what_is_due(
    marked: MarkingQueue, course: Course, markings: Markings, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Cohorts(place) as cohorts:
        for name in ("Autumn", "Winter"):
            cohorts.create(name, [Newcomer("Grace")])
        assert update_waiting(course, cohorts, markings, M4) == []
        assert reconcile_lesson(course, cohorts, markings, "m2-being-understood") == []
        monkeypatch.setattr(Panel, "of", lambda _: TWICE)
        assert update_waiting(course, cohorts, markings, M4) == [Unreconciled("Autumn", ITEM, again=3, others=0)]
        assert all_in_gradebook(course, marked) == {(6.0, True)}
        monkeypatch.undo()
        assert update_waiting(course, cohorts, markings, M4) == []
        assert all_in_gradebook(course, marked) == {(6.0, False)}
        with course.gradebook() as gradebook:
            gradebook.find_grade("X4-6", M4, M4, "ada").manual_score = 8
            gradebook.db.commit()
        assert update_waiting(course, cohorts, markings, M4) == [Unreconciled("Autumn", ITEM, again=0, others=1)]
        assert in_gradebook(course, marked.task(ITEM), "ada")[0] == 8.0
        (found,) = reconcile_lesson(course, cohorts, markings, M4)
        assert [(move.student, move.before, move.after) for move in found.moves] == [("ada", 8.0, 6.0)]
        assert update_waiting(course, cohorts, markings, M4) == []
