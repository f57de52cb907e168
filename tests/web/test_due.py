"""A lesson's date on its page: named in the course's time zone and the reader's own, with what a late change costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect
from typer.testing import CliRunner

from misread_course.catalogue import lesson
from misread_course.graded_cells import graded_items
from misread_grading.autograding.batch import autograde
from misread_grading.calendar import moment_of, zone_named
from misread_grading.course import CONFIG, Course, open_course
from misread_grading.gradebook.dates import set_due
from misread_grading.gradebook.lesson_scores import scorebook
from misread_grading.submissions.collection import CollectedLearner, collect
from misread_records import open_journal
from misread_scenarios.exercises import load_exercise
from misread_web.main import command_line
from tests.grading.fake_learners import M2, M4
from tests.web.conftest import Course as Served
from tests.web.conftest import Serve, Visit

BERLIN = zone_named("Europe/Berlin")
DUE = moment_of("2126-10-27", BERLIN).at
LATE = "The due date has passed: what you answer, improve or hand in now is late, and earns nothing. "


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A folder of grades in Berlin: the second lesson is due in a hundred years, and the first was in the spring."""
    made = strict(tmp_path_factory.mktemp("due") / "grading")
    set_due(made, M4, DUE)
    set_due(made, M2, moment_of("2026-03-31T17:00", BERLIN).at)
    return made


def strict(folder: Path) -> Course:
    """Make a folder of grades in Berlin, where late work earns nothing."""
    made = open_course(folder, zone=BERLIN)
    with made.folder.joinpath(CONFIG).open("a", encoding="utf-8") as file:
        file.write('c.LateSubmissionPlugin.penalty_method = "zero"\n')
    return Course.at(folder)


