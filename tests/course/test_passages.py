"""The passages of the lessons: plain text, each with its heading, its place, and the case that it waits for."""

from __future__ import annotations

import pytest

from misread_course.catalogue import Lesson, lesson, lessons
from misread_course.graded_cells import is_graded
from misread_course.notebook import cells
from misread_course.passages import passages, plain


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("## A heading\n\nWhat *they* `want`.", "What they want."),
        ("One line\nand the next.", "One line and the next."),
        ("- one\n- **two**", "one\ntwo"),
        ("| a | b |\n|---|---|\n| c | d |", "a\nb\nc\nd"),
        ("[a link](https://example.org) stays", "a link stays"),
        ("# Only a heading", ""),
    ],
)
def test_markdown_becomes_the_text_that_is_read(markdown: str, text: str) -> None:
    assert plain(markdown) == text


@pytest.mark.parametrize("about", lessons(), ids=lambda about: about.name)
def test_every_text_cell_of_a_lesson_is_a_passage(about: Lesson) -> None:
    texts = [cell["id"] for cell in cells(about) if cell["cell_type"] == "markdown" and not is_graded(cell)]
    found = list(passages(about))
    assert [passage.cell for passage in found] == texts
    assert all(passage.heading for passage in found)


def test_what_follows_a_case_waits_for_it() -> None:
    found = list(passages(lesson("m4-sam-and-priya")))
    assert found[0].case is None
    assert {passage.case for passage in found} == {None, "sam-priya"}
