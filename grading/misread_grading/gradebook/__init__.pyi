from . import history
from .cohort_dates import dates_of
from .dates import Deadline, any_due, count_days, deadlines, deadlines_in, due_dates, extend, set_due
from .history import BadRecord, Record, changed_since, keep, keep_graded, last, record, versions
from .lateness import Lateness, update_penalties
from .lesson_scores import LearnerScores, Scorebook, scorebook
from .schema import is_in_use, make_tables
from .score_changes import ScoreChange, moves_between, table
from .scores import BadScore, Given, Score, points_of, reopen, write_scores

__all__ = [
    "BadRecord",
    "BadScore",
    "Deadline",
    "Given",
    "Lateness",
    "LearnerScores",
    "Record",
    "Score",
    "ScoreChange",
    "Scorebook",
    "any_due",
    "changed_since",
    "count_days",
    "dates_of",
    "deadlines",
    "deadlines_in",
    "due_dates",
    "extend",
    "history",
    "is_in_use",
    "keep",
    "keep_graded",
    "last",
    "make_tables",
    "moves_between",
    "points_of",
    "record",
    "reopen",
    "scorebook",
    "set_due",
    "table",
    "update_penalties",
    "versions",
    "write_scores",
]
