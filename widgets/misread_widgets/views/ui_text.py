"""Every word of the widgets that is not part of a story."""

from __future__ import annotations

from misread_scenarios.language import thousands
from misread_widgets.language import N_, _, ngettext

YOU = N_("you")
PRONOUNS = {"she": N_("she/her"), "he": N_("he/him"), "they": N_("they/them")}

SAVING = N_("Saving…")
SLOW = N_("No answer yet, so this isn’t saved. It’s kept on this page, and will be sent as soon as possible.")
AGAIN = N_("Send again")
SEND_FAILED = N_(
    "Nothing was changed: this page and the course did not understand each other. Reload the page and go on."
)
MOVED_ON = N_("This page was behind: you have gone on in another tab or window. Here is where you stand now.")


CAST = N_("The people in this story")
CAST_ALL = N_("Everyone in this story")
CAST_FEWER = N_("Only those here now")

BEGIN = N_("Begin")
GO_ON = N_("Go on")
CONFIRM = N_("Confirm")
STAY = N_("Stay here")
PATH = N_("Your path")
FIRST_RUN_LINK = N_("Go back to the first run")
FIRST_RUN_READ = N_("Read its debrief")
READ_AGAIN = N_("Read the scene again")
YOU_CHOSE = N_("You chose")
FEEDBACK = N_("Looking at the choice")
ONE_MORE_FACT = N_("One more fact")
START = N_("start")

COVER_NOTE = N_(
    "You decide, and the story goes on from there. You may stop at any time: each choice is saved as you confirm it. "
    "Your first run is the one that counts; after that, play on as often as you like."
)
COVER_PRACTICE = N_("Feedback after each choice")
COVER_ASSESSMENT = N_("Feedback at the end")
CHANGED = N_("This case has been revised since you played it")
CHANGED_TEXT = N_(
    "Your earlier choices are kept. One of them no longer exists in the new text; you can go on from there."
)


def minutes(number: int) -> str:
    """Say how long a scenario takes."""
    return ngettext("About {number} minute", "About {number} minutes", number).format(number=number)


def decisions(number: int) -> str:
    """Say how many decisions there are."""
    return ngettext("One decision", "{number} decisions", number).format(number=number)


def hours(number: int) -> str:
    """Say a number of hours."""
    return ngettext("{number} hour", "{number} hours", number).format(number=number)


def hours_spent(number: int) -> str:
    """Say how many hours have been spent so far."""
    return _("{hours} spent so far").format(hours=hours(number))


def decision_of(number: int, of: int) -> str:
    """Say which decision this is."""
    return _("Decision {number} of {of}").format(number=number, of=of)


def after_decision(number: int, of: int) -> str:
    """Say which decision this follows."""
    return _("After decision {number} of {of}").format(number=number, of=of)


LAST = N_("The end")


def legend(pick: int, *, fact: bool, again: bool) -> str:
    """Ask the question of a scene."""
    if fact:
        return _("Knowing this, how do you read it now?") if again else _("How do you read it?")
    if pick > 1:
        return _("Choose {number}.").format(number=number_word(pick))
    return _("What do you do?")


def chosen_counts(pick: int) -> list[str]:
    """Say how many of the options are chosen, for none, one, and so on, up to one too many."""
    most = number_word(pick)
    chosen = _("{number} of {most} chosen")
    counted = [chosen.format(number=number_word(number).capitalize(), most=most) for number in range(pick + 1)]
    return [*counted, _("More than {most} chosen; take one away").format(most=most)] if pick > 1 else []


def missing(pick: int) -> str:
    """Say what has to be chosen before a choice can be confirmed."""
    if pick == 1:
        return _("Choose one of them first.")
    return _("Choose {number} of them first.").format(number=number_word(pick))


KEY_GOES_ON = N_("Press Enter to go on.")


def keys(options: int) -> str:
    """Say which keys choose and confirm."""
    return _("Keys: 1 to {options} choose, Enter confirms.").format(options=options)


SURENESS = N_("How sure are you?")
SURENESS_MISSING = N_("Say how sure you are first.")


def per_cent(number: int) -> str:
    """Say a share."""
    return _("{number} %").format(number=number)


def too_long(most: int) -> str:
    """Say that a text is too long to be saved; `%` stands for the number of characters that it has too many."""
    said = _("Not saved: at most {most} characters fit here, and the text has % too many. Shorten it, and it is saved.")
    return said.format(most=thousands(most))


SMALL_NUMBERS = (
    N_("none"),
    N_("one"),
    N_("two"),
    N_("three"),
    N_("four"),
    N_("five"),
    N_("six"),
    N_("seven"),
    N_("eight"),
    N_("nine"),
)


def number_word(number: int) -> str:
    """Say a small number in letters."""
    return _(SMALL_NUMBERS[number]) if number < len(SMALL_NUMBERS) else str(number)


