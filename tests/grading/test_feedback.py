"""Feedback says what the gradebook says, comes to its own learner, and does nothing but be read."""

from __future__ import annotations

import email
import email.policy
import random
import re
import shutil
from email.message import EmailMessage
from pathlib import Path

import pytest

from misread_grading.autograding.batch import autograde
from misread_grading.course import Course, open_course
from misread_grading.gradebook.scores import Score, write_scores
from misread_grading.reports.emails import write_letters
from misread_grading.reports.feedback import Feedback
from misread_grading.reports.released_feedback import page_of, release_feedback, released
from misread_grading.submissions.collection import CollectedLearner, collect
from tests.grading.fake_learners import Pen
from tests.grading.graded_cohort import M4, wrote

SAID = "A clear question: 2 of 2\n\nThe way back is &lt;missing&gt;."
NASTY = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = open_course(tmp_path_factory.mktemp("course"))
    people = [("ada", "ada@example.org"), ("bo", None)]
    collect(
        course,
        M4,
        [CollectedLearner(who, who.title(), address, [wrote(who, f"{NASTY} {who}")]) for who, address in people],
    )
    autograde(course, M4)
    with course.gradebook() as gradebook:
        write_scores(gradebook, M4, "X4-6", {"ada": Score(6, SAID)})
    return course


@pytest.fixture(scope="module")
def returned(course: Course) -> Course:
    release_feedback(course, M4)
    return course


def read(course: Course, student: str) -> Feedback:
    """Return what a learner reads."""
    found = released(course, student, M4)
    assert found is not None
    return found.feedback


def test_a_learner_reads_points_and_comments_as_they_were_given(returned: Course) -> None:
    found = read(returned, "ada")
    lines = {(part.title, line.about): line for part in found.parts for line in part.lines}
    line = next(line for (title, _), line in lines.items() if title.startswith("A trial"))
    assert (line.points, line.most) == (6, 8)
    assert "<missing>" in line.comment
    assert (found.total, found.waits) == (6, False)


def test_a_text_that_waits_for_a_reader_says_so(returned: Course) -> None:
    found = read(returned, "bo")
    assert found.waits
    assert [line.points for part in found.parts for line in part.lines if line.most == 8] == [None]


def test_the_lines_add_up_also_where_a_marked_text_was_handed_in_anew(returned: Course, tmp_path: Path) -> None:
    course = Course.at(Path(shutil.copytree(returned.folder, tmp_path / "course")))
    collect(course, M4, [CollectedLearner("ada", "Ada", "ada@example.org", [wrote("ada", "another text")])])
    autograde(course, M4)
    release_feedback(course, M4)
    found = read(course, "ada")
    assert [(line.points, line.waits) for part in found.parts for line in part.lines if line.most == 8] == [(6, True)]
    assert sum(line.points or 0 for part in found.parts for line in part.lines) == found.total
    (letter,), _ = write_letters(course, M4, "course@example.org", "Sam and Priya")
    assert b"6 of 8, waits for a grader" in letter.read_bytes()
    assert b" points so far; your text waits for a grader." in letter.read_bytes()


def test_a_story_that_was_left_in_the_middle_is_one_line_and_no_seven_zeros(course: Course, tmp_path: Path) -> None:
    anew = Course.at(Path(shutil.copytree(course.folder, tmp_path / "course")))
    pen = Pen("gil")
    pen.play("sam-priya", random.Random(1), most=4)  # noqa: S311 - no secret
    collect(anew, M4, [pen.learner_of()])
    autograde(anew, M4)
    release_feedback(anew, M4)
    story, *others = read(anew, "gil").parts
    assert (story.far, story.most) == ("not finished (4 of 9 decisions)", 28)
    assert {part.far for part in others} == {"not tried"}
    letters, _ = write_letters(anew, M4, "course@example.org", "Sam and Priya")
    (letter,) = (path for path in letters if path.stem == "gil")
    body = email.message_from_bytes(letter.read_bytes(), policy=email.policy.default).get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "Sam and Priya\n  not finished (4 of 9 decisions): 0 of 28\n" in text
    assert text.count("not finished") == 1


def test_a_stranger_has_no_feedback(returned: Course) -> None:
    assert released(returned, "cy", M4) is None


def test_nbgraders_own_page_shows_the_text_and_runs_nothing_of_it(returned: Course) -> None:
    path = page_of(returned, "ada", M4)
    assert path is not None
    page = path.read_text("utf-8")
    assert NASTY not in page
    assert "alert(1)" in page.replace("&#40;", "(").replace("&#41;", ")")
    assert "<script" not in page


def test_nbgraders_own_page_asks_no_other_site_for_anything(returned: Course) -> None:
    path = page_of(returned, "ada", M4)
    assert path is not None
    asked = re.findall(r"""(?:src=["']|url\(["']?|@import ["'])([^"')]+)""", path.read_text("utf-8"))
    assert [address for address in asked if "//" in address] == []


def test_letters_go_to_those_who_have_an_address(returned: Course) -> None:
    (path,), unreachable = write_letters(returned, M4, "course@example.org", "Sam and\nPriya")
    letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(letter, EmailMessage)
    assert unreachable == ["bo"]
    assert (letter["To"], letter["Subject"]) == ("ada@example.org", "Your feedback: Sam and Priya")
    assert letter["X-Unsent"] == "1"
    body = letter.get_body(("plain",))
    assert body is not None
    assert "6 of 8" in body.get_content()
    assert [part.get_filename() for part in letter.iter_attachments()] == [f"{M4}.html"]
    assert isinstance(path, Path)
