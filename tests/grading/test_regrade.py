"""A changed key scores a cohort again: it says who moves and why, and what was before is kept."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest

from misread_grading.autograding.batch import autograde
from misread_grading.autograding.regrade import KEY, preview, regrade
from misread_grading.cohort_membership import Enrolled
from misread_grading.course import Course, open_course
from misread_grading.gradebook import history
from misread_grading.gradebook.history import FOLDER, BadRecord, keep, keep_graded, last, record
from misread_grading.gradebook.score_changes import table
from misread_grading.gradebook.scores import Score, write_scores
from misread_grading.submissions.collection import CollectedLearner, collect
from misread_grading.submissions.replay import CannotReplay, unreplayable
from misread_records import Event
from misread_records.answers import try_slot
from misread_scenarios.exercises import MultiSelect, exercises
from tests.grading.fake_learners import Pen
from tests.grading.graded_cohort import ITEM, M4, did, wrote

X42 = "X4.2"


def answered(learner: str, answer: list[str]) -> Event:
    """Answer the exercise whose key will change."""
    return did(learner, X42, "answered", {"answer": [*answer], "try": 1}, try_slot(X42, 1))


@pytest.fixture(scope="module")
def graded_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ada marks all that is keyed, and Bo nothing of it; a reader has marked Ada's text."""
    course = open_course(tmp_path_factory.mktemp("graded") / "course")
    right = ["X4.2.3", "X4.2.4", "X4.2.5", "X4.2.7", "X4.2.9"]
    wrong = ["X4.2.1", "X4.2.2", "X4.2.6", "X4.2.8", "X4.2.10"]
    ada = CollectedLearner("ada", "Ada", None, [answered("ada", right), wrote("ada", "one question")])
    collect(course, M4, [ada, CollectedLearner("bo", "Bo", None, [answered("bo", wrong)])])
    autograde(course, M4)
    keep(course, record(course, M4))
    with course.gradebook() as gradebook:
        write_scores(gradebook, M4, "X4-6", {"ada": Score(7, "well seen")})
    return course.folder


@pytest.fixture
def course(graded_folder: Path, tmp_path: Path) -> Course:
    """Give the graded course to each test anew: a course is a folder, and a copy of it is one, too."""
    return Course.at(Path(shutil.copytree(graded_folder, tmp_path / "course")))


@pytest.fixture
def changed_key(course: Course, monkeypatch: pytest.MonkeyPatch) -> Course:
    """The course, after one line of its key was found to be wrong."""
    before = exercises()[X42]
    assert isinstance(before, MultiSelect)
    items = tuple(item.model_copy(update={"key": False}) if item.id == "X4.2.9" else item for item in before.items)
    after = before.model_copy(update={"items": items})
    assert after.version != before.version
    monkeypatch.setattr("misread_records.scoring.load_exercise", lambda _: after)
    monkeypatch.setattr(history, "exercises", lambda: exercises() | {X42: after})
    return course


def test_who_moves_is_named_with_the_points_before_and_after_and_why(changed_key: Course) -> None:
    (move,) = regrade(changed_key, M4).moves
    assert (move.student, move.cell, move.before) == ("ada", "X4-2", 6.0)
    assert move.after is not None
    assert move.after < 6
    assert move.why == KEY.format(item=X42)
    assert table((move,), {"ada": "Ada"}, {"ada": Enrolled("Autumn", "0017")}).rows[0][:5] == [
        "ada",
        "0017",
        "Ada",
        "Autumn",
        "X4-2",
    ]


def files_of(course: Course) -> dict[str, bytes]:
    return {
        str(path): path.read_bytes()
        for path in course.folder.rglob("*")
        if path.is_file() and path.suffix not in {".lock", ".db-shm", ".db-wal"}
    }


def test_a_preview_says_what_a_regrade_then_does_and_changes_nothing(changed_key: Course) -> None:
    before, scores = files_of(changed_key), record(changed_key, M4).scores
    seen = preview(changed_key, M4)
    assert files_of(changed_key) == before
    assert record(changed_key, M4).scores == scores
    assert seen.moves == regrade(changed_key, M4).moves != ()
    assert preview(changed_key, M4).moves == ()


