from . import inclusive, reading_level, worlds
from .checking import check, check_all, check_files, check_library, check_text
from .feedback import SENTENCE
from .rule import Documented, Finding, LibraryRule, Rule
from .rules import RULES

__all__ = [
    "RULES",
    "SENTENCE",
    "Documented",
    "Finding",
    "LibraryRule",
    "Rule",
    "check",
    "check_all",
    "check_files",
    "check_library",
    "check_text",
    "inclusive",
    "reading_level",
    "worlds",
]
