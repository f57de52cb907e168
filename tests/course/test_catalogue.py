"""The catalogue has every lesson of the course once, in its order, and says what it has where a name is wrong."""

from __future__ import annotations

import pytest

from misread_course.catalogue import UnknownLesson, apart, before, languages, later, lesson, lessons, page, short
from misread_course.items import items
from misread_scenarios.language import speaking


def test_lessons_come_in_the_order_of_the_course_and_electives_after_them() -> None:
    assert [each.module for each in lessons()] == [
        *(f"M{number}" for number in range(1, 7)),
        *(f"EL{number}" for number in range(1, 7)),
    ]
    assert [each.is_elective for each in lessons()] == [False] * 6 + [True] * 6


def test_a_lesson_and_a_page_apart_are_found_by_their_names() -> None:
    for each in lessons():
        assert lesson(each.name) == page(each.name) == each
    for each in apart():
        assert page(each.name) == each
        with pytest.raises(UnknownLesson):
            lesson(each.name)


def test_a_name_that_no_lesson_has_is_answered_with_those_that_there_are() -> None:
    with pytest.raises(UnknownLesson, match=r"there is no lesson 'm9'; the course has: .*m4-sam-and-priya"):
        page("m9")


def test_the_pages_apart_are_the_short_case_and_the_situations_before_and_after() -> None:
    assert apart() == (short(), before(), later())
    assert [{item.kind for item in items(each)} for each in apart()] == [{"scenario"}, {"judgement"}, {"judgement"}]


def test_a_translated_lesson_is_given_in_the_spoken_language_and_keeps_its_name() -> None:
    english = lesson("m4-sam-and-priya")
    with speaking("de"):
        german = lesson("m4-sam-and-priya")
    assert (english.lang, german.lang, english.name) == ("en", "de", german.name)
    assert german.title != english.title
    assert [each.lang for each in languages(english)] == ["en", "de"]


def test_a_lesson_without_a_translation_is_given_in_english() -> None:
    with speaking("de"):
        assert lesson("el6-role-fit").lang == "en"
        assert languages(lesson("el6-role-fit")) == (lesson("el6-role-fit"),)
