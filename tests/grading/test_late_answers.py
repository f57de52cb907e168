"""Each answer has its own time: what changes no score moves none, and what comes late costs what it earns."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import JsonValue
from typer.testing import CliRunner, Result

from misread_grading.autograding.batch import autograde
from misread_grading.course import CONFIG, Course, open_course
from misread_grading.gradebook.dates import extend, set_due
from misread_grading.gradebook.late_answers import LateAnswer, cost
from misread_grading.gradebook.lateness import update_penalties
from misread_grading.gradebook.lesson_scores import LearnerScores, scorebook
from misread_grading.reports.cohort_tables import grades
from misread_grading.reports.spreadsheet import Value
from misread_grading.submissions.collection import NoDueDate, collect
from misread_records import open_journal
from misread_records.people.cohorts import Cohorts
from misread_records.people.members import Newcomer
from misread_web.main import command_line
from tests.grading.fake_learners import GRADED, M4, MORNING, Pen
from tests.grading.graded_cohort import looked_at
from tests.grading.nbgrader_reference import rows

CASE = "sam-priya"
MODEL: list[JsonValue] = ["X4.2.3", "X4.2.4", "X4.2.5", "X4.2.7", "X4.2.9"]
WORSE: list[JsonValue] = ["X4.2.3", "X4.2.4", "X4.2.5", "X4.2.1", "X4.2.2"]
DUE = MORNING + timedelta(days=1)
LATE = DUE + timedelta(days=2)
ZERO = "c.LateSubmissionPlugin.penalty_method = 'zero'"
A_TENTH_A_DAY = """
from nbgrader.plugins import LateSubmissionPlugin

