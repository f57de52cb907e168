"""At the desk, texts come without names, and what readers give reaches the gradebook whole and within bounds."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from misread_grading.autograding.batch import autograde
from misread_grading.course import Course, open_course
from misread_grading.gradebook.scores import BadScore, Score, write_scores
from misread_grading.marking.pile import Task
from misread_grading.marking.queue import MarkingQueue, UnknownTask, version_of
from misread_grading.marking.rubric_check import BadMarks, comment_of
from misread_grading.marking.workflow import LearnerText, Panel, Stage
from misread_grading.submissions.collection import CollectedLearner, collect
from misread_grading.withdrawn import withdraw
from misread_records.marking_store import Markings
from misread_records.people.cohorts import Cohorts
from misread_records.people.members import Newcomer
from tests.grading.graded_cohort import FULL, ITEM, M4, graded, in_gradebook, marks, text_of, wrote

TEXTS = {
    "ada": "One question: interest. From 3 to 28 March she runs the rota.",
    "bo": "<script>alert(1)</script> & *more*\n\nsecond line",
    "cy": "",
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return graded(tmp_path_factory.mktemp("course"), TEXTS)


@pytest.fixture
def desk(course: Course, tmp_path: Path) -> Iterator[MarkingQueue]:
    with Markings(f"sqlite:///{tmp_path}/marks.db") as markings:
        yield MarkingQueue(course, markings, "Autumn", Panel(second=Fraction(0)))


@pytest.fixture
def task(desk: MarkingQueue) -> Task:
    return desk.task(ITEM)


def test_the_texts_of_those_who_wrote_lie_on_the_desk_as_they_were_written(desk: MarkingQueue, task: Task) -> None:
    pile = desk.pile(task)
    assert {text.learner: words for text, words in pile.words.items()} == {who: TEXTS[who] for who in ("ada", "bo")}
    assert sorted(pile.waiting_for("grace")) == list(pile.numbered())
    assert len(pile.numbered()) == 2


def test_an_exercise_that_nobody_released_is_not_to_be_read(desk: MarkingQueue) -> None:
    with pytest.raises(UnknownTask, match=r"X4\.6"):
        desk.task("X9.9")


def test_marks_reach_the_gradebook_when_they_are_final_and_not_before(
    desk: MarkingQueue, task: Task, course: Course
) -> None:
    text = text_of(desk.pile(task), "ada")
    before = in_gradebook(course, task, "ada")
    desk.give(task, marks(task, text, final=False, rows={"R-C.1": 2}))
    assert in_gradebook(course, task, "ada") == before
    given_ = desk.give(task, marks(task, text, comment="The way back is <missing>; see [this](javascript:x)."))
    assert given_.score == 6
    score, waits, comment = in_gradebook(course, task, "ada")
    assert (score, waits) == (6.0, False)
    assert comment
    assert "A clear question: 2 of 2" in comment
    assert "<missing>" not in comment
    assert "[this]" not in comment


def test_a_text_that_another_reader_has_begun_comes_last(desk: MarkingQueue, task: Task) -> None:
    first, second = desk.pile(task).waiting_for("hope")
    text = desk.pile(task).numbered()[first]
    desk.give(task, marks(task, text, "grace", rows={}, final=False))
    assert desk.pile(task).waiting_for("hope") == [second, first]
    desk.give(task, marks(task, text, "hope", rows={}, final=False))
    assert set(desk.pile(task).waiting_for("grace")) == {first, second}


def test_two_readers_who_lie_apart_leave_the_gradebook_alone_until_a_third(course: Course, tmp_path: Path) -> None:
    with Markings(f"sqlite:///{tmp_path}/marks.db") as markings:
        desk = MarkingQueue(course, markings, "Autumn", Panel(second=Fraction(1)))
        task = desk.task(ITEM)
        text = text_of(desk.pile(task), "bo")
        low = dict.fromkeys(FULL, 0)
        before = in_gradebook(course, task, "bo")
        assert desk.give(task, marks(task, text, "grace")).stage is Stage.SECOND
        assert desk.give(task, marks(task, text, "hope", rows=low)).stage is Stage.THIRD
        assert in_gradebook(course, task, "bo") == before
        assert desk.give(task, marks(task, text, "iris", rows=dict.fromkeys(FULL, 1))).score == 4
        assert in_gradebook(course, task, "bo")[0] == 4.0


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"rows": {"R-C.1": 2}}, "has no mark yet"),
        ({"rows": FULL | {"R-X.1": 1}}, "is not a row of R-C"),
        ({"rows": FULL | {"R-C.1": 3}}, "takes 0 to 2"),
        ({"text": "another"}, "has changed since"),
        ({"learner": "nobody"}, "has changed since"),
    ],
)
def test_marks_that_the_rubric_does_not_know_are_refused_whole(
    desk: MarkingQueue, task: Task, changes: dict[str, Any], says: str
) -> None:
    text = text_of(desk.pile(task), "ada")
    with pytest.raises(BadMarks, match=says):
        desk.give(task, marks(task, text, **changes))
    assert desk.pile(task).markings == ()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(score=st.floats(-20, 30, allow_nan=False))
def test_a_total_out_of_bounds_never_reaches_the_gradebook(course: Course, task: Task, score: float) -> None:
    with course.gradebook() as gradebook:
        if 0 <= score <= 8:
            write_scores(gradebook, M4, task.cell, {"ada": Score(score, "")})
            assert gradebook.find_grade(task.cell, M4, M4, "ada").manual_score == score
        else:
            with pytest.raises(BadScore, match="not within 0 and 8"):
                write_scores(gradebook, M4, task.cell, {"ada": Score(score, "")})
            assert 0 <= (gradebook.find_grade(task.cell, M4, M4, "ada").manual_score or 0) <= 8


def test_where_a_learner_was_not_graded_nobody_gets_a_score(course: Course, task: Task) -> None:
    with course.gradebook() as gradebook:
        before = gradebook.find_grade(task.cell, M4, M4, "ada").manual_score
        with pytest.raises(BadScore, match=r"nobody has no cell .* autograde the lesson first"):
            write_scores(gradebook, M4, task.cell, {"ada": Score(4.25, ""), "nobody": Score(3, "")})
        assert gradebook.find_grade(task.cell, M4, M4, "ada").manual_score == before


def test_a_text_that_was_changed_and_collected_again_waits_again(tmp_path: Path) -> None:
    course = graded(tmp_path / "course", {"ada": "first"})
    with Markings(f"sqlite:///{tmp_path}/marks.db") as markings:
        desk = MarkingQueue(course, markings, "Autumn")
        task = desk.task(ITEM)
        desk.give(task, marks(task, text_of(desk.pile(task), "ada")))
        collect(course, M4, [CollectedLearner("ada", "ada", None, [wrote("ada", "first"), wrote("ada", "second")])])
        autograde(course, M4)
        pile = desk.pile(task)
        assert list(pile.words.values()) == ["second"]
        assert pile.waiting_for("grace") == list(pile.numbered())
        assert len(pile.numbered()) == 1
        assert in_gradebook(course, task, "ada")[1], "formgrader shows it as waiting, too"


def test_who_reads_a_text_that_was_handed_in_anew_sees_what_they_gave_before(tmp_path: Path) -> None:
    course = graded(tmp_path / "course", {"ada": "first"})
    with Markings(f"sqlite:///{tmp_path}/marks.db") as markings:
        desk = MarkingQueue(course, markings, "Autumn")
        task = desk.task(ITEM)
        before = text_of(desk.pile(task), "ada")
        draft = marks(task, before, final=False)
        desk.give(task, draft)
        assert desk.pile(task).earlier(before, "grace") is None
        collect(course, M4, [CollectedLearner("ada", "ada", None, [wrote("ada", "first"), wrote("ada", "second")])])
        autograde(course, M4)
        with pytest.raises(BadMarks, match="has changed since"):
            desk.give(task, marks(task, before))
        pile = desk.pile(task)
        now = text_of(pile, "ada")
        assert (pile.own(now, "grace"), pile.earlier(now, "grace")) == (None, draft)
        assert pile.earlier(now, "hope") is None


def test_a_text_alone_stands_where_it_stands_in_the_pile(course: Course, task: Task, tmp_path: Path) -> None:
    with Markings(f"sqlite:///{tmp_path}/more.db") as markings:
        desk = MarkingQueue(course, markings, "Autumn", Panel(second=Fraction(1)))
        for learner, marker, final in (("ada", "grace", True), ("bo", "grace", False), ("ada", "hope", True)):
            desk.give(task, marks(task, text_of(desk.pile(task), learner), marker, final=final))
            pile = desk.pile(task)
            assert {text: desk.standing(task, text) for text in pile.words} == pile.standings
        assert [desk.text(task, number) for number in pile.numbered()] == list(pile.numbered().values())
        assert desk.text(task, 1) is None


def test_writing_again_what_stands_changes_nothing(desk: MarkingQueue, task: Task, course: Course) -> None:
    text = text_of(desk.pile(task), "ada")
    desk.give(task, marks(task, text))
    there = in_gradebook(course, task, "ada")
    assert desk.write(task, desk.pile(task).standings) == 1
    assert in_gradebook(course, task, "ada") == there


def test_two_readers_are_told_apart_in_what_the_writer_reads(task: Task) -> None:
    text = LearnerText("Autumn", ITEM, "ada", "f00d")
    said = comment_of(task.rubric, [marks(task, text), marks(task, text, "hope", rows=dict.fromkeys(FULL, 1))])
    assert "A clear question: 2 and 1 of 2" in said


def test_a_draft_stays_with_its_writer(tmp_path: Path) -> None:
    course = open_course(tmp_path / "course")
    events = {
        "ada": [wrote("ada", "mine alone", done=False)],
        "bo": [wrote("bo", "for a reader"), wrote("bo", "mine", done=False)],
    }
    report = collect(course, M4, [CollectedLearner(who, who, None, done) for who, done in events.items()])
    autograde(course, M4)
    assert (report.new, report.nothing) == (["bo"], ["ada"])
    handed_in = b"".join(path.read_bytes() for path in course.path("submitted", "bo", M4).iterdir())
    assert b"for a reader" in handed_in
    assert b"mine" not in handed_in
    with Markings(f"sqlite:///{tmp_path}/marks.db") as markings:
        desk = MarkingQueue(course, markings, "Autumn")
        assert list(desk.pile(desk.task(ITEM)).words.values()) == ["for a reader"]


def test_texts_of_another_cohort_and_of_those_who_left_do_not_lie_on_the_desk(tmp_path: Path) -> None:
    place = f"sqlite:///{tmp_path}/marks.db"
    with Cohorts(place) as cohorts, Markings(place) as markings:
        cohorts.create("Autumn", [Newcomer("Ada"), Newcomer("Bo")])
        cohorts.create("Spring", [Newcomer("Cy")])
        with Cohorts(f"sqlite:///{tmp_path}/elsewhere.db") as elsewhere:
            everybody = [*cohorts.members("Autumn"), *cohorts.members("Spring")]
            elsewhere.create("Autumn", [Newcomer("Eve")])
            everybody += elsewhere.members("Autumn")
        ids = {one.name: one.learner for one in everybody}
        course = graded(tmp_path / "course", {ids[name]: f"text of {name}" for name in ids} | {"by-zip": "text of Di"})
        cohorts.remove("Autumn", "Bo")
        desk = MarkingQueue(course, markings, "Autumn", cohorts=cohorts)
        task = desk.task(ITEM)
        pile = desk.pile(task)
        assert sorted(pile.words.values()) == ["text of Ada", "text of Di"]
        text = LearnerText("Autumn", ITEM, ids["Cy"], version_of("text of Cy"))
        with pytest.raises(BadMarks, match="has changed since"):
            desk.give(task, marks(task, text))
        assert withdraw(course, ["by-zip"]) == ["by-zip"]
        assert list(desk.texts(task).values()) == ["text of Ada"]
        with pytest.raises(BadMarks, match="has changed since"):
            desk.give(task, marks(task, text_of(pile, "by-zip")))
