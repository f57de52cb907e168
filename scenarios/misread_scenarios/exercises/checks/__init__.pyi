from .checking import check_sheets
from .lengths import minutes_taken
from .rule import SheetRule
from .rules import RULES

__all__ = [
    "RULES",
    "SheetRule",
    "check_sheets",
    "minutes_taken",
]
