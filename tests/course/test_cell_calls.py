"""The method calls of a cell are read from its text, in their order, without running anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_course.cell_calls import MethodCall, method_calls


@given(st.lists(st.sampled_from(["scenario", "guess", "points"]), max_size=5))
def test_calls_come_in_the_order_of_the_text(methods: list[str]) -> None:
    source = "\n".join(f'lesson.{method}("id{number}")' for number, method in enumerate(methods))
    assert [(call.method, call.by_place) for call in method_calls(source)] == [
        (method, (f"id{number}",)) for number, method in enumerate(methods)
    ]


def test_a_chain_is_read_from_its_inner_call_to_its_outer_one() -> None:
    assert [call.method for call in method_calls('open_lesson("m4").scenario("a").points("b")')] == [
        "scenario",
        "points",
    ]


def test_an_argument_that_is_no_string_literal_is_none() -> None:
    (call,) = method_calls('lesson.points(name, "C1", out_of=4, item=f"{x}")')
    assert call == MethodCall("points", (None, "C1"), (("out_of", None), ("item", None)))


@given(st.text())
def test_a_string_is_read_by_its_place_or_by_its_name(text: str) -> None:
    for source in (f"lesson.guess({text!r})", f"lesson.guess(id_={text!r})"):
        (call,) = method_calls(source)
        assert call.text(0, "id_") == text
    (call,) = method_calls("lesson.guess()")
    assert call.text(0, "id_") is None


def test_a_call_in_a_comment_or_in_a_string_is_none() -> None:
    assert method_calls("# lesson.guess('a')\n'''lesson.guess(\"b\")'''") == ()


def test_a_cell_that_is_not_plain_python_is_refused() -> None:
    with pytest.raises(SyntaxError):
        method_calls("%timeit lesson.guess('a')")
