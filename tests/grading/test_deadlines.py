"""Due dates and extensions: days of the calendar in the course's zone, in every place that says or counts them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue
from typer.testing import CliRunner, Result

from misread_grading.autograding.batch import autograde
from misread_grading.calendar import after, days_between, moment_of, zone_named
from misread_grading.course import CONFIG, Course, NoCourse, open_course
from misread_grading.gradebook.dates import days_longer, due_dates, extend, extension, set_due
from misread_grading.gradebook.lateness import update_penalties
from misread_grading.reports.cohort_tables import grades
from misread_grading.submissions.collection import collect
from misread_web.main import command_line
from tests.grading.fake_learners import M4, Pen
from tests.grading.graded_cohort import looked_at
from tests.grading.nbgrader_reference import rows
from tests.grading.working_folder import inside

BERLIN = zone_named("Europe/Berlin")
DUE = moment_of("2026-10-20", BERLIN).at
LAST = datetime(2026, 10, 27, 23, 59, 59, tzinfo=BERLIN).astimezone(UTC)
"""The end of the seventh day after the due date; the clocks go back on 25 October."""
YEARS = (datetime(2011, 1, 1), datetime(2035, 1, 1))  # noqa: DTZ001 - the clock of any zone
zones = st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia"]).map(zone_named)
dues = st.datetimes(*YEARS)
MODEL: list[JsonValue] = ["X4.2.3", "X4.2.4", "X4.2.5", "X4.2.7", "X4.2.9"]


def misread(*words: str) -> Result:
    return CliRunner().invoke(command_line(), list(words))


def by_the_day(course: Course, penalty: str = "seconds // 86_400 + (1 if seconds % 86_400 else 0)") -> Course:
    """Let each day that is begun after the due date cost a point, by a policy of the course's own."""
    config = course.folder / CONFIG
    config.write_text(
        f"""{config.read_text("utf-8")}
from nbgrader.plugins import LateSubmissionPlugin

class ADay(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, seconds):
        return {penalty}

c.AssignLatePenalties.plugin_class = ADay
""",
        "utf-8",
    )
    return Course.at(course.folder)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return open_course(tmp_path / "course", zone=BERLIN)


def handed_in(course: Course, at: datetime) -> None:
    """Let Ada answer an exercise rightly, at a moment, and grade it."""
    pen = Pen("ada", start=at)
    pen.answer("X4.2", MODEL)
    collect(course, M4, [pen.learner_of()])
    autograde(course, M4)


def row(course: Course) -> dict[str, object]:
    table = grades(*looked_at(course))
    (only,) = table.rows
    return dict(zip(table.columns, only, strict=True))


@pytest.mark.parametrize(
    ("second", "late", "taken_off"), [(timedelta(), None, 0.0), (timedelta(seconds=1), 0.01, 1.0)], ids=["in", "late"]
)
def test_seven_days_longer_end_with_the_seventh_day_although_the_clocks_go_back(
    course: Course, second: timedelta, late: float | None, taken_off: float
) -> None:
    course = by_the_day(course)
    set_due(course, M4, DUE)
    assert extend(course, M4, "ada", 7) == LAST
    assert due_dates(course, "ada")[M4].due == LAST
    handed_in(course, LAST + second)
    found = row(course)
    assert (found["days longer"], found["days late"], found["taken off"]) == (7, late, taken_off)
    with course.gradebook() as gradebook:
        seconds = gradebook.find_submission(M4, "ada").total_seconds_late
    assert seconds == second.total_seconds(), "nbgrader itself comes to another date"


def test_a_day_late_is_a_day_of_the_calendar_in_the_table_and_in_the_penalty(course: Course) -> None:
    course = by_the_day(course)
    set_due(course, M4, moment_of("2026-10-24", BERLIN).at)
    handed_in(course, moment_of("2026-10-25", BERLIN).at)
    assert (row(course)["days late"], row(course)["taken off"]) == (1, 1)
    assert update_penalties(course, M4) == 0


