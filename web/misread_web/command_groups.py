"""Groups of commands that load the module of a command only to run it; help and completion read its docstring."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from typer._click import Command, Context


class CommandGroup(TyperGroup):
    """A group whose commands are the modules of a package, as `misread_web.commands` describes.

    A command's module loads whatever the command works with, which takes up to a second. It is loaded when the command
    is run or asked for its own help, and when `commands` is read. The help of the group and the completion of names
    do with an outline, which parses the module's file and runs nothing.
    """

    def __init__(self, *, package: str, **given: Any) -> None:  # noqa: ANN401 - passed on
        """Take the dotted name of the package, and what any group takes."""
        super().__init__(**given)
        self.package = package
        self.commands = _Commands(package)  # type: ignore[assignment] # none is added or taken away

    def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002 - click's own
        """Return the names of the commands, in the order of the help."""
        return list(self.commands)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:  # noqa: ARG002 - click's own
        """Return the outline of a command: its name and its help."""
        return outline(self.package, cmd_name) if cmd_name in self.commands else None

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        """Return the command to run, which is loaded by this, and the arguments that are left for it."""
        name, _, left = super().resolve_command(ctx, args)
        return name, None if name is None else self.commands[name], left


class _Commands(Mapping[str, "Command"]):
    """The commands of a package by name, each loaded when it is read."""

    def __init__(self, package: str) -> None:
        self.package = package
        self._names: tuple[str, ...] = importlib.import_module(package).COMMANDS

    def __getitem__(self, name: str) -> Command:
        if name not in self._names:
            raise KeyError(name)
        return loaded(self.package, name)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def loaded(package: str, name: str) -> Command:
    """Load the module of a command, and return the command, or the group where the module is a package."""
    if first := getattr(importlib.import_module(package), "LOADED_FIRST", None):
        importlib.import_module(first)
    module = importlib.import_module(f"{package}.{_stem(name)}")
    if hasattr(module, "COMMANDS"):
        return CommandGroup(
            package=module.__name__, name=name, help=module.HELP, no_args_is_help=True, rich_markup_mode="markdown"
        )
    app = typer.Typer(add_completion=False, rich_markup_mode="markdown", pretty_exceptions_enable=False)
    app.command(name)(module.run)
    return typer.main.get_command(app)


def outline(package: str, name: str) -> TyperCommand:
    """Return a command that has the name and the help of another one, and does nothing.

    Raises:
        LookupError: if the module has neither `HELP` nor a documented function `run`.
    """
    folder = Path(str(importlib.import_module(package).__file__)).parent
    module = folder / _stem(name)
    file = module / "__init__.py" if module.is_dir() else module.with_suffix(".py")
    for node in ast.parse(file.read_text("utf-8")).body:
        match node:
            case ast.FunctionDef(name="run"):
                return TyperCommand(name, help=ast.get_docstring(node), rich_markup_mode="markdown")
            case ast.Assign(targets=[ast.Name(id="HELP")], value=ast.Constant(value=str(text))):
                return TyperCommand(name, help=text, rich_markup_mode="markdown")
    raise LookupError(f"{file} has neither HELP nor a function run")


def _stem(name: str) -> str:
    """Return the name of a command's module, without its package."""
    return name.replace("-", "_")
