from .archive import take
from .collection import AsOf, CollectedLearner, collect
from .learner_text import as_prose, shown_text
from .ownership import refusals, refusals_in
from .placing import GradedNotebook, clear, place, placed
from .replay import CannotReplay, unreplayable
from .store import EARLIER, BadStudent, Counts, checked
from .submission import BadSubmission, Submission, is_sealed, judged, moment, prepared, read_submission

__all__ = [
    "EARLIER",
    "AsOf",
    "BadStudent",
    "BadSubmission",
    "CannotReplay",
    "CollectedLearner",
    "Counts",
    "GradedNotebook",
    "Submission",
    "as_prose",
    "checked",
    "clear",
    "collect",
    "is_sealed",
    "judged",
    "moment",
    "place",
    "placed",
    "prepared",
    "read_submission",
    "refusals",
    "refusals_in",
    "shown_text",
    "take",
    "unreplayable",
]
