"""The widget of a set of situations to rate: one at a time, and at the end what the ratings show."""

from __future__ import annotations

import statistics
import zlib
from typing import TYPE_CHECKING

from misread_records.judgement import Rated, Sitting, change, findings, rating_slot, sitting, sittings
from misread_records.progress import ItemProgress, standing_at
from misread_scenarios.competencies import competencies
from misread_scenarios.exercises import rated_situations
from misread_scenarios.judgement import Moment, is_draft
from misread_scenarios.language import spoken
from misread_scenarios.names import shuffled
from misread_widgets import assets, protocol
from misread_widgets.language import _
from misread_widgets.lesson_widget import Deed, LessonWidget, Stale, WidgetPlace
from misread_widgets.views import exercise_text as exercise_words
from misread_widgets.views import judgement_text as words
from misread_widgets.views import plain, typeset

if TYPE_CHECKING:
    from misread_records import Event
    from misread_records.judgement import CompetencyFinding
    from misread_scenarios.judgement import JudgementSet
    from misread_widgets.views import View

EARLIER: dict[Moment, tuple[Moment, ...]] = {"before": (), "after": ("before",), "later": ("before", "after")}
"""The moments that each moment is compared with."""


class Judging(LessonWidget):
    """Shows one set. The view contains no key and no reason before all situations are rated.

    The options are shuffled for each learner and numbered by their places on the screen.
    """

    _esm = assets.script("rate.js")
    _css = assets.style()

    def __init__(self, place: WidgetPlace, of: JudgementSet) -> None:
        """Show the set with the ratings so far."""
        self._set = of
        self._seed = zlib.crc32(place.seat.learner.encode())
        self._all_events: tuple[Event, ...] = ()
        super().__init__(place, of.id)

    @property
    def sitting(self) -> Sitting:
        """The learner's way through the set."""
        return sitting(self._events, self._item, self.seat.learner)

    def _look(self) -> None:
        super()._look()
        # The earlier sets stand in other lessons. They are needed only at the end, so most readings do without them.
        own = sitting(self._read_events, self._item, self.seat.learner)
        self._all_events = self.seat.journal.read(self.seat.learner) if own.is_complete else ()

    def _forget(self) -> None:
        super()._forget()
        self._all_events = ()

    def _draw(self) -> View:
        now, of = self.sitting, len(rated_situations())
        number = len(now.rated)
        asked = now.next_situation
        return {
            "lang": spoken(),
            "screen": "rate" if asked else "done",
            "turn": str(number),
            "kicker": words.kicker(self._set.minutes),
            "title": typeset(rated_situations()[asked].title) if asked else _(words.DONE),
            "say": words.saved(number + 1, of) if asked and number else "" if asked else _(words.DONE),
            "who": _(words.WHO) if not asked or not number else "",
            "once": _(words.ONCE) if not number else "",
            "ask": self._ask(now, asked, of) if asked else None,
            "result": None if asked else self._result(now),
        }

    def _ask(self, now: Sitting, situation: str, of: int) -> View:
        item, number = rated_situations()[situation], len(now.rated) + 1
        return {
            "key": situation,
            "progress": words.progress(number, of),
            "number": number,
            "of": of,
            "situation": plain([item.forms[now.form].situation]),
            "instruction": _(words.INSTRUCTION),
            "scale": [_(word) for word in words.SCALE],
            "options": [typeset(item.options[option]) for option in self._order(now, situation)],
            "best": _(words.BEST),
            "missing": {"rating": _(words.RATE_THIS), "best": _(words.PICK_ONE)},
            "left": exercise_words.still_to_answer(len(item.options) + 1),
            "confirm": _(words.FINISH if number == of else words.GO_ON),
        }

    def _order(self, now: Sitting, situation: str) -> tuple[str, ...]:
        """Return the options of a situation in the order of the screen."""
        return shuffled(tuple(rated_situations()[situation].options), situation, now.form, self._seed)

    def _result(self, now: Sitting) -> View:
        key = _(words.DRAFT if is_draft() else words.PANEL)
        return {
            "lead": "" if self._set.tells else _(words.THANKS),
            "summary": {
                "title": _(words.BY_COMPETENCY),
                "about": [key, _(words.LITTLE)],
                "lines": [
                    {
                        "name": typeset(competencies()[finding.competency].name),
                        "text": self._said(finding),
                    }
                    for finding in findings(now)
                ],
            },
            "compared": self._compared(now),
            "reasons": {
                "title": _(words.REASONS),
                "lines": [_reason(now, rated) for rated in now.rated] if self._set.tells else [],
            },
        }

    def _said(self, finding: CompetencyFinding) -> str:
        """Return what a set shows of a competency; counts of single options only where the keys are told."""
        said = [words.closeness(finding)]
        if self._set.tells:
            said += [words.picked(finding), words.overrated(finding)]
        return " ".join(filter(None, said))

    def _compared(self, now: Sitting) -> list[View]:
        """Return what has changed since each earlier set that is complete."""
        others = sittings(self._all_events, self.seat.learner)
        compared = []
        for moment in EARLIER[self._set.moment]:
            first = others[moment]
            moved = change(first, now)
            if moved and first.distances and now.distances:
                means = [statistics.fmean(each.distances.values()) for each in (first, now) if each.distances]
                compared.append({"title": _(words.COMPARED[moment]), "text": words.compared(moved, *means)})
        return compared

    def _standing(self) -> ItemProgress:
        return standing_at(len(self.sitting.rated), len(rated_situations()))

    def _do(self, message: protocol.Message) -> None:
        now = self.sitting
        situation = now.next_situation
        if not isinstance(message, protocol.Rate) or situation is None or message.turn != str(len(now.rated)):
            raise Stale
        order = self._order(now, situation)
        self._keep(
            message.id,
            Deed(
                "answered",
                {
                    "situation": situation,
                    "form": now.form,
                    "order": list(order),
                    "ratings": dict(zip(order, message.ratings, strict=True)),
                    "pick": order[message.best - 1],
                },
                slot=rating_slot(self._item, situation),
                content=rated_situations()[situation].version,
            ),
        )
        if self.sitting.is_complete:
            self._look()


def _reason(now: Sitting, rated: Rated) -> View:
    """Return a rated situation with the key and its reason."""
    item = rated_situations()[rated.situation]
    form = item.forms[now.form]
    by_value = sorted(item.options, key=lambda option: -form.key[option])
    return {
        "title": typeset(item.title),
        "mark": "right" if rated.is_best else "wrong",
        "pick": _(words.IS_BEST if rated.is_best else words.IS_OTHER),
        "situation": plain([form.situation]),
        "options": [
            {
                "text": typeset(item.options[option]),
                "tags": [
                    *([_(words.STRONGEST)] if option == form.best else []),
                    *([_(words.YOUR_PICK)] if option == rated.pick else []),
                ],
                "rated": words.rated(rated.ratings[option], form.key[option]),
            }
            for option in by_value
        ],
        "why": _(exercise_words.EXPLAINED),
        "rationale": typeset(form.rationale),
    }
