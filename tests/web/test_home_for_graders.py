"""What the home shows to those who mark texts."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import httpx
import pytest

from misread_grading.course import open_course
from misread_records import MemoryJournal
from misread_web.graded_course import GradedCourse
from tests.web.home_server import home_course, lesson_service

WAY = 'href="/marking"'


@pytest.mark.parametrize("is_graded", [True, False])
def test_readers_find_their_texts_on_the_home_and_nobody_else_does(tmp_path: Path, is_graded: bool) -> None:  # noqa: FBT001
    open_course(tmp_path / "grades")
    with (
        closing(GradedCourse(tmp_path / "grades", f"sqlite:///{tmp_path}/misread.db")) as graded,
        home_course(lesson_service(), MemoryJournal(), graded if is_graded else None) as home,
        httpx.Client(base_url=home.address, timeout=60) as client,
    ):
        pages = {who: client.get("", headers={"Cookie": f"learner={who}"}).text for who in ("reader", "ada")}
    assert {who: page.count(WAY) for who, page in pages.items()} == {"reader": 2 * is_graded, "ada": 0}
