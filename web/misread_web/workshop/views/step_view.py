"""What a step shows on the projector and to the facilitator. Each kind of step has a class of its own; see `kinds`."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING, Any

from misread_records.workshop import ROUNDS
from misread_web.language import _
from misread_web.workshop.views.paging import GAP, LINES, lines, packed
from misread_web.workshop.views.spread import spread
from misread_widgets.views import plain, typeset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from misread_records.workshop import Ballot, Note, StepState, Workshop
    from misread_web.workshop.views.spread import Option
    from misread_widgets.views import View


@dataclasses.dataclass(frozen=True, eq=False)
class StepView:
    """One step of a workshop, as it stands; this class serves steps without votes, such as a break."""

    workshop: Workshop
    state: StepState

    @property
    def lang(self) -> str:
        """The language of the step's texts."""
        return self.workshop.lang

    @property
    def ballot(self) -> Ballot:
        """The present question."""
        return self.state.ballot

    @property
    def kicker(self) -> str:
        """The line above the heading."""
        return ""

    @property
    def heading(self) -> str:
        """What the step, or its present scene, is called."""
        return typeset(self.state.step.title, self.workshop.lang)

    @property
    def reading(self) -> str:
        """What the room does before a vote, or without one, for the facilitator."""
        names = {"break": _("Break"), "talk": _("Talking")}
        return names.get(self.state.step.kind, _("Reading"))

    @property
    def level(self) -> str:
        """A sentence on answers that have as many votes as each other after a result; empty if one leads."""
        return ""

    @property
    def votes(self) -> bool:
        """Whether participants vote at this place."""
        return False

    @property
    def minutes(self) -> int:
        """The minutes of a timer that belongs to the step: a break has one, a case has none (0)."""
        return self.state.step.minutes if self.state.step.kind in ("break", "talk") else 0

    def options(self) -> tuple[Option, ...]:
        """Return what participants vote for, with letters."""
        return ()

    def pages(self) -> list[View]:
        """Return the pages that the projector shows now, at least one."""
        return [prose_page(plain([self.state.step.question]) if self.state.step.question else [])]

    @functools.cached_property
    def all_pages(self) -> list[View]:
        """The pages that the projector shows now, with the texts that the facilitator lets everybody see."""
        return [*self.pages(), *self.quotes()]

    def quotes(self) -> Iterator[View]:
        """Yield pages with the texts of this step, and of the parking lot, that everybody may see."""
        for label, notes in ((_("From the room"), self.state.notes), (_("Parking lot"), self.workshop.parking)):
            shown = [
                {"text": typeset(note.text, self.workshop.lang), "by": self._by(note)} for note in notes if note.shown
            ]
            heights = ((quote, lines(f"{quote['text']} {quote['by']}") + GAP) for quote in shown)
            for page in packed(heights, LINES - 1):
                yield {"kind": "quotes", "label": label, "quotes": page}

    def _by(self, note: Note) -> str:
        """Return who wrote a text, if names may stand on the projector."""
        person = self.workshop.participants.get(note.participant)
        return f"– {person.name}" if self.workshop.settings.names and person and person.name else ""

    @property
    def page(self) -> int:
        """Which of them it shows, counted from 0."""
        return min(self.workshop.page, len(self.all_pages) - 1)

    def following_page(self) -> View | None:
        """Return the button that turns to the next page; None on the last one."""
        if self.page + 1 >= len(self.all_pages):
            return None
        text = _("Next page: {page} of {pages}").format(page=self.page + 2, pages=len(self.all_pages))
        return button(text, "page", number=self.page + 1)

    @property
    def is_at_question(self) -> bool:
        """Whether the page on the projector has what participants vote for."""
        return any(page["kind"] == "choices" for page in self.all_pages[: self.page + 1])

    def go_on(self) -> list[View]:
        """Return the buttons that take a story on after a consequence; a step without a story has none."""
        return []

    def note(self) -> list[View]:
        """Return the facilitator's note on this place, as paragraphs."""
        return []

    def result(self, rounds: int | None = None) -> View | None:
        """Return how the votes are spread; None if nothing was revealed. `rounds` shows more than was revealed."""
        return spread(self.options(), self.ballot, self.workshop.settings.least, rounds)

    def follow_ups(self) -> View | None:
        """Return what the facilitator may let the story go on with after a vote; None if there is no story."""
        return None

    def path(self) -> View | None:
        """Return the decisions that the group has come to, each with a way back; None if there is no story."""
        return None

    @property
    def may_vote_again(self) -> bool:
        """Whether the present question may be voted on: for the first time, again, or on as before."""
        return self.votes and (self.ballot.round > self.ballot.revealed or self.ballot.round < ROUNDS)

    @property
    def is_revealed(self) -> bool:
        """Whether the latest round was revealed."""
        return 0 < self.ballot.round == self.ballot.revealed


def prose_page(paragraphs: list[View], label: str = "") -> View:
    """Return a page of paragraphs."""
    return {"kind": "prose", "label": label, "paragraphs": paragraphs}


def result_page(result: View) -> View:
    """Return a page with the spread of votes."""
    return {"kind": "result", "result": result}


def button(text: str, do: str, *, confirm: str = "", **data: Any) -> View:  # noqa: ANN401 - whatever an act needs
    """Return a button that sends an act; with `confirm`, the page asks this first."""
    return {"text": text, "act": {"do": do, **data}, "confirm": confirm}
