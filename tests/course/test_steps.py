"""A lesson in steps: words, then something to do; and nothing that a case teaches before it is played."""

from __future__ import annotations

import pytest

from misread_course.catalogue import Lesson, lessons
from misread_course.items import items, sections
from misread_course.steps import CASE, contents, steps, waiting

each_lesson = pytest.mark.parametrize("lesson", lessons(), ids=lambda lesson: str(lesson.name))


@each_lesson
def test_each_thing_to_do_ends_a_step_and_the_last_step_keeps_what_follows(lesson: Lesson) -> None:
    assert [step.item for step in steps(lesson)] == list(items(lesson))
    assert all(step.cells[-1] == step.item.cell for step in steps(lesson)[:-1])
    assert sections(lesson)[-1].cell == steps(lesson)[-1].cells[-1]


@each_lesson
def test_the_steps_take_as_long_as_the_lesson_says(lesson: Lesson) -> None:
    taken = sum(step.minutes for step in steps(lesson))
    assert taken <= lesson.minutes <= taken + 5


@each_lesson
def test_teaching_waits_for_the_case_above_it_and_an_introduction_does_not(lesson: Lesson) -> None:
    cells = [cell for step in steps(lesson) for cell in step.cells]
    cases = {step.item.cell: step for step in steps(lesson) if step.item.kind == CASE}
    first = min(cells.index(cell) for cell in cases)
    assert not any(cell in waiting(lesson) for cell in cells[: first + 1])
    assert all(cells.index(case) < cells.index(cell) for cell, case in waiting(lesson).items())
    for cell, step in cases.items():
        assert step.item.section is not None
        assert not {cell, step.item.section.cell} & waiting(lesson).keys()
    assert cells[-1] in waiting(lesson)


@each_lesson
def test_the_contents_name_every_section_once_and_mark_those_with_tasks(lesson: Lesson) -> None:
    found = contents(lesson)
    assert [entry.section for entry in found] == list(sections(lesson)[1:])
    assert [entry.item for entry in found if entry.item] == [item.cell for item in items(lesson)]
    assert [entry.step for entry in found] == sorted(entry.step for entry in found)


@each_lesson
def test_no_heading_has_a_number_that_leaves_a_gap(lesson: Lesson) -> None:
    assert not any(any(sign.isdigit() for sign in section.title) for section in sections(lesson))
