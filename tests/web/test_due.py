"""A lesson's date on its page: named in the course's time zone and the reader's own, with what a late change costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from misread_grading.calendar import moment_of, zone_named
from misread_grading.course import CONFIG, Course, open_course
from misread_grading.deadlines import set_due
from tests.grading.players import M2, M4
from tests.web.conftest import Course as Served
from tests.web.conftest import Visit

BERLIN = zone_named("Europe/Berlin")
DUE = moment_of("2126-10-27", BERLIN).at
LATE = "The due date has passed: what you answer, improve or hand in now is late, and earns nothing. "


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A folder of grades in Berlin: the second lesson is due in a hundred years, and the first was in the spring."""
    made = open_course(tmp_path_factory.mktemp("due") / "grading", zone=BERLIN)
    with made.folder.joinpath(CONFIG).open("a", encoding="utf-8") as file:
        file.write('c.LateSubmissionPlugin.penalty_method = "zero"\n')
    set_due(made, M4, DUE)
    set_due(made, M2, moment_of("2026-03-31T17:00", BERLIN).at)
    return made


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
def test_whoever_lives_by_another_clock_reads_their_own_time_beside_it(
    served: Served, visit: Callable[..., Visit], zone: str, own: str
) -> None:
    found = opened(visit, served, M4, zone)
    expect(found.page.locator("#due [data-until] .own-time")).to_have_count(1 if own else 0)
    if own:
        expect(found.page.locator("#due [data-until]")).to_contain_text(own)
    home = found.open(served.address).locator(".home-lesson").nth(1).locator(".home-state:visible")
    expect(home).to_have_text(f"Due by 27 October 2126, 23:59 CET{own and f' {own}'}.")
    assert (found.wrong, found.violations()) == ([], [])


def test_once_the_date_has_passed_each_piece_says_before_it_what_a_change_costs(
    served: Served, visit: Callable[..., Visit]
) -> None:
    found = opened(visit, served, M2)
    expect(found.page.locator("#due p:visible")).to_have_text(
        "Was due by 31 March 2026, 17:00 CEST. What you answer, improve or hand in from now on is late, and earns "
        "nothing. What you had by then still counts."
    )
    pieces = found.page.locator(".lesson-late:not([hidden])")
    expect(pieces).to_have_count(5)
    expect(pieces.first).to_have_text(f"{LATE}What you had by then still counts.")
    found.page.emulate_media(forced_colors="active")
    assert (found.wrong, found.violations()) == ([], [])
    home = found.open(served.address).locator(".home-lesson").first.locator(".home-state:visible")
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
