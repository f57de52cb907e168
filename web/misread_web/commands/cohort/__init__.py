"""`misread cohort`: manage cohorts, their members and the sign-in links."""

HELP = "Manage who takes the course together."
COMMANDS = (
    "create",
    "list",
    "links",
    "close",
    "reopen",
    "rename",
    "delete",
    "add",
    "change",
    "remove",
    "sign-ins",
    "ratings",
)
"""The commands, in the order of the help."""
