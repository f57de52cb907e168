"""How the votes of one question are spread: bars with counts and shares, one round or two side by side."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from misread_records.workshop import counts, moved
from misread_web.language import _, ngettext
from misread_widgets.views import ui_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from misread_records.workshop import Ballot, Counts
    from misread_widgets.views import View


@dataclasses.dataclass(frozen=True)
class Option:
    """One answer that participants may vote for: its id in a vote, its letter on the screens, and its text."""

    id: str
    letter: str
    text: str


def lettered(options: Sequence[tuple[str, str]]) -> tuple[Option, ...]:
    """Return options, given by their ids and texts, with the letters A, B and so on."""
    return tuple(Option(id_, chr(ord("A") + place), text) for place, (id_, text) in enumerate(options))


def is_enough(votes: int, least: int) -> bool:
    """Return whether a result of so many votes may be shown."""
    return votes >= least


def spread(options: Sequence[Option], ballot: Ballot, least: int, rounds: int | None = None) -> View | None:
    """Return the spread of a ballot's rounds; None if there is no round to show.

    Args:
        options: what was voted on, in the order of the screen.
        ballot: the votes.
        least: the fewest votes of a round that may be shown.
        rounds: how many rounds to show; by default those that were revealed.
    """
    shown = ballot.rounds[: ballot.revealed if rounds is None else rounds]
    if not shown:
        return None
    counted = [counts(votes.values()) for votes in shown]
    many = len(counted) > 1
    names = (_("First vote"), _("Second vote"))
    return {
        "rounds": [_round(names[place] if many else "", each, least) for place, each in enumerate(counted)],
        "rows": [_row(option, counted, least) for option in options],
        "moved": _moved(ballot, least) if many else "",
    }


def _round(name: str, counted: Counts, least: int) -> View:
    hidden = "" if is_enough(counted.votes, least) else too_few(least)
    voted = ngettext("{number} vote", "{number} votes", counted.votes).format(number=counted.votes)
    return {"name": name, "text": hidden or voted, "hidden": bool(hidden)}


def too_few(least: int) -> str:
    """Say that a result has too few votes to be shown."""
    return ngettext("Fewer than {least} vote: not shown", "Fewer than {least} votes: not shown", least).format(
        least=least
    )


def _row(option: Option, counted: Sequence[Counts], least: int) -> View:
    bars = [_bar(option, each) if is_enough(each.votes, least) else None for each in counted]
    shown = [bar for bar in bars if bar]
    return {
        "letter": option.letter,
        "text": option.text,
        "bars": bars,
        "figures": [" → ".join(bar[name] for bar in shown) for name in ("percent", "count")],
        "sure": _sure([bar["sure"] for bar in shown if bar["sure"] is not None]),
        "says": "; ".join(bar["says"] for bar in shown),
    }


def _bar(option: Option, counted: Counts) -> View:
    number = counted.by_choice.get(option.id, 0)
    share = round(100 * number / counted.votes) if counted.votes else 0
    sure = counted.confidence.get(option.id)
    percent = ui_text.per_cent(share)
    votes = ngettext("{number} vote", "{number} votes", number).format(number=number)
    return {
        "count": str(number),
        "share": share,
        "percent": percent,
        "says": f"{votes}, {percent}",
        "sure": None if sure is None else ui_text.per_cent(round(sure)),
    }


def _sure(levels: list[str]) -> str:
    """Say how sure those were who chose an option, in each round; nothing if no confidence was asked for."""
    return _("({share} sure)").format(share=" → ".join(levels)) if levels else ""


def _moved(ballot: Ballot, least: int) -> str:
    """Say how many of those who voted twice changed their vote; nothing if too few voted twice."""
    pairs = moved(ballot)
    both = sum(pairs.values())
    changed = sum(number for (before, after), number in pairs.items() if before != after)
    return how_many_moved(changed, both) if is_enough(both, least) else ""


def how_many_moved(changed: int, both: int) -> str:
    """Say how many of `both`, who voted twice, have changed their vote."""
    if not changed:
        return _("Nobody has changed their vote.")
    return ngettext(
        "{changed} of the {both} who voted twice has changed their vote.",
        "{changed} of the {both} who voted twice have changed their vote.",
        changed,
    ).format(changed=changed, both=both)
