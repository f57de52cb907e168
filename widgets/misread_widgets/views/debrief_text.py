"""The words of a debrief."""

from __future__ import annotations

from misread_scenarios.language import figure, thousands
from misread_widgets.language import N_, _, ngettext
from misread_widgets.views.ui_text import per_cent

KEPT = N_(
    "The rest of the debrief opens once your first run, the one that counts, is over. That way it stays your own."
)
NO_ENDING = N_("You've played it all")
TURNED = N_("The turning point")
HELD = N_("The easiest one to miss")
HELD_SURE = N_("Nothing on offer would have beaten any of your choices. This is the one that took the closest reading.")
HELD_UNSURE = N_(
    "Nothing on offer would have beaten any of your choices; only how sure you were cost some points. "
    "This is the one that took the closest reading."
)
YOU_CHOSE = N_("You chose")
ASSUMED = N_("What that took for granted")
HELD_BY = N_("Why it held")
OTHERWISE = N_("What pointed the other way")
LIKEWISE = N_("What pointed to it")
TAKEAWAY = N_("To say on Monday")
TRY_AGAIN = N_("Try that moment again")
PLAY_ON = N_("Play on from here")
SAME_ELSEWHERE = N_(
    "In another version of this story, the same choice would have been the right one. What would have told you?"
)
CLOSER = N_("Look closer")
BARS = N_("Your approach, whatever the outcome")
BARS_NOTE = N_(
    "Each bar shows the share of the points that your own path offered. From four decisions up, the share is put into "
    "words: below 40 % is level 1, from 75 % on level 3."
)
BARS_TOO_FEW = N_(
    "Each bar shows the share of the points that your own path offered. No level is named: that would take four "
    "decisions or more."
)
CURVES = N_("What you couldn’t see")
START = N_("start")
END = N_("end")
TABLE = N_("The figures as a table")
TABLE_CAPTION = N_("What you couldn’t see, after each decision")
VARIABLE = N_("What")
DECISIONS = N_("Decision by decision")
OTHERS = N_("Your other options, and where each would have led with the rest of your choices")
RUNS = N_("Your runs")
READ_RUN = N_("Read it")
GO_ON_WITH_RUN = N_("Go on with it")
AGAIN = N_("Play again")
NOT_OVER = N_("not finished")


def again_text(*, worlds: bool) -> str:
    """Say what playing again brings."""
    if worlds:
        return _(
            "The same story with freshly drawn names, in another version of events. Or choose a stop on your path, and "
            "try that moment again."
        )
    return _("The same story with freshly drawn names. Or choose a stop on your path, and try that moment again.")


def decision_named(number: int, title: str) -> str:
    """Name a decision."""
    return _("Decision {number}, {title}").format(number=number, title=title)


def better_ending(title: str, *, is_kept: bool) -> str:
    """Say which ending another choice would have led to, with the rest kept, or with other decisions after it."""
    if is_kept:
        said = _("Another choice here, and the rest as you made it, would have led to “{title}”.")
    else:
        said = _("Another choice here would have opened the way to “{title}”.")
    return said.format(title=title)


def cost(points: float) -> str:
    """Say that a decision cost most."""
    said = ngettext(
        "No other decision cost you more than this one: one point.",
        "No other decision cost you more than this one: {points} points.",
        points,
    )
    return said.format(points=figure(points))


def other_elsewhere(text: str) -> str:
    """Say what would have been right in another version of the story."""
    said = _(
        "In another version of this story, something else would have been right here: “{text}” "
        "What would have told you?"
    )
    return said.format(text=text)


def bars_text(earned: float, offered: float, hours: int) -> str:
    """Say how the way was gone about, apart from the ending."""
    share = round(100 * earned / offered) if offered else 0
    said = _(
        "A sound approach can meet bad luck, so this leaves the ending aside. Of the points on offer along your path, "
        "your choices earned {share}."
    ).format(share=per_cent(share))
    spent = ngettext("You spent one hour on it.", "You spent {hours} hours on it.", hours).format(hours=hours)
    return f"{said} {spent}" if hours else said


def out_of(earned: float, most: float) -> str:
    """Say how many points were earned of those on offer."""
    return _("{earned} of {most} points").format(earned=figure(earned), most=figure(most))


def from_decisions(number: int) -> str:
    """Introduce the decisions that the points of a competency come from."""
    return ngettext("from decision", "from decisions", number)


def best_there(number: int) -> str:
    """Introduce what nothing beat at a decision: one option, or several that are equally good."""
    return _("Best from where you stood") if number == 1 else _("Equally good from where you stood")


