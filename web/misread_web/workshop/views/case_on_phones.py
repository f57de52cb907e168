"""A case on the phones: the situation, the choice form of the lessons, and the consequence with its reasoning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_records.workshop import choices_of, confidence_of
from misread_scenarios.decisions import decisions
from misread_web.language import _
from misread_web.workshop.views.case import CaseView
from misread_web.workshop.views.on_phones import BadVote, StepOnPhones, not_understood
from misread_widgets.views import Scenes, debrief, pick_of, plain, ui_text

if TYPE_CHECKING:
    from pydantic import JsonValue

    from misread_widgets.views import View


class CaseOnPhones(StepOnPhones):
    """A case as it has been played so far."""

    step: CaseView

    def told(self) -> View | None:
        """Return the situation, or the ending."""
        if not self.step.stand.over:
            return self.step.scenes.situation()
        ending = debrief(self.step.sitting, self.step.scenes)
        truth = plain([ending["truth"]]) if ending["truth"] else []
        return {"paragraphs": [*ending["ending"], *truth], "fact": None}

    def form(self) -> View | None:
        """Return the choices of the scene, with the letters that the projector shows."""
        view = self.step.scenes.ask("")
        if view is None:
            return None
        letters = [option.letter for option in self.step.options()]
        options = [{**option, "letter": letter} for option, letter in zip(view["options"], letters, strict=True)]
        return {**view, "options": options, "keys": ""}

    def results(self) -> list[View]:
        """Return the spread over the choices."""
        result = self.step.result()
        return [{"title": "", **result}] if result else []

    def consequence(self) -> View | None:
        """Return what follows from the pick that is shown; after a first reading, the fact that is told then."""
        pick = self.state.pick
        stand = self.step.after(pick) if pick else None
        if stand is None:
            return None
        scenes = Scenes(stand, self.step.telling, "practice")
        if stand.fact_shown:
            return {"label": "", "chosen": [], "happened": [], "feedback": None, "fact": scenes.situation()["fact"]}
        view = scenes.consequence(decisions(stand)[-1])
        branches = len(self.state.branches)
        several = _("Branch {number} of {branches}").format(number=self.state.branch + 1, branches=branches)
        return {
            "label": several if branches > 1 else _("The room follows"),
            "chosen": view["chosen"],
            "happened": view["happened"],
            "feedback": view["feedback"],
            "fact": None,
        }

    def kept(self, participant: str, sent: JsonValue) -> JsonValue:  # noqa: ARG002 - all have the same choices
        """Return the pick for the options that a page has sent."""
        given = sent if isinstance(sent, dict) else {}
        options, confidence = given.get("options"), given.get("confidence")
        if not isinstance(options, list) or (confidence is not None and not isinstance(confidence, int)):
            raise BadVote(not_understood())
        pick = pick_of(self.step.stand, tuple(str(each) for each in options), confidence)
        if pick is None:
            raise BadVote(not_understood())
        return pick

    def chosen(self, answer: JsonValue) -> list[str]:
        """Return the texts of the choices in a pick."""
        picked = choices_of(str(answer))
        texts = [option.text for option in self.step.options() if option.id in picked]
        return [ui_text.sure(text, confidence_of(str(answer))) for text in texts]

    def letters(self, answer: JsonValue) -> list[str]:
        """Return the letters of the choices in a pick."""
        return [option.letter for option in self.step.options() if option.id in choices_of(str(answer))]

    def filled(self, answer: JsonValue) -> View:
        """Return the places of the choices in a pick, and the confidence."""
        picked = choices_of(str(answer))
        places = [str(place) for place, option in enumerate(self.step.options(), 1) if option.id in picked]
        return {"options": places, "confidence": confidence_of(str(answer))}
