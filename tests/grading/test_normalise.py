"""A submitted notebook is put in order: the released one, with the learner's own words in it as text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat import NotebookNode, from_dict

from misread_grading.submissions.learner_text import is_verbatim_block, shown_text
from misread_grading.submissions.normalise import restored

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)


def graded(id_: str, *, solution: bool) -> dict[str, Any]:
    return {"nbgrader": {"grade_id": id_, "solution": solution}, **({"misread": {"item": "X4.6"}} if solution else {})}


def cell(kind: str, source: str, **metadata: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever a notebook may say
    return {"id": f"c{len(source)}", "cell_type": kind, "source": source, "metadata": metadata}


@pytest.fixture(scope="module")
def release() -> NotebookNode:
    answer = graded("X4-6", solution=True)
    cells = [
        cell("markdown", "# A lesson"),
        cell("code", "from misread_widgets import open_lesson", **graded("setup", solution=False)),
        cell("markdown", "Write here.", **answer),
        cell("code", "lesson.points('X4.6')", **graded("test", solution=False)),
    ]
    made: NotebookNode = from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": {"misread": {}}, "cells": cells})
    return made


def handed_in(*texts: str, id_: str = "X4-6") -> dict[str, Any]:
    return {"cells": [{"source": text, "metadata": {"nbgrader": {"grade_id": id_}}} for text in texts]}


def answer(notebook: NotebookNode) -> str:
    source: str = notebook.cells[2].source
    return shown_text(source)


@given(submitted=JSON | st.fixed_dictionaries({"cells": st.lists(JSON, max_size=4)}))
def test_whatever_comes_the_notebook_is_the_released_one(release: NotebookNode, submitted: Any) -> None:  # noqa: ANN401
    assert restored(release, submitted, {}) == release


@given(text=st.text(st.characters(exclude_categories=["C"]) | st.sampled_from("\n\t"), max_size=80).filter(str.strip))
def test_only_the_answer_is_the_learners_and_it_is_inert(release: NotebookNode, text: str) -> None:
    notebook = restored(release, handed_in(text), {})
    assert [cell.source for place, cell in enumerate(notebook.cells) if place != 2] == [
        cell.source for place, cell in enumerate(release.cells) if place != 2
    ]
    if text.strip() != release.cells[2].source:
        assert is_verbatim_block(notebook.cells[2].source)
        assert answer(notebook) == text
    assert release.cells[2].source == "Write here."


def test_code_in_another_cell_is_passed_over(release: NotebookNode) -> None:
    assert restored(release, handed_in("import os", id_="setup"), {}) == release


def test_the_first_of_several_answers_counts(release: NotebookNode) -> None:
    assert answer(restored(release, handed_in("First.", "Second."), {})) == "First."


def test_a_source_may_be_a_list_of_lines(release: NotebookNode) -> None:
    lines = {"cells": [{"source": ["One,\n", "two."], "metadata": {"nbgrader": {"grade_id": "X4-6"}}}]}
    assert answer(restored(release, lines, {})) == "One,\ntwo."


@pytest.mark.parametrize("untouched", ["", "  \n", "Write here.", " Write here. "])
def test_where_the_cell_was_left_alone_the_text_of_the_lesson_counts(release: NotebookNode, untouched: str) -> None:
    assert answer(restored(release, handed_in(untouched), {"X4.6": "From the box."})) == "From the box."
    assert restored(release, handed_in(untouched), {"X4.6": " "}).cells[2].source == "Write here."


def test_a_text_in_the_cell_counts_before_that_of_the_lesson(release: NotebookNode) -> None:
    assert answer(restored(release, handed_in("From the cell."), {"X4.6": "From the box."})) == "From the cell."


def test_an_answer_that_is_inert_already_stays_as_it_is(release: NotebookNode) -> None:
    once = restored(release, handed_in("<b>1</b> & 2"), {})
    assert restored(release, once, {}) == once
