from .log import readings
from .pile import Pile, Task
from .queue import MarkingQueue, UnknownTask
from .reconcile import Reconciled, Unreconciled, moves_of_lesson, reconcile_lesson, reconcile_texts, update_waiting
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
    "Reconciled",
    "Stage",
    "Task",
    "UnknownTask",
    "Unreconciled",
    "moves_of_lesson",
    "readings",
    "reconcile_lesson",
    "reconcile_texts",
    "update_waiting",
]
