"""Learners of JupyterLab hand in the notebook and the answers beside it, and get what those of the web course get."""

from __future__ import annotations

import json
import os
import random
import zipfile
from datetime import timedelta
from pathlib import Path

import nbformat
import pytest
from nbgrader.apps import ZipCollectApp

from misread_grading.assignment import NoLesson, release
from misread_grading.autograding.batch import autograde
from misread_grading.course import Course, open_course
from misread_grading.submissions.archive import take
from misread_grading.submissions.collection import collect
from misread_grading.submissions.learner_text import shown_text
from tests.grading.fake_learners import M2, M4, MORNING, Pen, everything
from tests.grading.nbgrader_reference import rows
from tests.grading.working_folder import inside


@pytest.fixture
def course(tmp_path: Path) -> Course:
    found = open_course(tmp_path / "course")
    release(found, M4)
    return found


def own(learner: str, seed: int, by: str = "me") -> Pen:
    """What somebody did on their own machine, where they are nobody in particular."""
    return everything(by, random.Random(seed), text=f"The box says {learner}.")  # noqa: S311 - no secret


def archive(course: Course, folder: Path, learner: str, answers: bytes | None, cell: str = "") -> Path:
    """Pack what a learner has in their folder, as a file manager packs it."""
    notebook = nbformat.read(course.notebook("release", ".", M4), as_version=4)
    if cell:
        (answer,) = (one for one in notebook.cells if one.metadata.get("nbgrader", {}).get("solution"))
        answer.source = cell
    path = folder / f"{learner}.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(f"my work/{M4}.ipynb", nbformat.writes(notebook))
        packed.writestr("my work/holiday.jpg", b"\xff\xd8")
        if answers is not None:
            packed.writestr("my work/answers.jsonl", answers)
    os.utime(path, (1_772_442_000, 1_772_442_000))
    return path


def scores(course: Course, learner: str) -> dict[str, float | None]:
    return {name: auto for name, (auto, _, _) in rows(course, M4)[learner]["grades"].items()}


def text(course: Course, learner: str) -> str:
    notebook = nbformat.read(course.notebook("autograded", learner, M4), as_version=4)
    (cell,) = (one for one in notebook.cells if one.metadata.get("nbgrader", {}).get("solution"))
    return shown_text(cell.source)


def test_an_archive_earns_what_the_same_answers_earn_from_the_web(course: Course, tmp_path: Path) -> None:
    pen = own("ada", 1)
    report = take(course, M4, [archive(course, tmp_path, "ada@example.org", pen.lines())])
    assert (report.new, report.problems) == (["ada@example.org"], {})
    assert not autograde(course, M4).notes
    web = open_course(tmp_path / "web")
    collect(web, M4, [pen.learner_of()])
    autograde(web, M4)
    assert scores(course, "ada@example.org") == scores(web, "me")
    assert text(course, "ada@example.org") == text(web, "me") == "The box says ada."


def test_what_stands_in_the_cell_counts_before_what_stands_in_the_box(course: Course, tmp_path: Path) -> None:
    cell = "Mine, <script>alert(1)</script> and `more`."
    take(course, M4, [archive(course, tmp_path, "ada", own("ada", 1).lines(), cell)])
    autograde(course, M4)
    assert text(course, "ada") == cell
    assert "<script>" not in course.notebook("autograded", "ada", M4).read_text("utf-8")


def test_the_notebook_hands_in_the_text_in_the_box(course: Course, tmp_path: Path) -> None:
    pen = own("ada", 1)
    pen.write("X4.6", "wrote", {"question": "X4.6", "text": "And more.", "done": False}, "v1")
    take(course, M4, [archive(course, tmp_path, "ada", pen.lines())])
    autograde(course, M4)
    assert text(course, "ada") == "And more."


def test_the_last_answer_counts_whichever_way_it_came(course: Course, tmp_path: Path) -> None:
    pen = own("ada", 1, by="ada")
    again = own("ada", 2)
    again.answer("X4.2", ["X4.2.3", "X4.2.4", "X4.2.5", "X4.2.7", "X4.2.9"], 2)
    packed = archive(course, tmp_path, "ada", again.lines())
    earlier = (MORNING - timedelta(days=1)).timestamp()
    os.utime(packed, (earlier, earlier))
    assert collect(course, M4, [pen.learner_of()]).new == ["ada"]
    assert take(course, M4, [packed]).new == ["ada"]
    assert collect(course, M4, [pen.learner_of()]).unchanged == ["ada"]
    for number in (2, 3):
        pen.answer("X4.5", "whatever", number)
    course.path("submitted", "ada", M4).joinpath("timestamp.txt").unlink()
    assert collect(course, M4, [pen.learner_of()]).new == ["ada"]
    assert take(course, M4, [packed]).unchanged == ["ada"]


