"""The form in which a facilitator puts a workshop together: its agenda and its settings, as they were typed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from misread_records.workshop import BadAgenda, Settings, Step
from misread_scenarios.language import LANGUAGES, spoken
from misread_web.language import _
from misread_web.workshop.agendas import READY, Offer, offer, ready, step_of

if TYPE_CHECKING:
    from misread_records.workshop import StepKind

MOST_STEPS = 40
MOST_MINUTES = 240
LEAST_OPTIONS, MOST_OPTIONS = 2, 9
LONGEST_TEXT, LONGEST_OPTION = 400, 120
HIGHEST_LEAST = 50
ASKING: frozenset[StepKind] = frozenset({"poll", "words", "confidence", "talk"})
"""The kinds of steps whose question a facilitator writes."""
Get = Callable[[str], str]
"""Returns the value of a field; empty if there is none."""


@dataclasses.dataclass(frozen=True)
class Row:
    """A step as it was typed; `options` are the answers of a poll, one a line."""

    id: str
    kind: StepKind
    item: str
    title: str
    minutes: str
    question: str = ""
    options: str = ""

    @classmethod
    def of(cls, step: Step) -> Row:
        """Return the row of a step."""
        return cls(step.id, step.kind, step.item, step.title, str(step.minutes), step.question, "\n".join(step.options))

    @property
    def asks(self) -> bool:
        """Whether the facilitator writes what is asked."""
        return self.kind in ASKING

    @property
    def lines(self) -> tuple[str, ...]:
        """The answers of a poll."""
        return tuple(filter(None, (" ".join(line.split()) for line in self.options.splitlines())))

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield the name of each field that cannot be used, and why."""
        if not self.title.strip():
            yield "title", _("Give this step a title.")
        elif len(self.title) > LONGEST_TEXT:
            yield "title", _("This title is too long; {most} characters fit.").format(most=LONGEST_TEXT)
        if not 1 <= _whole(self.minutes) <= MOST_MINUTES:
            yield "minutes", _("Write the minutes as a whole number from 1 to {most}.").format(most=MOST_MINUTES)
        if len(self.question) > LONGEST_TEXT:
            yield "question", _("This question is too long; {most} characters fit.").format(most=LONGEST_TEXT)
        elif self.kind in ASKING - {"talk"} and not self.question.strip():
            yield "question", _("Write what you want to ask.")
        if self.kind == "poll":
            yield from self._option_faults()

    def _option_faults(self) -> Iterator[tuple[str, str]]:
        if not LEAST_OPTIONS <= len(self.lines) <= MOST_OPTIONS:
            said = _("Write {least} to {most} answers, each in a line of its own.")
            yield "options", said.format(least=LEAST_OPTIONS, most=MOST_OPTIONS)
        elif any(len(line) > LONGEST_OPTION for line in self.lines):
            yield "options", _("One of these answers is too long; {most} characters fit.").format(most=LONGEST_OPTION)
        elif len(set(self.lines)) < len(self.lines):
            yield "options", _("Two of these answers are the same.")

    def step(self) -> Step:
        """Return the step; `faults` must have found none."""
        return Step(
            id=self.id,
            kind=self.kind,
            title=" ".join(self.title.split()),
            minutes=_whole(self.minutes),
            item=self.item,
            question=self.question.strip() if self.asks else "",
            options=self.lines if self.kind == "poll" else (),
        )


