"""The view of a run's path: a stop for each decision, past or ahead, and a line about the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_records.play_state import PlayState, fitting
from misread_scenarios.decisions import decisions, most_decisions
from misread_widgets.language import _
from misread_widgets.views import ui_text

if TYPE_CHECKING:
    from misread_widgets.views.rendering import Telling, View
    from misread_widgets.views.scene import Mode


def path(sitting: PlayState, telling: Telling, mode: Mode) -> View:
    """Return the stops, without the titles of scenes that are still ahead."""
    here = standing_at(sitting)
    made = sitting.decisions
    scenes = [decision.scene for decision in made]
    if sitting.screen == "situation" and sitting.stand.scene:
        scenes.append(sitting.stand.scene)
    stops = []
    for number in range(1, how_many(sitting) + 1):
        place = "now" if number == here else "past" if number <= len(made) else "ahead"
        title = telling.text(scenes[number - 1].title) if number <= len(scenes) else ""
        back = _back(sitting, mode, number, title) if number <= len(made) else None
        name = (
            ui_text.stop_name(number, title, place) if back or place != "past" else ui_text.stop_passed(number, title)
        )
        stops.append({"number": number, "place": place, "title": title, "name": name, "back": back})
    return {"label": _(ui_text.PATH), "stops": stops, "no": _(ui_text.STAY)}


def standing_at(sitting: PlayState) -> int | None:
    """Return the number of the decision on the screen; None at the end."""
    made = len(sitting.decisions)
    if sitting.screen == "consequence":
        return made
    return made + 1 if sitting.screen == "situation" else None


def how_many(sitting: PlayState) -> int:
    """Return how many decisions the run will have at most."""
    return most_decisions(sitting.stand)


def may_rewind(sitting: PlayState, mode: Mode, number: int) -> bool:
    """Return whether a learner may go back to a past decision; in an assessment, only after the first run."""
    return 1 <= number <= len(sitting.decisions) and (mode == "practice" or sitting.first_over)


def _back(sitting: PlayState, mode: Mode, number: int, title: str) -> View | None:
    if not may_rewind(sitting, mode, number):
        return None
    question = ui_text.rewind_question(number, title, first_over=sitting.first_over)
    return {"to": number, "question": question, "yes": ui_text.rewind_yes(number)}


def run(sitting: PlayState, telling: Telling) -> View | None:
    """Return a line about the current run and the first run, with a link to the first; None if no run has begun."""
    current, first = sitting.run, sitting.first
    if current is None or first is None:
        return None
    if current.attempt == first.attempt:
        return _first_run(sitting)
    from_decision = None if current.came_from is None else _began_at(sitting)
    text = ui_text.later_run(current.attempt, from_decision)
    stand = fitting(sitting.scenario, first)
    if not stand.over:
        waits = ui_text.first_run_waits(len(decisions(stand)) + 1)
        return {"text": f"{text} {waits}", "back": _(ui_text.FIRST_RUN_LINK), "attempt": 0}
    title = telling.text(stand.ending.title) if stand.ending else ""
    ended = ui_text.first_run_ended(title)
    return {"text": f"{text} {ended}", "back": _(ui_text.FIRST_RUN_READ), "attempt": first.attempt}


def _first_run(sitting: PlayState) -> View:
    """Return a line about the first run; once it is over, with a link to the latest unfinished run, if any."""
    stands = {run.attempt: fitting(sitting.scenario, run) for run in sitting.runs[1:]} if sitting.first_over else {}
    attempt, stand = next((pair for pair in reversed(stands.items()) if not pair[1].over), (0, None))
    if stand is None:
        return {"text": _(ui_text.FIRST_RUN), "back": "", "attempt": 0}
    waits = ui_text.run_waits(attempt, len(decisions(stand)) + 1)
    return {"text": f"{_(ui_text.FIRST_RUN)} {waits}", "back": ui_text.run_link(attempt), "attempt": attempt}


def _began_at(sitting: PlayState) -> int:
    """Return the number of the decision that the current run went back to."""
    return sum(decision.kept < sitting.kept for decision in sitting.decisions) + 1