def with_a_renamed_choice(course: Course) -> None:
    """Collect a run that was played when its third choice had another id, and an exercise that is as it was."""
    pen = Pen("dee")
    pen.play("sam-priya", random.Random(4))  # noqa: S311 - no secret
    made = [number for number, event in enumerate(pen.events) if event.kind == "picked"]
    for number, event in enumerate(pen.events):
        renamed = {"pick": "called-otherwise-then"} if number == made[2] else {}
        pen.events[number] = event.model_copy(update={"content": "0123456789ab", "data": {**event.data, **renamed}})
    pen.answer(X42, ["X4.2.3"])
    collect(course, M4, [pen.learner_of()])
    autograde(course, M4)


def test_a_run_that_does_not_fit_any_more_stops_a_regrade_and_is_named(course: Course) -> None:
    with_a_renamed_choice(course)
    before = files_of(course)
    made = len([line for line in unreplayable(course, M4)["dee"] if line.startswith("Sam and Priya: 2 of ")])
    assert (list(unreplayable(course, M4)), made) == (["dee"], 1)
    with pytest.raises(CannotReplay) as stopped:
        regrade(course, M4)
    assert list(stopped.value.why) == ["dee"]
    assert files_of(course) == before
    assert set(regrade(course, M4, anyway=True).report.graded) == {"ada", "bo", "dee"}


def test_a_change_that_every_answer_fits_stops_no_regrade(changed_key: Course) -> None:
    assert unreplayable(changed_key, M4) == {}


def test_who_moves_is_told_why_also_where_some_were_graded_in_between(changed_key: Course) -> None:
    cy = CollectedLearner("cy", "Cy", None, [answered("cy", ["X4.2.3", "X4.2.4", "X4.2.5", "X4.2.7", "X4.2.9"])])
    collect(changed_key, M4, [cy])
    report = autograde(changed_key, M4)
    assert (report.graded, report.unchanged) == (["cy"], ["ada", "bo"])
    assert keep_graded(changed_key, M4) == [X42]
    (move,) = regrade(changed_key, M4).moves
    assert (move.student, move.why) == ("ada", KEY.format(item=X42))
    assert keep_graded(changed_key, M4) == []


def test_who_moves_is_told_why_also_where_everybody_was_graded_in_between(changed_key: Course) -> None:
    assert autograde(changed_key, M4, force=True).unchanged == []
    assert keep_graded(changed_key, M4) == [X42]
    keep(changed_key, record(changed_key, M4, last(changed_key, M4)))
    assert keep_graded(changed_key, M4) == [X42], "until the cohort is scored again"
    (move,) = regrade(changed_key, M4).moves
    assert (move.student, move.before, move.why) == ("ada", 6.0, KEY.format(item=X42))
    assert keep_graded(changed_key, M4) == []


def test_who_moved_in_a_run_that_was_broken_off_is_named_by_the_next(changed_key: Course) -> None:
    def pull_the_plug(done: int, _of: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        regrade(changed_key, M4, progress=pull_the_plug)
    with changed_key.gradebook() as gradebook:
        assert gradebook.find_grade("X4-2", M4, M4, "ada").auto_score < 6
    (move,) = regrade(changed_key, M4).moves
    assert (move.student, move.before, move.why) == ("ada", 6.0, KEY.format(item=X42))


def test_what_a_reader_gave_stays(changed_key: Course) -> None:
    regrade(changed_key, M4)
    with changed_key.gradebook() as gradebook:
        grade = gradebook.find_grade("X4-6", M4, M4, "ada")
        assert (grade.manual_score, grade.needs_manual_grade) == (7.0, False)


def test_the_scores_before_are_kept_with_the_version_of_their_key(changed_key: Course) -> None:
    regrade(changed_key, M4)
    _, before, after = [json.loads(path.read_bytes()) for path in sorted((changed_key.folder / FOLDER / M4).iterdir())]
    assert before["scores"]["ada"]["X4-2"] == 6.0
    assert before["versions"][X42] != after["versions"][X42]
    assert before["comments"]["ada"]["X4-6"] == "well seen"


def test_nobody_moves_where_nothing_has_changed(course: Course) -> None:
    regraded = regrade(course, M4)
    assert regraded.moves == ()
    assert sorted(regraded.report.graded) == ["ada", "bo"]


def test_a_record_that_was_tampered_with_is_named(course: Course) -> None:
    (path,) = (course.folder / FOLDER / M4).iterdir()
    path.write_text("{}", "utf-8")
    with pytest.raises(BadRecord, match=path.name):
        last(course, M4)


def test_a_text_that_waits_for_a_reader_is_no_move(course: Course) -> None:
    assert all(move.cell != ITEM for move in regrade(course, M4).moves)
