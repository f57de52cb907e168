"""The words that the course home puts together; whole sentences stand in its templates."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from misread_widgets.views import number_word

AHEAD = "still ahead"
BEGUN = "begun"
GUESSED = "answered"
THROUGH = "played to the end"
HANDED_IN = "handed in"
FORM_FINISHED = "finished, and yours to keep"
REVISED = "handed in, and changed since"


def tried(times: int) -> str:
    """Say how often an exercise was answered."""
    return {1: "answered", 2: "answered twice"}.get(times, f"answered {times} times")


def answered(given: int, of: int) -> str:
    """Say how many of several questions are answered."""
    return f"{given} of {of} answered"


def decision(number: int, of: int) -> str:
    """Say which decision waits."""
    return f"decision {number} of {of}"


def decisions(number: int) -> str:
    """Say how many decisions there are."""
    return f"{number_word(number)} decision{'' if number == 1 else 's'}"


def both_runs(first: str, latest: str) -> str:
    """Say how the first run ended, and how the latest did or how far it is."""
    return f"{first}; latest run {latest}"


def left_at(how_far: str) -> str:
    """Say how far a run is that has not ended."""
    return f"not finished, at {how_far}"


def ended_with(title: str) -> str:
    """Say how a run ended."""
    return f"ended with “{title}”"


def level(number: int | None, as_manager: tuple[float, float] | None = None) -> str:
    """Name a level of a competency; too few decisions name none.

    Where it stands on a manager's part alone, `as_manager` is what was earned there and the most to be had there.
    """
    if not number:
        return ""
    return f"Level {number} of 3" + (f" as a manager, on {as_manager[0]:g} of {as_manager[1]:g}" if as_manager else "")


def run_of(stories: int, again: int, whose: str) -> str:
    """Say which runs a profile comes from, and how many of the stories were played again; `whose` is your or my."""
    first = f"Based on {whose} first run of {counted(stories, 'story', 'stories')}"
    several = "" if again == stories else " of one of them" if again == 1 else f" of {again} of them"
    return f"{first}, with {whose} latest run{several} beside it." if again else f"{first}."


def points(earned: float, most: float, decisions: int) -> str:
    """Say how many points were earned of those on offer, and at how many decisions."""
    return f"{earned:g} of {most:g} points, from {counted(decisions, 'decision')}"


def tried_with(shares: Sequence[Fraction]) -> str:
    """Say what the tries at an exercise earned."""
    first, *more = [f"{float(100 * share):.0f} %" for share in shares]
    if not more:
        return f"{first} of the points"
    best = f"{float(100 * max(shares)):.0f} %"
    return f"{first} of the points on the first try, {more[-1]} on the last; the best counts: {best}"


def begun_large(text: str) -> str:
    """Return a text with its first letter in capitals."""
    return f"{text[:1].upper()}{text[1:]}"


def looks_like(text: str) -> str:
    """Say what a level looks like."""
    return f"What it looks like: {text}."


def next_level(number: int, text: str) -> str:
    """Say what the next level looks like."""
    return f"What level {number} looks like: {text}."


LONGEST_IN_MINUTES = 90


def counted(number: int, one: str, several: str = "") -> str:
    """Say a number of things: 1 text, 2 texts, 3 stories."""
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"


def duration(minutes: int) -> str:
    """Say how long something takes: in minutes up to an hour and a half, then in hours and halves of them."""
    if minutes <= LONGEST_IN_MINUTES:
        return counted(minutes, "minute")
    whole, half = divmod(round(minutes / 30), 2)
    return f"about {whole}{'½' if half else ''} hours"
