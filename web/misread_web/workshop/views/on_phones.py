"""What a step shows on the phones, and how votes from there are read. Each kind of step has a class of its own."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from misread_web.language import _, ngettext
from misread_widgets.language import _ as widget_words
from misread_widgets.views import plain, ui_text

if TYPE_CHECKING:
    from pydantic import JsonValue

    from misread_records.workshop import Ballot, StepState, Workshop
    from misread_web.workshop.views.spread import Option
    from misread_web.workshop.views.step_view import StepView
    from misread_widgets.views import View

TRIO = 3
"""So many people share a phone, or talk with each other."""


class BadVote(ValueError):
    """A vote that does not count; the message tells the participant why, calmly."""


@dataclasses.dataclass(frozen=True, eq=False)
class StepOnPhones:
    """One step as participants meet it; this class serves steps that ask for nothing."""

    step: StepView

    @property
    def workshop(self) -> Workshop:
        """The workshop."""
        return self.step.workshop

    @property
    def state(self) -> StepState:
        """Where the group is in the step."""
        return self.step.state

    @property
    def ballot(self) -> Ballot:
        """The present question."""
        return self.step.ballot

    @property
    def status(self) -> str:
        """What participants do now, in a word or two."""
        match self.state.phase:
            case "vote":
                return _("Vote once more") if self.ballot.round > 1 else _("Vote now")
            case "closed":
                return _("Voting is closed")
            case "revealed":
                return _("How the room voted")
            case "talk":
                return _("Talk in trios") if self.state.people >= TRIO else _("Talk in pairs")
            case "consequence":
                return _("What follows")
        return _("Read this") if self.step.votes else ""

    def lead(self) -> list[str]:
        """Return what to do now, in a sentence or two."""
        trio = self.workshop.settings.together >= TRIO
        match self.state.phase:
            case "read" if self.step.votes:
                return [_("You vote in a moment.")]
            case "vote" if trio:
                return [_("Agree on one choice in your trio. Only your own phone shows it.")]
            case "vote":
                return [_("Nobody sees how you vote.")]
            case "closed":
                number = len(self.ballot.votes)
                votes = ngettext("{number} vote is in.", "{number} votes are in.", number).format(number=number)
                return [votes, _("The result comes next.")]
            case "talk":
                return [
                    _("Tell each other what you chose, and which sentence decided it for you."),
                    _("Then ask: what would have to be different for you to choose otherwise?"),
                ]
        return []

    def told(self) -> View | None:
        """Return what participants read; None if there is nothing to read."""
        question = self.state.step.question
        return {"paragraphs": plain([question]), "fact": None} if question else None

    def form(self) -> View | None:
        """Return the form of the question, for the lessons' choice form; None if there is none."""
        return None

    def widget(self) -> View | None:
        """Return the lesson's widget that asks the question: its module and view; None if there is none."""
        return None

    def consequence(self) -> View | None:
        """Return the consequence of a choice and the reasoning; None if none is shown."""
        return None

    def results(self) -> list[View]:
        """Return how the votes are spread, for each part of the question; none before the result is shown."""
        return []

    def more(self) -> View:
        """Return what else this kind of step shows to everybody, by name."""
        return {}

    def own(self, participant: str) -> View:  # noqa: ARG002 - kinds that show something of one's own use it
        """Return what else only this participant sees: a widget's view with their answer, or their side of a talk."""
        return {}

    def kept(self, participant: str, sent: JsonValue) -> JsonValue:  # noqa: ARG002 - kinds with votes use both
        """Return a vote as it is kept, from what a page has sent.

        Raises:
            BadVote: if the page could not have sent it for this question.
        """
        raise BadVote(_("There is nothing to vote on just now."))

    def chosen(self, answer: JsonValue) -> list[str]:  # noqa: ARG002 - kinds with votes use it
        """Return a kept vote in the words of the question."""
        return []

    def letters(self, answer: JsonValue) -> list[str]:  # noqa: ARG002 - as above
        """Return the letters of a kept vote's options."""
        return []

    def filled(self, answer: JsonValue) -> View | None:  # noqa: ARG002 - as above
        """Return what fills the form with a kept vote: its options by their places, and its confidence."""
        return None


def ask(options: tuple[Option, ...], legend: str, pick: int = 1) -> View:
    """Return a question with options for the lessons' choice form."""
    return {
        "key": "",
        "legend": legend,
        "pick": pick,
        "options": [
            {"token": str(place), "letter": option.letter, "text": option.text, "hours": "", "sure": False}
            for place, option in enumerate(options, 1)
        ],
        "confirm": widget_words(ui_text.CONFIRM),
        "keys": "",
        "count": ui_text.chosen_counts(pick),
        "missing": ui_text.missing(pick),
        "sureness": None,
    }


def places(sent: JsonValue, most: int) -> list[int]:
    """Return the places (counted from 0) of the options that a page has sent as chosen.

    Raises:
        BadVote: if it is no such message, or names an option twice or one that is not there.
    """
    options = sent.get("options") if isinstance(sent, dict) else None
    known = {str(place): place - 1 for place in range(1, most + 1)}
    if not isinstance(options, list) or any(each not in known for each in options if isinstance(each, str)):
        raise BadVote(not_understood())
    found = [known[each] for each in options if isinstance(each, str)]
    if len(set(found)) < len(options):
        raise BadVote(not_understood())
    return found


def not_understood() -> str:
    """Say that a vote does not fit the question."""
    return _("This vote does not fit the question on the screen. Load the page again, and vote once more.")
