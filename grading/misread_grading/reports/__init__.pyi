from . import emails, released_feedback
from .agreement import ordinal_alpha, weighted_kappa
from .bootstrap import Estimate
from .cohort_tables import tables
from .emails import FOLDER, check_sender, write_letters
from .excel import workbook
from .feedback import ItemFeedback, title_of
from .formula_guard import as_text
from .items_met import met
from .judgement_tables import Rater, judgement_tables
from .released_feedback import (
    FeedbackChange,
    Release,
    Released,
    everybody,
    page_of,
    release_feedback,
    released,
    said,
    to_be_released,
)
from .spreadsheet import COMMA, EXCEL, SEMICOLON, Table, Value, as_csv, as_excel, as_file
from .unfinished_work import not_finished, not_handed_in, progress

__all__ = [
    "COMMA",
    "EXCEL",
    "FOLDER",
    "SEMICOLON",
    "Estimate",
    "FeedbackChange",
    "ItemFeedback",
    "Rater",
    "Release",
    "Released",
    "Table",
    "Value",
    "as_csv",
    "as_excel",
    "as_file",
    "as_text",
    "check_sender",
    "emails",
    "everybody",
    "judgement_tables",
    "met",
    "not_finished",
    "not_handed_in",
    "ordinal_alpha",
    "page_of",
    "progress",
    "release_feedback",
    "released",
    "released_feedback",
    "said",
    "tables",
    "title_of",
    "to_be_released",
    "weighted_kappa",
    "workbook",
    "write_letters",
]
