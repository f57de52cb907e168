"""Output of commands: numbers with their nouns, columns, questions and errors."""

from __future__ import annotations

from typing import NoReturn

import typer


def fail(*lines: str) -> NoReturn:
    """Print what went wrong, and exit with 1."""
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(1)


def ask(question: str, refused: str, *, yes: bool) -> None:
    """Ask whether to continue; print `refused` and exit with 1 if the answer is no, or nobody can answer."""
    if yes:
        return
    try:
        agreed = typer.confirm(question, err=True)
    except typer.Abort:
        typer.echo(err=True)
        agreed = False
    if not agreed:
        fail(refused)


def aligned(rows: list[list[str]]) -> list[str]:
    """Return rows as lines with aligned columns."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(value.ljust(width) for value, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def counted(number: int, thing: str, things: str | None = None) -> str:
    """Return a number with its noun: "1 person", "1,200 people".

    Args:
        number: the number.
        thing: the noun in the singular.
        things: the noun in the plural; None: the singular with an s.
    """
    return f"{number:,} {thing if number == 1 else things or f'{thing}s'}"


def people(number: int) -> str:
    """Return a number of people with the noun."""
    return counted(number, "person", "people")
