from .best_moves import (
    Advice,
    Otherwise,
    Outlook,
    Turning,
    advice,
    best_elsewhere,
    easiest_to_miss,
    holds,
    instead,
    played_best,
    turning_point,
)
from .counting import Case, Census, count
from .ending_figures import figures
from .graph import NEXT_TO_NOTHING, Graph, Spot, Uncountable, most_from
from .liveness import live_variables
from .measures import FixedList, Habit, Measures, by_list, expect_over_worlds, is_case, offer_at, words
from .policies import expect, same_letter
from .run_time import run_minutes

__all__ = [
    "NEXT_TO_NOTHING",
    "Advice",
    "Case",
    "Census",
    "FixedList",
    "Graph",
    "Habit",
    "Measures",
    "Otherwise",
    "Outlook",
    "Spot",
    "Turning",
    "Uncountable",
    "advice",
    "best_elsewhere",
    "by_list",
    "count",
    "easiest_to_miss",
    "expect",
    "expect_over_worlds",
    "figures",
    "holds",
    "instead",
    "is_case",
    "live_variables",
    "most_from",
    "offer_at",
    "played_best",
    "run_minutes",
    "same_letter",
    "turning_point",
    "words",
]
