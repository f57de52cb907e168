"""`misread grade`: from what a cohort did to grades, feedback and tables."""

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
LOADED_FIRST = "misread_grading.fast_import"
"""What is loaded before the module of a command, which loads parts of nbgrader."""
