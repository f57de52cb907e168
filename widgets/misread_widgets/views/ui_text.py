"""Every word of the widgets that is not part of a story."""

from __future__ import annotations

LANG = "en"
YOU = "you"
PRONOUNS = {"she": "she/her", "he": "he/him", "they": "they/them"}

SAVING = "Saving…"
SLOW = "No answer yet, so this isn’t saved. It’s kept on this page, and will be sent as soon as possible."
AGAIN = "Send again"
SEND_FAILED = "Nothing was changed: this page and the course did not understand each other. Reload the page and go on."
MOVED_ON = "This page was behind: you have gone on in another tab or window. Here is where you stand now."


CAST = "The people in this story"
CAST_ALL = "Everyone in this story"
CAST_FEWER = "Only those here now"

BEGIN = "Begin"
GO_ON = "Go on"
CONFIRM = "Confirm"
STAY = "Stay here"
PATH = "Your path"
FIRST_RUN_LINK = "Go back to the first run"
FIRST_RUN_READ = "Read its debrief"
READ_AGAIN = "Read the scene again"
YOU_CHOSE = "You chose"
FEEDBACK = "Looking at the choice"
ONE_MORE_FACT = "One more fact"
START = "start"

COVER_NOTE = (
    "You decide, and the story goes on from there. You may stop at any time: each choice is saved as you confirm it. "
    "Your first run is the one that counts; after that, play on as often as you like."
)
COVER_PRACTICE = "Feedback after each choice"
COVER_ASSESSMENT = "Feedback at the end"
CHANGED = "This case has been revised since you played it"
CHANGED_TEXT = "Your earlier choices are kept. One of them no longer exists in the new text; you can go on from there."


def minutes(number: int) -> str:
    """Say how long a scenario takes."""
    return f"About {number} minutes"


def decisions(number: int) -> str:
    """Say how many decisions there are."""
    return "One decision" if number == 1 else f"{number} decisions"


def hours(number: int) -> str:
    """Say a number of hours."""
    return "1 hour" if number == 1 else f"{number} hours"


def hours_spent(number: int) -> str:
    """Say how many hours have been spent so far."""
    return f"{hours(number)} spent so far"


def decision_of(number: int, of: int) -> str:
    """Say which decision this is."""
    return f"Decision {number} of {of}"


def after_decision(number: int, of: int) -> str:
    """Say which decision this follows."""
    return f"After decision {number} of {of}"


LAST = "The end"


def legend(pick: int, *, fact: bool, again: bool) -> str:
    """Ask the question of a scene."""
    if fact:
        return "Knowing this, how do you read it now?" if again else "How do you read it?"
    if pick > 1:
        return f"Choose {number_word(pick)}."
    return "What do you do?"


def chosen_counts(pick: int) -> list[str]:
    """Say how many of the options are chosen, for none, one, and so on, up to one too many."""
    most = number_word(pick)
    counted = [f"{number_word(number).capitalize()} of {most} chosen" for number in range(pick + 1)]
    return [*counted, f"More than {most} chosen; take one away"] if pick > 1 else []


def missing(pick: int) -> str:
    """Say what has to be chosen before a choice can be confirmed."""
    return "Choose one of them first." if pick == 1 else f"Choose {number_word(pick)} of them first."


KEY_GOES_ON = "Press Enter to go on."


def keys(options: int) -> str:
    """Say which keys choose and confirm."""
    return f"Keys: 1 to {options} choose, Enter confirms."


SURENESS = "How sure are you?"
SURENESS_MISSING = "Say how sure you are first."


def per_cent(number: int) -> str:
    """Say a share."""
    return f"{number} %"


def too_long(most: int) -> str:
    """Say that a text is too long to be saved; `%` stands for the number of characters that it has too many."""
    return f"Not saved: at most {most:,} characters fit here, and the text has % too many. Shorten it, and it is saved."


def number_word(number: int) -> str:
    """Say a small number in letters."""
    small = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return small[number] if number < len(small) else str(number)


def sure(text: str, confidence: int | None) -> str:
    """Quote a choice with the confidence that it was given with."""
    return text if confidence is None else f"{text} ({per_cent(confidence)} sure)"


