"""The checker: everything that must hold before a learner sees a scenario, proved by walking every path."""

from misread_scenarios.checks.checking import check, check_all, check_files, check_library, check_text
from misread_scenarios.checks.rule import LibraryRule, Rule
from misread_scenarios.checks.rules import RULES

__all__ = ["RULES", "LibraryRule", "Rule", "check", "check_all", "check_files", "check_library", "check_text"]
