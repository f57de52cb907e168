"""Settings from a file: every option of a command, by its name, in TOML.

An option says its own name, type, variable and default once; a file is held against the options themselves. What is
given on the command line counts first, then the environment, then the file.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

OUTSIDE = frozenset({"help", "config"})
"""Options that make no sense in the file."""


def taken_from(context: typer.Context, path: Path | None) -> Path | None:
    """Let a command's options default to what a file says; made to be the callback of its option `--config`.

    Raises:
        BadParameter: if the file cannot be read, is no TOML, names an option that the command does not have, or
            gives one a value that it cannot take; the message names the file, the line and what would do.
    """
    if path is not None:
        options = {name_of(option): option for option in context.command.params if name_of(option) not in OUTSIDE}
        text = _read(path)
        given = _parsed(path, text)
        found = {}
        for name, value in given.items():
            place = f"{path}:{_line(text, name)}"
            if name not in options:
                raise typer.BadParameter(f"{place}: there is no setting '{name}'. {_instead(name, options)}")
            found[options[name].name] = _checked(context, options[name], value, place)
        context.default_map = {**(context.default_map or {}), **found}
    return path


def name_of(option: Any) -> str:  # noqa: ANN401 - typer's own
    """Return how a file names an option: its first flag without the dashes."""
    return str(option.opts[0]).removeprefix("--")


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")  # as some editors save it
    except (OSError, UnicodeError) as error:
        raise typer.BadParameter(f"{path} cannot be read: {error}") from error


def _parsed(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise typer.BadParameter(f"{path}: this is not TOML: {error}") from error


def _line(text: str, name: str) -> int:
    """Return the line on which a file names a setting; the first where it does so in a roundabout way."""
    named = re.compile(rf"""\s*\[?\s*["']?{re.escape(name)}["']?\s*[=.\]]""")
    return next((number for number, line in enumerate(text.splitlines(), 1) if named.match(line)), 1)


def _instead(name: str, options: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(name.replace("_", "-"), options, n=1)
    return f"Is '{near[0]}' meant?" if near else f"It may be one of {', '.join(sorted(options))}."


def _checked(context: typer.Context, option: Any, value: object, place: str) -> object:  # noqa: ANN401 - typer's own
    """Return a value that an option can take."""
    name, (kind, words) = name_of(option), _kind(option)
    parts = value if option.multiple else [value]
    if not isinstance(parts, list) or any(type(part) is not kind for part in parts):
        wanted = f"a list, each {words}" if option.multiple else words
        raise typer.BadParameter(f"{place}: {name} = {value!r}, but it takes {wanted}.")
    if "" in parts:
        raise typer.BadParameter(f"{place}: {name} says nothing. Fill it in, or leave the line out.")
    try:
        option.process_value(context, value)
    except typer.BadParameter as error:
        raise typer.BadParameter(f"{place}: {name} = {value!r}: {error.message}") from error
    return value


def _kind(option: Any) -> tuple[type, str]:  # noqa: ANN401 - typer's own
    """Return what a value must be in TOML, also in words."""
    if option.is_flag:
        return bool, "true or false"
    if isinstance(option.default, int):
        return int, "a whole number"
    return str, "text in quotes"
