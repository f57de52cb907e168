"""Questions that a group votes on outside a story: their parts, and what projector, host page and phones show of them.

A part is one set of options: a poll has one part, an exercise one for each of its items. The key of an exercise is not
shown with its result, so that people may talk and vote again first: it is on the pages after it, and comes to the
phones when the facilitator turns to these.
"""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from misread_records.workshop import Ballot, Vote, Workshop
from misread_web.language import _
from misread_web.workshop.views.on_phones import BadVote, StepOnPhones, ask, not_understood, places
from misread_web.workshop.views.paging import GAP, LINES, lines, packed, prose_pages, sentences
from misread_web.workshop.views.spread import Option, is_enough, lettered, spread
from misread_web.workshop.views.step_view import StepView, prose_page
from misread_widgets.language import _ as widget_words
from misread_widgets.views import exercise_text, plain, typeset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pydantic import JsonValue

    from misread_widgets.views import View

RESULT_LINES = 11.8
"""How many lines fit on a page with a result, whose heading stands beside the line above it."""
MANY = 5
"""With more options than this, a result shows only those that somebody chose, and those of the key."""
LONG_TITLE = 90
"""The title of an item above its result has at most so many characters, if its first sentence has."""
OPTION_LINE = 62
"""How many characters of an option fit on a line beside its letter and figures."""
OPTION_LINE_OF_TWO = 48
"""The same beside the figures of two rounds."""


@dataclasses.dataclass(frozen=True)
class Part:
    """One set of options.

    Attributes:
        title: what they are options for; empty if the step has no other part.
        options: the options.
        picked: returns the ids of the options in a kept vote.
        key: the ids of the options that the key has; empty if there is no key.
        note: returns a sentence about the votes of the latest round that is shown, and whether the key is shown with
            them; empty for none.
    """

    title: str
    options: tuple[Option, ...]
    picked: Callable[[JsonValue], Iterable[str]]
    key: frozenset[str] = frozenset()
    note: Callable[[Sequence[JsonValue], bool], str] = lambda _answers, _keyed: ""

    def counted(self, ballot: Ballot) -> Ballot:
        """Return a ballot with the votes on this part alone, as picks of its options."""
        rounds = [
            {id_: Vote(id_, "+".join(self.picked(vote.answer))) for id_, vote in votes.items()}
            for votes in ballot.rounds
        ]
        return Ballot(ballot.number, rounds=rounds, revealed=ballot.revealed)

    def result(self, ballot: Ballot, least: int, rounds: int | None = None, *, keyed: bool = False) -> View | None:
        """Return how the votes on this part are spread; `keyed` marks the options of the key."""
        view = spread(self.options, self.counted(ballot), least, rounds)
        if view is None:
            return None
        last = ballot.rounds[: ballot.revealed if rounds is None else rounds][-1]
        note = self.note([vote.answer for vote in last.values()], keyed) if is_enough(len(last), least) else ""
        rows = [
            {**row, "answer": _("The answer") if keyed and option.id in self.key else ""}
            for row, option in zip(view["rows"], self.options, strict=True)
        ]
        shown = [row for row in rows if row["answer"] or any(bar and bar["share"] for bar in row["bars"])]
        if len(rows) <= MANY or not shown:
            shown = rows
        others = _("Nobody chose any of the others.") if len(shown) < len(rows) and not self.title else ""
        moved = " ".join(filter(None, [view["moved"], note, others]))
        return {**view, "title": self.title, "rows": shown, "moved": moved}


