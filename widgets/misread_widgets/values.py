"""The widget of an exercise on values: keep cards, rank some, choose between jobs, and read the result."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from misread_records import written
from misread_records.progress import Draft
from misread_records.values import QUESTIONS, value_question, value_rounds, values_standing
from misread_scenarios.exercises import places, wins
from misread_scenarios.language import spoken
from misread_scenarios.names import shuffled
from misread_widgets import assets, protocol
from misread_widgets.language import _
from misread_widgets.lesson_widget import Deed, LessonWidget, Stale, WidgetPlace
from misread_widgets.views import SAVED, typeset
from misread_widgets.views import exercise_text as exercise_words
from misread_widgets.views import values_text as words
from misread_widgets.writing import text_view

if TYPE_CHECKING:
    from uuid import UUID

    from misread_records.progress import ItemProgress
    from misread_records.values import ValuesRound, ValuesStep
    from misread_scenarios.exercises import ValueCard, Values
    from misread_widgets.views import View

STEPS: tuple[ValuesStep, ...] = ("keep", "rank", "days", "pair")


class Valuing(LessonWidget):
    """Shows one exercise on values, at the first step that is open or at an earlier one that the learner went back to.

    The cards are shuffled for each learner and numbered by their places on the screen. Going back saves nothing, and a
    page that is opened again is at the first open step.
    """

    _esm = assets.script("values.js")
    _css = assets.style()

    def __init__(self, place: WidgetPlace, exercise: Values) -> None:
        """Show the exercise with the steps so far."""
        self._exercise = exercise
        self._seed = zlib.crc32(place.seat.learner.encode())
        self._visited: ValuesStep | None = None
        self._pairs_to_go = 0
        super().__init__(place, exercise.version)

    @property
    def rounds(self) -> tuple[ValuesRound, ...]:
        """The learner's rounds so far."""
        return value_rounds(self._events, self._item, self._exercise)

    def _step(self, now: ValuesRound) -> ValuesStep | None:
        """Return the step on the screen; None for the result."""
        done = STEPS.index(now.step) if now.step else len(STEPS)
        return self._visited if self._visited and STEPS.index(self._visited) < done else now.step

    def _draw(self) -> View:
        exercise, rounds = self._exercise, self.rounds
        now = rounds[-1]
        step = self._step(now)
        number = STEPS.index(step) if step else len(STEPS)
        pair = self._pair(now) if step == "pair" else None
        return {
            "lang": spoken(),
            "screen": step or "result",
            "turn": self._turn(now),
            "kicker": words.kicker(exercise.minutes, number + 1, len(STEPS)),
            "title": typeset(exercise.title),
            "say": _(words.SAVED_STEP) if number else "",
            "private": self._private() if step in {"keep", "days", None} else None,
            "back": {"label": _(words.BACK), "to": number} if step and number else None,
            "keep": self._keep_view(now) if step == "keep" else None,
            "rank": self._rank_view(now) if step == "rank" else None,
            "days": self._days_view(now) if step == "days" else None,
            "pair": pair,
            "result": None if step else self._result(rounds),
        }

    def _private(self) -> View:
        return {"label": _(words.PRIVATE), "text": typeset(self._exercise.private)}

    def _cards(self) -> tuple[ValueCard, ...]:
        """Return all cards in the order of the screen."""
        return tuple(shuffled(self._exercise.items, self._item, "cards", self._seed))

    def _keep_view(self, now: ValuesRound) -> View:
        exercise, cards = self._exercise, self._cards()
        return {
            "instruction": typeset(exercise.instruction),
            "scoring": typeset(exercise.scoring),
            "cards": [
                {"name": typeset(card.name), "text": typeset(card.text), "kept": card.id in now.answer.kept}
                for card in cards
            ],
            "keep": exercise.keep,
            "count": words.kept(exercise.keep, len(cards)),
            "confirm": _(words.CONFIRM_KEPT),
        }

    def _kept(self, now: ValuesRound) -> list[str]:
        """Return the kept cards: the ranked ones in their order, then the others in the order of the screen."""
        ranked = now.answer.ranked
        return [*ranked, *(card.id for card in self._cards() if card.id in now.answer.kept and card.id not in ranked)]

    def _rank_view(self, now: ValuesRound) -> View:
        exercise = self._exercise
        cards = [exercise.cards[id_] for id_ in self._kept(now)]
        return {
            "key": f"{now.number} {' '.join(card.id for card in cards)}",
            "instruction": words.rank_instruction(exercise.rank),
            "how": _(exercise_words.HOW_TO_ORDER),
            "up": _(exercise_words.MOVE_UP),
            "down": _(exercise_words.MOVE_DOWN),
            "same": "" if now.answer.ranked else _(exercise_words.NOT_MOVED),
            "rank": exercise.rank,
            "apart": _(words.NOT_RANKED),
            "cards": [f"{typeset(card.name)}. {typeset(card.text)}" for card in cards],
            "confirm": _(words.CONFIRM_RANKED),
        }

    def _days_view(self, now: ValuesRound) -> View:
        return {
            "instruction": _(words.DAYS),
            "values": [
                {
                    "name": typeset(self._exercise.cards[value].name),
                    "writings": [self._writing(value, question) for question in QUESTIONS],
                }
                for value in now.answer.ranked
            ],
            "confirm": _(words.DAYS_DONE if now.open_pairs else words.SHOW_RESULT),
        }

    def _asks(self, value: str, question: str) -> str:
        """Return a question about a value as the learner reads it."""
        asked: str = getattr(self._exercise, question)
        return typeset(asked.replace("{name}", self._exercise.cards[value].name))

    def _writing(self, value: str, question: str) -> View:
        kept = written(self._events, self._item, value_question(value, question))
        now = Draft(kept.text, done=False, kept=kept) if kept else Draft()
        return {
            "question": value_question(value, question),
            "label": self._asks(value, question),
            "parts": [],
            "few": None,
            "done": False,
            "compare": "",
            "saved": _(SAVED) if now.text else "",
            "help": None,
            **text_view(now.kept),
        }

    def _pairs(self, now: ValuesRound) -> list[tuple[str, str]]:
        """Return all pairs of ranked values in the order of the screen, each with the value of job A first."""
        ranked = sorted(now.answer.ranked)
        pairs = [(value, other) for place, value in enumerate(ranked) for other in ranked[place + 1 :]]
        mixed = shuffled(tuple(pairs), self._item, "pairs", self._seed)
        return [pair if (self._seed >> place) % 2 else (pair[1], pair[0]) for place, pair in enumerate(mixed)]

    def _asked(self, now: ValuesRound) -> tuple[int, tuple[str, str]]:
        """Return the pair on the screen, with its number counted from 1."""
        pairs = self._pairs(now)
        still_open = {frozenset(pair) for pair in now.open_pairs}
        if not still_open:  # all were chosen before, and the learner goes through them once more
            place = len(pairs) - self._pairs_to_go
            return place + 1, pairs[place]
        return next((number, pair) for number, pair in enumerate(pairs, 1) if frozenset(pair) in still_open)

    def _pair(self, now: ValuesRound) -> View:
        number, pair = self._asked(now)
        first, second = (self._exercise.cards[value] for value in pair)
        taken = next((choice[0] for choice in now.answer.choices if {*choice} == {*pair}), None)
        return {
            "key": f"{now.number} {' '.join(pair)}",
            "number": number,
            "of": self._exercise.pairs,
            "progress": words.pair(number, self._exercise.pairs),
            "legend": _(words.SAME_IN_BOTH),
            "jobs": [
                {"name": _(name), "lines": [typeset(much.much), typeset(little.little)], "taken": much.id == taken}
                for name, much, little in zip(words.JOBS, (first, second), (second, first), strict=True)
            ],
            "confirm": _(words.CONFIRM_PAIR),
            "missing": _(words.PICK_JOB),
        }

    def _result(self, rounds: tuple[ValuesRound, ...]) -> View:
        now = rounds[-1]
        by_pairs, won = places(now.answer), wins(now.answer)
        others = len(now.answer.ranked) - 1
        ranked = [
            {
                "name": typeset(self._exercise.cards[value].name),
                "ranked": words.place(place),
                "pairs": words.place(by_pairs[value]),
                "won": words.won(won[value], others),
                "moved": words.moved(place, by_pairs[value]),
                "texts": self._texts(value),
            }
            for place, value in enumerate(now.answer.ranked, 1)
        ]
        rest = [self._exercise.cards[id_].name for id_ in self._kept(now)[len(ranked) :]]
        return {
            "title": _(words.YOUR_FOUR),
            "columns": [_(words.VALUE), _(words.IN_RANKING), _(words.IN_PAIRS)],
            "ranked": ranked,
            "findings": words.findings(self._exercise, now),
            "rest": [_(words.KEPT_TOO), ", ".join(map(typeset, rest))],
            "change": {
                "label": _(words.CHANGE),
                "steps": [_(name) for name in (words.TO_KEEP, words.TO_RANK, words.TO_DAYS, words.TO_PAIRS)],
            },
            "again": {"label": _(words.AGAIN), "say": _(words.AGAIN_SAY)},
            "earlier": {
                "label": _(words.EARLIER),
                "rounds": [
                    {
                        "at": each.at.isoformat(timespec="seconds") if each.at else "",
                        "lines": words.compared(self._exercise, each, now),
                    }
                    for each in reversed(rounds[:-1])
                    if each.step is None
                ],
            },
        }

    def _texts(self, value: str) -> list[list[str]]:
        """Return what the learner wrote about a value: each question with its text."""
        asked = (
            (question, written(self._events, self._item, value_question(value, question))) for question in QUESTIONS
        )
        return [[self._asks(value, question), text.text] for question, text in asked if text and text.text.strip()]

    def _standing(self) -> ItemProgress:
        return values_standing(self.rounds)

    def _do(self, message: protocol.Message) -> None:
        now = self.rounds[-1]
        if isinstance(message, protocol.Write):
            cards = self._exercise.cards
            questions = (value_question(card, question) for card in cards for question in QUESTIONS)
            if message.done:
                raise Stale
            self._write(message, questions)
        elif message.turn != self._turn(now):
            raise Stale
        elif isinstance(message, protocol.OpenStep):
            self._open(message.step, now)
        elif isinstance(message, protocol.Restart) and now.step is None:
            self._keep(message.id, Deed("restarted", {"from": now.number}, attempt=now.number + 1))
            self._visited = None
        else:
            self._do_step(message, now)

    def _turn(self, now: ValuesRound) -> str:
        step = self._step(now)
        return f"{now.number}.{step}.{self._asked(now)[0] if step == 'pair' else 0}"

    def _open(self, step: int, now: ValuesRound) -> None:
        """Go back to a step, counted from 1, or go on to the first open one."""
        if step > len(STEPS):
            raise Stale
        self._visited = STEPS[step - 1]
        self._pairs_to_go = self._exercise.pairs if not now.open_pairs else 0

    def _do_step(self, message: protocol.Message, now: ValuesRound) -> None:
        match self._step(now), message:
            case "keep", protocol.Pick():
                cards = self._cards()
                if len(message.lines) != self._exercise.keep or max(message.lines) > len(cards):
                    raise Stale
                chosen = {cards[place - 1].id for place in message.lines}
                self._save(message.id, now, "keep", [card.id for card in cards if card.id in chosen])
            case "rank", protocol.Order(orders=(order,)):
                kept = self._kept(now)
                if sorted(order) != list(range(1, len(kept) + 1)):
                    raise Stale
                self._save(message.id, now, "rank", [kept[place - 1] for place in order[: self._exercise.rank]])
            case "days", protocol.GoOn():
                self._save(message.id, now, "days", [])
            case "pair", protocol.Answer(question="pair", option=1 | 2):
                _number, pair = self._asked(now)
                taken = pair[message.option - 1]
                self._save(message.id, now, "pair", [taken, *(value for value in pair if value != taken)])
            case _:
                raise Stale

    def _save(self, id_: UUID, now: ValuesRound, step: ValuesStep, answer: list[str]) -> None:
        """Save a step, and show the next one."""
        self._keep(id_, Deed("answered", {"step": step, "answer": [*answer]}, attempt=now.number))
        if step == "pair" and self._pairs_to_go > 1:
            self._pairs_to_go -= 1
        else:
            self._visited = None
