"""The words of a debrief."""

from __future__ import annotations

from misread_widgets.views.ui_text import per_cent

KEPT = "The rest of the debrief opens once your first run, the one that counts, is over. That way it stays your own."
NO_ENDING = "You've played it all"
TURNED = "The turning point"
HELD = "The easiest one to miss"
HELD_SURE = "Nothing on offer would have beaten any of your choices. This is the one that took the closest reading."
HELD_UNSURE = (
    "Nothing on offer would have beaten any of your choices; only how sure you were cost some points. "
    "This is the one that took the closest reading."
)
YOU_CHOSE = "You chose"
ASSUMED = "What that took for granted"
HELD_BY = "Why it held"
OTHERWISE = "What pointed the other way"
LIKEWISE = "What pointed to it"
TAKEAWAY = "To say on Monday"
TRY_AGAIN = "Try that moment again"
PLAY_ON = "Play on from here"
SAME_ELSEWHERE = (
    "In another version of this story, the same choice would have been the right one. What would have told you?"
)
CLOSER = "Look closer"
BARS = "Your approach, whatever the outcome"
BARS_NOTE = (
    "Each bar shows the share of the points that your own path offered. From four decisions up, the share is put into "
    "words: below 40 % is level 1, from 75 % on level 3."
)
BARS_TOO_FEW = (
    "Each bar shows the share of the points that your own path offered. No level is named: that would take four "
    "decisions or more."
)
CURVES = "What you couldn’t see"
START = "start"
END = "end"
TABLE = "The figures as a table"
TABLE_CAPTION = "What you couldn’t see, after each decision"
VARIABLE = "What"
DECISIONS = "Decision by decision"
OTHERS = "Your other options, and where each would have led with the rest of your choices"
RUNS = "Your runs"
READ_RUN = "Read it"
GO_ON_WITH_RUN = "Go on with it"
AGAIN = "Play again"
NOT_OVER = "not finished"


def again_text(*, worlds: bool) -> str:
    """Say what playing again brings."""
    other = ", in another version of events" if worlds else ""
    return f"The same story with freshly drawn names{other}. Or choose a stop on your path, and try that moment again."


def decision_named(number: int, title: str) -> str:
    """Name a decision."""
    return f"Decision {number}, {title}"


def better_ending(title: str, *, is_kept: bool) -> str:
    """Say which ending another choice would have led to, with the rest kept, or with other decisions after it."""
    if is_kept:
        return f"Another choice here, and the rest as you made it, would have led to “{title}”."
    return f"Another choice here would have opened the way to “{title}”."


def cost(points: float) -> str:
    """Say that a decision cost most."""
    counted = "one point" if points == 1 else f"{points:g} points"
    return f"No other decision cost you more than this one: {counted}."


def other_elsewhere(text: str) -> str:
    """Say what would have been right in another version of the story."""
    return (
        f"In another version of this story, something else would have been right here: “{text}” "
        f"What would have told you?"
    )


def bars_text(earned: float, offered: float, hours: int) -> str:
    """Say how the way was gone about, apart from the ending."""
    share = round(100 * earned / offered) if offered else 0
    spent = "" if not hours else f" You spent {hours} hours on it." if hours != 1 else " You spent one hour on it."
    return (
        f"A sound approach can meet bad luck, so this leaves the ending aside. Of the points on offer along your path, "
        f"your choices earned {per_cent(share)}.{spent}"
    )


def out_of(earned: float, most: float) -> str:
    """Say how many points were earned of those on offer."""
    return f"{earned:g} of {most:g} points"


def from_decisions(number: int) -> str:
    """Introduce the decisions that the points of a competency come from."""
    return "from decision" if number == 1 else "from decisions"


def best_there(number: int) -> str:
    """Introduce what nothing beat at a decision: one option, or several that are equally good."""
    return "Best from where you stood" if number == 1 else "Equally good from where you stood"


def evidence(number: int, earned: float, most: float) -> str:
    """Say what one decision adds to a competency, as the text of a link."""
    return f"{number} ({earned:g}/{most:g})"


def evidence_named(number: int, title: str, earned: float, most: float) -> str:
    """Name the link, with its text as it is seen: that is what those say who speak to their computer."""
    return f"Decision {evidence(number, earned, most)}, {title}"


def level(number: int, text: str) -> str:
    """Say what the level looks like that was reached."""
    return f"Level {number} of 3. What it looks like: {text}."


def next_level(number: int, text: str) -> str:
    """Say what the next level looks like."""
    return f"What level {number} looks like: {text}."


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
    scale = "Each chart runs from the lowest to the highest possible."
    return f"No move was larger than this: {when}, {label} {way} from {before} to {after}. {scale}"


CURVES_STILL = "Nothing that could be measured moved on this path."


def still(labels: list[str]) -> str:
    """Name what never moved."""
    return f"No change: {'; '.join(labels)}." if labels else ""


def forks_text(changed: int, of: int) -> str:
    """Say how often one other choice would have led elsewhere."""
    open_ = "1 other choice was open" if of == 1 else f"{of} other choices were open"
    if not changed:
        none = "It would not" if of == 1 else "None of them would"
        return f"Along your path {open_}. {none} have changed the ending by itself."
    verb = "would by itself have" if changed == 1 else "would each by itself have"
    return f"Along your path {open_}, and {changed} {verb} led to another ending."


def led(title: str) -> str:
    """Say where another choice would have led."""
    return f"Would have led to “{title}”."


LED_HERE = "The ending would have been the same."


def led_told_otherwise(title: str) -> str:
    """Say that another choice would have led to the same ending with a different text."""
    return f"The ending would still have been “{title}”, though not word for word."


def led_on(text: str, then: str) -> str:
    """Say what would have come next after another choice; `then` is a sentence on the ending, or empty."""
    return f"What would have come next: {text} {then}".rstrip()


def truth(text: str) -> str:
    """Say what was true this time."""
    return f"What was true this time: {text}"


def points(parts: list[tuple[str, float, float]]) -> str:
    """Say what a decision earned for each competency: its name, the points, the most to be had."""
    return " · ".join(f"{name} {earned:g} of {most:g}" for name, earned, most in parts)


def run_line(attempt: int, came_to: str, *, current: bool) -> str:
    """Say what a run came to."""
    counts = " (the one that counts)" if attempt == 1 else ""
    return f"Run {attempt}{counts}: {came_to}{' – this one' if current else ''}"


def open_run(attempt: int, *, over: bool) -> str:
    """Name the button that opens another run, with its text as it is seen."""
    return f"{READ_RUN if over else GO_ON_WITH_RUN}: run {attempt}"
