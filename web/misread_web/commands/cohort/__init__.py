"""`misread cohort`: who takes the course together, and how each of them signs in."""

HELP = "Say who takes the course together."
COMMANDS = ("create", "list", "links", "close", "reopen", "rename", "delete", "add", "change", "remove", "sign-ins")
"""Its commands, in the order of the help."""
