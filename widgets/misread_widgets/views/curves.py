"""The view of a run's hidden variables, as a curve with their values after each decision."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from misread_scenarios.language import SOURCE, spoken
from misread_widgets.language import _
from misread_widgets.views import debrief_text as words

if TYPE_CHECKING:
    from misread_records.play_state import PlayState
    from misread_scenarios.decisions import Decision
    from misread_scenarios.model import Variable
    from misread_widgets.views.rendering import Telling, View

WIDEST_CODE = 4
"""A number whose range is at most this is a code for a few cases, and gets no curve."""
STORY_ONLY = "story only"


def curves(sitting: PlayState, telling: Telling) -> View | None:
    """Return a curve for each hidden number that changed; None if the story has none, or before the first decision."""
    made = sitting.decisions
    drawn = {name: variable for name, variable in sitting.scenario.variables.items() if _is_curve(variable)}
    if not drawn or not made:
        return None
    closes = any(sitting.stand.state[name] != made[-1].last.after[name] for name in drawn)
    values = {name: _values(name, made, sitting, closes=closes) for name in drawn}
    labels = {name: label(variable, telling) for name, variable in drawn.items()}
    moved = [name for name in drawn if len(set(values[name])) > 1]
    largest, at = _largest(values, moved)
    items = [_curve(drawn[name], labels[name], values[name], is_largest=name == largest) for name in moved]
    return {
        "label": _(words.CURVES),
        "text": _headline(labels, values, largest, words.when(at, len(made))),
        "start": _(words.START),
        "stops": list(range(1, len(made) + 1)),
        "end": _(words.END) if closes else "",
        "items": items,
        "still": words.still([_lower(labels[name]) for name in drawn if name not in moved]) if moved else "",
        "table": {
            "label": _(words.TABLE),
            "caption": _(words.TABLE_CAPTION),
            "head": [
                _(words.VARIABLE),
                _(words.START),
                *map(str, range(1, len(made) + 1)),
                *([_(words.END)] if closes else []),
            ],
            "rows": [[labels[name], *(str(value) for value in values[name])] for name in drawn],
        },
    }


def label(variable: Variable, telling: Telling) -> str:
    """Return the first clause of an author's label for a variable, with the names of this run."""
    clause = variable.label.partition(";")[0].strip()
    for id_, member in telling.story.cast.items():
        clause = re.sub(rf"\b{re.escape(member.name)}\b", telling.names.of(id_).name, clause)
    text = telling.text(clause)
    return text[:1].upper() + text[1:]


def _is_curve(variable: Variable) -> bool:
    is_story_only = variable.label.startswith(STORY_ONLY)
    has_curve = variable.kind == "number" and variable.high - variable.low > WIDEST_CODE
    return has_curve and bool(variable.label) and not is_story_only


def _values(name: str, made: tuple[Decision, ...], sitting: PlayState, *, closes: bool) -> list[int]:
    """Return the value at the start, after each decision and, if `closes`, at the end of the run."""
    values = [int(made[0].steps[0].before[name]), *(int(decision.last.after[name]) for decision in made)]
    return [*values, int(sitting.stand.state[name])] if closes else values


def _largest(values: dict[str, list[int]], moved: list[str]) -> tuple[str, int]:
    """Return the variable with the largest change at one decision, and the number of that decision."""
    steps = [
        (abs(after - before), -place, name)
        for name in moved
        for place, (before, after) in enumerate(zip(values[name], values[name][1:], strict=False), 1)
    ]
    _size, place, name = max(steps, default=(0, 0, ""), key=lambda step: step[:2])
    return name, -place


def _headline(labels: dict[str, str], values: dict[str, list[int]], largest: str, when: str) -> str:
    if not largest:
        return _(words.CURVES_STILL)
    steps = zip(values[largest], values[largest][1:], strict=False)
    before, after = max(steps, key=lambda step: abs(step[1] - step[0]))
    return words.curve_headline(_lower(labels[largest]), before, after, when)


def _lower(text: str) -> str:
    """Return a label for the middle of a sentence: in English in lower case, unless it begins with a name."""
    if spoken() != SOURCE:
        return text
    return text if re.match(r"\w+[’']s\b|[A-Z]+\b", text) else text[:1].lower() + text[1:]


def _curve(variable: Variable, text: str, values: list[int], *, is_largest: bool) -> View:
    return {
        "label": text,
        "values": values,
        "low": variable.low,
        "high": variable.high,
        "from": str(values[0]),
        "to": str(values[-1]),
        "told": is_largest,
    }
