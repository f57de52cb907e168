"""Every lesson is an assignment: nbgrader's own steps take it as it is, and what is released holds no key."""

from __future__ import annotations

import io
import json
import random
import re
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.validator import Validator
from traitlets.config import Config

from misread_course.catalogue import LESSONS, lessons
from misread_grading.assignment import release
from misread_grading.autograding.worker import grade
from misread_grading.course import Course, open_course
from misread_grading.released_cells import BadLesson, released_cells
from misread_grading.submissions.collection import files_of
from misread_grading.submissions.submission import Submission
from misread_records.scoring import Process, exercise_mark
from misread_scenarios.exercises import InvalidExercise, Reflection, Scored, load_exercise, load_rubric
from misread_scenarios.library import load
from tests.grading.fake_learners import EXERCISES, M4, MORNING, REFLECTIONS, SCENARIOS, Pen, everything

each_lesson = pytest.mark.parametrize("lesson", [lesson.name for lesson in lessons()])


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return open_course(tmp_path_factory.mktemp("course"))


@each_lesson
def test_nbgrader_alone_makes_an_assignment_of_a_lesson(lesson: str, tmp_path: Path) -> None:
    config = Config()
    config.CourseDirectory.update(
        {"root": str(tmp_path), "source_directory": str(LESSONS), "course_id": "alone", "assignment_id": lesson}
    )
    config.CourseDirectory.db_url = open_course(tmp_path).directory.db_url
    GenerateAssignment(coursedir=CourseDirectory(config=config), config=config).start()
    assert (tmp_path / "release" / lesson / f"{lesson}.ipynb").is_file()


@each_lesson
def test_what_is_graded_is_what_the_lesson_holds(course: Course, lesson: str) -> None:
    assignment = release(course, lesson)
    scored = {id_ for id_ in SCENARIOS[lesson] if load(id_).competencies}
    assert set(assignment.items) == {*scored, *EXERCISES[lesson]}
    assert assignment.answers == REFLECTIONS[lesson]
    with course.gradebook() as gradebook:
        points = {cell.name: cell.max_score for cell in gradebook.find_notebook(lesson, lesson).grade_cells}
    expected = {f"{id_}-{competency}": 4.0 for id_ in SCENARIOS[lesson] for competency in load(id_).competencies}
    expected |= {id_.replace(".", "-"): 6.0 for id_ in EXERCISES[lesson]}
    assert points == {**expected, **{id_.replace(".", "-"): 8.0 for id_ in REFLECTIONS[lesson]}}


def test_points_that_differ_from_the_rubric_are_named_before_grading(tmp_path: Path) -> None:
    course = open_course(tmp_path / "course")
    notebook = nbformat.read(course.notebook("source", ".", M4), as_version=4)
    (cell,) = (cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == "X4-6")
    cell.metadata.nbgrader.points = 6
    course.config.CourseDirectory.source_directory = course.directory.source_directory = str(tmp_path / "lessons")
    source = course.notebook("source", ".", M4)
    source.parent.mkdir(parents=True)
    nbformat.write(notebook, source)
    with pytest.raises(InvalidExercise, match="the cell 'X4-6' gives 6 points, and its rubric R-C 8"):
        release(course, M4)
    assert not course.notebook("release", ".", M4).exists()


def test_a_lesson_is_released_anew_only_once_it_has_changed(tmp_path: Path) -> None:
    course = open_course(tmp_path / "course")
    text = course.notebook("source", ".", M4).read_text("utf-8")
    course.config.CourseDirectory.source_directory = course.directory.source_directory = str(tmp_path / "lessons")
    source = course.notebook("source", ".", M4)
    source.parent.mkdir(parents=True)
    source.write_text(text, "utf-8")
    released = course.notebook("release", ".", M4)
    versions, files = [], []
    for _ in range(2):
        versions.append(release(course, M4).version)
        files.append((released.stat().st_ino, released.stat().st_mtime_ns))
    source.write_text(text.replace("out_of=4", "out_of=3", 1), "utf-8")
    versions.append(release(course, M4).version)
    files.append((released.stat().st_ino, released.stat().st_mtime_ns))
    assert versions[0] == versions[1] != versions[2]
    assert files[0] == files[1] != files[2]


def lesson_with(course: Course, folder: Path, change: Callable[[str], str]) -> None:
    """Give a course the lesson M4 with each code cell changed."""
    notebook = nbformat.read(course.notebook("source", ".", M4), as_version=4)
    for cell in notebook.cells:
        cell.source = change(cell.source) if cell.cell_type == "code" else cell.source
    course.config.CourseDirectory.source_directory = course.directory.source_directory = str(folder)
    source = course.notebook("source", ".", M4)
    source.parent.mkdir(parents=True)
    nbformat.write(notebook, source)


def in_other_words(source: str) -> str:
    """Write the same calls with single quotes, another name for the lesson, and over several lines."""
    renamed = re.sub(r"\blesson\b(?=[. ])", "m4", source).replace('"', "'")
    return re.sub(r"points\((.*), out_of=(\d)\)", r"points(\n    \1,\n    out_of=\2,\n)", renamed)


def test_a_lesson_is_graded_alike_however_its_calls_are_spelt(course: Course, tmp_path: Path) -> None:
    spelt = open_course(tmp_path / "course")
    lesson_with(spelt, tmp_path / "lessons", in_other_words)
    assignments = [release(course, M4), release(spelt, M4)]
    assert "m4.points(\n    'sam-priya', 'C1'," in "".join(assignments[1].sources.values())
    assert assignments[0].items == assignments[1].items != ()
    assert released_cells(spelt, M4) == released_cells(course, M4)
    pen = everything("ada", random.Random(4))  # noqa: S311 - no secret
    graded = []
    for assignment in assignments:
        files = files_of(assignment, pen.events, MORNING)
        assert files.answers == pen.lines()
        graded.append(grade(assignment, Submission("ada", files.notebook, files.answers, "2026-03-02 09:00:00 UTC")))
    assert graded[0].scores == graded[1].scores
    assert sum(score or 0 for score in graded[1].scores.values()) > 0


