"""A situation whose four options are each rated, and one picked as the best; afterwards the ratings beside the key."""

from __future__ import annotations

import functools
import statistics
from typing import TYPE_CHECKING

from misread_scenarios.exercises import FORMS, HIGHEST, LOWEST, rated_situations
from misread_scenarios.judgement import is_draft
from misread_scenarios.language import chosen, figure, spoken
from misread_scenarios.names import shuffled
from misread_web.language import _
from misread_web.workshop.views.hosted import hosted, message_of
from misread_web.workshop.views.on_phones import BadVote, not_understood
from misread_web.workshop.views.paging import lines, packed, prose_pages
from misread_web.workshop.views.parts import RESULT_LINES, Part, QuestionOnPhones, QuestionView, spread_pages
from misread_web.workshop.views.spread import Option, is_enough, lettered
from misread_web.workshop.views.step_view import prose_page
from misread_widgets.language import _ as widget_words
from misread_widgets.protocol import Rate as RateMessage
from misread_widgets.views import exercise_text, judgement_text, plain, typeset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import JsonValue

    from misread_records.workshop import Vote
    from misread_scenarios.exercises import FormName, Rate, SituationForm
    from misread_widgets.views import View

BEST = "best"
SCALE = judgement_text.SCALE


class RatingView(QuestionView):
    """A rated situation on the projector and for the facilitator."""

    @functools.cached_property
    def situation(self) -> Rate:
        """The situation, in the spoken language if it is translated."""
        return rated_situations()[self.state.step.item]

    @property
    def lang(self) -> str:
        """The language of the situation."""
        return chosen(self.situation.language)

    @property
    def form_name(self) -> FormName:
        """Which of its two forms this workshop reads; the workshop's seed decides."""
        return FORMS[self.workshop.seed % len(FORMS)]

    @property
    def form(self) -> SituationForm:
        """That form."""
        return self.situation.forms[self.form_name]

    @property
    def kicker(self) -> str:
        """What it is."""
        return _("A situation to rate")

    @property
    def heading(self) -> str:
        """The title of the situation."""
        return typeset(self.situation.title, self.lang)

    @property
    def legend(self) -> str:
        """What to do."""
        return widget_words(judgement_text.INSTRUCTION)

    @functools.cached_property
    def order(self) -> tuple[str, ...]:
        """The options in the order of the screens."""
        return shuffled(tuple(self.situation.options), self.situation.id, self.form_name, self.workshop.seed)

    def told(self) -> list[View]:
        """Return the situation."""
        return plain([self.form.situation])

    @functools.cached_property
    def parts(self) -> tuple[Part, ...]:
        """The best of the four first, then the ratings of each."""
        texts = {option: typeset(self.situation.options[option]) for option in self.order}
        best = Part(
            widget_words(judgement_text.BEST),
            lettered(list(texts.items())),
            functools.partial(_given, BEST),
            frozenset({self.form.best}),
        )
        letters = {option.id: option.letter for option in best.options}
        scale = tuple(Option(str(place), str(place), widget_words(word)) for place, word in enumerate(SCALE, LOWEST))
        return (
            best,
            *(
                Part(
                    f"{letters[option]} · {texts[option]}",
                    scale,
                    functools.partial(_given, option),
                    frozenset({str(min(HIGHEST, max(LOWEST, round(self.form.key[option]))))}),
                    functools.partial(self._beside_key, option),
                )
                for option in self.order
            ),
        )

    def _beside_key(self, option: str, answers: Sequence[JsonValue], keyed: bool) -> str:  # noqa: FBT001 - a `Part.note`
        """Say the room's mean; once the key is shown, beside the key's value."""
        given = [int(rating) for answer in answers for rating in _given(option, answer)]
        if not given:
            return ""
        mean = figure(statistics.fmean(given))
        if not keyed:
            return _("On average the room gives {mean} of 4.").format(mean=mean)
        key = figure(self.form.key[option])
        return _("On average the room gives {mean} of 4, and the key {key}.").format(mean=mean, key=key)

    def asked_pages(self) -> list[View]:
        """Return the page with the four options."""
        rows = [{"letter": option.letter, "text": option.text, "hours": ""} for option in self.parts[0].options]
        return [{"kind": "choices", "label": self.legend, "options": rows}]

    def result_pages(self, *, keyed: bool = False) -> list[View]:
        """Return who picked which as the best, then how each option was rated, in a table."""
        least = self.workshop.settings.least
        best = self.parts[0].result(self.ballot, least, keyed=keyed)
        if best is None:
            return []
        last = self.ballot.rounds[: self.ballot.revealed][-1]
        tables = self._tables(list(last.values()), keyed=keyed) if is_enough(len(last), least) else []
        return [*spread_pages(best), *tables]

    def _tables(self, votes: list[Vote], *, keyed: bool) -> list[View]:
        """Return the pages with the ratings of the round that was revealed last; `keyed` marks the key's."""
        rows: list[View] = []
        heights = []
        for part, option in zip(self.parts[1:], self.order, strict=True):
            given = [rating for vote in votes for rating in part.picked(vote.answer)]
            cells = [
                {
                    "text": each.text,
                    "count": str(given.count(each.id)),
                    "share": round(100 * given.count(each.id) / len(votes)),
                    "key": keyed and each.id in part.key,
                }
                for each in part.options
            ]
            note = self._beside_key(option, [vote.answer for vote in votes], keyed)
            rows.append({"text": part.title, "cells": cells, "note": note})
            heights.append(0.9 * lines(part.title) + 3.3)
        label = _("How the room rated them; the key is framed") if keyed else _("How the room rated them")
        pages = packed(zip(rows, heights, strict=True), RESULT_LINES - 1)
        return [{"kind": "ratings", "label": label, "rows": each} for each in pages]

    def key_pages(self) -> list[View]:
        """Return the spread with the key marked, and the reason for the key."""
        pages = super().key_pages()
        if not pages:
            return []
        reason = plain([self.form.rationale, _key_from()])
        return [*pages, *(prose_page(each, widget_words(exercise_text.EXPLAINED)) for each in prose_pages(reason))]


