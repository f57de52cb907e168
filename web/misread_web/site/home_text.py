"""The words that the course home puts together; whole sentences stand in its templates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

from misread_scenarios import locales
from misread_scenarios.language import SOURCE, figure, spoken, thousands
from misread_web.language import N_, _, ngettext
from misread_widgets.views import number_word

AHEAD = N_("still ahead")
BEGUN = N_("begun")
GUESSED = N_("answered")
THROUGH = N_("played to the end")
HANDED_IN = N_("handed in")
FORM_FINISHED = N_("finished, and yours to keep")
REVISED = N_("handed in, and changed since")


def tried(times: int) -> str:
    """Say how often an exercise was answered."""
    if times <= 2:  # noqa: PLR2004 - English has a word for it
        return _("answered") if times == 1 else _("answered twice")
    return _("answered {times} times").format(times=times)


def sorted_times(times: int) -> str:
    """Say how often values were sorted."""
    if times <= 2:  # noqa: PLR2004 - English has a word for it
        return _("sorted") if times == 1 else _("sorted twice")
    return _("sorted {times} times").format(times=times)


def answered(given: int, of: int) -> str:
    """Say how many of several questions are answered."""
    return _("{given} of {of} answered").format(given=given, of=of)


def rated(number: int, of: int) -> str:
    """Say how many of several situations are rated."""
    return _("{number} of {of} rated").format(number=number, of=of)


def decision(number: int, of: int) -> str:
    """Say which decision waits."""
    return _("decision {number} of {of}").format(number=number, of=of)


def decisions(number: int) -> str:
    """Say how many decisions there are."""
    return ngettext("{number} decision", "{number} decisions", number).format(number=number_word(number))


def both_runs(first: str, latest: str) -> str:
    """Say how the first run ended, and how the latest did or how far it is."""
    return _("{first}; latest run {latest}").format(first=first, latest=latest)


def left_at(how_far: str) -> str:
    """Say how far a run is that has not ended."""
    return _("not finished, at {how_far}").format(how_far=how_far)


def ended_with(title: str) -> str:
    """Say how a run ended."""
    return _("ended with “{title}”").format(title=title)


def level(number: int | None, as_manager: tuple[float, float] | None = None) -> str:
    """Name a level of a competency; too few decisions name none.

    Where it stands on a manager's part alone, `as_manager` is what was earned there and the most to be had there.
    """
    if not number:
        return ""
    if not as_manager:
        return _("Level {number} of 3").format(number=number)
    earned, most = map(figure, as_manager)
    return _("Level {number} of 3 as a manager, on {earned} of {most}").format(number=number, earned=earned, most=most)


def run_of(stories: int, again: int, whose: str) -> str:
    """Say which runs a profile comes from, and how many of the stories were played again; `whose` is your or my."""
    number_of_stories = counted(stories, "story", "stories")
    first = _("Based on your first run of {stories}") if whose == "your" else _("Based on my first run of {stories}")
    if not again:
        return f"{first.format(stories=number_of_stories)}."
    latest = _latest_beside(again, stories, whose)
    return _("{first}, with {latest} beside it.").format(first=first.format(stories=number_of_stories), latest=latest)


def _latest_beside(again: int, stories: int, whose: str) -> str:
    if again == stories:
        return _("your latest run") if whose == "your" else _("my latest run")
    if again == 1:
        return _("your latest run of one of them") if whose == "your" else _("my latest run of one of them")
    said = _("your latest run of {number} of them") if whose == "your" else _("my latest run of {number} of them")
    return said.format(number=again)


def points(earned: float, most: float, decisions: int) -> str:
    """Say how many points were earned of those on offer, and at how many decisions."""
    said = _("{earned} of {most} points, from {decisions}")
    return said.format(earned=figure(earned), most=figure(most), decisions=counted(decisions, "decision"))


def tried_with(shares: Sequence[Fraction]) -> str:
    """Say what the tries at an exercise earned."""
    first, *more = [f"{float(100 * share):.0f} %" for share in shares]
    if not more:
        return _("{first} of the points").format(first=first)
    said = _("{first} of the points on the first try, {last} on the last; the best counts: {best}")
    return said.format(first=first, last=more[-1], best=f"{float(100 * max(shares)):.0f} %")


def begun_large(text: str) -> str:
    """Return a text with its first letter in capitals."""
    return f"{text[:1].upper()}{text[1:]}"


def looks_like(text: str) -> str:
    """Say what a level looks like."""
    return _("What it looks like: {text}.").format(text=text)


def next_level(number: int, text: str) -> str:
    """Say what the next level looks like."""
    return _("What level {number} looks like: {text}.").format(number=number, text=text)


THINGS: dict[str, Callable[[int], str]] = {
    "guess": lambda number: ngettext("the first guess", "{number} first guesses", number),
    "scenario": lambda number: ngettext("the case", "{number} cases", number),
    "mirrors": lambda number: ngettext("the talk with two mirrors", "{number} talks with two mirrors", number),
    "exercise": lambda number: ngettext("an exercise", "{number} exercises", number),
    "tool": lambda number: ngettext("a tool", "{number} tools", number),
    "judgement": lambda number: ngettext("the twelve situations", "{number} sets of situations", number),
    "recall": lambda number: ngettext("the exit card", "{number} exit cards", number),
}
"""What each kind of item of a lesson is called where some of it is left to do."""


def how_far(done: int, left: Sequence[str]) -> str:
    """Say how far a learner is in a lesson: 3 of 4 things done: the exit card is left.

    Args:
        done: how many items are done.
        left: the kinds of the items that are left.
    """
    if not left:
        return _("Done")
    others = Counter(kind if kind in THINGS else "" for kind in left)
    named = [THINGS[kind](number).format(number=number) for kind, number in others.items() if kind]
    if more := others[""]:
        named.append(ngettext("one more page", "{number} more pages", more).format(number=more))
    *first, last = named
    things = _("{first} and {last}").format(first=", ".join(first), last=last) if first else last
    return ngettext(
        "{done} of {all} things done: {things} is left", "{done} of {all} things done: {things} are left", len(left)
    ).format(done=done, all=done + len(left), things=things)


LONGEST_IN_MINUTES = 90

COUNTED: dict[str, Callable[[int], str]] = {
    "character": lambda number: ngettext("{number} character", "{number} characters", number),
    "decision": lambda number: ngettext("{number} decision", "{number} decisions", number),
    "entry": lambda number: ngettext("{number} entry", "{number} entries", number),
    "lesson": lambda number: ngettext("{number} lesson", "{number} lessons", number),
    "minute": lambda number: ngettext("{number} minute", "{number} minutes", number),
    "question": lambda number: ngettext("{number} question", "{number} questions", number),
    "passage": lambda number: ngettext("{number} passage", "{number} passages", number),
    "short elective": lambda number: ngettext("{number} short elective", "{number} short electives", number),
    "story": lambda number: ngettext("{number} story", "{number} stories", number),
    "text": lambda number: ngettext("{number} text", "{number} texts", number),
    "word": lambda number: ngettext("{number} word", "{number} words", number),
}
"""The things that pages count, each with its forms in the spoken language."""


def counted(number: int, one: str, several: str = "") -> str:
    """Say a number of things: 1 text, 2 texts, 3 stories; those of `COUNTED` in the spoken language."""
    if one in COUNTED:
        return COUNTED[one](number).format(number=thousands(number))
    return f"{thousands(number)} {one if number == 1 else several or f'{one}s'}"


def duration(minutes: int) -> str:
    """Say how long something takes: in minutes up to an hour and a half, then in hours and halves of them."""
    if minutes <= LONGEST_IN_MINUTES:
        return counted(minutes, "minute")
    whole, half = divmod(round(minutes / 30), 2)
    return _("about {hours} hours").format(hours=f"{whole}{'½' if half else ''}")


def date_words(day: date) -> str:
    """Say a day: 7 March 2026."""
    return f"{day.day} {day:%B %Y}" if spoken() == SOURCE else locales.day(day, spoken())