def sure(text: str, confidence: int | None) -> str:
    """Quote a choice with the confidence that it was given with."""
    if confidence is None:
        return text
    return _("{text} ({share} sure)").format(text=text, share=per_cent(confidence))


def before_fact(text: str) -> str:
    """Quote what was chosen before one more fact was known."""
    return _("First: {text}").format(text=text)


def after_fact(text: str) -> str:
    """Quote what was chosen once the fact was known."""
    return _("Then: {text}").format(text=text)


def stop_name(number: int, title: str, state: str) -> str:
    """Name a stop of the path to those who do not see it."""
    if state == "past":
        return _("Decision {number}, {title}: go back to it").format(number=number, title=title)
    here = _("Decision {number}: you are here") if state == "now" else _("Decision {number}: still to come")
    return here.format(number=number)


def stop_passed(number: int, title: str) -> str:
    """Name a stop that one cannot go back to yet."""
    return _("Decision {number}, {title}").format(number=number, title=title)


def rewind_question(number: int, title: str, *, first_over: bool) -> str:
    """Ask before going back to a decision."""
    counted = (
        _("Your first run stays the one that counts.")
        if first_over
        else _("This begins a second run. Your first run is the one that counts; it waits, and you can return to it.")
    )
    question = _("Go back to decision {number}, “{title}”?").format(number=number, title=title)
    return f"{question} {counted}"


def rewind_yes(number: int) -> str:
    """Name the button that goes back to a decision."""
    return _("Go back to decision {number}").format(number=number)


FIRST_RUN = N_("Your first run: the one that counts.")


def later_run(attempt: int, came_back_to: int | None) -> str:
    """Say which run this is."""
    if came_back_to is None:
        return _("Run {attempt}, with a fresh draw of names.").format(attempt=attempt)
    return _("Run {attempt}, from decision {number} on.").format(attempt=attempt, number=came_back_to)


def first_run_waits(number: int) -> str:
    """Say where the first run waits."""
    return _("Your first run, the one that counts, waits at decision {number}.").format(number=number)


def run_waits(attempt: int, number: int) -> str:
    """Say where a later run waits."""
    return _("Run {attempt} waits at decision {number}.").format(attempt=attempt, number=number)


def run_link(attempt: int) -> str:
    """Name the link that goes back to a later run."""
    return _("Go back to run {attempt}").format(attempt=attempt)


def first_run_ended(title: str) -> str:
    """Say how the first run ended."""
    if not title:
        return _("Your first run is the one that counts.")
    return _("Your first run, the one that counts, ended with “{title}”.").format(title=title)


def rewind_changed(number: int) -> str:
    """Name the button that goes on after the scenario has changed."""
    return _("Go on from decision {number}").format(number=number)


def arrived(kicker: str, heading: str) -> str:
    """Say to a screen reader what has come up."""
    return f"{kicker}. {heading}" if kicker else heading


GUESS = N_("A first guess")
YOUR_GUESS = N_("Your guess")
GUESS_KEPT = N_("Your guess is kept.")
RECALL = N_("From memory")
FULL_ANSWER = N_("What a full answer includes")
SAVED = N_("Saved")
UNSAVED = N_("Not saved yet")
COMPARE = N_("Compare")
WRITE_FIRST = N_("Write something first.")
BESIDE = N_("You have another text here")
BESIDE_SAY = N_(
    "Both were written from the same beginning, perhaps on two devices, and neither has replaced the other. Choose the "
    "one that stays. To keep a part of each, copy it into the field first."
)
BESIDE_OTHER = N_("Saved %")
BESIDE_HANDED_IN = N_("Handed in %")
BESIDE_TAKE = N_("Use this text")
BESIDE_KEEP = N_("Keep the text in the field")
BESIDE_SAVED = N_("Saved, beside your other text. Choose below which one stays.")
BESIDE_NOT_HANDED_IN = N_(
    "Saved, but not handed in: you have handed in another text meanwhile. Choose below which one stays."
)

TURN_OVER = N_("Turn over")
TURN_BACK = N_("Turn back")
TURN_ALL_OVER = N_("Turn all lines over")
TURN_ALL_BACK = N_("Turn all lines back")
MARK = N_("Mark this line")
MARK_AGAIN = N_("Mark another line")
MARK_FIRST = N_("Choose a line first.")
MOMENT = N_("The moment")
LOOK_FOR = N_("What to look for")


def line(number: int) -> str:
    """Name a line of a talk."""
    return _("Line {number}").format(number=number)


def marked(number: int) -> str:
    """Say which line was marked."""
    return _("You marked line {number}.").format(number=number)


def thought(name: str) -> str:
    """Introduce what somebody thought."""
    return _("{name} thought").format(name=name)


def compare_with(name: str) -> str:
    """Introduce a line to compare one's own with."""
    return _("{name} might have said").format(name=name) if name else _("One way to say it")