def test_answers_that_somebody_handed_in_before_count_once(course: Course, tmp_path: Path) -> None:
    pen = own("ada", 1)
    first = archive(course, tmp_path, "zoe", pen.lines())
    second = archive(course, tmp_path, "bo", pen.lines())
    os.utime(second, (1_772_452_000, 1_772_452_000))
    take(course, M4, [second, first])
    report = autograde(course, M4)
    assert list(report.notes) == ["bo"]
    assert "handed in before by somebody else" in report.notes["bo"]
    assert sum(filter(None, scores(course, "zoe").values())) > 0
    assert sum(filter(None, scores(course, "bo").values())) == 0


def test_what_came_nobody_knows_when_was_not_handed_in_first(course: Course, tmp_path: Path) -> None:
    pen = own("ada", 1)
    take(course, M4, [archive(course, tmp_path, who, pen.lines()) for who in ("ada", "zoe")])
    for name in ("timestamp.txt", "arrived.txt"):
        course.path("submitted", "ada", M4).joinpath(name).unlink()
    assert list(autograde(course, M4).notes) == ["ada"]


def test_of_a_whole_folder_the_lessons_own_files_count(course: Course, tmp_path: Path) -> None:
    pen = own("ada", 1)
    packed = archive(course, tmp_path, "ada", pen.lines())
    with zipfile.ZipFile(packed, "a") as more:
        more.writestr(f"{M2}/answers.jsonl", everything("me", random.Random(2), M2).lines())  # noqa: S311 - no secret
        more.writestr(f"my work/.ipynb_checkpoints/{M4}.ipynb", "{")
        more.writestr(f"__MACOSX/{M4}.ipynb", b"\0")
        more.writestr(f"older/before/{M4}.ipynb", "{")
    take(course, M4, [packed])
    assert course.path("submitted", "ada", M4).joinpath("answers.jsonl").read_bytes() == pen.lines()
    assert autograde(course, M4).graded == ["ada"]


def test_one_bad_archive_stops_no_other(course: Course, tmp_path: Path) -> None:
    broken, empty, odd = tmp_path / "broken.zip", tmp_path / "empty.zip", tmp_path / "no id.zip"
    broken.write_bytes(b"PK no")
    zipfile.ZipFile(empty, "w").close()
    good = archive(course, tmp_path, "ada", own("ada", 1).lines())
    odd.write_bytes(good.read_bytes())
    report = take(course, M4, [broken, empty, odd, good, good])
    assert (report.new, report.unchanged) == (["ada"], ["ada"])
    assert {path.name: problem.split(";")[0][:30] for path, problem in report.problems.items()} == {
        "broken.zip": "not an archive that can be rea",
        "empty.zip": "it has neither m4-sam-and-priy",
        "no id.zip": "'no id' cannot be a learner's ",
    }


def test_nbgraders_own_collecting_of_archives_takes_the_answers_along(course: Course, tmp_path: Path) -> None:
    inbox = course.folder / "downloaded" / M4 / "archive"
    inbox.mkdir(parents=True)
    pen = own("ada", 2)
    archive(course, tmp_path, "ada", pen.lines()).rename(inbox / "ada.zip")
    with inside(course.folder):
        app = ZipCollectApp()
        app.initialize([M4, "--log-level=CRITICAL"])
        app.start()
    assert course.path("submitted", "ada", M4).joinpath("answers.jsonl").read_bytes() == pen.lines()
    assert autograde(course, M4).graded == ["ada"]
    assert sum(filter(None, scores(course, "ada").values())) > 0


def test_a_released_notebook_is_the_lesson_with_empty_answers(course: Course) -> None:
    released = json.loads(course.notebook("release", ".", M4).read_text("utf-8"))
    cells = [cell for cell in released["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")]
    assert ["".join(cell["source"]) for cell in cells] == ["Your text goes here, or into the lesson's own box above."]


def test_a_lesson_that_is_not_there_is_said_with_those_that_are(course: Course) -> None:
    with pytest.raises(NoLesson, match="m1-career-conversation, m2-being-understood, m3-reading-signals"):
        release(course, "m9")
