"""Learners' answers: how they are read and scored, and the hints on them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from pydantic import JsonValue

from misread_scenarios.exercises.exercise import Answer, Hint, Item, Scored
from misread_scenarios.exercises.rules import RULES


def understood(exercise: Scored, answer: JsonValue) -> Answer:
    """Return an answer from an event in the form that the scoring rules take.

    =================  ===========================================================================================
    kind               the answer in the event
    =================  ===========================================================================================
    multi-select       the ids that were picked
    match              `{item: value}`, or `{item: {column: value}}` for several columns
    choose, highlight  `{item: [option, ...]}`; `{item: option}` if each item takes one
    order              the ids in their order; for a loop `{"order": [id, ...], "cut": option}`
    rank               `{item: [option, ...]}`, all of them in their order
    data               `{question: number}`, `{question: option}` or `{question: [option, ...]}`
    =================  ===========================================================================================

    Raises:
        BadAnswer: if the answer does not fit the exercise; the message says what an answer looks like.
    """
    return exercise.read(answer)


def score(exercise: Scored, answer: Answer) -> Fraction:
    """Return the share (0-1) that an answer earns by the exercise's own rule."""
    return RULES[exercise.rule](exercise.key, answer, exercise.near)


def earned(exercise: Scored, item: str, given: Mapping[str, str]) -> Fraction:
    """Return the share (0-1) that one item of an answer would earn by itself by the exercise's own rule."""
    return RULES[exercise.rule]({item: exercise.key[item]}, {item: given}, exercise.near)


def hints(exercise: Scored, answer: Answer) -> tuple[Hint, ...]:
    """Return a hint for each wrong value of an answer, in the order of the items; none if the whole answer is right.

    A wrong value without feedback of its own gets the exercise's `other`. A value that needs no feedback, for example
    an option that was left out, gets no hint.
    """
    return tuple(hint for item in exercise.lines for hint in hints_on(exercise, item, answer[item.id]))


def hints_on(exercise: Scored, item: Item, given: Mapping[str, str]) -> tuple[Hint, ...]:
    """Return a hint for each wrong value of one item of an answer."""
    wrong = []
    for column, value in given.items():
        if value != exercise.key[item.id][column]:
            name = exercise.feedback_name(item.id, column, value)
            if name:
                wrong.append(Hint(item.id, column, value, item.feedback.get(name, exercise.other)))
    return tuple(wrong)
