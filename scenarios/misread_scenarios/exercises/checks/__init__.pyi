from .checking import check_sheets
from .rule import SheetRule
from .rules import RULES

__all__ = [
    "RULES",
    "SheetRule",
    "check_sheets",
]
