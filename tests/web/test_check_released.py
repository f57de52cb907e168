"""Answers name choices by their ids, so an id that is gone since a release is a problem before anybody is scored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from misread_grading.assignment import CONTENT, release
from misread_grading.course import open_course
from misread_scenarios.library import load, path_of
from misread_scenarios.released import ReleasedIds, content_of, file_of, kept_now
from misread_web.main import command_line
from tests.grading.fake_learners import EXERCISES

M4 = "m4-sam-and-priya"


def check(*words: str) -> Result:
    return CliRunner().invoke(command_line(), ["check", *words])


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The ids that a release has kept, in the folder of grades that the variable names."""
    course = open_course(tmp_path / "grades")
    release(course, M4)
    monkeypatch.setenv("MISREAD_GRADING", str(course.folder))
    return course.folder / CONTENT


def test_a_release_keeps_the_ids_of_what_gives_points(content: Path) -> None:
    assert {path.name for path in content.iterdir()} == {"sam-priya", *EXERCISES[M4]}
    now = kept_now("sam-priya")
    assert now is not None
    assert now.ids
    assert file_of(content, now).read_bytes() == content_of(now)


def test_what_is_as_it_was_released_has_no_problem(content: Path) -> None:
    assert content.is_dir()
    done = check("sam-priya", "X4.2")
    assert (done.exit_code, "RE0" in done.output) == (0, False)


def test_a_renamed_choice_is_a_problem_on_the_line_of_its_scene(content: Path) -> None:
    now, scene = kept_now("sam-priya"), load("sam-priya").scenes[1]
    assert now is not None
    before = ReleasedIds("sam-priya", "0123456789ab", (*now.ids, f"{scene.id}/called-otherwise"))
    file_of(content, before).write_bytes(content_of(before))
    done = check("sam-priya")
    assert done.exit_code == 1
    assert f"{path_of('sam-priya')}:{scene.line}: RE001 the scene {scene.id} of 'sam-priya' had " in done.output
    assert "called-otherwise" in done.output
    assert "RE001" not in check("X4.2").output


def test_a_renamed_line_of_an_exercise_is_a_problem(content: Path) -> None:
    now = kept_now("X4.2")
    assert now is not None
    before = ReleasedIds("X4.2", "0123456789ab", ("X4.2.99", *now.ids))
    file_of(content, before).write_bytes(content_of(before))
    assert "RE001 'X4.2' had 'X4.2.99' when it was released (0123456789ab)" in check("X4.2").output


def test_a_file_that_keeps_nothing_any_more_is_named(content: Path) -> None:
    broken = content / "sam-priya" / "broken.json"
    broken.write_text(json.dumps(["no ids"]))
    done = check("sam-priya")
    assert (done.exit_code, f"{broken}:1: RE002 " in done.output) == (1, True)
