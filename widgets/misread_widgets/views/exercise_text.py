"""Every word of the exercises' widgets that is not part of an exercise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_scenarios.language import figure
from misread_widgets.language import N_, _, ngettext
from misread_widgets.views.ui_text import number_word

if TYPE_CHECKING:
    from fractions import Fraction

TRY_FIRST = N_("Confirm")
TRY_AGAIN = N_("Confirm again")
CHOOSE = N_("Choose")
GUIDE = N_("What to sort them by")
EXPLAINED = N_("Why")
YOURS = N_("You said")
ANSWER = N_("The answer")
PICK_FIRST = N_("Pick at least one line first.")
MOVE_UP = N_("Move up")
MOVE_DOWN = N_("Move down")
HOW_TO_ORDER = N_("Move a card with its arrows, or drag it by its number.")
NOT_MOVED = N_("Nothing has been moved yet. Move a card, or confirm once more to keep this order.")
CHOOSE_ONE = N_("Choose one of these.")
PLACED = N_("Its place")
SUMS = N_("Marks times weights")
PLACE_THIS = N_("Choose one for this line.")
SAME_AGAIN = N_("That’s the answer you gave before. Change something, or confirm once more to keep it.")
PICKED_BELONGS = N_("Right: you picked it, and it belongs.")
PICKED_OTHER = N_("Not right: you picked it, and it does not belong.")
LEFT_BELONGS = N_("Missed: you left it, and it belongs.")
LEFT_OTHER = N_("Right: you left it, and it does not belong.")
RIGHT = N_("Right")
PARTLY = N_("Partly right")
NOT_RIGHT = N_("Not right")
READER = N_("What a grader looks for")
HAND_IN = N_("Hand in")
HAND_IN_AGAIN = N_("Hand in again")
HANDED_IN = N_("Handed in. You may change it; if a grader has marked it by then, it’s marked again.")
HAND_IN_SHORT = N_("Hand in as it is")
OWN_MARKS = N_("Mark it yourself")
OWN_MARKS_SAY = N_("Nobody else marks texts here. Read yours once more, by the rows that a grader would use.")
OWN_MARKS_KEEP = N_("Keep my marks")
OWN_MARKS_MISSING = N_("Give each row its points first.")
REMINDER = N_("A reminder for your calendar")
REMINDER_STEP = N_("The step")
REMINDER_DAY = N_("The day")
REMINDER_GET = N_("Get the calendar file")
REMINDER_MISSING = N_("Enter the step and its date first.")
REMINDER_WRONG_DAY = N_("Enter a date from today on, with a year of four digits.")
REMINDER_MADE = N_("The file is in your downloads. Open it to add it to your calendar.")
REVISING = N_("Saved. What you handed in before stands until you hand in again.")
SAMPLE = N_("One way to write it")
YOUR_TEXT = N_("Your text")

_QUARTERS = {1: "¼", 2: "½", 3: "¾"}


def kicker(minutes: int) -> str:
    """Say what this is and how long it takes."""
    return ngettext("Exercise · about {number} minute", "Exercise · about {number} minutes", minutes).format(
        number=minutes
    )


def writing_kicker(minutes: int) -> str:
    """Say what this is and how long it takes."""
    said = ngettext("In writing · about {number} minute", "In writing · about {number} minutes", minutes)
    return said.format(number=minutes)


def tries(most: int) -> str:
    """Say how often one may answer, and what counts."""
    if most == 1:
        return _("You answer once.")
    if most == 2:  # noqa: PLR2004 - English has a word for it
        return _("You may answer twice; the best try counts.")
    return _("You may answer {number} times; the best try counts.").format(number=number_word(most))


def belong(right: int, picked: int) -> str:
    """Say how many of the picked lines belong."""
    if picked == 1:
        return _("The line you picked belongs.") if right else _("The line you picked does not belong.")
    said = ngettext(
        "Of the {picked} lines you picked, {right} belongs.", "Of the {picked} lines you picked, {right} belong.", right
    )
    return said.format(picked=number_word(picked), right=number_word(right))


def placed(right: int, of: int) -> str:
    """Say how many stand where they belong."""
    if of == 2 and right != 1:  # noqa: PLR2004 - English has a word for two
        return _("Both are right.") if right else _("Neither is wholly right.")
    if right == 1:
        said = _("One of the {of} is right.")
    elif right == of:
        said = _("All {of} right.")
    elif right == 0:
        said = _("None of the {of} is wholly right.")
    else:
        said = _("{right} of the {of} are right.")
    return said.format(right=number_word(right).capitalize(), of=number_word(of))


def pairs_right(right: int, of: int) -> str:
    """Say how many pairs stand in the expected order."""
    if right == of:
        said = _("All {of} pairs stand in the expected order.")
    elif right == 1:
        said = _("One of the {of} pairs stands in the expected order.")
    else:
        said = _("{right} of the {of} pairs stand in the expected order.")
    return said.format(right=number_word(right).capitalize(), of=number_word(of))


def arrows_right(right: int, of: int) -> str:
    """Say how many steps of a loop, with its cut, are as expected."""
    if right == of:
        said = _("All {of} parts are right: every step, and the cut.")
    elif right == 1:
        said = _("One of the {of} parts is right, steps and cut counted.")
    else:
        said = _("{right} of the {of} parts are right, steps and cut counted.")
    return said.format(right=number_word(right).capitalize(), of=number_word(of))


def your_place(place: str) -> str:
    """Say at which place somebody put an option."""
    return _("you put it at {place}").format(place=place)


def pick_of_each(pick: int) -> str:
    """Say how many options of an item are to be picked."""
    return _(CHOOSE_ONE) if pick == 1 else _("Pick {number} of these.").format(number=number_word(pick))


def still_to_answer(most: int) -> list[str]:
    """Say how many items have no answer yet, for none, one, and so on, up to all of them."""
    said = _("{number} still to answer.")
    return ["", *(said.format(number=number_word(number).capitalize()) for number in range(1, most + 1))]


def earned(share: Fraction, most: int) -> str:
    """Say what a try has earned."""
    said = _("This try earns {earned} of {most} points.")
    return said.format(earned=points(share * most), most=number_word(most), figure=amount(share * most))


def best(share: Fraction, most: int) -> str:
    """Say what the best of several tries has earned."""
    said = _("Your best try counts: {earned} of {most} points.")
    return said.format(earned=points(share * most), most=number_word(most), figure=amount(share * most))


def points(number: Fraction) -> str:
    """Say a number of points: in letters where it is whole, with quarters where it has them."""
    return number_word(int(number)) if number.denominator == 1 else amount(number)


def amount(number: Fraction) -> str:
    """Write a number of points in figures, with quarters where it has them."""
    whole, rest = divmod(number, 1)
    part = _QUARTERS.get(int(rest * 4), "") if (rest * 4).denominator == 1 else ""
    return f"{int(whole) or ''}{part}" if part else figure(float(number))


def look_again(*, notes: bool) -> str:
    """Say what to do before the next try."""
    if notes:
        return _("Read the notes, change what you like, and confirm again.")
    return _("Look for what else belongs.")


def counted(pick: int | None, most: int) -> list[str]:
    """Say how many lines are picked, for none, one, and so on, up to all of them."""
    if pick is None:
        return [_("{number} picked").format(number=number_word(number).capitalize()) for number in range(most + 1)]
    enough, many = _("{number} of {of} picked"), _("{number} picked; keep {of}")
    return [
        (enough if number <= pick else many).format(number=number_word(number).capitalize(), of=number_word(pick))
        for number in range(max(pick, most) + 1)
    ]


def pick_first(pick: int | None) -> str:
    """Say what has to be picked before one can confirm."""
    if pick is None:
        return _(PICK_FIRST)
    return ngettext("Pick {number} line first.", "Pick {number} lines first.", pick).format(number=number_word(pick))


def still_to_place(most: int) -> list[str]:
    """Say how many are not placed yet, for none, one, and so on, up to all of them."""
    said = _("{number} still to place.")
    return ["", *(said.format(number=number_word(number).capitalize()) for number in range(1, most + 1))]


def few(fewest: int, most: int) -> str:
    """Question a text that is much shorter than what is asked for; `%` stands for the number of its words."""
    said = _("You have % words, and {fewest} to {most} are asked for. Hand it in as it is?")
    return said.format(fewest=fewest, most=most)


def sample_waits(fewest: int, longest: int) -> str:
    """Say when the model text is shown."""
    said = _("You can read it once you have handed in {fewest} words or more; what you have handed in has {longest}.")
    return said.format(fewest=fewest, longest=longest)


def own_marks(points: int, most: int, passing: int) -> str:
    """Say what the marks that a learner gave their own text add up to."""
    said = _("By your own marks: {points} of {most} points; the pass mark is {passing}.")
    return said.format(points=points, most=most, passing=passing)


def anchor(points: int, looks_like: str) -> str:
    """Say what earns a row its points."""
    return _("{points}: {looks_like}").format(points=points, looks_like=looks_like)


def length(fewest: int, most: int) -> str:
    """Say how many words are asked for, after the number that is there."""
    return _("words; aim for {fewest} to {most}").format(fewest=fewest, most=most)
