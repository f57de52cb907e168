"""A lesson is read in a language once it is translated, and is one notebook, with one set of points, all the same."""

from __future__ import annotations

import pytest

from misread_course.catalogue import languages, lesson, lessons
from misread_course.graded_cells import is_graded
from misread_course.items import items, sections
from misread_course.notebook import cells, source_of
from misread_course.steps import contents, steps
from misread_course.translating import check_translations, sources
from misread_scenarios.language import speaking

M4 = "m4-sam-and-priya"


def test_the_translations_of_the_course_are_complete_and_fresh() -> None:
    assert check_translations() == ()


def test_a_translated_lesson_has_its_words_in_german_and_all_else_unchanged() -> None:
    english = lesson(M4)
    with speaking("de"):
        german = lesson(M4)
    assert (english.lang, german.lang, german.title) == ("en", "de", "Sam und Priya: Wollen ist nicht Können")
    for mine, theirs in zip(cells(english), cells(german), strict=True):
        is_worded = mine["cell_type"] == "markdown" and not is_graded(mine)
        assert (source_of(mine) != source_of(theirs)) == is_worded
        assert {**mine, "source": ""} == {**theirs, "source": ""}
    assert [item.id for item in items(german)] == [item.id for item in items(english)]
    assert [step.cells for step in steps(german)] == [step.cells for step in steps(english)]
    assert [entry.step for entry in contents(german)] == [entry.step for entry in contents(english)]
    assert not {part.title for part in sections(english)} & {part.title for part in sections(german)}
    assert not set(english.objectives) & set(german.objectives)


def test_a_lesson_that_is_not_translated_stays_english_as_a_whole() -> None:
    (first, *_) = lessons()
    with speaking("de"):
        assert lessons()[0] == first
        assert languages(first) == (first,)
        assert [one.lang for one in languages(lesson(M4))] == ["de", "en"]
    assert [one.lang for one in languages(lesson(M4))] == ["en", "de"]


@pytest.mark.parametrize("name", [M4, "sam-priya", "X4.1", "R-C", "m4", "competencies"])
def test_everything_of_the_lesson_can_be_translated_by_its_name(name: str) -> None:
    read = sources()[name]()
    assert read.lines
    assert read.file("de").is_file()