def before_fact(text: str) -> str:
    """Quote what was chosen before one more fact was known."""
    return f"First: {text}"


def after_fact(text: str) -> str:
    """Quote what was chosen once the fact was known."""
    return f"Then: {text}"


def stop_name(number: int, title: str, state: str) -> str:
    """Name a stop of the path to those who do not see it."""
    if state == "past":
        return f"Decision {number}, {title}: go back to it"
    return f"Decision {number}: you are here" if state == "now" else f"Decision {number}: still to come"


def stop_passed(number: int, title: str) -> str:
    """Name a stop that one cannot go back to yet."""
    return f"Decision {number}, {title}"


def rewind_question(number: int, title: str, *, first_over: bool) -> str:
    """Ask before going back to a decision."""
    counted = (
        "Your first run stays the one that counts."
        if first_over
        else "This begins a second run. Your first run is the one that counts; it waits, and you can return to it."
    )
    return f"Go back to decision {number}, “{title}”? {counted}"


def rewind_yes(number: int) -> str:
    """Name the button that goes back to a decision."""
    return f"Go back to decision {number}"


FIRST_RUN = "Your first run: the one that counts."


def later_run(attempt: int, came_back_to: int | None) -> str:
    """Say which run this is."""
    since = "with a fresh draw of names" if came_back_to is None else f"from decision {came_back_to} on"
    return f"Run {attempt}, {since}."


def first_run_waits(number: int) -> str:
    """Say where the first run waits."""
    return f"Your first run, the one that counts, waits at decision {number}."


def run_waits(attempt: int, number: int) -> str:
    """Say where a later run waits."""
    return f"Run {attempt} waits at decision {number}."


def run_link(attempt: int) -> str:
    """Name the link that goes back to a later run."""
    return f"Go back to run {attempt}"


def first_run_ended(title: str) -> str:
    """Say how the first run ended."""
    ended = f"Your first run, the one that counts, ended with “{title}”."
    return ended if title else "Your first run is the one that counts."


def rewind_changed(number: int) -> str:
    """Name the button that goes on after the scenario has changed."""
    return f"Go on from decision {number}"


def arrived(kicker: str, heading: str) -> str:
    """Say to a screen reader what has come up."""
    return f"{kicker}. {heading}" if kicker else heading


GUESS = "A first guess"
YOUR_GUESS = "Your guess"
GUESS_KEPT = "Your guess is kept."
RECALL = "From memory"
FULL_ANSWER = "What a full answer includes"
SAVED = "Saved"
UNSAVED = "Not saved yet"
COMPARE = "Compare"
WRITE_FIRST = "Write something first."
BESIDE = "You have another text here"
BESIDE_SAY = (
    "Both were written from the same beginning, perhaps on two devices, and neither has replaced the other. Choose the "
    "one that stays. To keep a part of each, copy it into the field first."
)
BESIDE_OTHER = "Saved %"
BESIDE_HANDED_IN = "Handed in %"
BESIDE_TAKE = "Use this text"
BESIDE_KEEP = "Keep the text in the field"
BESIDE_SAVED = "Saved, beside your other text. Choose below which one stays."
BESIDE_NOT_HANDED_IN = (
    "Saved, but not handed in: you have handed in another text meanwhile. Choose below which one stays."
)

TURN_OVER = "Turn over"
TURN_BACK = "Turn back"
TURN_ALL_OVER = "Turn all lines over"
TURN_ALL_BACK = "Turn all lines back"
MARK = "Mark this line"
MARK_AGAIN = "Mark another line"
MARK_FIRST = "Choose a line first."
MOMENT = "The moment"
LOOK_FOR = "What to look for"


def line(number: int) -> str:
    """Name a line of a talk."""
    return f"Line {number}"


def marked(number: int) -> str:
    """Say which line was marked."""
    return f"You marked line {number}."


def thought(name: str) -> str:
    """Introduce what somebody thought."""
    return f"{name} thought"


def compare_with(name: str) -> str:
    """Introduce a line to compare one's own with."""
    return f"{name} might have said" if name else "One way to say it"
