"""What commands print: numbers of things, columns, questions, and the lines they end with."""

from __future__ import annotations

from typing import NoReturn

import typer


def fail(*lines: str) -> NoReturn:
    """Say what went wrong, and exit with 1."""
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(1)


def ask(question: str, refused: str, *, yes: bool) -> None:
    """Ask whether to go on; exit with 1 where the answer is no, or there is nobody to answer."""
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
    """Return rows with their columns below each other."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(value.ljust(width) for value, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def counted(number: int, thing: str, things: str | None = None) -> str:
    """Return a number of things in words, as in "1 person" and "1,200 people".

    Args:
        number: how many they are.
        thing: what one of them is called.
        things: what several are called; None adds an s.
    """
    return f"{number:,} {thing if number == 1 else things or f'{thing}s'}"


def people(number: int) -> str:
    """Return a number of people in words."""
    return counted(number, "person", "people")