@dataclasses.dataclass(frozen=True)
class Draft:
    """A workshop that is being put together.

    Attributes:
        title, lang, least: as they were typed or chosen.
        rows: the steps, in order.
        names: whether names may stand on the projector.
        trios: whether three people share a device.
        focus: the id of the field or button that gets the focus; empty for none.
        said: what has just happened, for people who do not see it.
    """

    title: str
    lang: str
    rows: tuple[Row, ...]
    names: bool = False
    least: str = "3"
    trios: bool = False
    focus: str = ""
    said: str = ""

    @classmethod
    def new(cls, steps: Sequence[Step]) -> Draft:
        """Return a draft with an agenda and the usual settings."""
        return cls("", spoken(), tuple(map(Row.of, steps)))

    @classmethod
    def read(cls, get: Get) -> Draft:
        """Return the draft that a form was sent with; a row whose offer does not exist is left out."""
        rows: list[Row] = []
        for number in range(min(MOST_STEPS, _whole(get("rows")))):
            one = offer(get(f"offer-{number}"))
            if one is not None:
                rows.append(_row(one, number, get, [row.id for row in rows]))
        lang = get("lang") if get("lang") in LANGUAGES else spoken()
        return cls(get("title"), lang, tuple(rows), bool(get("names")), get("least"), bool(get("trios")))

    @property
    def minutes(self) -> int:
        """The minutes of all steps together, as far as they are numbers."""
        return sum(max(0, _whole(row.minutes)) for row in self.rows)

    def done(self, do: str, added: str) -> Draft:
        """Return the draft after a button was pressed.

        Args:
            do: the button: ``add``, ``use-60``, ``empty``, ``up-0``, ``down-0``, ``remove-0``; any other does nothing.
            added: the value of the offer that is added.
        """
        word, _sign, rest = do.partition("-")
        number = _whole(rest)
        if word == "add":
            return self._added(offer(added))
        if word == "use" and number in READY:
            said = _("The agenda for {minutes} minutes is in place.").format(minutes=number)
            return dataclasses.replace(self, rows=tuple(map(Row.of, ready(number))), focus=f"use-{number}", said=said)
        if word == "empty":
            return dataclasses.replace(self, rows=(), focus="add", said=_("The agenda is empty."))
        if not 0 <= number < len(self.rows):
            return self
        if word == "remove":
            return self._removed(number)
        return self._moved(number, -1 if word == "up" else 1) if word in ("up", "down") else self

    def _added(self, one: Offer | None) -> Draft:
        if one is None or len(self.rows) >= MOST_STEPS:
            said = _("Choose first what to add.") if one is None else _("No more than {most} steps fit.")
            return dataclasses.replace(self, focus="add", said=said.format(most=MOST_STEPS))
        row = Row.of(step_of(one, [each.id for each in self.rows]))
        said = _("Added as step {number}: {title}.").format(number=len(self.rows) + 1, title=row.title)
        return dataclasses.replace(self, rows=(*self.rows, row), focus="add", said=said)

    def _removed(self, number: int) -> Draft:
        rows = (*self.rows[:number], *self.rows[number + 1 :])
        focus = f"remove-{min(number, len(rows) - 1)}" if rows else "add"
        said = _("Removed: {title}.").format(title=self.rows[number].title)
        return dataclasses.replace(self, rows=rows, focus=focus, said=said)

    def _moved(self, number: int, by: int) -> Draft:
        to = number + by
        if not 0 <= to < len(self.rows):
            return dataclasses.replace(self, focus=f"{'down' if by < 0 else 'up'}-{number}")
        rows = list(self.rows)
        rows[number], rows[to] = rows[to], rows[number]
        # At an end of the list, the button that was pressed is not there any more.
        word = ("up" if to > 0 else "down") if by < 0 else ("down" if to < len(rows) - 1 else "up")
        said = _("{title} is step {number} now.").format(title=rows[to].title, number=to + 1)
        return dataclasses.replace(self, rows=tuple(rows), focus=f"{word}-{to}", said=said)

    def faults(self) -> dict[str, str]:
        """Return the id of each field that cannot be used, with why, in the order of the form."""
        found: dict[str, str] = {}
        if len(self.title) > LONGEST_TEXT:
            found["title"] = _("This title is too long; {most} characters fit.").format(most=LONGEST_TEXT)
        if not self.rows:
            found["add"] = _("The agenda has no step yet: add one, or take a ready-made agenda.")
        for number, row in enumerate(self.rows):
            found |= {f"{name}-{number}": why for name, why in row.faults()}
        if not 1 <= _whole(self.least) <= HIGHEST_LEAST:
            found["least"] = _("Write a whole number from 1 to {most}.").format(most=HIGHEST_LEAST)
        return found

    def agenda(self) -> tuple[Step, ...]:
        """Return the agenda; `faults` must have found none.

        Raises:
            BadAgenda: if a step cannot be used all the same.
        """
        try:
            return tuple(row.step() for row in self.rows)
        except ValueError as error:
            raise BadAgenda(str(error)) from error

    def settings(self) -> Settings:
        """Return the settings; `faults` must have found none."""
        return Settings(names=self.names, least=_whole(self.least), together=3 if self.trios else 1)


def _whole(text: str) -> int:
    """Return the whole number that was typed; -1 for anything else, and for numbers of more than six figures."""
    figures = text.strip()
    return int(figures) if figures.isdecimal() and len(figures) <= 6 else -1  # noqa: PLR2004 - far above all limits


def _row(one: Offer, number: int, get: Get, taken: Sequence[str]) -> Row:
    usual = step_of(one, taken)
    texts = {name: get(f"{name}-{number}") for name in ("title", "minutes", "question", "options")}
    return Row(usual.id, one.kind, one.item, **texts)
