from . import executors, regrade
from .batch import Progress, Report, Workers, autograde, waiting
from .executors import processes

__all__ = [
    "Progress",
    "Report",
    "Workers",
    "autograde",
    "executors",
    "processes",
    "regrade",
    "waiting",
]
