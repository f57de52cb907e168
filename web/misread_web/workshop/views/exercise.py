"""An exercise of the library, asked with the lessons' own widget and voted on by the whole group."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING

from misread_scenarios.exercises import (
    COLUMN,
    PICKED,
    BadAnswer,
    Choose,
    Exercise,
    Highlight,
    Match,
    MultiSelect,
    Order,
    PickedPerItem,
    Rank,
    Scored,
    load_exercise,
    understood,
)
from misread_scenarios.language import chosen, speaking
from misread_web.language import _
from misread_web.workshop.views.hosted import exercise_widget, hosted, message_of
from misread_web.workshop.views.on_phones import BadVote, not_understood
from misread_web.workshop.views.paging import GAP, LINES, lines, packed
from misread_web.workshop.views.parts import OPTION_LINE, Part, QuestionOnPhones, QuestionView, listed, short
from misread_web.workshop.views.spread import Option, is_enough, lettered
from misread_widgets.lesson_widget import Stale
from misread_widgets.views import plain, typeset, ui_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic import JsonValue

    from misread_scenarios.exercises import Answer, Item
    from misread_widgets.views import View

VOTED: dict[type[Exercise], str] = {
    MultiSelect: "multi_select.js",
    Match: "match.js",
    Choose: "choose.js",
    Highlight: "choose.js",
    Order: "order.js",
    Rank: "order.js",
}
"""The kinds of exercises that a group can vote on, and the module of the widget that asks each."""
MOST_SPREADS = 3
"""Up to this number of parts, the key stands in the spread of each; with more, a list says how many had each right."""


def can_be_voted_on(exercise: Exercise) -> bool:
    """Return whether a group can vote on an exercise: not on texts, on data to look at, or on one's own values."""
    return type(exercise) in VOTED


def in_words(exercise: Scored, item: Item, given: Mapping[str, str]) -> str:
    """Return what an answer, or the key, gives an item: what was picked, the order, or the values."""
    if isinstance(exercise, PickedPerItem):
        labels = [exercise.label(item.id, name, PICKED) for name, value in given.items() if value == PICKED]
    elif isinstance(exercise, Rank):
        labels = [exercise.label(item.id, name, "") for name in sorted(given, key=lambda each: int(given[each]))]
    else:
        labels = [exercise.label(item.id, column, value) for column, value in given.items()]
    return typeset(", ".join(labels))


