"""Reads a command's options from a TOML file, by their names.

The file is checked against the options themselves, so that each option is declared only once. The command line comes
first, then the environment, then the file.
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
"""Options that make no sense in a file."""


def taken_from(context: typer.Context, path: Path | None) -> Path | None:
    """Use the values in a file as defaults of a command's options. It is the callback of the option `--config`.

    Raises:
        BadParameter: if the file cannot be read, is not TOML, names an option that the command does not have, or has a
            value that an option does not accept; the message names the file, the line and what would work.
    """
    if path is not None:
        options = {name_of(option): option for option in context.command.params if name_of(option) not in OUTSIDE}
        text = _read(path)
        defaults = {}
        for name, value in _parsed(path, text).items():
            place = f"{path}:{_line(text, name)}"
            if name not in options:
                raise typer.BadParameter(f"{place}: there is no setting '{name}'. {_instead(name, options)}")
            defaults[options[name].name] = _checked(context, options[name], value, place)
        context.default_map = {**(context.default_map or {}), **defaults}
    return path


def name_of(option: Any) -> str:  # noqa: ANN401 - typer's own
    """Return an option's name in a file: its first flag without the dashes."""
    return str(option.opts[0]).removeprefix("--")


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")  # some editors write a byte order mark
    except (OSError, UnicodeError) as error:
        raise typer.BadParameter(f"{path} cannot be read: {error}") from error


def _parsed(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise typer.BadParameter(f"{path}: this is not TOML: {error}") from error


def _line(text: str, name: str) -> int:
    """Return the number of the line that names a setting; 1 if the name is written in an unusual way."""
    named = re.compile(rf"""\s*\[?\s*["']?{re.escape(name)}["']?\s*[=.\]]""")
    return next((number for number, line in enumerate(text.splitlines(), 1) if named.match(line)), 1)


def _instead(name: str, options: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(name.replace("_", "-"), options, n=1)
    return f"Is '{near[0]}' meant?" if near else f"It may be one of {', '.join(sorted(options))}."


def _checked(context: typer.Context, option: Any, value: object, place: str) -> object:  # noqa: ANN401 - typer's own
    """Return a value if the option accepts it.

    Raises:
        BadParameter: if it does not.
    """
    name, (kind, words) = name_of(option), _kind(option)
    parts = value if option.multiple else [value]
    if not isinstance(parts, list) or any(type(part) is not kind for part in parts):
        wanted = f"a list, each {words}" if option.multiple else words
        raise typer.BadParameter(f"{place}: {name} = {value!r}, but it takes {wanted}.")
    if "" in parts:
        raise typer.BadParameter(f"{place}: {name} is empty. Fill it in, or delete the line.")
    try:
        option.process_value(context, value)
    except typer.BadParameter as error:
        raise typer.BadParameter(f"{place}: {name} = {value!r}: {error.message}") from error
    return value


def _kind(option: Any) -> tuple[type, str]:  # noqa: ANN401 - typer's own
    """Return the type that a value must have in TOML, and its description."""
    if option.is_flag:
        return bool, "true or false"
    if isinstance(option.default, int):
        return int, "a whole number"
    return str, "text in quotes"