@pytest.fixture(scope="module")
def served(
    graded: Course, serving: Callable[..., AbstractContextManager[Served]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    data: Path = tmp_path_factory.mktemp("answers")
    options = ("--port", "0", "--grading", str(graded.folder), "--zone", "Asia/Kolkata")
    with serving(data, *options) as course:
        yield course


def opened(visit: Callable[..., Visit], served: Served, lesson: str, zone: str = "Europe/Berlin") -> Visit:
    found = visit(timezone_id=zone)
    found.open(f"{served.address}lessons/{lesson}")
    return found


def test_a_lessons_page_names_its_date_and_what_comes_late_costs(served: Served, visit: Callable[..., Visit]) -> None:
    found = opened(visit, served, M4)
    note = found.page.locator("#due p:visible")
    expect(note).to_have_text(
        "Due by 27 October 2126, 23:59 CET. What you answer, improve or hand in after that is late, and earns nothing. "
        "What was there by then still counts."
    )
    expect(note).not_to_contain_text("on your clock")
    expect(found.page.locator(".lesson-late:visible")).to_have_count(0)
    assert (found.wrong, found.violations()) == ([], [])


@pytest.mark.parametrize(
    ("zone", "own"),
    [
        ("America/New_York", "(27 October 2126, 18:59 on your clock)"),
        ("Asia/Kolkata", "(28 October 2126, 04:29 on your clock)"),
        ("Pacific/Apia", "(28 October 2126, 11:59 on your clock)"),
        ("Africa/Lagos", ""),
    ],
)
def test_a_member_in_another_time_zone_also_reads_their_own_time(
    served: Served, visit: Callable[..., Visit], zone: str, own: str
) -> None:
    found = opened(visit, served, M4, zone)
    expect(found.page.locator("#due [data-until] .own-time")).to_have_count(1 if own else 0)
    if own:
        expect(found.page.locator("#due [data-until]")).to_contain_text(own)
    home = found.open(served.address).locator(".home-lesson", has_text="Sam and Priya").locator(".home-state:visible")
    expect(home).to_have_text(f"Due by 27 October 2126, 23:59 CET{own and f' {own}'}.")
    assert (found.wrong, found.violations()) == ([], [])


def test_after_the_date_each_widget_says_what_a_change_costs(served: Served, visit: Callable[..., Visit]) -> None:
    found = opened(visit, served, M2)
    expect(found.page.locator("#due p:visible")).to_have_text(
        "Was due by 31 March 2026, 17:00 CEST. What you answer, improve or hand in from now on is late, and earns "
        "nothing. What you had by then still counts."
    )
    pieces = found.page.locator(".lesson-late:not([hidden])")
    expect(pieces).to_have_count(len(graded_items(lesson(M2))))
    expect(pieces.first).to_have_text(f"{LATE}What you had by then still counts.")
    found.page.emulate_media(forced_colors="active")
    assert (found.wrong, found.violations()) == ([], [])
    home = (
        found.open(served.address).locator(".home-lesson", has_text="Being understood").locator(".home-state:visible")
    )
    expect(home).to_have_text("Was due by 31 March 2026, 17:00 CEST. What you do now is late, and earns nothing.")


def test_a_date_that_passes_while_the_page_is_open_changes_what_it_says(
    served: Served, visit: Callable[..., Visit]
) -> None:
    found = visit(timezone_id="Europe/Berlin")
    found.page.clock.install(time=DUE - timedelta(minutes=1))
    found.open(f"{served.address}lessons/{M4}")
    expect(found.page.locator("#due")).to_contain_text("Due by")
    found.page.clock.fast_forward(2 * 60 * 1000)
    expect(found.page.locator("#due [data-from]")).to_be_visible()
    expect(found.page.locator("#due [data-until]")).to_be_hidden()
    expect(found.page.locator(".lesson-late:not([hidden])").first).to_contain_text(LATE)


def test_a_lesson_without_a_date_says_none(course: Served, visit: Callable[..., Visit]) -> None:
    found = opened(visit, course, M4)
    expect(found.page.locator("#due, .lesson-late:visible")).to_have_count(0)


def test_a_lesson_with_a_kernel_of_its_own_says_its_date_too(
    tmp_path: Path, serve: Serve, visit: Callable[..., Visit]
) -> None:
    own = strict(tmp_path / "grading")  # a folder of grades is used for the answers of one place
    set_due(own, M4, DUE)
    course = serve("--port", "0", "--kernels", "--grading", str(own.folder))
    found = opened(visit, course, M4, "Asia/Kolkata")
    expect(found.page.locator("#due p:visible")).to_contain_text(
        "Due by 27 October 2126, 23:59 CET (28 October 2126, 04:29 on your clock)."
    )
    assert found.wrong == []


def test_where_nothing_is_graded_the_option_says_in_which_zone_days_are_said(
    serve: Serve, visit: Callable[..., Visit], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MISREAD_ZONE", "Pacific/Apia")
    page = visit().open(f"{serve('--port', '0').address}data/my-course")
    there = datetime.now(UTC).astimezone(zone_named("Pacific/Apia"))
    days = {f"{day.day} {day:%B %Y}" for day in (there, there - timedelta(minutes=10))}
    assert page.locator(".paper-day time").inner_text() in days


def test_a_zone_that_nobody_knows_keeps_the_server_from_starting(tmp_path: Path) -> None:
    words = ["serve", "--no-browser", "--data", str(tmp_path), "--zone", "Berlin"]
    done = CliRunner().invoke(command_line(), words)
    assert (done.exit_code, "Europe/Berlin" in done.output) == (2, True)


def test_confirming_the_same_answer_after_the_date_costs_nothing(
    tmp_path: Path, serve: Serve, visit: Callable[..., Visit]
) -> None:
    graded = strict(tmp_path / "grading")
    course = serve("--port", "0", "--grading", str(graded.folder))
    page = visit().open(f"{course.address}lessons/{M4}")
    page.get_by_role("button", name="Read on without playing").click()
    exercise = page.locator(".lesson-piece", has=page.get_by_role("heading", name=load_exercise("X4.2").title))
    for box in exercise.get_by_role("checkbox").all()[:5]:
        box.check()
    exercise.get_by_role("button", name="Confirm", exact=True).click()
    again = exercise.get_by_role("button", name="Confirm again")
    expect(again).to_be_enabled()
    with closing(open_journal(f"sqlite:///{course.data / 'misread.db'}")) as journal:
        (first,) = (event for event in journal.read("me", M4) if event.kind == "answered")
        set_due(graded, M4, first.at + timedelta(seconds=1))
        page.reload()
        expect(exercise.locator(".lesson-late")).to_contain_text("What you had by then still counts.")
        again.click()
        expect(exercise.locator(".mr-hint")).to_contain_text("That’s the answer you gave before.")
        again.click()
        expect(exercise.get_by_role("button", name="Confirm again")).to_have_count(0)
        events = journal.read("me", M4)
    assert [event.kind for event in events] == ["answered", "answered"]
    collect(graded, M4, [CollectedLearner("me", "Me", None, events)])
    autograde(graded, M4)
    (me,) = scorebook(graded, M4).learners
    assert (me.late, me.total) == (0, sum(one.points or 0.0 for one in me.scores.values()))
    assert me.total > 0