def evidence(number: int, earned: float, most: float) -> str:
    """Say what one decision adds to a competency, as the text of a link."""
    return f"{number} ({figure(earned)}/{figure(most)})"


def evidence_named(number: int, title: str, earned: float, most: float) -> str:
    """Name the link, with its text as it is seen: that is what those say who speak to their computer."""
    return _("Decision {evidence}, {title}").format(evidence=evidence(number, earned, most), title=title)


def level(number: int, text: str) -> str:
    """Say what the level looks like that was reached."""
    return _("Level {number} of 3. What it looks like: {text}.").format(number=number, text=text)


def next_level(number: int, text: str) -> str:
    """Say what the next level looks like."""
    return _("What level {number} looks like: {text}.").format(number=number, text=text)


def rarity(paths: int, reached: int) -> str:
    """Say how rare an ending is among all paths."""
    share = 100 * reached / paths
    ways = _("There are {paths} ways through this story.").format(paths=thousands(paths))
    if share < 0.1:  # noqa: PLR2004 - a share of nearly nothing is easier to picture in words
        few = _("Fewer than one in a thousand of them end here.")
        return f"{ways} {few}"
    shown = _("{number} %").format(number=figure(round(share, 1)) if share < 10 else round(share))  # noqa: PLR2004
    reached_here = _("{share} of them end here.").format(share=shown)
    return f"{ways} {reached_here}"


def when(at: int, decisions: int) -> str:
    """Say when something moved: at a decision, or after the last one."""
    return _("at decision {at}").format(at=at) if at <= decisions else _("at the end, as a result of it all")


def curve_headline(label: str, before: int, after: int, when: str) -> str:
    """Say what to see: the largest single move of all curves."""
    if after > before:
        said = _("No move was larger than this: {when}, {label} rose from {before} to {after}.")
    else:
        said = _("No move was larger than this: {when}, {label} fell from {before} to {after}.")
    scale = _("Each chart runs from the lowest to the highest possible.")
    return f"{said.format(when=when, label=label, before=before, after=after)} {scale}"


CURVES_STILL = N_("Nothing that could be measured moved on this path.")


def still(labels: list[str]) -> str:
    """Name what never moved."""
    return _("No change: {labels}.").format(labels="; ".join(labels)) if labels else ""


def forks_text(changed: int, of: int) -> str:
    """Say how often one other choice would have led elsewhere."""
    open_ = ngettext(
        "Along your path {of} other choice was open", "Along your path {of} other choices were open", of
    ).format(of=of)
    if not changed:
        said = ngettext(
            "{open}. It would not have changed the ending by itself.",
            "{open}. None of them would have changed the ending by itself.",
            of,
        )
    else:
        said = ngettext(
            "{open}, and {changed} would by itself have led to another ending.",
            "{open}, and {changed} would each by itself have led to another ending.",
            changed,
        )
    return said.format(open=open_, changed=changed)


def led(title: str) -> str:
    """Say where another choice would have led."""
    return _("Would have led to “{title}”.").format(title=title)


LED_HERE = N_("The ending would have been the same.")


def led_told_otherwise(title: str) -> str:
    """Say that another choice would have led to the same ending with a different text."""
    return _("The ending would still have been “{title}”, though not word for word.").format(title=title)


def led_on(text: str, then: str) -> str:
    """Say what would have come next after another choice; `then` is a sentence on the ending, or empty."""
    return _("What would have come next: {text} {then}").format(text=text, then=then).rstrip()


def truth(text: str) -> str:
    """Say what was true this time."""
    return _("What was true this time: {text}").format(text=text)


def points(parts: list[tuple[str, float, float]]) -> str:
    """Say what a decision earned for each competency: its name, the points, the most to be had."""
    said = _("{name} {earned} of {most}")
    return " · ".join(said.format(name=name, earned=figure(earned), most=figure(most)) for name, earned, most in parts)


def run_line(attempt: int, came_to: str, *, current: bool) -> str:
    """Say what a run came to."""
    said = _("Run {attempt} (the one that counts): {came_to}") if attempt == 1 else _("Run {attempt}: {came_to}")
    line = said.format(attempt=attempt, came_to=came_to)
    return _("{line} – this one").format(line=line) if current else line


def open_run(attempt: int, *, over: bool) -> str:
    """Name the button that opens another run, with its text as it is seen."""
    return (_("Read it: run {attempt}") if over else _("Go on with it: run {attempt}")).format(attempt=attempt)
