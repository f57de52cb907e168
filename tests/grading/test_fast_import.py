"""A command that grades is started without what grading never asks for, and does the same."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import nbgrader

from misread_grading.autograding.batch import autograde
from misread_grading.course import Course, open_course
from tests.grading.fake_learners import M4
from tests.grading.nbgrader_reference import rows
from tests.grading.submission_factory import hand_in

_TYPED = """
import json, sys
from misread_web.main import main
try:
    main()
finally:
    loaded = {name.partition(".")[0] for name in sys.modules}
    print(json.dumps([sorted(loaded), sys.modules["nbgrader"].__version__]))
"""
NOT_ASKED_FOR = {"jupyter_server", "nbconvert", "alembic", "pkg_resources"}


def typed(course: Course, *words: str) -> tuple[set[str], str]:
    """Type a command of `misread grade` in a process of its own; return packages that it loaded, nbgrader's version."""
    command = [sys.executable, "-c", _TYPED, "grade", *words, "--grading", str(course.folder)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    loaded, version = json.loads(said.splitlines()[-1])
    return set(loaded), version


def test_a_fresh_process_releases_grades_and_returns_feedback_as_any_other_does(tmp_path: Path) -> None:
    course = open_course(tmp_path / "typed")
    hand_in(course, 2, untouched=True)
    shutil.copytree(course.folder, tmp_path / "here")
    shutil.rmtree(course.directory_of("release"))
    typed(course, "autograde", M4, "--workers", "1")
    typed(course, "feedback", M4)
    here = Course.at(tmp_path / "here")
    autograde(here, M4)
    assert rows(course, M4) == rows(here, M4)
    assert len(list(course.directory_of("feedback").rglob("*.html"))) == 2


def test_what_no_grading_asks_for_is_not_loaded(tmp_path: Path) -> None:
    course = open_course(tmp_path)
    hand_in(course, 1, untouched=True)
    loaded, version = typed(course, "autograde", M4, "--workers", "1")
    assert loaded >= {"nbgrader", "sqlalchemy"}
    assert not loaded & NOT_ASKED_FOR
    assert version == nbgrader.__version__
