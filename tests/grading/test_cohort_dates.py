"""A cohort may have its own date: on the home, in what late work costs, in the tables, and with days longer from it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from misread_grading.cohort_membership import BadEnrolments, in_cohort
from misread_grading.course import Course
from misread_grading.gradebook.cohort_dates import FILE
from misread_grading.gradebook.dates import due_dates, extend, set_due
from misread_grading.gradebook.lesson_scores import scorebook
from misread_grading.students import names
from misread_records import open_journal
from misread_records.people.cohorts import Cohorts
from misread_records.people.members import Newcomer
from misread_web.graded_course import GradedCourse
from misread_web.main import command_line
from tests.grading.fake_learners import M4
from tests.grading.graded_cohort import wrote

LONG_AGO, LONG_AHEAD = "2020-03-10T17:00+00:00", "2099-03-10T17:00+00:00"
POLICY = """
c.Dates.zone = "UTC"
c.AssignLatePenalties.plugin_class = "nbgrader.plugins.LateSubmissionPlugin"
c.LateSubmissionPlugin.penalty_method = "zero"
"""


def run(data: Path, *words: str) -> Result:
    return CliRunner().invoke(command_line(), ["grade", *words, "--data", str(data)])


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Ada of Autumn and Cy of Spring have handed in a text each, now; late work gives nothing."""
    place = f"sqlite:///{tmp_path}/misread.db"
    with Cohorts(place) as cohorts:
        cohorts.create("Autumn", [Newcomer("Ada Ångström")])
        cohorts.create("Spring", [Newcomer("Cy Okri")])
        people = [member for name in ("Autumn", "Spring") for member in cohorts.members(name)]
    journal = open_journal(place)
    for member in people:
        journal.append(wrote(member.learner, f"By Friday, {member.name}."))
    journal.close()
    run(tmp_path, "collect", "Autumn", "m4")
    with (tmp_path / "grading" / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(POLICY)
    for words in (["collect", "Spring", "m4"], ["autograde", "m4", "--workers", "1"]):
        assert run(tmp_path, *words).exit_code == 0
    return tmp_path


def course_of(data: Path) -> Course:
    return Course.at(data / "grading")


def of(course: Course) -> dict[str, str]:
    return {name.split()[0]: student for student, name in names(course).items()}


def late(course: Course) -> dict[str, tuple[bool, float]]:
    """Return of each learner whether they were late, and how many days longer they had."""
    return {one.name.split()[0]: (one.late > 0, one.longer) for one in scorebook(course, M4).learners}


def test_a_cohorts_own_date_counts_for_it_alone(data: Path) -> None:
    run(data, "due", "m4", LONG_AGO)
    said = run(data, "due", "m4", LONG_AHEAD, "--cohort", "autumn")
    assert said.exit_code == 0, said.output
    assert "The cohort Autumn has its own date: 10 March 2099, 17:00 UTC." in said.output
    assert run(data, "autograde", "m4", "--workers", "1").exit_code == 0
    course = course_of(data)
    assert late(course) == {"Ada": (False, 0.0), "Cy": (True, 0.0)}
    with course.gradebook() as gradebook:
        seconds = {
            one: gradebook.find_submission(M4, student).total_seconds_late for one, student in of(course).items()
        }
    assert (seconds["Ada"], seconds["Cy"] > 0) == (0, True), "nbgrader comes to the same"


def test_a_cohort_without_learners_in_the_folder_is_named_as_it_was_created(data: Path) -> None:
    with Cohorts(f"sqlite:///{data}/misread.db") as cohorts:
        cohorts.create("Winter In Ålesund", [Newcomer("Di Berg")])
    run(data, "due", "m4", LONG_AGO)
    run(data, "due", "m4", LONG_AHEAD, "--cohort", "WINTER in ålesund")
    assert "The cohort Winter In Ålesund has its own date: 10 March 2099" in run(data, "due", "m4").output


def test_an_earlier_date_of_a_cohort_counts_too_and_goes_again(data: Path) -> None:
    run(data, "due", "m4", LONG_AHEAD)
    run(data, "due", "m4", LONG_AGO, "--cohort", "Spring")
    assert late(course_of(data)) == {"Ada": (False, 0.0), "Cy": (True, 0.0)}
    said = run(data, "due", "m4", "never", "--cohort", "Spring")
    assert "has its own date" not in said.output
    assert late(course_of(data)) == {"Ada": (False, 0.0), "Cy": (False, 0.0)}


def test_extension_days_count_from_the_cohorts_date_and_survive_its_moves(data: Path) -> None:
    run(data, "due", "m4", "2026-03-01T12:00+00:00")
    run(data, "due", "m4", "2026-04-01T12:00+00:00", "--cohort", "Autumn")
    course = course_of(data)
    ada = of(course)["Ada"]
    assert extend(course, M4, ada, 3) == datetime(2026, 4, 4, 12, tzinfo=UTC)
    set_due(course, M4, datetime(2026, 5, 1, 12, tzinfo=UTC))
    assert due_dates(course, ada)[M4].due == datetime(2026, 4, 4, 12, tzinfo=UTC)
    set_due(course, M4, datetime(2026, 6, 1, 12, tzinfo=UTC), "Autumn")
    found = due_dates(course, ada)[M4]
    assert (found.due, found.longer) == (datetime(2026, 6, 4, 12, tzinfo=UTC), 3)
    assert late(course)["Ada"][1] == 3
    set_due(course, M4, None, "Autumn")
    found = due_dates(course, ada)[M4]
    assert (found.due, found.longer) == (datetime(2026, 5, 4, 12, tzinfo=UTC), 3)


def test_somebody_who_joined_since_reads_the_date_of_their_cohort_on_the_home(data: Path) -> None:
    run(data, "due", "m4", LONG_AHEAD)
    run(data, "due", "m4", "2098-03-10T17:00+00:00", "--cohort", "Spring")
    place = f"sqlite:///{data}/misread.db"
    with Cohorts(place) as cohorts:
        (new,) = cohorts.add("Spring", [Newcomer("Eve Late")])
    graded = GradedCourse(data / "grading", place)
    try:
        (due,) = graded.due(new.learner, {}, datetime.now(UTC)).values()
        assert due.at.year == 2098
    finally:
        graded.close()


def test_a_cohort_has_no_date_of_its_own_before_everybody_has_one(data: Path) -> None:
    said = run(data, "due", "m4", LONG_AHEAD, "--cohort", "Spring")
    assert (said.exit_code, "has no date for everybody yet" in said.output) == (1, True)
    said = run(data, "due", "m4", LONG_AHEAD, "--cohort", "Winter")
    assert (said.exit_code, "Winter" in said.output) == (1, True)


def test_dates_of_cohorts_that_were_changed_by_hand_are_named(data: Path) -> None:
    course = course_of(data)
    (course.folder / FILE).write_text("[]", "utf-8")
    with pytest.raises(BadEnrolments, match=r"cohort-dates\.json holds no dates"):
        set_due(course, M4, None)


@pytest.mark.parametrize(
    "spelling",
    [
        pytest.param("FRÜHJAHR  2026", id="capitals-and-spaces"),
        pytest.param("Fru\u0308hjahr 2026", id="accent-as-a-sign-of-its-own"),
        pytest.param("\u200eFrühjahr 2026", id="mark-of-direction"),
    ],
)
def test_a_cohort_is_graded_in_every_spelling_in_which_its_members_are_found(tmp_path: Path, spelling: str) -> None:
    with Cohorts(f"sqlite:///{tmp_path}/misread.db") as cohorts:
        cohorts.create("Frühjahr 2026", [Newcomer("Ada Ångström")])
        assert [member.name for member in cohorts.members(spelling)] == ["Ada Ångström"]
    assert run(tmp_path, "collect", spelling, "m4").exit_code == 0
    run(tmp_path, "due", "m4", LONG_AHEAD)
    said = run(tmp_path, "due", "m4", LONG_AGO, "--cohort", spelling)
    assert said.exit_code == 0, said.output
    course = course_of(tmp_path)
    ada = of(course)["Ada"]
    assert in_cohort(course, spelling) == {ada}
    assert due_dates(course, ada)[M4].due == datetime.fromisoformat(LONG_AGO).astimezone(UTC)
    set_due(course, M4, datetime(2026, 6, 1, 12, tzinfo=UTC), spelling)
    assert due_dates(course, ada)[M4].due == datetime(2026, 6, 1, 12, tzinfo=UTC)