@pytest.mark.parametrize(
    ("call", "why"),
    [
        ("%time lesson.points('sam-priya', 'C1', out_of=4)", "is not plain Python: invalid syntax (line 1)"),
        ("lesson.points(case, 'C1', out_of=4)", "does not write out the item that it asks the points of"),
    ],
)
def test_a_cell_whose_points_belong_to_no_item_is_named_before_the_release(call: str, why: str, tmp_path: Path) -> None:
    course = open_course(tmp_path / "course")
    lesson_with(course, tmp_path / "lessons", lambda source: call if '"C1"' in source else source)
    with pytest.raises(BadLesson, match=rf"{M4} cannot be released: the cell 'sam-priya-C1' {re.escape(why)}"):
        release(course, M4)
    assert not course.notebook("release", ".", M4).exists()


@each_lesson
def test_graded_cells_are_one_call_each_and_follow_what_they_grade(course: Course, lesson: str) -> None:
    before = ""
    for cell in release(course, lesson).release.cells:
        about = cell.metadata.get("nbgrader", {})
        if about.get("grade") and cell.cell_type == "code":
            asked = re.fullmatch(r'lesson\.points\("([\w.-]+)"(?:, "C\d")?, out_of=(\d)\)', cell.source)
            assert asked
            assert float(asked[2]) == about.points
            assert f'("{asked[1]}")' in before
        elif cell.cell_type == "code":
            before = cell.source


@each_lesson
def test_a_released_notebook_holds_no_word_of_any_key(course: Course, lesson: str) -> None:
    release(course, lesson)
    released = json.loads(course.notebook("release", ".", lesson).read_text("utf-8"))
    text = json.dumps(released, ensure_ascii=False)
    code = json.dumps([(cell["source"], cell["metadata"]) for cell in released["cells"] if cell["cell_type"] == "code"])
    secrets = [word for id_ in SCENARIOS[lesson] for word in _hidden(id_)]
    for id_ in EXERCISES[lesson]:
        asked = load_exercise(id_)
        assert isinstance(asked, Scored)
        secrets += [word for line in asked.lines for word in (line.text, line.explain, *line.feedback.values())]
        secrets += [line.id for line in asked.lines if "." in line.id]  # a card's id is one letter
        secrets += [*filter(None, [asked.other]), *(mistake.slip for mistake in asked.mistakes)]
    for written in map(load_exercise, REFLECTIONS[lesson]):
        assert isinstance(written, Reflection)
        rows = load_rubric(written.rubric).rows
        secrets += [written.sample, *(word for one in written.mistakes for word in (one.slip, one.text))]
        secrets += [word for row in rows for word in (row.zero, row.one.sample, row.two.sample)]
    assert len(secrets) > 50
    variables = [name for id_ in SCENARIOS[lesson] for name in load(id_).variables]
    assert [name for name in variables if re.search(rf"\b{name}\b", code)] == []
    assert [secret for secret in secrets if re.search(rf"\b{re.escape(secret.strip())}\b", text)] == []


def _hidden(scenario: str) -> list[str]:
    """Return what of a scenario is not to be known beforehand: its choices, what follows them, and its endings."""
    read = load(scenario)
    choices = [choice for scene in read.scenes for choice in scene.choices]
    told = [passage.text for choice in choices for passage in (*choice.then, *choice.why)]
    return [*(ending.id for ending in read.endings), *(choice.text for choice in choices), *told]


def validated(course: Course, lesson: str, folder: Path, answers: bytes) -> str:
    """What nbgrader's *Validate* says of a released lesson and the answers beside it."""
    nbformat.write(nbformat.read(course.notebook("release", ".", lesson), as_version=4), folder / f"{lesson}.ipynb")
    folder.joinpath("answers.jsonl").write_bytes(answers)
    validator, said = Validator(), io.StringIO()
    validator.stream = said
    validator.validate_and_print(str(folder / f"{lesson}.ipynb"))
    return said.getvalue()


@each_lesson
def test_validate_is_content_with_work_that_is_done_whatever_it_earns(
    course: Course, lesson: str, tmp_path: Path
) -> None:
    release(course, lesson)
    work = everything("me", random.Random(5), lesson)  # noqa: S311 - no secret
    earned = [exercise_mark(work.events, item, 1.0).points for item in EXERCISES[lesson]]
    scored = [story for story in SCENARIOS[lesson] if "C1" in load(story).competencies]
    earned += [Process(work.events, story).mark("C1", 1.0).points for story in scored]
    assert min(earned) < 1
    said = validated(course, lesson, tmp_path, work.lines())
    assert said == "Success! Your notebook passes all the tests.\n"


def test_validate_says_of_each_item_what_is_not_done_yet(course: Course, tmp_path: Path) -> None:
    release(course, M4)
    said = validated(course, M4, tmp_path, b"")
    assert "VALIDATION FAILED ON" in said
    assert "CONTENTS OF" not in said
    assert "This case was not begun." in said
    assert "This exercise was not answered." in said
    assert "You did not provide a response" not in said
    assert "Partial credit" not in said
    pen = Pen("me", M4)
    pen.play(SCENARIOS[M4][0], random.Random(4), most=2)  # noqa: S311 - no secret
    assert "not played to its end: 2 choices were made." in validated(course, M4, tmp_path, pen.lines())
