"""Groups of commands that load a command's module only to run it; help and completion parse its docstring."""

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

    Loading a command's module takes up to a second, as it imports all that the command uses. The module is loaded when
    the command runs or shows its own help, and when `commands` is read. For the help of the group and the completion of
    names, an outline is enough, which parses the module's file and runs nothing.
    """

    def __init__(self, *, package: str, **options: Any) -> None:  # noqa: ANN401 - passed on
        """Take the dotted name of the package, and the options of any group."""
        super().__init__(**options)
        self.package = package
        self.commands = _Commands(package)  # type: ignore[assignment] # it is never changed

    def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002 - click's own
        """Return the names of the commands, in the order of the help."""
        return list(self.commands)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:  # noqa: ARG002 - click's own
        """Return the outline of a command: its name and its help."""
        return outline(self.package, cmd_name) if cmd_name in self.commands else None

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        """Load the command to run, and return its name, the command and the arguments left for it."""
        name, _, rest = super().resolve_command(ctx, args)
        return name, None if name is None else self.commands[name], rest


class _Commands(Mapping[str, "Command"]):
    """The commands of a package by name; each is loaded when it is read."""

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
    """Load the module of a command, and return the command, or a group if the module is a package."""
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
    """Return a stand-in for a command, with its name and help, that does nothing.

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
