"""Every word of the exercises' widgets that is not part of an exercise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_widgets.views.ui_text import number_word

if TYPE_CHECKING:
    from fractions import Fraction

TRY_FIRST = "Confirm"
TRY_AGAIN = "Confirm again"
CHOOSE = "Choose"
GUIDE = "What to sort them by"
EXPLAINED = "Why"
YOURS = "You said"
ANSWER = "The answer"
PICK_FIRST = "Pick at least one line first."
MOVE_UP = "Move up"
MOVE_DOWN = "Move down"
HOW_TO_ORDER = "Move a card with its arrows, or drag it by its number."
NOT_MOVED = "Nothing has been moved yet. Move a card, or confirm once more to keep this order."
CHOOSE_ONE = "Choose one of these."
PLACED = "Its place"
SUMS = "Marks times weights"
PLACE_THIS = "Choose one for this line."
SAME_AGAIN = "That’s the answer you gave before. Change something, or confirm once more to keep it."
PICKED_BELONGS = "Right: you picked it, and it belongs."
PICKED_OTHER = "Not right: you picked it, and it does not belong."
LEFT_BELONGS = "Missed: you left it, and it belongs."
LEFT_OTHER = "Right: you left it, and it does not belong."
RIGHT = "Right"
PARTLY = "Partly right"
NOT_RIGHT = "Not right"
READER = "What a grader looks for"
HAND_IN = "Hand in"
HAND_IN_AGAIN = "Hand in again"
HANDED_IN = "Handed in. You may change it; if a grader has marked it by then, it’s marked again."
HAND_IN_SHORT = "Hand in as it is"
OWN_MARKS = "Mark it yourself"
OWN_MARKS_SAY = "Nobody else marks texts here. Read yours once more, by the rows that a grader would use."
OWN_MARKS_KEEP = "Keep my marks"
OWN_MARKS_MISSING = "Give each row its points first."
REMINDER = "A reminder for your calendar"
REMINDER_STEP = "The step"
REMINDER_DAY = "The day"
REMINDER_GET = "Get the calendar file"
REMINDER_MISSING = "Enter the step and its date first."
REMINDER_WRONG_DAY = "Enter a date from today on, with a year of four digits."
REMINDER_MADE = "The file is in your downloads. Open it to add it to your calendar."
REVISING = "Saved. What you handed in before stands until you hand in again."
SAMPLE = "One way to write it"
YOUR_TEXT = "Your text"

_TIMES = {2: "twice"}
_QUARTERS = {1: "¼", 2: "½", 3: "¾"}


def kicker(minutes: int) -> str:
    """Say what this is and how long it takes."""
    return f"Exercise · about {minutes} minutes"


def writing_kicker(minutes: int) -> str:
    """Say what this is and how long it takes."""
    return f"In writing · about {minutes} minutes"


def tries(most: int) -> str:
    """Say how often one may answer, and what counts."""
    if most == 1:
        return "You answer once."
    return f"You may answer {_TIMES.get(most, f'{number_word(most)} times')}; the best try counts."


def belong(right: int, picked: int) -> str:
    """Say how many of the picked lines belong."""
    if picked == 1:
        return f"The line you picked {'belongs' if right else 'does not belong'}."
    of = f"Of the {number_word(picked)} lines you picked, {number_word(right)}"
    return f"{of} {'belongs' if right == 1 else 'belong'}."


def placed(right: int, of: int) -> str:
    """Say how many stand where they belong."""
    if right == 1:
        return f"One of the {number_word(of)} is right."
    if right == of:
        return f"All {number_word(of)} right."
    if right == 0:
        return f"None of the {number_word(of)} is wholly right."
    return f"{number_word(right).capitalize()} of the {number_word(of)} are right."


def pairs_right(right: int, of: int) -> str:
    """Say how many pairs stand in the expected order."""
    if right == of:
        return f"All {number_word(of)} pairs stand in the expected order."
    if right == 1:
        return f"One of the {number_word(of)} pairs stands in the expected order."
    return f"{number_word(right).capitalize()} of the {number_word(of)} pairs stand in the expected order."


def arrows_right(right: int, of: int) -> str:
    """Say how many steps of a loop, with its cut, are as expected."""
    if right == of:
        return f"All {number_word(of)} parts are right: every step, and the cut."
    if right == 1:
        return f"One of the {number_word(of)} parts is right, steps and cut counted."
    return f"{number_word(right).capitalize()} of the {number_word(of)} parts are right, steps and cut counted."


def your_place(place: str) -> str:
    """Say at which place somebody put an option."""
    return f"you put it at {place}"


def pick_of_each(pick: int) -> str:
    """Say how many options of an item are to be picked."""
    return CHOOSE_ONE if pick == 1 else f"Pick {number_word(pick)} of these."


def still_to_answer(most: int) -> list[str]:
    """Say how many items have no answer yet, for none, one, and so on, up to all of them."""
    return ["", *(f"{number_word(number).capitalize()} still to answer." for number in range(1, most + 1))]


def earned(share: Fraction, most: int) -> str:
    """Say what a try has earned."""
    return f"This try earns {points(share * most)} of {number_word(most)} points."


def best(share: Fraction, most: int) -> str:
    """Say what the best of several tries has earned."""
    return f"Your best try counts: {points(share * most)} of {number_word(most)} points."


def points(number: Fraction) -> str:
    """Say a number of points: in letters where it is whole, with quarters where it has them."""
    whole, rest = divmod(number, 1)
    if not rest:
        return number_word(int(whole))
    part = _QUARTERS.get(int(rest * 4), "") if (rest * 4).denominator == 1 else ""
    return f"{int(whole) or ''}{part}" if part else f"{float(number):.2f}"


def look_again(*, notes: bool) -> str:
    """Say what to do before the next try."""
    return "Read the notes, change what you like, and confirm again." if notes else "Look for what else belongs."


def counted(pick: int | None, most: int) -> list[str]:
    """Say how many lines are picked, for none, one, and so on, up to all of them."""
    if pick is None:
        return [f"{number_word(number).capitalize()} picked" for number in range(most + 1)]
    enough = [f"{number_word(number).capitalize()} of {number_word(pick)} picked" for number in range(pick + 1)]
    many = [f"{number_word(more).capitalize()} picked; keep {number_word(pick)}" for more in range(pick + 1, most + 1)]
    return [*enough, *many]


def pick_first(pick: int | None) -> str:
    """Say what has to be picked before one can confirm."""
    return PICK_FIRST if pick is None else f"Pick {number_word(pick)} lines first."


def still_to_place(most: int) -> list[str]:
    """Say how many are not placed yet, for none, one, and so on, up to all of them."""
    return ["", *(f"{number_word(number).capitalize()} still to place." for number in range(1, most + 1))]


def few(fewest: int, most: int) -> str:
    """Question a text that is much shorter than what is asked for; `%` stands for the number of its words."""
    return f"You have % words, and {fewest} to {most} are asked for. Hand it in as it is?"


def sample_waits(fewest: int, longest: int) -> str:
    """Say when the model text is shown."""
    return f"You can read it once you have handed in {fewest} words or more; what you have handed in has {longest}."


def own_marks(points: int, most: int, passing: int) -> str:
    """Say what the marks that a learner gave their own text add up to."""
    return f"By your own marks: {points} of {most} points; the pass mark is {passing}."


def anchor(points: int, looks_like: str) -> str:
    """Say what earns a row its points."""
    return f"{points}: {looks_like}"


def length(fewest: int, most: int) -> str:
    """Say how many words are asked for, after the number that is there."""
    return f"words; aim for {fewest} to {most}"
