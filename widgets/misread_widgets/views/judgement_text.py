"""Every word around the situations to rate that is not part of a situation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_scenarios.language import figure
from misread_widgets.language import N_, _, ngettext
from misread_widgets.views.ui_text import number_word

if TYPE_CHECKING:
    from misread_records.judgement import Change, CompetencyFinding
    from misread_scenarios.judgement import Moment

TITLES: dict[Moment, str] = {
    "before": N_("Twelve situations, before the course"),
    "after": N_("Twelve situations, after the course"),
    "later": N_("Twelve situations, three months on"),
}
SCALE = (N_("Very poor"), N_("Poor"), N_("Good"), N_("Very good"))
IN_SENTENCE = (N_("very poor"), N_("poor"), N_("good"), N_("very good"))
INSTRUCTION = N_("How effective would each of these be? Rate all four, then pick the best.")
BEST = N_("Which of the four is best?")
RATE_THIS = N_("Rate this one.")
PICK_ONE = N_("Pick one of the four.")
GO_ON = N_("Save and go on")
FINISH = N_("Save and finish")
ONCE = N_("You rate each situation once. Stop whenever you like: what you’ve saved is kept, and you go on from there.")
WHO = N_(
    "This is for your learning. The course shows your results to nobody but you: not to your manager, and not to HR. "
    "The people who run the course get everybody’s ratings in a table without names, to find out whether the course "
    "works. Nobody may use them to judge, choose or promote you."
)
DONE = N_("All twelve rated")
THANKS = N_(
    "Thank you. That’s where you start from. Twelve more situations wait at the end of the last lesson, and then "
    "you’ll see what has changed. We won’t say yet which options the course considers best, since you’ll meet these "
    "twelve once more, three months later."
)
BY_COMPETENCY = N_("What your ratings show")
ALL_ALIKE = N_("You rated every option alike, so there’s nothing to compare.")
DRAFT = N_(
    "“The key” below is the view of the people who designed this course. No panel has checked it yet, so where you "
    "disagree, you may well have a point."
)
PANEL = N_(
    "“The key” below is the average rating of people from management and HR who hadn’t seen the designers’ view."
)
LITTLE = N_("A competency has one to three situations here. It shows where to look again; it isn’t a mark.")
COMPARED: dict[Moment, str] = {
    "before": N_("Beside your ratings before the course"),
    "after": N_("Beside your ratings right after the course"),
}
REASONS = N_("The twelve, with reasons")
STRONGEST = N_("the key’s first choice")
YOUR_PICK = N_("your pick")
IS_BEST = N_("You picked the key’s first choice.")
IS_OTHER = N_("You picked another option than the key’s first choice.")
CLOSE, PARTLY, APART = (
    N_("Your ratings come close to the key."),
    N_("Your ratings agree with the key in part."),
    N_("Your ratings and the key go different ways."),
)
ALL, TWO = 12, 2
"""The number of situations of a set, and the number that is called both."""
CLOSE_TO, PARTLY_TO = 0.7, 1.4
"""The greatest distances for the first two sentences. Without any relation to the key, the distance is 2 on average;
0.7 and 1.4 are correlations of 0.65 and 0.3."""


def title(moment: Moment) -> str:
    """Return the title of the set of a moment."""
    return _(TITLES[moment])


def kicker(minutes: int) -> str:
    """Say what this is and how long it takes."""
    said = ngettext("Twelve situations · about {number} minute", "Twelve situations · about {number} minutes", minutes)
    return said.format(number=minutes)


def progress(number: int, of: int) -> str:
    """Say which situation this is."""
    return _("{number} of {of}").format(number=number, of=of)


def saved(number: int, of: int) -> str:
    """Say aloud that a rating is saved, and which situation comes next."""
    return _("Saved. Situation {number} of {of}.").format(number=number, of=of)


def closeness(finding: CompetencyFinding) -> str:
    """Say how close the ratings of a competency's situations come to the key."""
    if finding.distance is None:
        return _(ALL_ALIKE)
    return _(CLOSE if finding.distance <= CLOSE_TO else PARTLY if finding.distance <= PARTLY_TO else APART)


def picked(finding: CompetencyFinding) -> str:
    """Say in how many of a competency's situations the pick was the best option."""
    best, of = finding.best, finding.situations
    if of == 1:
        return _(IS_BEST) if best else _(IS_OTHER)
    if best == of == TWO:
        return _("You picked the key’s first choice in both situations.")
    if best == of:
        said = _("You picked the key’s first choice in all {of} situations.")
    elif best:
        said = _("You picked the key’s first choice in {number} of {of} situations.")
    else:
        said = _("You picked the key’s first choice in none of {of} situations.")
    return said.format(number=number_word(best), of=number_word(of))


def overrated(finding: CompetencyFinding) -> str:
    """Say how many weak options of a competency's situations were rated as good; empty if there are none."""
    number, of = finding.overrated, finding.weak
    if not of:
        return ""
    if of == 1:
        return _("You rated the weak option as good.") if number else _("You did not rate the weak option as good.")
    if number == of == TWO:
        return _("You rated both weak options as good.")
    if number == of:
        said = _("You rated all {of} weak options as good.")
    elif number:
        said = _("You rated {number} of {of} weak options as good.")
    else:
        said = _("You rated none of the {of} weak options as good.")
    return said.format(number=number_word(number), of=number_word(of))


def compared(change: Change, first: float, second: float) -> list[str]:
    """Say how the ratings have moved since an earlier set; `first` and `second` are the mean distances of the two."""
    distance = _(
        "The average distance went from {first} to {second}. The key itself would have 0; guessing gives about 2."
    )
    few = _(
        "Twelve situations are few. Over many more like them, your change could be anything between {low} and {high}."
    )
    chance = _("So this may well be chance.") if change.may_be_chance else _("Chance alone would rarely do that.")
    ends = few.format(low=_move(change.high), high=_move(change.low))
    return [_counted(change), distance.format(first=_one(first), second=_one(second)), f"{ends} {chance}"]


def _counted(change: Change) -> str:
    """Say in how many situations the ratings came closer to the key."""
    if change.closer == ALL:
        return _("Your ratings came closer to the key in all twelve situations.")
    said = _(
        "Of the twelve situations, your ratings came closer to the key in {closer} and moved away from it in {further}."
    )
    return said.format(closer=number_word(change.closer), further=number_word(change.further))


def _move(fall: float) -> str:
    """Say by how much a distance fell, or rose if the number is below 0."""
    if not round(fall, 1):
        return _("no change")
    return (_("a fall of {size}") if fall > 0 else _("a rise of {size}")).format(size=_one(abs(fall)))


def _one(number: float) -> str:
    """Write a number with at most one decimal."""
    return figure(round(number, 1))


def rated(yours: int, key: float) -> str:
    """Say a learner's rating of an option beside the key's; a key between two words is the nearer one."""
    mine, theirs = (_(IN_SENTENCE[round(value) - 1]) for value in (yours, key))
    return _("You: {yours}. The key: {key}.").format(yours=mine, key=theirs)
