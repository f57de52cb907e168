"""A learner reads what came back to them, and nobody else's; nothing in it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import expect

from misread_grading.gradebook.dates import extend, set_due
from misread_grading.gradebook.scores import Score, write_scores
from misread_grading.reports.released_feedback import release_feedback
from misread_web.graded_course import GradedCourse
from tests.grading.fake_learners import EXERCISES
from tests.grading.graded_cohort import M4
from tests.web.marking_server import GradedCourseServer, graded_course

if TYPE_CHECKING:
    from tests.web.conftest import Visit

PAGE, NOTEBOOK = f"feedback/{M4}", f"feedback/{M4}/notebook"
SAID = "The way back is &lt;b&gt;missing&lt;/b&gt;.\n\nName the day."


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GradedCourseServer]:
    with graded_course(tmp_path_factory.mktemp("feedback")) as course:
        with course.course.gradebook() as gradebook:
            write_scores(gradebook, M4, "X4-6", {"bo": Score(5.5, SAID)})
        release_feedback(course.course, M4)
        yield course


def get(course: GradedCourseServer, who: str, path: str) -> httpx.Response:
    with httpx.Client(base_url=course.address, cookies={"reader": who}, timeout=60) as client:
        return client.get(path)


def test_a_learner_reads_points_and_what_a_reader_said(whole: GradedCourseServer, visit: Callable[..., Visit]) -> None:
    seen = visit()
    seen.page.context.add_cookies([{"name": "reader", "value": "bo", "url": whole.address}])
    seen.page.goto(f"{whole.address}{PAGE}")
    expect(seen.page.get_by_role("row", name="5.5 of 8")).to_be_visible()
    expect(seen.page.get_by_text("The way back is <b>missing</b>.")).to_be_visible()
    assert seen.violations() == []
    seen.page.set_viewport_size({"width": 360, "height": 740})
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_text_that_nobody_has_marked_yet_says_so(whole: GradedCourseServer) -> None:
    assert "so far: your text waits for a grader." in get(whole, "ada", PAGE).text


def test_what_was_not_tried_says_so_in_place_of_nothing_of_four(whole: GradedCourseServer) -> None:
    page = get(whole, "bo", PAGE).text
    assert "0 of 4" not in page
    assert [page.count(f"Not tried: 0 of {most} points.") for most in (28, 6)] == [1, len(EXERCISES[M4])]


def test_feedback_says_which_answers_came_late_and_a_learner_in_time_reads_nothing_of_it(
    tmp_path: Path, visit: Callable[..., Visit]
) -> None:
    with graded_course(tmp_path) as course:
        set_due(course.course, M4, datetime(2020, 1, 1, tzinfo=UTC))
        extend(course.course, M4, "ada", 3650)
        release_feedback(course.course, M4)
        late = "after the due date."
        assert (get(course, "bo", PAGE).text.count(late), get(course, "ada", PAGE).text.count(late)) == (1, 0)
        seen = visit()
        seen.page.context.add_cookies([{"name": "reader", "value": "bo", "url": course.address}])
        seen.page.goto(f"{course.address}{PAGE}")
        for width in (1280, 360):
            seen.page.set_viewport_size({"width": width, "height": 900})
            assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
        part = seen.page.locator(".home-part", has_text=late)
        expect(part.get_by_role("row", name="waits for a grader")).to_be_visible()
        assert seen.violations() == []


def test_what_was_released_is_read_also_while_the_gradebook_cannot_be_used(whole: GradedCourseServer) -> None:
    gradebook = whole.course.folder / "gradebook.db"
    away = gradebook.rename(gradebook.with_suffix(".away"))
    try:
        gradebook.write_bytes(b"no database")
        assert "5.5 of 8" in get(whole, "bo", PAGE).text
    finally:
        away.replace(gradebook)


def test_where_what_was_released_cannot_be_read_any_more_the_page_says_so(whole: GradedCourseServer) -> None:
    path = whole.course.folder / "released" / M4 / "cy" / "1.json"
    kept = path.read_bytes()
    try:
        path.write_text("{}", "utf-8")
        assert get(whole, "cy", PAGE).status_code == 503
    finally:
        path.write_bytes(kept)


def test_a_learner_reads_what_has_changed_and_why_once_it_is_released(
    whole: GradedCourseServer, visit: Callable[..., Visit]
) -> None:
    with whole.course.gradebook() as gradebook:
        write_scores(gradebook, M4, "X4-6", {"cy": Score(4, "The days are named.")})
    assert "The days are named." not in get(whole, "cy", PAGE).text
    assert "The days are named." not in get(whole, "cy", NOTEBOOK).text
    release_feedback(whole.course, M4, {"cy"}, note="All texts are read <now>.")
    assert "The days are named." in get(whole, "cy", NOTEBOOK).text
    seen = visit()
    seen.page.context.add_cookies([{"name": "reader", "value": "cy", "url": whole.address}])
    seen.page.goto(f"{whole.address}{PAGE}")
    changed = seen.page.get_by_role("region", name="What has changed")
    expect(changed).to_contain_text("You had 0 points, and have 4 now.")
    expect(changed).to_contain_text("All texts are read <now>.")
    expect(changed.get_by_role("listitem")).to_contain_text("none to 4 points, since a grader has marked the text.")
    assert seen.violations() == []
    seen.page.set_viewport_size({"width": 360, "height": 740})
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("path", [PAGE, NOTEBOOK])
def test_there_is_nothing_for_somebody_who_handed_in_nothing(path: str, whole: GradedCourseServer) -> None:
    assert get(whole, "grace", path).status_code == 404


@pytest.mark.parametrize("name", ["m2-being-understood", "m9-nowhere"])
def test_there_is_nothing_where_nothing_was_returned(name: str, whole: GradedCourseServer) -> None:
    assert get(whole, "ada", f"feedback/{name}").status_code == 404
    assert get(whole, "ada", f"feedback/{name}/notebook").status_code == 404


def test_nbgraders_page_is_each_learners_own_and_may_do_nothing(whole: GradedCourseServer) -> None:
    answers = {who: get(whole, who, NOTEBOOK) for who in ("ada", "bo")}
    assert "four one-to-ones" in answers["ada"].text
    assert "four one-to-ones" not in answers["bo"].text
    for answer in answers.values():
        policy = answer.headers["Content-Security-Policy"]
        assert "sandbox" in policy.split("; ")
        assert "script-src" not in policy
        assert "default-src 'none'" in policy
        assert answer.headers["Cache-Control"] == "no-store"


def test_no_script_of_a_text_runs_in_nbgraders_page(whole: GradedCourseServer, visit: Callable[..., Visit]) -> None:
    seen = visit()
    seen.page.context.add_cookies([{"name": "reader", "value": "bo", "url": whole.address}])
    seen.page.goto(f"{whole.address}{NOTEBOOK}")
    expect(seen.page.get_by_text("A trial without a day.").first).to_be_visible()
    assert seen.page.title() != "taken"
    assert all(asked.startswith(whole.address) for asked in seen.asked), "no request leaves the machine"


def test_the_home_learns_whose_feedback_is_there(whole: GradedCourseServer) -> None:
    graded = GradedCourse(whole.course.folder, whole.database)
    assert graded.returned("ada") == {M4}
    assert graded.returned("grace") == frozenset()
    graded.close()
