from .log import readings
from .pile import Pile, Task
from .queue import MarkingQueue, UnknownTask
from .reconcile import Settled, Unsettled, moves_of_lesson, settle_lesson, settle_texts, update_waiting
from .rubric_check import BadMarks
from .similarity import Closeness
from .workflow import LearnerText, Panel, Stage

__all__ = [
    "BadMarks",
    "Closeness",
    "LearnerText",
    "MarkingQueue",
    "Panel",
    "Pile",
    "Settled",
    "Stage",
    "Task",
    "UnknownTask",
    "Unsettled",
    "moves_of_lesson",
    "readings",
    "settle_lesson",
    "settle_texts",
    "update_waiting",
]