def test_a_date_that_moves_takes_the_days_that_somebody_has_longer_with_it(course: Course) -> None:
    extend(course, M4, "ada", 7)
    set_due(course, M4, DUE)
    assert due_dates(course, "ada")[M4].due == LAST
    set_due(course, M4, moment_of("2026-10-26", BERLIN).at)
    ends = datetime(2026, 11, 2, 23, 59, 59, tzinfo=BERLIN)
    assert due_dates(course, "ada")[M4].due == ends.astimezone(UTC)
    set_due(course, M4, None)
    assert due_dates(course, "ada") == {}
    assert set_due(course, M4, DUE) is None
    assert (due_dates(course, "ada")[M4].due, due_dates(course, "ada")[M4].longer) == (LAST, 7)
    extend(course, M4, "ada", 0)
    assert due_dates(course, "ada")[M4].due == DUE


def test_days_written_by_formgrader_or_an_earlier_version_are_calendar_days(course: Course) -> None:
    set_due(course, M4, DUE)
    extend(course, M4, "ada", 1)
    with course.gradebook() as gradebook:
        gradebook.grant_extension(M4, "ada", days=7)
    assert due_dates(course, "ada")[M4].due == LAST
    handed_in(course, LAST)
    assert row(course)["days late"] is None
    with course.gradebook() as gradebook:
        assert gradebook.find_submission(M4, "ada").total_seconds_late == 0


@given(dues, st.integers(0, 400), zones)
def test_the_gradebook_keeps_days_so_that_they_can_be_counted_from_another_date(
    due: datetime, days: int, zone: ZoneInfo
) -> None:
    kept = extension(due, days, zone)
    assert extension(due, days_longer(due, kept, zone), zone) == kept
    start = due.replace(tzinfo=UTC)
    assert start + kept == after(start, days, zone)
    assert days_between(start, start + kept, zone) >= days
    assert days_longer(None, extension(None, days, zone), zone) == days


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MISREAD_DATA", str(tmp_path))
    monkeypatch.setenv("MISREAD_ZONE", "Europe/Berlin")
    return tmp_path


def test_a_lesson_gets_a_date_in_the_courses_zone_and_a_learner_gets_longer(data: Path) -> None:
    first, *_ = misread("grade", "due", "m4", "2126-10-20").output.splitlines()
    assert first == f"{M4} is due on 20 October 2126, 23:59 CEST (Europe/Berlin)."
    said = misread("grade", "extend", "m4", "zoe", "7", "--account").output
    assert said == f"zoe has 7 days longer for {M4}: until 27 October 2126, 23:59 CET.\n"
    assert misread("grade", "due", "m4", "2126-11-02T17:00").output.splitlines()[:3] == [
        f"{M4} was due on 20 October 2126, 23:59 CEST.",
        f"{M4} is due on 2 November 2126, 17:00 CET (Europe/Berlin).",
        "zoe has 7 days longer: until 9 November 2126, 17:00 CET.",
    ]
    assert misread("grade", "due", "m4").output.startswith(f"{M4} is due on 2 November 2126")
    assert misread("grade", "due", "m4", "never").output.splitlines()[1] == f"{M4} has no due date."
    assert data.joinpath("grading").is_dir()


@pytest.mark.usefixtures("data")
def test_half_a_day_longer_is_half_of_one() -> None:
    misread("grade", "due", "m4", "2126-10-20T12:00")
    said = misread("grade", "extend", "m4", "zoe", "2.5", "--account").output
    assert said == f"zoe has 2.5 days longer for {M4}: until 23 October 2126, 00:00 CEST.\n"


@pytest.mark.usefixtures("data")
def test_a_date_that_has_passed_is_said_to_have() -> None:
    assert misread("grade", "due", "m4", "2026-03-01").output.startswith(
        f"{M4} is due on 1 March 2026, 23:59 CET (Europe/Berlin). That has passed."
    )


