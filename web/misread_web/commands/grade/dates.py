"""Dates that users type, and numbers of days in words."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import typer

from misread_grading.calendar import BadMoment, Meant, moment_of


def meant_by(typed: str, zone: ZoneInfo, hint: str = "WHEN") -> Meant:
    """Return the moment that a user typed.

    Raises:
        BadParameter: if it is misspelt, or does not exist in the time zone; `hint` names the option.
    """
    try:
        return moment_of(typed, zone)
    except BadMoment as error:
        raise typer.BadParameter(str(error), param_hint=hint) from error


def days_as_text(number: float) -> str:
    """Return a number of days in words, as in "1 day" and "2.5 days"."""
    return f"{round(number, 2):g} day{'' if number == 1 else 's'}"