class ExerciseView(QuestionView):
    """An exercise on the projector and for the facilitator."""

    @functools.cached_property
    def exercise(self) -> Scored:
        """The exercise, in the spoken language if it is translated."""
        exercise = load_exercise(self.state.step.item)
        assert isinstance(exercise, Scored)  # noqa: S101 - agendas have no other kinds
        return exercise

    @property
    def lang(self) -> str:
        """The language of the exercise."""
        return chosen(self.exercise.language)

    @property
    def kicker(self) -> str:
        """What it is."""
        return _("Exercise")

    @property
    def heading(self) -> str:
        """The title of the exercise."""
        return typeset(self.exercise.title, self.lang)

    @property
    def legend(self) -> str:
        """The task."""
        return typeset(self.exercise.instruction, self.lang)

    def told(self) -> list[View]:
        """Return the story before the question."""
        return plain([self.exercise.case]) if self.exercise.case else []

    @functools.cached_property
    def widget(self) -> View:
        """The exercise as the lessons' widget asks it."""
        with speaking(self.lang):
            return dict(exercise_widget(self.workshop.code, self.exercise.id, self.lang).question())

    @functools.cached_property
    def _read(self) -> dict[str, Answer | None]:
        return {}

    def understood(self, answer: JsonValue) -> Answer | None:
        """Return a kept vote in the form that is scored; None if the exercise has changed since."""
        name = json.dumps(answer, sort_keys=True)
        if name not in self._read:
            try:
                self._read[name] = understood(self.exercise, answer)
            except BadAnswer:
                self._read[name] = None
        return self._read[name]

    @functools.cached_property
    def items(self) -> tuple[Item, ...]:
        """The items in the order of the screens."""
        shown = {line["text"]: place for place, line in enumerate(self._shown_lines())}
        return tuple(sorted(self.exercise.lines, key=lambda item: shown.get(typeset(item.text), len(shown))))

    def _shown_lines(self) -> list[View]:
        ask = self.widget["ask"]
        return [*ask["lines"]] if "lines" in ask else [card for one in ask["lists"] for card in (one, *one["cards"])]

    @functools.cached_property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the exercise: one list of lines, or a set of options for each item."""
        exercise = self.exercise
        if isinstance(exercise, MultiSelect):
            options = lettered([(item.id, typeset(item.text)) for item in self.items])
            key = frozenset(id_ for id_, values in exercise.key.items() if values[COLUMN] == PICKED)
            return (Part("", options, self._picked_lines, key),)
        if isinstance(exercise, Order):
            return tuple(self._ends())
        return tuple(part for item in self.items for part in self._of(item))

    def _picked_lines(self, answer: JsonValue) -> list[str]:
        read = self.understood(answer) or {}
        return [id_ for id_, values in read.items() if values[COLUMN] == PICKED]

    def _of(self, item: Item) -> Iterator[Part]:
        """Yield the parts of one item: its options, its first place, or each of its columns."""
        exercise, title, keyed = self.exercise, short(typeset(item.text)), self.exercise.key[item.id]
        if isinstance(exercise, PickedPerItem | Rank):
            wanted = PICKED if isinstance(exercise, PickedPerItem) else "1"
            said = title if wanted == PICKED else _("{title} Put first:").format(title=title)
            options = lettered([(name, typeset(exercise.label(item.id, name, PICKED))) for name in keyed])
            yield Part(
                said,
                options,
                lambda answer: [k for k, v in (self.understood(answer) or {}).get(item.id, {}).items() if v == wanted],
                frozenset(name for name, value in keyed.items() if value == wanted),
            )
            return
        values: dict[str, list[str]] = {}
        for column, value in exercise.values(item.id):
            values.setdefault(column, []).append(value)
        for column, each in values.items():
            label = f"{title} · {typeset(exercise.columns[column].label)}" if len(values) > 1 else title  # type: ignore[attr-defined]
            options = lettered([(value, typeset(exercise.label(item.id, column, value))) for value in each])
            yield Part(label, options, functools.partial(self._value, item.id, column), frozenset({keyed[column]}))

    def _value(self, item: str, column: str, answer: JsonValue) -> list[str]:
        read = self.understood(answer)
        return [read[item][column]] if read else []

    def _ends(self) -> Iterator[Part]:
        """Yield what an order begins and ends with."""
        cards = [item for item in self.items if len(list(self.exercise.values(item.id))) == self._places]
        options = lettered([(item.id, typeset(item.text)) for item in cards])
        for title, place in ((_("Put first"), "1"), (_("Put last"), str(self._places))):
            key = frozenset(item.id for item in cards if place in self.exercise.key[item.id].values())
            yield Part(title, options, functools.partial(self._at, place), key)

    @property
    def _places(self) -> int:
        return len(self.exercise.items) if isinstance(self.exercise, Order) else 0

    def _at(self, place: str, answer: JsonValue) -> list[str]:
        read = self.understood(answer) or {}
        return [id_ for id_, values in read.items() if values.get("place") == place]

    def asked_pages(self) -> list[View]:
        """Return the pages with the question: its lines, and what to sort them by."""
        exercise = self.exercise
        if isinstance(exercise, Match):
            items = [Option("", str(place), typeset(item.text)) for place, item in enumerate(self.items, 1)]
            pages = self._listed(self.legend, items)
            for column in exercise.columns.values():
                pages += self._listed(
                    typeset(column.label), lettered([("", typeset(each)) for each in column.values.values()])
                )
            return pages
        if isinstance(exercise, Order):
            return self._listed(self.legend, self.parts[0].options)
        return super().asked_pages()

    @staticmethod
    def _listed(label: str, options: tuple[Option, ...] | list[Option]) -> list[View]:
        rows = [{"letter": option.letter, "text": option.text, "hours": ""} for option in options]
        return listed(label, ((row, lines(row["text"], OPTION_LINE) + GAP) for row in rows))

    def key_pages(self) -> list[View]:
        """Return the spread with the key marked; with many parts, how many had each item right, and the key."""
        if isinstance(self.exercise, MultiSelect) or (
            len(self.parts) <= MOST_SPREADS and not isinstance(self.exercise, Order | Rank)
        ):
            return super().key_pages()
        shown = self.ballot.rounds[: self.ballot.revealed]
        if not shown or not is_enough(len(shown[-1]), self.workshop.settings.least):
            return []
        read = [self.understood(vote.answer) for vote in shown[-1].values()]
        rows = [self._right(item, read) for item in self._in_key_order()]
        heights = ((row, lines(row["name"], OPTION_LINE) + 1.2) for row in rows)
        label = _("The answer, and how many of the room had it")
        return [{"kind": "bars", "label": label, "items": each} for each in packed(heights, LINES - 0.5)]

    def _in_key_order(self) -> tuple[Item, ...]:
        """Return the items; those of an order as the key has them."""
        if not isinstance(self.exercise, Order):
            return self.items
        place = {id_: place for place, id_ in enumerate(self.exercise.key_order)}
        return tuple(sorted(self.items, key=lambda item: place.get(item.id, len(place))))

    def _right(self, item: Item, read: list[Answer | None]) -> View:
        keyed = self.exercise.key[item.id]
        right = sum(answer is not None and answer[item.id] == keyed for answer in read)
        share = round(100 * right / len(read))
        answer = in_words(self.exercise, item, keyed)
        return {"name": f"{short(typeset(item.text))} → {answer}", "share": share, "figure": ui_text.per_cent(share)}


class ExerciseOnPhones(QuestionOnPhones):
    """An exercise on the phones: the lessons' widget, and after the key each item with its explanation."""

    step: ExerciseView

    def _hosted(self, view: View) -> View:
        return hosted(VOTED[type(self.step.exercise)], view)

    def _asked(self, filled: Answer | None) -> View:
        """Return the widget as it asks, with an earlier vote filled in."""
        step = self.step
        with speaking(step.lang):
            view = exercise_widget(self.workshop.code, step.exercise.id, step.lang).question(filled)
        key = f"{step.state.step.id} {self.ballot.number} {self.ballot.round}" + (" again" if filled else "")
        return self._hosted({**view, "title": "", "ask": {**view["ask"], "key": key}})

    def told(self) -> View | None:
        """Return the story and the task while the question is read; the widget has them afterwards."""
        if self.state.phase != "read":
            return None
        return {"paragraphs": [*self.step.told(), *plain([self.step.exercise.instruction])], "fact": None}

    def form(self) -> View | None:
        """Return nothing: the widget asks."""
        return None

    def widget(self) -> View | None:
        """Return the widget while voting is open."""
        return self._asked(None) if self.state.phase == "vote" else None

    def own(self, participant: str) -> View:
        """Return the widget with one's own vote filled in, and after the key explained."""
        vote = self.ballot.votes.get(participant)
        answer = self.step.understood(vote.answer) if vote else None
        if answer is None:
            return {}
        if self.state.phase == "vote":
            return {"widget": self._asked(answer)}
        if not self.step.is_key_shown:
            return {}
        with speaking(self.step.lang):
            widget = exercise_widget(self.workshop.code, self.step.exercise.id, self.step.lang)
            return {"widget": self._hosted({**widget.explained(answer), "title": ""})}

    def kept(self, participant: str, sent: JsonValue) -> JsonValue:  # noqa: ARG002 - all have the same question
        """Return the answer that the widget has sent, as lessons keep it."""
        widget = exercise_widget(self.workshop.code, self.step.exercise.id, self.step.lang)
        try:
            answer: JsonValue = widget.answer(message_of(sent))
            understood(self.step.exercise, answer)
        except (Stale, BadAnswer) as error:
            raise BadVote(not_understood()) from error
        return answer

    def chosen(self, answer: JsonValue) -> list[str]:
        """Return a kept vote item by item."""
        exercise, read = self.step.exercise, self.step.understood(answer)
        if read is None:
            return []
        if isinstance(exercise, MultiSelect):
            return [typeset(item.text) for item in self.step.items if read[item.id][COLUMN] == PICKED]
        if isinstance(exercise, Order):
            cards = sorted(self.step.parts[0].options, key=lambda card: int(read[card.id]["place"]))
            return [f"{place}. {card.text}" for place, card in enumerate(cards, 1)]
        return [f"{short(typeset(item.text))} → {in_words(exercise, item, read[item.id])}" for item in self.step.items]

    def letters(self, answer: JsonValue) -> list[str]:
        """Return the letters of picked lines, where there is one list of them."""
        if len(self.step.parts) != 1:
            return []
        picked = set(self.step.parts[0].picked(answer))
        return [option.letter for option in self.step.parts[0].options if option.id in picked]

    def filled(self, answer: JsonValue) -> JsonValue:  # type: ignore[override]  # the widget's own view is filled instead
        """Return the vote itself, by which the page knows that it has changed."""
        return answer
