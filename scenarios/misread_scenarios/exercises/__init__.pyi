from . import reading
from .answering import earned, hints, score, understood
from .exercise import Answer, BadAnswer, Exercise, Hint, Item, Mistake, Scored
from .library import (
    EXERCISES,
    RUBRICS,
    InvalidExercise,
    UnknownExercise,
    exercises,
    load_exercise,
    load_rubric,
    path_of,
    rubrics,
)
from .match import Column, Match
from .multi_select import COLUMN, MultiSelect
from .reflection import Reflection, TaskRow
from .rubric import Anchor, Rubric, RubricRow
from .rules import PICKED, RULES

__all__ = [
    "COLUMN",
    "EXERCISES",
    "PICKED",
    "RUBRICS",
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
    "Rubric",
    "RubricRow",
    "Scored",
    "TaskRow",
    "UnknownExercise",
    "earned",
    "exercises",
    "hints",
    "load_exercise",
    "load_rubric",
    "path_of",
    "reading",
    "rubrics",
    "score",
    "understood",
]
