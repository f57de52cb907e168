"""Nothing above a case gives away what fits best in it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import nbformat
import pytest

from misread_course.catalogue import Lesson, apart, lessons
from misread_course.checks import check_lessons
from misread_course.giveaways import above, given_away, passages, stems
from misread_course.items import items
from misread_scenarios.library import load
from misread_scenarios.paths.counting import count

CASES = [(lesson, item) for lesson in lessons() for item in items(lesson) if item.kind == "scenario"]
SHEET = {
    "blanks": "Leave both cells empty on Friday, and add a line to say what isn't known about either of them.",
    "name-priya": "Put Priya's name down for Friday with half a page of reasons, and leave Sam's cell empty.",
    "ask-first": "Hold the sheet back until Monday, and ask Sam and Priya what they'd want before you colour anything.",
    "colour-both": "Colour both by their last big delivery, and add a note on what that does and doesn't show.",
}
BOX = (
    "So draw two columns. In each box write what you know and how you know it. Where you know nothing, leave the box "
    "empty. An empty box is a job for next week."
)
QUAY = {
    "reply-note": "Reply to Victor's note today, and tell him politely that he has the wrong job in mind for you.",
    "let-rest": "Let it rest until the end of the year; strong communications results will change his picture of you.",
    "write-page": "Write a page first: half a year, a year, three years, and what you value; then ask to meet.",
    "tell-hr": "Ask HR to correct the record, so that your preference is on file before anything else is said.",
}
PAGE = (
    "First somebody who listens, then a page. Then write. A plan is one page: where you hope to be in half a year, in "
    "a year, in three years and beyond, and the steps that lead there."
)


@pytest.mark.parametrize("lesson", [*lessons(), *apart()], ids=lambda lesson: str(lesson.name))
def test_nothing_above_a_case_gives_its_answers_away(lesson: Lesson) -> None:
    assert check_lessons([lesson]) == ()


def test_a_lesson_that_gives_its_case_away_is_reported_at_the_cell_of_the_case(tmp_path: Path) -> None:
    lesson, item = next(case for case in CASES if case[1].id == "communications-employee")
    choice = count(load(item.id)).cases[0].best_paths()[0][0].move.choices[0]
    notebook = nbformat.read(lesson.notebook, as_version=4)
    notebook.cells.insert(1, nbformat.v4.new_markdown_cell(choice.text, id="told"))
    told = dataclasses.replace(lesson, notebook=tmp_path / lesson.notebook.name)
    nbformat.write(notebook, told.notebook)
    problems = check_lessons([told])
    assert {problem.code for problem in problems} == {"LE001"}
    assert any(f"above the case gives away '{choice.id}' of '{item.id}': '" in problem.message for problem in problems)
    lines = told.notebook.read_text("utf-8").splitlines()
    assert all(f'"{item.cell}"' in lines[problem.line - 1] for problem in problems)


@pytest.mark.parametrize(
    ("options", "best", "prose", "shared"),
    [
        (SHEET, "blanks", BOX, {"leav", "empt", "know"}),
        (QUAY, "write-page", PAGE, {"pag", "half", "year", "thre"}),
    ],
    ids=["leave the box empty", "half a year, a year, three years"],
)
def test_what_once_gave_a_case_away_is_caught(options: dict[str, str], best: str, prose: str, shared: set[str]) -> None:
    found = given_away(options, [best], [prose])
    assert {one.option for one in found} == {best}
    assert shared in [set(one.shared) for one in found]


def test_what_all_options_share_gives_none_of_them_away() -> None:
    options = {name: f"Ask Sam about the rota, the audit and the {name}" for name in ("trial", "raise")}
    assert given_away(options, ["trial"], ["Sam runs the rota and the audit. A trial comes later."]) != []
    assert given_away(options, ["trial"], ["Sam runs the rota and the audit."]) == []


def test_an_option_that_is_not_the_best_may_be_told() -> None:
    assert given_away(SHEET, ["ask-first"], [BOX]) == []


def test_words_are_known_by_their_stems_and_common_ones_say_nothing() -> None:
    assert stems("Emptied boxes, and what nobody knows") == stems("They know of the empty box") | stems("boxes")
    assert stems("What would you have said then?") == frozenset()


def test_a_passage_is_two_neighbouring_sentences_and_a_lone_one_is_one() -> None:
    assert list(passages(["One is here. Two is there! Three?", "Alone"])) == [
        "One is here. Two is there!",
        "Two is there! Three?",
        "Alone",
    ]


def test_all_that_is_read_before_a_case_is_looked_at() -> None:
    lesson, item = next(case for case in CASES if case[1].id == "communications-employee")
    texts = "\n".join(above(lesson, item))
    assert all(part in texts for part in ("one double title", "a quarry", "Where this comes from", *lesson.objectives))
    assert "flood calls" not in texts
