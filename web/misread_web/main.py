"""The `misread` command line."""

from __future__ import annotations

import io
import os
import sys
from functools import partial
from typing import Annotated, Any, TextIO

import typer

from misread_web import __version__
from misread_web.command_groups import CommandGroup
from misread_web.operations import unread

SET_BY_VARIABLES = ("serve", "workshop", "cohort", "grade")
"""The commands that read options from environment variables."""


def main() -> None:
    """Run a command, and exit with 0 (done), 1 (problems found) or 2 (wrong usage)."""
    sys.stdout, sys.stderr = _unbroken(sys.stdout), _unbroken(sys.stderr)
    command_line()()


class _Unbroken(io.FileIO):
    """An output file that survives a broken pipe: it drops what follows."""

    def write(self, data: Any) -> int:  # noqa: ANN401 - any object with bytes
        """Write data. After a broken pipe, send this output, also of child processes, to the null device."""
        try:
            return super().write(data)
        except BrokenPipeError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.fileno())
            os.close(nowhere)
            return len(data)


def _unbroken(stream: TextIO) -> TextIO:
    """Return a stream with the same output that survives when its reader stops, as `head` does after ten lines.

    A command then finishes its work, and its exit status reflects that work.
    """
    if not isinstance(stream, io.TextIOWrapper) or stream.isatty():
        return stream
    stream.flush()
    buffer = io.BufferedWriter(_Unbroken(stream.fileno(), "w", closefd=False))
    return io.TextIOWrapper(
        buffer, stream.encoding, stream.errors, line_buffering=stream.line_buffering, write_through=stream.write_through
    )


class _Misread(CommandGroup):
    """All commands of `misread`."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(package="misread_web.commands", **options)


def command_line() -> typer.Typer:
    """Return the command line; a command is loaded when it is run."""
    app = typer.Typer(cls=_Misread, no_args_is_help=True, rich_markup_mode="markdown", pretty_exceptions_enable=False)
    app.callback(invoke_without_command=True)(_misread)
    return app


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - the callback of a flag
    if wanted:
        typer.echo(f"misread {__version__}")
        raise typer.Exit


def _misread(
    context: typer.Context,
    *,
    version: Annotated[  # noqa: ARG001 - its callback prints it
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Misread: a manager-training course about misread career signals."""
    if context.invoked_subcommand in SET_BY_VARIABLES:
        # These commands write data about people, so all files that they create are private to this account.
        context.call_on_close(partial(os.umask, os.umask(0o077)))
        for line in unread(os.environ, context.invoked_subcommand):
            typer.echo(line, err=True)
