"""Two mirrors of a talk: the line that fits opens the moment, and another earns a hint and a second try."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from misread_scenarios.format.mirrors_reader import load_mirrors
from misread_widgets import Lesson
from misread_widgets.views.rendering import Telling
from misread_widgets.views.typesetting import typeset

if TYPE_CHECKING:
    from tests.widgets.conftest import Hand


def test_the_first_line_that_fits_opens_the_moment(lesson: Lesson, hand: type[Hand], sent: list[str]) -> None:
    talk = load_mirrors("two-mirrors")
    told = Telling(talk, talk.names)
    mirrors = lesson.mirrors("two-mirrors")
    secrets = [
        *talk.moment,
        talk.mark.if_key,
        talk.mark.if_near,
        talk.mark.otherwise,
        *(one.text for one in talk.writings),
    ]
    assert not any(told.text(secret) in "".join(sent) for secret in secrets)
    view = hand(mirrors).do("answer", question="mark", option=3)
    assert view["mark"]["reply"] == told.text(talk.mark.if_key)
    assert view["screen"] == "moment"
    assert not view["mark"]["asked"]
    assert [writing["question"] for writing in view["writings"]] == ["rewrite", "ask"]


@pytest.mark.parametrize(
    ("line", "reply"), [(5, "if_near"), (7, "if_near"), (9, "if_near"), (1, "otherwise"), (14, "otherwise")]
)
def test_another_line_earns_a_hint_and_a_second_try(lesson: Lesson, hand: type[Hand], line: int, reply: str) -> None:
    mark = load_mirrors("two-mirrors").mark
    mirrors = lesson.mirrors("two-mirrors")
    view = hand(mirrors).do("answer", question="mark", option=line)
    assert view["mark"]["reply"] == typeset(getattr(mark, reply))
    assert view["moment"] is None
    assert hand(mirrors).do("answer", question="mark", option=2)["moment"] is not None
    assert hand(mirrors).do("answer", question="mark", option=3)["notice"] is not None
    assert mirrors.marked == (line, 2)


def test_a_rewritten_line_is_compared_with_what_its_speaker_might_have_said(lesson: Lesson, hand: type[Hand]) -> None:
    mirrors = lesson.mirrors("two-mirrors")
    hand(mirrors).do("answer", question="mark", option=3)
    view = hand(mirrors).do("write", question="rewrite", text="Which part?", done=True)
    help_ = view["writings"][0]["help"]
    assert [who for who, _ in help_["lines"]] == ["Victor might have said", "Noor might have said"]
    assert len(help_["points"]) == 3
    assert view["writings"][1]["help"] is None


def test_each_line_of_the_talk_has_both_thoughts_behind_it(lesson: Lesson) -> None:
    lines = lesson.mirrors("two-mirrors").view["lines"]
    assert len(lines) == 14
    assert all([thought["name"] for thought in line["thoughts"]] == ["Noor", "Victor"] for line in lines)
    assert lines[1]["speaker"]["name"] == "Noor"
    assert lines[1]["manner"] == ", laughing"
    assert lines[6]["speaker"] is None
    assert json.dumps(lines).count("{") == json.dumps(lines).count("}")
