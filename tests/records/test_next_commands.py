"""An error ends with the commands to type next, as words that a shell takes apart again."""

from __future__ import annotations

import shlex

from hypothesis import given
from hypothesis import strategies as st

from misread_records.next_commands import ErrorWithCommands

WORDS = st.lists(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), min_size=1), min_size=1)


@given(WORDS)
def test_a_command_can_be_pasted_whatever_its_words_are(words: list[str]) -> None:
    typed = str(ErrorWithCommands("it is closed", tuple(words))).removeprefix("it is closed: ")
    assert shlex.split(typed) == ["misread", *words]


def test_several_commands_are_typed_one_after_another() -> None:
    error = ErrorWithCommands("nothing to grade", ("grade", "collect", "Autumn", "m4"), ("grade", "autograde", "m4"))
    assert str(error) == "nothing to grade: misread grade collect Autumn m4, then misread grade autograde m4"


def test_an_error_without_commands_is_its_reason() -> None:
    assert str(ErrorWithCommands("the folder is empty")) == "the folder is empty"


def test_the_code_that_shows_the_error_may_name_the_place_in_each_command() -> None:
    error = ErrorWithCommands("no date", ("grade", "due", "m4", "WHEN"))
    assert error.text(lambda *words: " ".join(["misread", *words, "--grading", "grades"])) == (
        "no date: misread grade due m4 WHEN --grading grades"
    )
