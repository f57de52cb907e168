"""The view of a debrief: the ending, the turning point and, folded, the details of the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_records.play_state import PlayState, fitting
from misread_scenarios.paths import Advice, advice, figures
from misread_scenarios.play import ending_paragraphs, why_of
from misread_widgets.language import _
from misread_widgets.views import debrief_text as words
from misread_widgets.views.alternatives import changed_endings, forks, forks_by_decision
from misread_widgets.views.bars import bars, earned_in
from misread_widgets.views.curves import curves
from misread_widgets.views.turning_point import best_texts, turning

if TYPE_CHECKING:
    from misread_scenarios.decisions import Decision
    from misread_scenarios.play import Stand
    from misread_widgets.views.rendering import Telling, View
    from misread_widgets.views.scene import Scenes


def heading(stand: Stand, telling: Telling) -> str:
    """Return the title of the ending."""
    return telling.text(stand.ending.title) if stand.ending else _(words.NO_ENDING)


def debrief(sitting: PlayState, scenes: Scenes) -> View:
    """Return the whole debrief if the first run is over; until then, a later run shows its ending only."""
    stand, telling = sitting.stand, scenes.telling
    view: View = {"ending": telling.paragraphs(ending_paragraphs(stand)), "truth": "", "kept": None}
    if not sitting.first_over:
        return view | dict.fromkeys(("turning", "closer", "again")) | {"kept": _(words.KEPT)}
    return view | {
        "truth": truth(stand, telling),
        "turning": turning(sitting, scenes),
        "closer": {
            "label": _(words.CLOSER),
            "rarity": _rarity(stand),
            "bars": bars(sitting, telling),
            "curves": curves(sitting, telling),
            "decisions": _decisions(sitting, scenes),
            "runs": _runs(sitting, telling),
        },
        "again": {"text": words.again_text(worlds=bool(stand.drawn)), "button": _(words.AGAIN)},
    }


def _rarity(stand: Stand) -> str:
    case = figures(stand.scenario).case(stand.drawn)
    reached = case.endings.get(stand.ending.id, 0) if stand.ending else 0
    return words.rarity(case.paths, reached) if reached else ""


def truth(stand: Stand, telling: Telling) -> str:
    """Return what was true in this run, in the words of the claim that fits the drawn facts; empty if there is none."""
    for scene in stand.scenario.scenes:
        for choice in scene.choices:
            claim = choice.claims
            if claim and set(claim.names()) & set(stand.drawn) and claim.holds(stand.state):
                return words.truth(telling.text(choice.text))
    return ""


def _decisions(sitting: PlayState, scenes: Scenes) -> View:
    points = {id(point.step): point for point in advice(sitting.stand)}
    all_forks = tuple(forks(sitting.stand))
    others = forks_by_decision(all_forks, scenes)
    items = [
        _decision(number, decision, points[id(decision.last)], scenes) | {"others": others.get(number, [])}
        for number, decision in enumerate(sitting.decisions, 1)
    ]
    labels = {"others": _(words.OTHERS), "again": _(words.PLAY_ON)}
    return {
        "label": _(words.DECISIONS),
        "text": changed_endings(all_forks, sitting.stand),
        "labels": labels,
        "items": items,
    }


def _decision(number: int, decision: Decision, point: Advice, scenes: Scenes) -> View:
    text = scenes.telling.text
    best = [] if point.is_best else best_texts(point, scenes)
    return {
        "to": number,
        "title": words.decision_named(number, text(decision.scene.title)),
        "chosen": scenes.chosen_lines(decision),
        "happened": [text(happened) for happened in scenes.happened(decision)],
        "notes": [text(why) for choice in decision.choices if (why := why_of(choice, decision.last))],
        "best": {"label": words.best_there(len(best)), "texts": best},
        "points": earned_in(decision),
    }


def _came_to(stand: Stand, telling: Telling) -> str:
    """Return the ending of a run and, if there were any on offer, the points earned."""
    earned, most = sum(stand.points.values()), sum(stand.offered.values())
    ending = heading(stand, telling)
    return f"{ending}, {words.out_of(earned, most)}" if most else ending


def _runs(sitting: PlayState, telling: Telling) -> View | None:
    if len(sitting.runs) < 2:  # noqa: PLR2004 - one run needs no list
        return None
    items = []
    for run in sitting.runs:
        stand = fitting(sitting.scenario, run)
        came_to = _came_to(stand, telling) if stand.over else _(words.NOT_OVER)
        current = run == sitting.run
        items.append(
            {
                "text": words.run_line(run.attempt, came_to, current=current),
                "attempt": run.attempt,
                "open": "" if current else _(words.READ_RUN) if stand.over else _(words.GO_ON_WITH_RUN),
                "name": words.open_run(run.attempt, over=stand.over),
            }
        )
    return {"label": _(words.RUNS), "items": items}
