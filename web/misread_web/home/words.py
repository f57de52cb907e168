"""The words that the course home puts together; whole sentences stand in its templates."""

from __future__ import annotations

from datetime import datetime

AHEAD = "still ahead"
BEGUN = "begun"
GUESSED = "answered"
THROUGH = "played to the end"
HANDED_IN = "handed in"
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


def later_run(how_far: str) -> str:
    """Say how far a run is that was begun after the first one had ended."""
    return f"another run, {how_far}"


def left_at(how_far: str) -> str:
    """Say how far a run is that has not ended."""
    return f"not finished, at {how_far}"


def ended_with(title: str) -> str:
    """Say how a run ended."""
    return f"ended with “{title}”"


def level(number: int) -> str:
    """Name a level of a competency."""
    return f"Level {number} of 3"


def begun_large(text: str) -> str:
    """Return a text with its first letter in capitals."""
    return f"{text[:1].upper()}{text[1:]}"


def sentence(text: str) -> str:
    """Return what somebody at a level does, as a sentence."""
    return f"{begun_large(text)}."


def next_level(number: int, text: str) -> str:
    """Say what somebody at the next level does."""
    return f"Level {number}: {text}."


def day(moment: datetime) -> str:
    """Say a day, by the clock of the machine that the course runs on: 7 March 2026."""
    there = moment.astimezone()
    return f"{there.day} {there:%B %Y}"


def moment(at: datetime) -> str:
    """Say a moment by the same clock: 7 March 2026, 17:00 CET."""
    return f"{day(at)}, {at.astimezone():%H:%M %Z}"


def counted(number: int, one: str, several: str = "") -> str:
    """Say a number of things: 1 text, 2 texts, 3 stories."""
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"
