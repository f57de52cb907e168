"""Each idea of the course is counted where it is taught, practised and assessed, and nowhere else."""

from __future__ import annotations

import json
from pathlib import Path

from misread_course.catalogue import Lesson, lesson, lessons
from misread_course.checks import check_course, check_lessons
from misread_course.coverage import coverage, uses
from misread_course.notebook import content
from misread_scenarios.exercises import exercises
from misread_scenarios.ideas import ideas, objectives
from misread_scenarios.library import FOLDER

M4 = "m4-sam-and-priya"


def copied(folder: Path, name: str = M4) -> tuple[Lesson, dict[str, object]]:
    """Return a lesson that a test may change, and what its file says."""
    found = lesson(name)
    path = folder / found.notebook.name
    path.write_text(found.notebook.read_text("utf-8"), "utf-8")
    return Lesson(**{**vars(found), "notebook": path}), content(path)


def test_the_course_has_127_ideas_and_14_objectives_in_their_order() -> None:
    assert list(ideas()) == [f"S{number}" for number in range(1, 128)]
    assert list(objectives()) == [f"LO{number}" for number in range(1, 15)]


def test_an_idea_is_counted_in_every_way_in_which_the_lesson_on_sam_and_priya_uses_it() -> None:
    used = {(use.idea, use.place, use.way) for use in uses(lesson(M4))}
    assert ("S101", "m4-4", "taught") in used
    assert ("S101", "X4.2", "practised") in used
    assert ("S101", "X4.2", "assessed") in used
    assert ("S84", "M4.try", "taught") in used
    assert ("S84", "sam-priya", "practised") in used
    assert ("S84", "sam-priya", "assessed") not in used  # a case is practice
    assert ("S102", "X4.6", "assessed") not in used  # a grader gives these points


def test_an_exercise_whose_points_do_not_count_assesses_nothing(tmp_path: Path) -> None:
    changed, notebook = copied(tmp_path)
    cells = notebook["cells"]
    assert isinstance(cells, list)
    notebook["cells"] = [cell for cell in cells if cell["id"] != "m4-points-X4-2"]
    changed.notebook.write_text(json.dumps(notebook), "utf-8")
    ways = {use.way for use in uses(changed) if use.place == "X4.2"}
    assert ways == {"practised"}


def test_only_a_core_idea_has_to_be_assessed() -> None:
    for row in coverage([lesson(M4)]):
        assert ("assessed" in row.gaps) == (ideas()[row.idea].core and not row.places["assessed"])
        assert set(row.gaps) <= {"taught", "practised", "assessed"}


def test_without_a_lesson_every_idea_misses_everything() -> None:
    assert {row.gaps[:2] for row in coverage([])} == {("taught", "practised")}


def test_no_lesson_and_no_exercise_names_an_idea_or_an_objective_that_is_not_there() -> None:
    assert {use.idea for each in lessons() for use in uses(each)} <= ideas().keys()
    for exercise in exercises().values():
        assert set(exercise.covers) <= ideas().keys(), exercise.id
        assert set(exercise.objectives) <= objectives().keys(), exercise.id


def test_the_whole_course_has_all_its_ideas_and_without_a_lesson_what_it_lacks_is_named() -> None:
    assert check_course(lessons()) == ()
    rest = [each for each in lessons() if each.name != "m4-sam-and-priya"]
    problems = check_course(rest)
    assert {problem.code for problem in problems} == {"LE010"}
    lines = (FOLDER / "ideas.yaml").read_text("utf-8").splitlines()
    (trial,) = (problem for problem in problems if "'S101'" in problem.message)
    assert "the idea 'S101' is not taught" in trial.message
    assert lines[trial.line - 1] == "S101:"


def test_an_idea_that_is_not_there_is_a_problem_on_the_line_of_its_cell(tmp_path: Path) -> None:
    changed, notebook = copied(tmp_path)
    cells = notebook["cells"]
    assert isinstance(cells, list)
    taught = next(cell for cell in cells if cell["id"] == "m4-4")
    taught["metadata"]["misread"]["covers"].append("S1001")
    changed.notebook.write_text(json.dumps(notebook, indent=1), "utf-8")
    (problem,) = check_lessons([changed])
    assert (problem.code, problem.severity) == ("LE002", "fail")
    assert "'m4-4' names the idea 'S1001'" in problem.message
    assert "did you mean 'S" in problem.message
    assert '"id": "m4-4"' in changed.notebook.read_text("utf-8").splitlines()[problem.line - 1]
