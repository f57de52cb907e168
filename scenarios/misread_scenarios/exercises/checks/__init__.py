"""What must hold before a learner sees an exercise, or a reader a rubric."""

from misread_scenarios.exercises.checks.checking import check_sheets
from misread_scenarios.exercises.checks.rule import SheetRule
from misread_scenarios.exercises.checks.rules import RULES

__all__ = ["RULES", "SheetRule", "check_sheets"]