@pytest.mark.usefixtures("data")
def test_a_skipped_time_changes_nothing_and_a_repeated_one_is_announced() -> None:
    misread("grade", "due", "m4", "2026-03-01")
    refused = misread("grade", "due", "m4", "2026-03-29T02:30")
    assert (refused.exit_code, "does not exist in Europe/Berlin" in refused.output) == (2, True)
    assert misread("grade", "due", "m4").output.startswith(f"{M4} is due on 1 March 2026")
    twice = misread("grade", "due", "m4", "2026-10-25T02:30").output
    assert f"{M4} is due on 25 October 2026, 02:30 CET" in twice
    assert "occurs twice" in twice
    assert "2026-10-25T02:30+02:00" in twice
    earlier = misread("grade", "due", "m4", "2026-10-25T02:30+02:00").output
    assert f"{M4} is due on 25 October 2026, 02:30 CEST" in earlier


def test_a_zone_that_nobody_chose_is_asked_about(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MISREAD_ZONE")
    monkeypatch.setenv("TZ", "Etc/UTC")
    said = misread("grade", "due", "m4", "2126-10-20").output
    assert "Is Etc/UTC the time zone of your learners?" in said
    assert str(data / "grading" / CONFIG) in said
    for again in (["m4", "2126-10-21"], ["m4"], ["m1", "2126-10-20"]):
        assert "the time zone of your learners?" not in misread("grade", "due", *again).output


def test_a_course_keeps_its_zone_whatever_the_machine_or_the_variable_says(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = misread("grade", "init", str(data / "one"), "--zone", "Asia/Kolkata")
    assert made.output.endswith("Its time zone is Asia/Kolkata.\n")
    monkeypatch.setenv("TZ", "America/New_York")
    assert Course.at(data / "one").zone.key == "Asia/Kolkata"
    other = misread("grade", "init", str(data / "one"), "--zone", "Europe/Berlin")
    assert (other.exit_code, "in the time zone Asia/Kolkata" in other.output) == (1, True)
    wrong = misread("grade", "init", str(data / "two"), "--zone", "Berlin")
    assert (wrong.exit_code, "Europe/Berlin" in wrong.output) == (1, True)
    assert not (data / "two").exists()


def test_a_zone_in_the_configuration_that_nobody_knows_is_named(course: Course) -> None:
    with (course.folder / CONFIG).open("a", encoding="utf-8") as file:
        file.write('c.Dates.zone = "Berlin"\n')
    with pytest.raises(NoCourse, match=r"'Berlin' is not a time zone.*Europe/Berlin"):
        Course.at(course.folder)


def test_the_zone_of_the_course_leaves_the_times_of_nbgrader_in_utc(course: Course) -> None:
    set_due(course, M4, DUE)
    handed_in(course, DUE)
    stamp = course.path("submitted", "ada", M4).joinpath("timestamp.txt").read_text("utf-8")
    assert stamp == "2026-10-20 21:59:59.000000 UTC\n"
    with inside(course.folder):
        assert rows(course, M4)["ada"]["penalty"] is None


def test_a_gradebook_in_postgresql_keeps_the_same_dates(tmp_path: Path, gradebook_url: str) -> None:
    course = by_the_day(open_course(tmp_path / "course", gradebook_url, zone=BERLIN))
    set_due(course, M4, DUE)
    assert extend(course, M4, "ada", 7) == LAST
    handed_in(course, LAST + timedelta(seconds=1))
    assert (row(course)["days longer"], row(course)["taken off"]) == (7, 1)
    set_due(course, M4, moment_of("2026-10-26", BERLIN).at)
    assert due_dates(course, "ada")[M4].longer == 7
    assert update_penalties(course, M4) == 1
    assert row(course)["taken off"] == 0
