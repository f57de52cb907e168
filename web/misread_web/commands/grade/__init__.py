"""`misread grade`: from what a cohort did to grades, feedback and tables."""

import misread_grading.fast_import  # noqa: F401 - before a command loads anything of nbgrader's

HELP = "Grade what a cohort did with nbgrader."
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
"""Its commands, in the order in which a course needs them."""
