"""The views of a story's screens: the cover, a situation with its choices, and the consequence of a choice."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Literal

from misread_scenarios.decisions import Decision, still_to_come
from misread_scenarios.names import shuffled
from misread_scenarios.play import situation, then_of, transitions, why_of
from misread_widgets.language import _
from misread_widgets.views import ui_text
from misread_widgets.views.rendering import Telling, View

if TYPE_CHECKING:
    from misread_scenarios.model import Choice, Scene
    from misread_scenarios.play import Stand, Step

Mode = Literal["practice", "assessment"]


@dataclasses.dataclass(frozen=True)
class Scenes:
    """Makes the views for one stand of a run."""

    stand: Stand
    telling: Telling
    mode: Mode

    def cover(self) -> View:
        """Return the cover."""
        scenario = self.stand.scenario
        feedback = _(ui_text.COVER_PRACTICE) if self.mode == "practice" else _(ui_text.COVER_ASSESSMENT)
        lines = [
            ui_text.minutes(scenario.minutes),
            ui_text.decisions(still_to_come(scenario, self.stand.scene)),
            feedback,
        ]
        return {"lines": lines, "note": _(ui_text.COVER_NOTE), "begin": _(ui_text.BEGIN)}

    def situation(self) -> View:
        """Return the situation of the current scene."""
        scene = self.stand.scene
        fact = None
        if scene and scene.fact and self.stand.fact_shown:
            fact = {"label": _(ui_text.ONE_MORE_FACT), "paragraphs": self.telling.paragraphs([scene.fact])}
        return {"paragraphs": self.telling.paragraphs(situation(self.stand)), "fact": fact}

    def ask(self, key: str) -> View | None:
        """Return the question of the current scene; `key` changes when the question does."""
        scene = self.stand.scene
        if scene is None:
            return None
        options = offered(self.stand)
        timed = any(choice.hours for other in self.stand.scenario.scenes for choice in other.choices)
        pick = min(scene.pick, len(options))
        return {
            "key": key,
            "legend": ui_text.legend(pick, fact=scene.fact is not None, again=self.stand.fact_shown),
            "pick": pick,
            "options": [
                {
                    "token": str(place),
                    "text": self.telling.text(choice.text),
                    "hours": ui_text.hours(choice.hours) if timed else "",
                    "sure": scene.confidence is not None and choice.claims is not None,
                }
                for place, choice in enumerate(options, 1)
            ],
            "confirm": _(ui_text.CONFIRM),
            "keys": ui_text.keys(len(options)),
            "count": ui_text.chosen_counts(pick),
            "missing": ui_text.missing(pick),
            "sureness": self._sureness(scene),
        }

    def consequence(self, decision: Decision) -> View:
        """Return the consequence of a decision and, in practice, the feedback on it."""
        practice = self.mode == "practice"
        return {
            "again": _(ui_text.READ_AGAIN),
            "situation": self.telling.paragraphs(
                transitions.shown(decision.scene.paragraphs, decision.steps[0].before)
            ),
            "label": _(ui_text.YOU_CHOSE),
            "chosen": self.chosen_lines(decision),
            "happened": self.telling.paragraphs(self.happened(decision)),
            "feedback": {"label": _(ui_text.FEEDBACK), "notes": self._notes(decision)} if practice else None,
            "next": _(ui_text.GO_ON),
            "keys": _(ui_text.KEY_GOES_ON),
        }

    def chosen_lines(self, decision: Decision) -> list[str]:
        """Return the texts of the choices in a decision; if it was asked twice, each says which time."""
        chosen = [text for step in decision.steps for text in self.chosen(step)]
        if len(decision.steps) == 1:
            return chosen
        frames = (ui_text.before_fact, ui_text.after_fact)
        return [frame(text) for frame, text in zip(frames, chosen, strict=True)]

    def chosen(self, step: Step) -> list[str]:
        """Return the texts of the choices in a step."""
        return [ui_text.sure(self.telling.text(choice.text), step.confidence) for choice in step.choices]

    def happened(self, decision: Decision) -> list[str]:
        """Return the consequences of a decision's choices, with name slots not filled in."""
        return [text for choice in decision.choices if (text := then_of(choice, decision.last))]

    def _notes(self, decision: Decision) -> list[View]:
        """Return the feedback on each choice; if there are several, each names its choice."""
        several = len(decision.choices) > 1
        return [
            {
                "about": self.telling.text(choice.text) if several else "",
                "paragraphs": self.telling.paragraphs([why_of(choice, decision.last)]),
            }
            for choice in decision.choices
        ]

    def _sureness(self, scene: Scene) -> View | None:
        if scene.confidence is None:
            return None
        levels = [{"value": level, "text": ui_text.per_cent(level)} for level in scene.confidence.levels]
        return {"legend": _(ui_text.SURENESS), "levels": levels, "missing": _(ui_text.SURENESS_MISSING)}


def offered(stand: Stand) -> tuple[Choice, ...]:
    """Return the choices that the scene offers now, in the order that this run shows them."""
    if stand.scene is None:
        return ()
    seen = transitions.visible(stand.scene, stand.state)
    order = shuffled(stand.scene.choices, stand.scenario.id, stand.scene.id, stand.seed)
    return tuple(choice for choice in order if choice in seen)


def pick_of(stand: Stand, tokens: tuple[str, ...], confidence: int | None) -> str | None:
    """Return the pick for options on the screen; None if they are not a valid pick."""
    options = offered(stand)
    places = {str(place): choice for place, choice in enumerate(options, 1)}
    if len(set(tokens)) < len(tokens) or not set(tokens) <= set(places):
        return None
    wanted = {places[token].id for token in tokens}
    for move in stand.moves:
        if {choice.id for choice in move.choices} == wanted and move.confidence == confidence:
            return move.pick
    return None