class RatingOnPhones(QuestionOnPhones):
    """A rated situation on the phones, in the lessons' widget."""

    step: RatingView

    def told(self) -> View | None:
        """Return the situation while it is read, and again after the vote; the widget has it while voting is open."""
        return None if self.state.phase == "vote" else {"paragraphs": self.step.told(), "fact": None}

    def form(self) -> View | None:
        """Return nothing: the widget asks."""
        return None

    def widget(self) -> View | None:
        """Return the widget while voting is open."""
        return self._asked([]) if self.state.phase == "vote" else None

    def own(self, participant: str) -> View:
        """Return the widget with one's own vote filled in."""
        vote = self.ballot.votes.get(participant)
        if vote is None or self.state.phase != "vote":
            return {}
        ratings = [int(each) for option in self.step.order for each in _given(option, vote.answer)]
        best = [place for place, option in enumerate(self.step.order, 1) if option in _given(BEST, vote.answer)]
        return {"widget": self._asked([*ratings, *best])}

    def _asked(self, before: list[int]) -> View:
        step = self.step
        ask = {
            "key": f"{step.state.step.id} {self.ballot.number} {self.ballot.round}",
            "progress": "",
            "number": 1,
            "of": 1,
            "situation": step.told(),
            "instruction": step.legend,
            "scale": [widget_words(word) for word in SCALE],
            "options": [typeset(step.situation.options[option]) for option in step.order],
            "best": widget_words(judgement_text.BEST),
            "missing": {
                "rating": widget_words(judgement_text.RATE_THIS), "best": widget_words(judgement_text.PICK_ONE),
            },
            "left": exercise_text.still_to_answer(len(step.order) + 1),
            "confirm": widget_words(exercise_text.TRY_FIRST),
            "before": before,
        }  # fmt: skip
        shell = {"lang": spoken(), "dir": "ltr", "screen": "rate", "turn": "0", "say": "", "notice": None, "ack": None}
        words = {"waiting": dict.fromkeys(("saving", "slow", "again"), ""), "kicker": "", "title": ""}
        return hosted("rate.js", {**shell, **words, "who": "", "once": "", "ask": ask, "result": None})

    def more(self) -> View:
        """Return the reason for the key, once it is shown."""
        if not self.step.is_key_shown:
            return {}
        texts = [typeset(self.step.form.rationale), _key_from()]
        return {"later": {"label": widget_words(exercise_text.EXPLAINED), "texts": texts}}

    def kept(self, participant: str, sent: JsonValue) -> JsonValue:  # noqa: ARG002 - all have the same question
        """Return the ratings by option, the pick, and the form that was read."""
        message = message_of(sent)
        if not isinstance(message, RateMessage):
            raise BadVote(not_understood())
        order = self.step.order
        ratings: dict[str, JsonValue] = dict(zip(order, message.ratings, strict=True))
        return {"form": self.step.form_name, "ratings": ratings, "pick": order[message.best - 1]}

    def chosen(self, answer: JsonValue) -> list[str]:
        """Return the ratings in words, and the pick."""
        best, *rated = self.step.parts
        scale = {option.id: option.text for option in rated[0].options}
        texts = [
            f"{part.title} → {scale[rating]}" for part in rated for rating in part.picked(answer) if rating in scale
        ]
        picks = set(best.picked(answer))
        return [*texts, *(f"{best.title} {option.letter}" for option in best.options if option.id in picks)]

    def letters(self, answer: JsonValue) -> list[str]:  # noqa: ARG002 - letters stand for other things in each part
        """Return none."""
        return []

    def filled(self, answer: JsonValue) -> JsonValue:  # type: ignore[override]  # the page only compares it
        """Return the vote itself, by which the page knows that it has changed."""
        return answer


def _given(option: str, answer: JsonValue) -> list[str]:
    """Return how a vote rates an option, or which one it picks as the best."""
    if not isinstance(answer, dict):
        return []
    ratings = answer.get("ratings")
    given = answer.get("pick") if option == BEST else ratings.get(option) if isinstance(ratings, dict) else None
    return [] if given is None else [str(given)]


def _key_from() -> str:
    return widget_words(judgement_text.DRAFT) if is_draft() else widget_words(judgement_text.PANEL)
