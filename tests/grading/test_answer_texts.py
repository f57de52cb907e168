"""The texts of a cohort as they were graded: the learner's own words, and read again only once they have changed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from misread_grading.course import Course
from misread_grading.marking.answer_texts import AnswerPlace, paper, papers
from misread_grading.submissions.learner_text import verbatim_block
from tests.grading.graded_cohort import M4, graded

TEXTS = {"ada": "On Monday <b>I</b> ask.\n\n# By Friday", "bo": "second text", "cy": ""}


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return graded(tmp_path, TEXTS)


SHEET = AnswerPlace(M4, "X4-6", "")


def test_every_text_is_there_as_its_learner_wrote_it(course: Course) -> None:
    found = papers(course, SHEET)
    assert {student: found[student] for student in ("ada", "bo")} == {name: TEXTS[name] for name in ("ada", "bo")}
    assert all(paper(course, SHEET, student) == text for student, text in found.items())


def test_a_cell_that_was_left_as_it_was_holds_no_text(course: Course) -> None:
    blank = AnswerPlace(M4, "X4-6", verbatim_block("second text"))
    assert papers(course, blank).keys() == papers(course, SHEET).keys() - {"bo"}


def test_who_handed_in_nothing_has_no_text(course: Course) -> None:
    assert paper(course, SHEET, "zoe") is None
    assert paper(course, AnswerPlace("m2-being-understood", "X2-5", ""), "ada") is None


def test_a_text_that_was_graded_anew_is_read_anew_and_one_that_is_gone_is_gone(course: Course) -> None:
    assert paper(course, SHEET, "bo") == "second text"
    path = Path(course.notebook("autograded", "bo", M4))
    stat = path.stat()
    path.write_text(path.read_text("utf-8").replace("second text", "another text"), "utf-8")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1))
    assert paper(course, SHEET, "bo") == "another text"
    shutil.rmtree(path.parent)
    assert paper(course, SHEET, "bo") is None
