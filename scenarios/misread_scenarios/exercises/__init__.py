"""Exercises and rubrics: what authors write, how answers are read and scored, and the library's own.

>>> from misread_scenarios.exercises import load_exercise, score, understood
>>> exercise = load_exercise("X2.4")
>>> score(exercise, understood(exercise, ["X2.4.2", "X2.4.3", "X2.4.5"]))
Fraction(1, 3)
"""

from misread_scenarios.exercises.answering import earned, hints, score, understood
from misread_scenarios.exercises.exercise import Answer, BadAnswer, Exercise, Hint, Item, Mistake, Scored
from misread_scenarios.exercises.library import (
    InvalidExercise,
    UnknownExercise,
    exercises,
    load_exercise,
    load_rubric,
    rubrics,
)
from misread_scenarios.exercises.match import Column, Match
from misread_scenarios.exercises.multi_select import MultiSelect
from misread_scenarios.exercises.reflection import Reflection, TaskRow
from misread_scenarios.exercises.rubric import Anchor, Row, Rubric
from misread_scenarios.exercises.rules import RULES

__all__ = [
    "RULES",
    "Anchor",
    "Answer",
    "BadAnswer",
    "Column",
    "Exercise",
    "Hint",
    "InvalidExercise",
    "Item",
    "Match",
    "Mistake",
    "MultiSelect",
    "Reflection",
    "Row",
    "Rubric",
    "Scored",
    "TaskRow",
    "UnknownExercise",
    "earned",
    "exercises",
    "hints",
    "load_exercise",
    "load_rubric",
    "rubrics",
    "score",
    "understood",
]