class QuestionView(StepView):
    """A step with one question, in one or several parts."""

    @property
    def votes(self) -> bool:
        """Whether participants vote here: always."""
        return True

    @functools.cached_property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the question."""
        return ()

    @property
    def kicker(self) -> str:
        """The title of the step, where the question stands in the heading."""
        return typeset(self.state.step.title, self.lang) if self.state.step.question else ""

    @property
    def heading(self) -> str:
        """The question."""
        return typeset(self.state.step.question or self.state.step.title, self.lang)

    @property
    def legend(self) -> str:
        """What to do, in a line above the options."""
        return widget_words(exercise_text.CHOOSE_ONE)

    @property
    def has_key(self) -> bool:
        """Whether there is a right answer."""
        return any(part.key for part in self.parts)

    def options(self) -> tuple[Option, ...]:
        """Return the options, if there is one set of them."""
        return self.parts[0].options if len(self.parts) == 1 else ()

    def told(self) -> list[View]:
        """Return the paragraphs that come before the question."""
        return []

    def result(self, rounds: int | None = None) -> View | None:
        """Return the spread over the only part; None if there are several."""
        least = self.workshop.settings.least
        return self.parts[0].result(self.ballot, least, rounds) if len(self.parts) == 1 else None

    def results(self) -> list[View]:
        """Return the spread over each part, once it is revealed."""
        least, keyed = self.workshop.settings.least, self.is_key_shown
        found = (part.result(self.ballot, least, keyed=keyed) for part in self.parts)
        return [result for result in found if result]

    def pages(self) -> list[View]:
        """Return the pages of the present phase."""
        match self.state.phase:
            case "read":
                return [*self.told_pages(), *self.asked_pages()]
            case "vote" | "closed":
                return [*self.asked_pages(), *self.told_pages()]
        return [*self.result_pages(), *self.key_pages()] or self.asked_pages()

    def told_pages(self) -> list[View]:
        """Return the pages that come before the question."""
        return [prose_page(each) for each in prose_pages(self.told())]

    def asked_pages(self) -> list[View]:
        """Return the pages with the options."""
        pages: list[View] = []
        for part in self.parts:
            rows = [{"letter": option.letter, "text": option.text, "hours": ""} for option in part.options]
            heights = ((row, lines(row["text"], OPTION_LINE) + GAP) for row in rows)
            pages += listed(part.title or self.legend, heights)
        return pages or [prose_page(plain([self.legend]))]

    def result_pages(self, *, keyed: bool = False) -> list[View]:
        """Return the pages with the spread over each part; none before it is revealed."""
        least = self.workshop.settings.least
        found = [part.result(self.ballot, least, keyed=keyed) for part in self.parts]
        return [page for result in found if result for page in spread_pages(result)]

    def key_pages(self) -> list[View]:
        """Return the pages with the key; none before the result is revealed, or without a key."""
        return self.result_pages(keyed=True) if self.has_key else []

    @property
    def is_key_shown(self) -> bool:
        """Whether the projector shows, or has just shown, the first page with the key."""
        is_revealed = self.state.phase == "revealed" and self.has_key
        return is_revealed and self.workshop.page > 0 and self.workshop.page >= self._first_key_page()

    def _first_key_page(self) -> int:
        """Return the page from which on the key is shown; worked out once for all participants."""
        known = _first_key_pages.get(self.workshop)
        if known is None or known[0] != self.workshop.hosted:
            known = self.workshop.hosted, max(1, len(self.result_pages()))
            _first_key_pages[self.workshop] = known
        return known[1]


_first_key_pages: WeakKeyDictionary[Workshop, tuple[int, int]] = WeakKeyDictionary()
"""The first page with the key of each workshop, and the number of facilitators' events by then."""


def listed(label: str, rows: Iterable[tuple[View, float]]) -> list[View]:
    """Return pages with rows of options and their heights, below a label on the first page."""
    packs = packed([({}, float(lines(label))), *rows], LINES + 1)
    return [
        {"kind": "choices", "label": "" if place else label, "options": [row for row in each if row]}
        for place, each in enumerate(packs)
    ]


def spread_pages(result: View) -> Iterator[View]:
    """Yield the pages of a result, with as many rows on each as fit."""
    line, bars = (OPTION_LINE, 0.85) if len(result["rounds"]) == 1 else (OPTION_LINE_OF_TWO, 1.1)
    heights = [(row, 0.87 * max(2, lines(f"{row['text']} {row['answer']}", line)) + bars) for row in result["rows"]]
    room = RESULT_LINES - sum(lines(result[name]) + 0.4 for name in ("title", "moved") if result[name])
    pages = packed(heights, room) or [[]]
    for place, rows in enumerate(pages):
        moved = result["moved"] if place + 1 == len(pages) else ""
        label = result["title"] or _("How the room voted")
        yield {"kind": "result", "label": label, "result": {**result, "rows": rows, "moved": moved}}


def short(title: str) -> str:
    """Return the first sentence of a long title, if that is short; people have read the rest before."""
    first = next(iter(sentences(title)), "")
    return title if len(title) <= LONG_TITLE or len(first) > LONG_TITLE else first


def options_of(texts: Iterable[str]) -> tuple[Option, ...]:
    """Return options whose ids are their places, counted from 0."""
    return lettered([(str(place), typeset(text)) for place, text in enumerate(texts)])


class QuestionOnPhones(StepOnPhones):
    """A question with one set of options, for the lessons' choice form; its votes are numbers."""

    step: QuestionView

    def told(self) -> View | None:
        """Return what comes before the question."""
        paragraphs = self.step.told()
        return {"paragraphs": paragraphs, "fact": None} if paragraphs else None

    def form(self) -> View | None:
        """Return the form with the options."""
        return ask(self.step.options(), self.step.legend)

    def results(self) -> list[View]:
        """Return the spread over each part."""
        return self.step.results()

    def kept(self, participant: str, sent: JsonValue) -> JsonValue:  # noqa: ARG002 - all have the same options
        """Return the number of the option that a page has sent."""
        options = self.step.options()
        found = places(sent, len(options))
        if len(found) != 1:
            raise BadVote(not_understood())
        return int(options[found[0]].id)

    def _picked(self, answer: JsonValue) -> list[tuple[int, Option]]:
        return [(place, each) for place, each in enumerate(self.step.options(), 1) if each.id == str(answer)]

    def chosen(self, answer: JsonValue) -> list[str]:
        """Return the text of the chosen option."""
        return [option.text for _place, option in self._picked(answer)]

    def letters(self, answer: JsonValue) -> list[str]:
        """Return its letter."""
        return [option.letter for _place, option in self._picked(answer)]

    def filled(self, answer: JsonValue) -> View:
        """Return its place."""
        return {"options": [str(place) for place, _option in self._picked(answer)], "confidence": None}
