"""`misread grade`: turn a cohort's work into grades, feedback and tables."""

HELP = "Grade a cohort's work with nbgrader."
COMMANDS = (
    "init",
    "due",
    "extend",
    "collect",
    "take",
    "autograde",
    "marks",
    "regrade",
    "feedback",
    "export",
    "forget",
)
"""The commands, in the order in which a course needs them."""
LOADED_FIRST = "misread_grading.fast_import"
"""The module to load before a command's own module, because that loads parts of nbgrader."""
