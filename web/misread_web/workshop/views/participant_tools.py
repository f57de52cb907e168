"""The words of what is always at hand on the phones: a question for later, a sentence to share, one's name and code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_web.language import _

if TYPE_CHECKING:
    from misread_widgets.views import View

LONGEST_NAME = 40
"""The most characters of a participant's name."""
LONGEST_SENTENCE = 400
"""The most characters of a text that a participant sends."""


def tools() -> View:
    """Return the words of the three forms and of what stands around them; `%` stands for a number."""
    return {
        "label": _("Always at hand"),
        "parking": _parking(),
        "sentence": _sentence(),
        "me": _me(),
        "close": _("Close"),
        "gone": taken_out(),
    }


def taken_out() -> str:
    """Tell somebody that a facilitator has taken them out."""
    return _("You were taken out of this workshop. If that was a mistake, ask the facilitator, and join again.")


def _parking() -> View:
    return {
        "open": _("Ask later"),
        "title": _("A question for later"),
        "about": _("It goes to the facilitator’s list, and the room comes back to it."),
        "label": _("Your question"),
        "send": _("Put it on the list"),
        "mine": _("Your questions"),
        "empty": _("Write a question first."),
        "sent": _("It’s on its way to the list."),
        "most": LONGEST_SENTENCE,
        "left": _("Characters left: %"),
    }


def _sentence() -> View:
    return {
        "open": _("Share"),
        "title": _("A sentence to share"),
        "about": _("A sentence that helped you, or that you’d say tomorrow. The facilitator sees it."),
        "label": _("Your sentence"),
        "consent": _("It may be quoted in the report, with my name."),
        "send": _("Share it"),
        "mine": _("Your sentences"),
        "empty": _("Write a sentence first."),
        "sent": _("It’s on its way to the facilitator."),
        "most": LONGEST_SENTENCE,
        "left": _("Characters left: %"),
    }


def _me() -> View:
    return {
        "open": _("You"),
        "title": _("You in this workshop"),
        "label": _("Your name"),
        "about": _("The facilitator sees it. It stands on the projector only if the room has agreed to that."),
        "send": _("Save the name"),
        "empty": _("Write a name first."),
        "sent": _("It’s on its way."),
        "code": _("Your own code"),
        "code_about": _(
            "With it you come back to your place, votes and all, on another phone or after closing this page."
        ),
        "most": LONGEST_NAME,
        "left": _("Characters left: %"),
    }
