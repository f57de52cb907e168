"""Every word of the values exercise that is not part of the exercise, and its result in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_scenarios.exercises import circle, places, upsets
from misread_widgets.language import N_, _, ngettext
from misread_widgets.views.typesetting import typeset
from misread_widgets.views.ui_text import number_word

if TYPE_CHECKING:
    from misread_records.values import ValuesRound
    from misread_scenarios.exercises import Values

PRIVATE = N_("Who sees this")
CONFIRM_KEPT = N_("Keep these")
CONFIRM_RANKED = N_("Rank them like this")
CONFIRM_PAIR = N_("Take this job")
DAYS_DONE = N_("Go on to the jobs")
SHOW_RESULT = N_("Show the result")
NOT_RANKED = N_("Kept, not ranked")
PICK_JOB = N_("Choose one of the two jobs first.")
BACK = N_("Back")
SAME_IN_BOTH = N_("Everything else is the same in both. Which one do you take?")
JOBS = (N_("Job A"), N_("Job B"))
DAYS = N_(
    "Think of a day for each of the four. A few words will do, and you may leave out what you like. It is saved as you "
    "type."
)
YOUR_FOUR = N_("Your four")
IN_RANKING = N_("In your ranking")
IN_PAIRS = N_("In the pairs")
VALUE = N_("Value")
KEPT_TOO = N_("Kept as well")
CHANGE = N_("Go back to a step")
TO_KEEP = N_("The cards")
TO_RANK = N_("The ranking")
TO_DAYS = N_("The days")
TO_PAIRS = N_("The jobs")
AGAIN = N_("Sort again from the start")
AGAIN_SAY = N_("What you have here stays, and is shown beside the new one.")
EARLIER = N_("Earlier")
SAVED_STEP = N_("Saved.")


def kicker(minutes: int, step: int, of: int) -> str:
    """Say what this is, how long it takes and, before the end, which step this is."""
    said = ngettext("Your values · about {number} minute", "Your values · about {number} minutes", minutes)
    whole = said.format(number=minutes)
    here = _("step {step} of {of}").format(step=step, of=of)
    return f"{whole} · {here}" if step <= of else whole


def kept(keep: int, cards: int) -> list[str]:
    """Say how many cards are kept, for none, one, and so on, up to all of them."""
    few, many = _("{number} of {of} kept."), _("{number} kept. Put {over} back.")
    return [
        few.format(number=number_word(number).capitalize(), of=number_word(keep))
        if number <= keep
        else many.format(number=number_word(number).capitalize(), over=number_word(number - keep))
        for number in range(cards + 1)
    ]


def rank_instruction(rank: int) -> str:
    """Say how to rank."""
    said = _(
        "Bring the {number} that you’d give up last to the top, the one that you’d give up last of all first. The "
        "others stay below the line."
    )
    return said.format(number=number_word(rank))


def pair(number: int, of: int) -> str:
    """Say which pair this is."""
    return _("Pair {number} of {of}").format(number=number, of=of)


def place(number: int) -> str:
    """Write a place, such as "2."."""
    return _("{number}.").format(number=number)


def won(times: int, of: int) -> str:
    """Say in how many pairs a value won."""
    return _("won {times} of {of}").format(times=times, of=of)


def moved(ranked: int, in_pairs: int) -> str:
    """Say whether the pairs put a value higher or lower than the ranking did; empty if neither."""
    if in_pairs == ranked:
        return ""
    return (
        _("up from {number}.").format(number=ranked)
        if in_pairs < ranked
        else _("down from {number}.").format(number=ranked)
    )


def findings(exercise: Values, done: ValuesRound) -> list[str]:
    """Say in sentences what the pairs of a complete round show about its ranking."""
    names = {card.id: card.name for card in exercise.items}
    if in_circle := circle(done.answer):
        return [typeset(_named(exercise.circle, *(names[value] for value in in_circle)))]
    against = upsets(done.answer)
    if not against:
        return [typeset(exercise.same)]
    said = [_named(exercise.moved, names[taken], names[other]) for taken, other in against]
    return [*map(typeset, said), typeset(exercise.moved_ask)]


def _named(text: str, *names: str) -> str:
    for slot, name in zip(("{X}", "{Y}", "{Z}"), names, strict=False):
        text = text.replace(slot, name)
    return text


def compared(exercise: Values, before: ValuesRound, now: ValuesRound) -> list[str]:
    """Say which values were ranked in an earlier round, and which of them came and went."""
    first, last = before.answer.ranked, now.answer.ranked
    came = _names(exercise, [value for value in last if value not in first])
    went = _names(exercise, [value for value in first if value not in last])
    lines = [_("Your four then: {names}.").format(names=_names(exercise, [*first]))]
    if came:
        return [*lines, _("New among them now: {came}. No longer: {went}.").format(came=came, went=went)]
    return [*lines, _("The same four, in the same order.") if first == last else _("The same four, in another order.")]


def summary(exercise: Values, done: ValuesRound) -> str:
    """Say the outcome of a complete round in one line, for the course home and for Word."""
    by_pairs = places(done.answer)
    ranked = _names(exercise, [*done.answer.ranked])
    if circle(done.answer):
        return _("{ranked}. In the pairs, three of them beat one another in a circle.").format(ranked=ranked)
    if not upsets(done.answer):
        return _("{ranked}. The pairs gave the same order.").format(ranked=ranked)
    in_pairs = _names(exercise, sorted(done.answer.ranked, key=by_pairs.__getitem__))
    return _("{ranked}. In the pairs: {in_pairs}.").format(ranked=ranked, in_pairs=in_pairs)


def _names(exercise: Values, values: list[str]) -> str:
    """Return the names of values, separated by commas."""
    return ", ".join(typeset(exercise.cards[value].name) for value in values)
