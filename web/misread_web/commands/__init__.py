"""Commands of `misread`, a module each; the work is done in other rooms.

A command is the function `run` of its module, and its help is the docstring of that function. A group of commands is a
package with `HELP` and, in the order of the help, `COMMANDS`. It may name a module in `LOADED_FIRST`, which is loaded
before any of its commands.
"""

COMMANDS = (
    "check",
    "coverage",
    "compile",
    "schema",
    "graph",
    "notes",
    "translate",
    "play",
    "practice",
    "serve",
    "workshop",
    "workshop-guide",
    "workshop-rehearse",
    "cohort",
    "grade",
    "doctor",
)
"""Every command, in the order of the help."""
