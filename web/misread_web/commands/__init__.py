"""The commands of `misread`: one a module, each a thin front of what another room does.

A command is the function `run` of its module, and its help is the docstring of that function. A command that has
commands of its own is a package, which says `HELP` and, in the order of the help, `COMMANDS`. It may name
a module that is `LOADED_FIRST`, before any of its commands.
"""

COMMANDS = ("check", "coverage", "compile", "schema", "graph", "notes", "play", "serve", "cohort", "grade", "doctor")
"""Every command, in the order of the help."""
