from . import reading
from .answering import earned, hints, score, understood
from .choose import Choose, Highlight, ItemWithOptions, PickedPerItem
from .exercise import Answer, BadAnswer, DataTable, Exercise, Hint, Item, Mistake, Scored
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
from .order import Order, Rank
from .reflection import Reflection, TaskRow
from .rubric import Anchor, Rubric, RubricRow
from .rules import CUT, LEFT, PICKED, PLACE, RULES

__all__ = [
    "COLUMN",
    "CUT",
    "EXERCISES",
    "LEFT",
    "PICKED",
    "PLACE",
    "RUBRICS",
    "RULES",
    "Anchor",
    "Answer",
    "BadAnswer",
    "Choose",
    "Column",
    "DataTable",
    "Exercise",
    "Highlight",
    "Hint",
    "InvalidExercise",
    "Item",
    "ItemWithOptions",
    "Match",
    "Mistake",
    "MultiSelect",
    "Order",
    "PickedPerItem",
    "Rank",
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
