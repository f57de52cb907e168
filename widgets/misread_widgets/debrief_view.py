"""What a finished run opens: the ending, and apart from it how it was reached, and what else could have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_scenarios.figures import figures
from misread_scenarios.texts import ending_paragraphs, why_of
from misread_widgets import debrief_words as words
from misread_widgets.bars_view import bars, earned_in
from misread_widgets.comparison_view import comparison
from misread_widgets.curves_view import curves
from misread_widgets.sitting import Sitting, fitting
from misread_widgets.slips_view import slips

if TYPE_CHECKING:
    from misread_scenarios.engine import Stand
    from misread_widgets.decisions import Decision
    from misread_widgets.scene_view import Scenes
    from misread_widgets.telling import Telling, View


def heading(stand: Stand, telling: Telling) -> str:
    """Return the title of the ending."""
    return telling.text(stand.ending.title) if stand.ending else words.NO_ENDING


def debrief(sitting: Sitting, scenes: Scenes) -> View:
    """Return all of the debrief once the first run is over; until then another run shows its ending only."""
    stand, telling = sitting.stand, scenes.telling
    view: View = {"ending": telling.paragraphs(ending_paragraphs(stand)), "rarity": "", "truth": "", "kept": None}
    parts = ("bars", "curves", "compare", "slips", "decisions", "runs", "again")
    if not sitting.first_over:
        return view | dict.fromkeys(parts) | {"kept": words.KEPT}
    case = figures(stand.scenario).case(stand.drawn)
    reached = case.endings.get(stand.ending.id, 0) if stand.ending else 0
    return view | {
        "rarity": words.rarity(case.paths, reached) if reached else "",
        "truth": truth(stand, telling),
        "bars": bars(stand, telling),
        "curves": curves(sitting, telling),
        "compare": comparison(case, scenes),
        "slips": slips(scenes),
        "decisions": _decisions(sitting, scenes),
        "runs": _runs(sitting, telling),
        "again": {"text": words.AGAIN_TEXT, "button": words.AGAIN},
    }


def truth(stand: Stand, telling: Telling) -> str:
    """Say what was true this time, in the words of the claim that the drawn facts bear out."""
    for scene in stand.scenario.scenes:
        for choice in scene.choices:
            claim = choice.claims
            if claim and set(claim.names()) & set(stand.drawn) and claim.holds(stand.state):
                return words.truth(telling.text(choice.text))
    return ""


def _decisions(sitting: Sitting, scenes: Scenes) -> View:
    items = [_decision(number, decision, scenes) for number, decision in enumerate(sitting.decisions, 1)]
    return {"label": words.DECISIONS, "text": words.DECISIONS_TEXT, "items": items}


def _decision(number: int, decision: Decision, scenes: Scenes) -> View:
    text = scenes.telling.text
    return {
        "title": words.slip_decision(number, text(decision.scene.title)),
        "chosen": [chosen for step in decision.steps for chosen in scenes.chosen(step)],
        "happened": [text(happened) for happened in scenes.happened(decision)],
        "notes": [text(why) for choice in decision.choices if (why := why_of(choice, decision.last))],
        "points": earned_in(decision.steps),
    }


def _runs(sitting: Sitting, telling: Telling) -> View | None:
    if len(sitting.runs) < 2:  # noqa: PLR2004 - one run needs no list
        return None
    lines = []
    for run in sitting.runs:
        stand = fitting(sitting.scenario, run)
        ending = heading(stand, telling) if stand.over else words.NOT_OVER
        lines.append(words.run_line(run.attempt, ending, current=run == sitting.run))
    return {"label": words.RUNS, "lines": lines}
