"""A learner's answer: read, scored, and hinted at."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from pydantic import JsonValue

from misread_scenarios.exercises.exercise import Answer, Hint, Scored
from misread_scenarios.exercises.rules import RULES


def understood(exercise: Scored, answer: JsonValue) -> Answer:
    """Return an answer, as it is kept in an event, in the form that is scored.

    Multi-select: the ids that were picked. Match: `{item: value}`, or `{item: {column: value}}` for several columns.

    Raises:
        BadAnswer: if it does not fit the exercise; the message says what would have fitted.
    """
    return exercise.read(answer)


def score(exercise: Scored, answer: Answer) -> Fraction:
    """Return the share (0-1) that an answer earns by the exercise's own rule."""
    return RULES[exercise.rule](exercise.key, answer)


def earned(exercise: Scored, item: str, given: Mapping[str, str]) -> Fraction:
    """Return the share (0-1) that one item of an answer would earn by itself by the exercise's own rule."""
    return RULES[exercise.rule]({item: exercise.key[item]}, {item: given})


def hints(exercise: Scored, answer: Answer) -> tuple[Hint, ...]:
    """Return why each wrong value of an answer tempts, in the order of the items; none where all is right.

    An item that the file says nothing particular about gets the exercise's `other`.
    """
    found = []
    for item in exercise.lines:
        for column, value in answer[item.id].items():
            if value != exercise.key[item.id][column]:
                text = item.feedback.get(exercise.feedback_name(column, value), exercise.other)
                found.append(Hint(item.id, column, value, text))
    return tuple(found)
