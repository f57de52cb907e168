"""The words of a debrief."""

from __future__ import annotations

from misread_widgets.words import number_word, per_cent

KEPT = (
    "The rest of the debrief opens when your first run, the one that counts, has come to its end. "
    "That way it stays your own."
)
NO_ENDING = "You have been through all of it"
BARS = "How you went about it"
BARS_NOTE = (
    "The bars show the share of the points that your own path offered. Below 40 % is level 1, from 75 % on level 3."
)
CURVES = "What ran underneath"
START = "start"
END = "end"
TABLE = "The figures as a table"
TABLE_CAPTION = "What ran underneath, after each decision"
VARIABLE = "What"
COMPARE = "Your path beside the best one"
YOURS = "You"
BEST = "Best path"
SAME = "The best path does the same."
NOT_MET = "The best path does not come here."
SLIPS = "One choice different"
DECISIONS = "Decision by decision"
DECISIONS_TEXT = "Open a decision to read again what you chose, what followed, and the note on it."
RUNS = "Your runs"
AGAIN = "Play again with other names"
AGAIN_TEXT = (
    "The same story with other people: new names, and the options in another order. "
    "Or choose a stop on your path to go back to it."
)
NOT_OVER = "not finished"


def bars_text(earned: float, offered: float, hours: int) -> str:
    """Say how the way was gone about, apart from the ending."""
    share = round(100 * earned / offered) if offered else 0
    spent = "" if not hours else f" You spent {hours} hours on it." if hours != 1 else " You spent one hour on it."
    return (
        f"This is apart from how it ended: a good way of going about it can meet bad luck. Of the points that your "
        f"path offered, your choices earned {per_cent(share)}.{spent}"
    )


def level(number: int) -> str:
    """Name a level."""
    return f", level {number} of 3"


def anchor(text: str) -> str:
    """Say what somebody at the learner's level does."""
    return f"{text[0].upper()}{text[1:]}."


def next_level(number: int, text: str) -> str:
    """Say what somebody at the next level does."""
    return f"Level {number}: {text}."


def rarity(paths: int, reached: int) -> str:
    """Say how rare an ending is among all paths."""
    share = 100 * reached / paths
    shown = "fewer than one in a thousand" if share < 0.1 else f"{share:.1f} %" if share < 10 else f"{share:.0f} %"  # noqa: PLR2004
    return f"There are {paths:,} ways through this story. {shown[0].upper()}{shown[1:]} of them end here."


def when(at: int, decisions: int) -> str:
    """Say when something moved: at a decision, or after the last one."""
    return f"at decision {at}" if at <= decisions else "at the end, as a result of it all"


def curve_headline(label: str, before: int, after: int, when: str) -> str:
    """Say what to see: the largest single move of all curves."""
    way = "rose" if after > before else "fell"
    scale = "Each chart runs from the least to the most there can be."
    return f"The largest move: {when}, {label} {way} from {before} to {after}. {scale}"


CURVES_STILL = "Nothing that could be measured moved on this path."


def still(labels: list[str]) -> str:
    """Name what never moved."""
    return f"Did not move: {'; '.join(labels)}." if labels else ""


def compare_text(same: int, of: int, yours: float, best: float) -> str:
    """Say how far two paths agree."""
    alike = "at every decision" if same == of else f"at {number_word(same)} of {number_word(of)} decisions"
    if same == of:
        return f"Your path and the best one agree {alike}."
    return f"The two agree {alike}. By points, yours came to {yours:g} and the best one to {best:g}."


def slips_text(changed: int, of: int) -> str:
    """Say how often one different choice would have led elsewhere."""
    if not changed:
        return f"Along your path {of} other choices were open. None of them, alone, would have led to another ending."
    verb = "choice would, alone, have" if changed == 1 else "choices would, each alone, have"
    return (
        f"Along your path {of} other choices were open, and {changed} {verb} led to another ending, the rest kept. "
        f"{'This one' if changed == 1 else 'The most telling of them'}:"
    )


def slip_decision(number: int, title: str) -> str:
    """Name the decision of a different choice."""
    return f"Decision {number}, {title}"


def led(title: str) -> str:
    """Say where a different choice would have led."""
    return f"This would have led to “{title}”."


LED_AWAY = "After this, the rest of your path would no longer have fitted."


def truth(text: str) -> str:
    """Say what was true this time."""
    return f"What was true this time: {text}"


def points(parts: list[tuple[str, float, float]]) -> str:
    """Say what a decision earned for each competency: its name, the points, the most to be had."""
    return " · ".join(f"{name} {earned:g} of {most:g}" for name, earned, most in parts)


def run_line(attempt: int, ending: str, *, current: bool) -> str:
    """Say how a run ended."""
    counts = " (the one that counts)" if attempt == 1 else ""
    return f"Run {attempt}{counts}: {ending}{' — this one' if current else ''}"
