"""Every word of the forms' widget that is not part of a form."""

from __future__ import annotations

from misread_widgets.language import N_, _

FINISH = N_("Finish")
FINISH_AGAIN = N_("Finish again")
FINISHED = N_("Finished and saved. You can change it whenever you like; this version is kept.")
REVISING = N_("Saved. The version you finished before is kept; finish again to keep this one too.")
MISSING = N_("Nothing has been filled in yet.")
YOUR_FORM = N_("Your form")
OPTIONAL = N_("optional")
WHO_SEES = N_("Who can see this")
NO_NAMES = N_("No names, please")
NOT_CHOSEN = N_("Not chosen")
REMOVE = N_("Remove %")
ADD = N_("Add: %")
FULL = N_("This table is full.")
WAITS = N_("Opens once these are filled in: %")
PRIVATE = N_("Stays on this page. It is left out when you print or save the form.")
WRONG_NUMBER = N_("This number is not saved. Enter a whole number from %.")
EXAMPLE = N_("A filled-in example")
STARTING = N_("From your run")
STARTING_SAY = N_("What you chose in “%”. You can take over a line and change it.")
TAKE = N_("Take over into “%”")
TAKEN = N_("Taken over into “%”.")
BLOCKED = N_("Not finished yet")
BLOCKED_SAY = N_("Everything is saved. Before it can be finished:")
ADVICE = N_("Worth another look")
ADVICE_SAY = N_("You may leave it as it is.")
VERSIONS = N_("Earlier versions")
VERSIONS_SAY = N_("Each time you finish, a version is kept. Choose two to see what changed.")
EARLIER, LATER = N_("Earlier version"), N_("Later version")
COMPARE = N_("Compare")
SAME = N_("These two versions are the same.")
WAS = N_("Field")
CHANGED = N_("What changed")
ADDED, REMOVED = N_("added"), N_("removed")
NOW = N_("As it is now")
TAKE_AWAY = N_("Take it with you")
NO_FILES = N_(
    "Files are not made here. Open the course with “misread serve”: there, the home lists your forms with their files."
)
FILE_READY = N_("Downloaded as %.")
PRINT, WORD, PDF, CALENDAR = N_("Print"), N_("Word"), N_("PDF"), N_("Calendar entries")


def kicker(minutes: int) -> str:
    """Say what this is and how long it takes."""
    return _("To keep · about {minutes} minutes").format(minutes=minutes)


def names(suspect: str) -> str:
    """Ask gently about something that looks like a name or an e-mail address."""
    return _("“{found}” looks like a name or an address. Would initials or a role do?").format(found=suspect)


def version(number: int) -> str:
    """Name a finished version."""
    return _("Version {number}").format(number=number)
