"""Write docs/commands.md: every command with its arguments and options, in the words of its help.

Run it after a command has changed: python docs/commands.py
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from misread_web.main import command_line

PAGE = Path(__file__).with_name("commands.md")
INTRODUCTION = """\
# Every command

`misread` is in `.venv/bin` once `make course` has run; `python -m misread_web` is the same. `misread COMMAND --help`
says all of this, too, and `misread --install-completion` lets your shell complete commands, scenarios and options.

Every command exits with 0 when it is done, 1 when it found problems, and 2 when it was asked in a way that it does not
understand. FILE is the path of a scenario file, or the id of one of the library (`sam-priya`).

This page is written from the commands themselves by `python docs/commands.py`.
"""
WRAPPED = re.compile(r"(?<=[^\n])\n(?=[^\n])")
"""A line break inside a paragraph."""
SHARED = {"--help", "--install-completion", "--show-completion"}


def page() -> str:
    """Return the page."""
    return "\n".join([INTRODUCTION, *(line for name, command in _commands() for line in _entry(name, command))])


def _commands(name: str = "misread", command: Any = None) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - typer's own
    """Yield every command by its full name, those that are made of commands included."""
    found = command or typer.main.get_command(command_line())
    yield name, found
    for part, below in getattr(found, "commands", {}).items():
        yield from _commands(f"{name} {part}", below)


def _entry(name: str, command: Any) -> Iterator[str]:  # noqa: ANN401 - typer's own
    """Yield the lines about one command."""
    arguments = [shown for shown in command.params if shown.param_type_name == "argument"]
    options = [shown for shown in command.params if shown.param_type_name == "option" and not SHARED & set(shown.opts)]
    words = " ".join([name, *(_argument(argument) for argument in arguments)])
    yield f"## `{words}`\n"
    yield WRAPPED.sub(" ", command.help.strip()) + "\n"
    rows = [(_argument(argument), _says(argument)) for argument in arguments]
    rows += [(_option(option), _says(option)) for option in options]
    if rows:
        yield from ["| | what it says |", "|---|---|", *(f"| `{shown}` | {says} |" for shown, says in rows), ""]


def _argument(argument: Any) -> str:  # noqa: ANN401 - typer's own
    name = (argument.metavar or argument.name.upper()).strip("…")
    several = "…" if argument.nargs == -1 else ""
    return f"{name}{several}" if argument.required else f"[{name}{several}]"


def _option(option: Any) -> str:  # noqa: ANN401 - typer's own
    names = ", ".join([*option.opts, *option.secondary_opts])
    return names if option.is_flag else f"{names} {option.metavar or option.name.upper()}"


def _says(shown: Any) -> str:  # noqa: ANN401 - typer's own
    """Return the help, where else it is taken from, and what it is if nothing is said."""
    parts = [(shown.help or "").replace("|", "\\|")]
    if shown.envvar:
        parts.append(f"Or the variable `{shown.envvar}`.")
    if shown.default not in (None, False, "", ()) and isinstance(shown.default, str | int):
        parts.append(f"Without it: `{shown.default}`.")
    return " ".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