class ATenthADay(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, seconds):
        return score * 0.1 * (-(-seconds // 86_400))

c.AssignLatePenalties.plugin_class = ATenthADay
"""


class LatePen(Pen):
    """Writes down what somebody does in a lesson, until they go on at another moment."""

    def goes_on(self, at: datetime) -> LatePen:
        self._minutes = (at + timedelta(minutes=number) for number in range(1000))
        return self


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return with_policy(open_course(tmp_path / "course"), ZERO)


def with_policy(course: Course, policy: str) -> Course:
    config = course.folder / CONFIG
    config.write_text(f"{config.read_text('utf-8')}\n{policy}\n", "utf-8")
    set_due(Course.at(course.folder), M4, DUE)
    return Course.at(course.folder)


@pytest.fixture
def pen() -> LatePen:
    """Somebody who has done everything but a better try in time."""
    pen = LatePen("ada")
    pen.play(CASE, random.Random(5))  # noqa: S311 - no secret
    pen.answer("X4.2", WORSE)
    pen.hand_in("X4.6", "On Monday I ask.")
    return pen


def graded(course: Course, pen: Pen) -> LearnerScores:
    collect(course, M4, [pen.learner_of()])
    autograde(course, M4)
    (found,) = scorebook(course, M4).learners
    return found


def told(course: Course) -> dict[str, Value]:
    """Return the row of the only learner in the table of grades."""
    table = grades(*looked_at(course))
    (only,) = table.rows
    return dict(zip(table.columns, only, strict=True))


def points(learner: LearnerScores) -> float:
    return sum(one.points or 0.0 for one in learner.scores.values())


def answers_the_same(pen: LatePen) -> None:
    pen.answer("X4.2", WORSE, 2)


def hands_in_the_same(pen: LatePen) -> None:
    pen.hand_in("X4.6", "On Monday I ask.")


def plays_again(pen: LatePen) -> None:
    last = next(event for event in reversed(pen.events) if event.kind == "finished")
    pen.write(CASE, "restarted", {"seed": 1, "keep": 0, "from": 1}, last.content)


def begins_a_text(pen: LatePen) -> None:
    pen.write("X4.6", "wrote", {"question": "X4.6", "text": "Or else.", "done": False}, "v1")


@pytest.mark.parametrize("does", [answers_the_same, hands_in_the_same, plays_again, begins_a_text])
def test_what_changes_no_score_costs_nothing_after_the_due_date(
    course: Course, pen: LatePen, does: Callable[[LatePen], None]
) -> None:
    before = graded(course, pen)
    assert before.total == points(before) > 0
    does(pen.goes_on(LATE))
    after = graded(course, pen)
    assert (after.total, after.at, after.late) == (before.total, before.at, 0)
    with course.gradebook() as gradebook:
        assert gradebook.find_submission(M4, "ada").total_seconds_late == 0


def test_a_submission_wrongly_late_is_in_time_with_the_next_collecting(course: Course, pen: LatePen) -> None:
    graded(course, pen)
    stamp = course.path("submitted", "ada", M4) / "timestamp.txt"
    stamp.write_text(f"{LATE:%Y-%m-%d %H:%M:%S} UTC\n", "utf-8")
    autograde(course, M4)
    (before,) = scorebook(course, M4).learners
    assert (before.total, before.late) == (points(before), 2)
    assert graded(course, pen).late == 0
    stamp.write_text(f"{LATE:%Y-%m-%d %H:%M:%S} UTC\n", "utf-8")
    answers_the_same(pen.goes_on(LATE + timedelta(days=1)))
    assert graded(course, pen).late == 0


def test_a_late_answer_costs_itself_and_not_the_lesson(course: Course, pen: LatePen) -> None:
    in_time = graded(course, pen)
    pen.goes_on(LATE).answer("X4.2", MODEL, 2)
    late = graded(course, pen)
    assert points(late) > points(in_time)
    assert late.total == in_time.total
    assert late.late == 2
    assert told(course)["late answers"] == "X4.2 (2 days)"
    pen.goes_on(LATE).answer("X4.5", {})
    assert graded(course, pen).total == in_time.total


def test_a_case_that_ends_late_costs_what_it_earns(course: Course) -> None:
    pen = LatePen("ada")
    pen.answer("X4.2", MODEL)
    pen.goes_on(LATE).play(CASE, random.Random(5))  # noqa: S311 - no secret
    late = graded(course, pen)
    assert points(late) > late.total == 6


def test_late_points_lose_their_share_each_by_its_own_days(course: Course, pen: LatePen) -> None:
    course = with_policy(course, A_TENTH_A_DAY)
    in_time = graded(course, pen)
    assert in_time.penalty == 0
    pen.goes_on(DUE + timedelta(hours=1)).answer("X4.2", MODEL, 2)
    assert graded(course, pen).penalty == pytest.approx(0.6)
    pen.goes_on(DUE + timedelta(days=3)).hand_in("X4.6", "On Tuesday.")
    collect(course, M4, [pen.learner_of()])
    autograde(course, M4)
    with course.gradebook() as gradebook:
        (cell,) = (name for name in rows(course, M4)["ada"]["grades"] if name == "X4-6")
        gradebook.find_grade(cell, M4, M4, "ada").manual_score = 5.0
        gradebook.db.commit()
    update_penalties(course, M4)
    (late,) = scorebook(course, M4).learners
    assert late.penalty == pytest.approx(0.6 + 5 * 0.3)


def test_a_late_version_of_a_text_that_would_earn_nothing_replaces_none(course: Course, pen: LatePen) -> None:
    graded(course, pen)
    pen.goes_on(LATE).hand_in("X4.6", "Too late.")
    assert graded(course, pen).late == 0
    notebook = course.notebook("autograded", "ada", M4).read_text("utf-8")
    assert ("On Monday I ask." in notebook, "Too late." in notebook) == (True, False)
    extend(course, M4, "ada", 3)
    assert graded(course, pen).late == 0
    assert "Too late." in course.notebook("autograded", "ada", M4).read_text("utf-8")


def test_work_from_another_machine_has_one_time_for_all_of_it(course: Course, pen: LatePen) -> None:
    graded(course, pen)
    folder = course.path("submitted", "ada", M4)
    content = json.loads(folder.joinpath(f"{M4}.ipynb").read_text("utf-8"))
    del content["metadata"]["misread"]["answers"]
    folder.joinpath(f"{M4}.ipynb").write_text(json.dumps(content), "utf-8")
    folder.joinpath("timestamp.txt").write_text(f"{LATE:%Y-%m-%d %H:%M:%S} UTC\n", "utf-8")
    autograde(course, M4)
    (late,) = scorebook(course, M4).learners
    assert late.total == 0
    assert told(course)["late answers"] == ", ".join(f"{item} (2 days)" for item in GRADED[M4])


def test_what_was_there_at_the_due_date_is_collected_as_of_then(course: Course, pen: LatePen) -> None:
    in_time = graded(course, pen)
    pen.goes_on(LATE).answer("X4.2", MODEL, 2)
    late = LatePen("bo", start=LATE)
    late.answer("X4.2", MODEL)
    both = [pen.learner_of(), late.learner_of()]
    now = collect(course, M4, both)
    assert (now.late, now.later) == (["ada", "bo"], [])
    then = collect(course, M4, both, as_of="due")
    assert (then.new, then.late, then.later) == (["ada"], [], ["bo"])
    assert collect(course, M4, both, as_of="due").unchanged == ["ada"]
    autograde(course, M4)
    found = {one.student: one for one in scorebook(course, M4).learners}
    assert (found["ada"].total, found["ada"].late) == (in_time.total, 0)
    assert found["bo"].late == 2
    kept = course.folder / "earlier" / "ada" / M4
    assert any(b'"try":2' in path.read_bytes() for path in kept.glob("*/answers.jsonl"))
    extend(course, M4, "ada", 7)
    assert collect(course, M4, both, as_of="due").new == ["ada"]
    assert collect(course, M4, both, as_of=DUE).new == ["ada"]
    assert collect(course, M4, both).new == ["ada"]


def test_as_of_the_due_date_needs_one(course: Course, pen: LatePen) -> None:
    set_due(course, M4, None)
    with pytest.raises(NoDueDate, match=f"misread grade due {M4} WHEN"):
        collect(course, M4, [pen.learner_of()], as_of="due")


_answers = st.builds(
    lambda points, share, days: LateAnswer("X", points, points * share, days),
    st.floats(0, 8),
    st.floats(0, 1),
    st.floats(0.001, 30),
)
_policies = st.sampled_from(
    [
        lambda score, _: score,
        lambda score, _: min(score, 3.0),
        lambda score, seconds: min(score, 2.0 * -(-seconds // 86_400)),
        lambda score, seconds: min(score, score * 0.1 * -(-seconds // 86_400)),
    ]
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_answers, min_size=1, max_size=6), _policies)
def test_late_answers_cost_at_most_what_they_add_and_no_more_than_all_at_once(
    answers: list[LateAnswer], policy: Callable[[float, float], float]
) -> None:
    found = cost(answers, policy)
    assert found is not None
    added = sum(one.points - one.in_time for one in answers)
    at_once = policy(sum(one.points for one in answers), max(one.days for one in answers) * 86_400)
    assert 0 <= found <= added + 1e-9
    assert found <= at_once + 1e-9
    assert cost(answers, lambda _score, _seconds: None) is None
    assert cost([], policy) is None


def misread(*words: str) -> Result:
    return CliRunner().invoke(command_line(), list(words))


def test_the_command_collects_as_of_a_moment_and_names_who_is_late(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MISREAD_DATA", str(tmp_path))
    monkeypatch.setenv("MISREAD_ZONE", "Europe/Berlin")
    url = f"sqlite:///{tmp_path / 'misread.db'}"
    with Cohorts(url) as cohorts:
        cohorts.create("Spring", [Newcomer("ada", "ada@example.org"), Newcomer("bo", "bo@example.org")])
        ada, bo = (member.learner for member in cohorts.members("Spring"))
    in_time, late = LatePen(ada), LatePen(bo, start=LATE)
    in_time.answer("X4.2", WORSE)
    in_time.goes_on(LATE).answer("X4.2", MODEL, 2)
    late.answer("X4.2", MODEL)
    journal = open_journal(url)
    for event in (*in_time.events, *late.events):
        journal.append(event)
    journal.close()
    without = misread("grade", "collect", "Spring", "m4", "--as-of", "due")
    assert (without.exit_code, "has no due date" in without.output) == (1, True)
    misread("grade", "due", "m4", f"{DUE.astimezone(UTC):%Y-%m-%dT%H:%M+00:00}")
    said = misread("grade", "collect", "Spring", "m4").output.splitlines()
    assert f"These learners have a late answer: ada ({ada}), bo ({bo})." in said
    assert said[-1] == f"To collect the work as it was on the due date: misread grade collect Spring {M4} --as-of due"
    then = misread("grade", "collect", "Spring", "m4", "--as-of", "due").output
    assert then.startswith("1 new submission, 0 as before.\n")
    assert f"These learners had done nothing by then: bo ({bo})." in then
    day = misread("grade", "collect", "Spring", "m4", "--as-of", f"{DUE:%Y-%m-%d}").output
    assert day.startswith("As of 3 March 2026, 23:59 CET (Europe/Berlin).\n")
    never = misread("grade", "collect", "Spring", "m4", "--as-of", "2026-03-29T02:30")
    refusal = " ".join(never.output.replace("│", " ").split())
    assert (never.exit_code, "does not exist in Europe/Berlin" in refusal) == (2, True)
    assert misread("grade", "collect", "Spring", "m4", "--as-of", "due", "--first").exit_code == 2
