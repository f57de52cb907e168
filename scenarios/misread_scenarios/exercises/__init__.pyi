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
    rated_situations,
    rubrics,
)
from .match import Column, Match
from .multi_select import COLUMN, MultiSelect
from .order import Order, Rank
from .rate import FORMS, FormName, Rate, SituationForm
from .rating_score import Ratings, distances, key_of, person_score, read_ratings, standardised
from .reflection import Reflection, TaskRow
from .rubric import Anchor, Rubric, RubricRow
from .rules import CUT, LEFT, PICKED, PLACE, RULES

__all__ = [
    "COLUMN",
    "CUT",
    "EXERCISES",
    "FORMS",
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
    "FormName",
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
    "Rate",
    "Ratings",
    "Reflection",
    "Rubric",
    "RubricRow",
    "Scored",
    "SituationForm",
    "TaskRow",
    "UnknownExercise",
    "distances",
    "earned",
    "exercises",
    "hints",
    "key_of",
    "load_exercise",
    "load_rubric",
    "path_of",
    "person_score",
    "rated_situations",
    "read_ratings",
    "reading",
    "rubrics",
    "score",
    "standardised",
    "understood",
]
