"""The lists of a data exercise: what can be shown, and how learners choose from it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Literal

from misread_scenarios.exercises import Selection
from misread_widgets.language import _
from misread_widgets.views import data_text as words
from misread_widgets.views.typesetting import typeset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from misread_scenarios.exercises import Data
    from misread_widgets.views.rendering import View


class CannotLook(ValueError):
    """What was chosen cannot be shown; the message is for the learner, and says what can."""


@dataclasses.dataclass(frozen=True)
class Menu:
    """One list.

    Attributes:
        part: the part of a selection that the list decides on.
        label: the list's label.
        options: what may be chosen: names, which the page never sees, and their labels; the name for nothing is empty.
        column: the column that a filter is about.
    """

    part: Literal["measure", "group", "filter", "weighting"]
    label: str
    options: tuple[tuple[str, str], ...]
    column: str = ""


def menus(exercise: Data) -> tuple[Menu, ...]:
    """Return the lists in the order of the page; a list with one option is left out."""
    fields = [(column, typeset(exercise.fields[column].label)) for column in exercise.groups]
    measures = tuple((id_, typeset(measure.label)) for id_, measure in exercise.measures.items())
    weightings = [(id_, typeset(weighting.label)) for id_, weighting in exercise.weightings.items()]
    filters = [
        Menu(
            "filter",
            words.filtered(typeset(exercise.fields[column].label)),
            (
                ("", _(words.EVERYBODY)),
                *((value, typeset(label)) for value, label in exercise.fields[column].values.items()),
            ),
            column,
        )
        for column in exercise.filters
    ]
    listed = (
        Menu("measure", _(words.MEASURE), measures),
        Menu("group", _(words.FIRST_GROUP), (("", _(words.ALL_TOGETHER)), *fields)),
        *([Menu("group", _(words.SECOND_GROUP), (("", _(words.NO_SECOND)), *fields))] if len(fields) > 1 else []),
        *filters,
        Menu("weighting", _(words.WEIGHTING), (("", _(words.NO_WEIGHTING)), *weightings)),
    )
    return tuple(menu for menu in listed if len(menu.options) > 1)


def selected(exercise: Data, picks: Sequence[int]) -> Selection:
    """Return what was chosen, from the place of an option in each list, counted from 1.

    A column that is chosen twice to compare by counts once.

    Raises:
        CannotLook: if a figure is to be weighted in a way that says nothing.
        LookupError: if the picks do not fit the lists.
    """
    shown = menus(exercise)
    if len(picks) != len(shown) or any(
        not 1 <= pick <= len(menu.options) for pick, menu in zip(picks, shown, strict=False)
    ):
        raise LookupError(f"there are {len(shown)} lists; give each the place of one of its options")
    chosen = [(menu, menu.options[pick - 1][0]) for pick, menu in zip(picks, shown, strict=True)]
    measure = next((name for menu, name in chosen if menu.part == "measure"), next(iter(exercise.measures)))
    groups = tuple(dict.fromkeys(name for menu, name in chosen if menu.part == "group" and name))
    filters = {menu.column: name for menu, name in chosen if menu.part == "filter" and name}
    weighting = next((name for menu, name in chosen if menu.part == "weighting"), "")
    if weighting and exercise.measures[measure].kind == "count":
        raise CannotLook(_(words.COUNT_WEIGHTED))
    if weighting and exercise.weightings[weighting].by in groups:
        raise CannotLook(_(words.WEIGHTED_BY_ITSELF))
    return Selection(measure=measure, groups=groups, filters=filters, weighting=weighting)


def looking(exercise: Data) -> View:
    """Return the lists as the page shows them."""
    return {
        "legend": _(words.LOOK),
        "how": _(words.HOW_TO_LOOK),
        "menus": [
            {"label": menu.label, "options": [label for _name, label in menu.options]} for menu in menus(exercise)
        ],
        "show": _(words.SHOW),
        "seen": _(words.SEEN),
    }
