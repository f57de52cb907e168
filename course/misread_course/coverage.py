"""Where each idea of the course is taught, practised and assessed.

An idea is taught by a text of a lesson (`metadata.misread.covers` of its cell) or by a first guess. It is practised in
a case, an exercise, a talk with two mirrors, or a question from memory. It is assessed by an exercise that scores
itself and whose points count.
"""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from misread_course.catalogue import Lesson
from misread_course.graded_cells import graded_cells, problems
from misread_course.items import items
from misread_course.notebook import cells
from misread_scenarios.cards import load_guess, load_recall
from misread_scenarios.exercises import Scored, load_exercise
from misread_scenarios.format import load_mirrors
from misread_scenarios.ideas import ideas
from misread_scenarios.library import load

Way = Literal["taught", "practised", "assessed"]
IDEA = re.compile(r"S\d+$")


@dataclasses.dataclass(frozen=True)
class Use:
    """One place where an idea is used.

    Attributes:
        idea: its id.
        lesson: the name of the lesson.
        place: what names the idea there: the id of a cell or of an item.
        cell: the id of that cell, or of the cell that opens the item.
        way: how the idea is used.
    """

    idea: str
    lesson: str
    place: str
    cell: str
    way: Way


@dataclasses.dataclass(frozen=True)
class Coverage:
    """Where one idea is used.

    Attributes:
        idea: its id.
        core: whether it has to be assessed as well.
        places: what uses it, by the way in which it is used, each written `m4-sam-and-priya sam-priya`.
    """

    idea: str
    core: bool
    places: Mapping[Way, tuple[str, ...]]

    @property
    def gaps(self) -> tuple[Way, ...]:
        """In which of the ways that it needs the idea is not used."""
        needed: tuple[Way, ...] = ("taught", "practised", "assessed") if self.core else ("taught", "practised")
        return tuple(way for way in needed if not self.places[way])


def coverage(lessons: Iterable[Lesson]) -> tuple[Coverage, ...]:
    """Return where each idea is used in some lessons, in the order of the ideas."""
    places: dict[str, dict[Way, list[str]]] = defaultdict(lambda: {"taught": [], "practised": [], "assessed": []})
    for lesson in lessons:
        for use in (use for use in uses(lesson) if use.idea in ideas()):
            named = f"{use.lesson} {use.place}"
            if named not in places[use.idea][use.way]:
                places[use.idea][use.way].append(named)
    return tuple(
        Coverage(id_, idea.core, {way: tuple(named) for way, named in places[id_].items()})
        for id_, idea in ideas().items()
    )


def uses(lesson: Lesson) -> Iterator[Use]:
    """Yield every use of an idea in a lesson, in the lesson's order; ids that name no idea are among them."""
    for cell in cells(lesson):
        for id_ in cell["metadata"].get("misread", {}).get("covers", ()):
            yield Use(id_, lesson.name, cell["id"], cell["id"], "taught")
    unclear = [cell["id"] for cell, _ in problems(cells(lesson))]  # another rule names these
    clear = (cell for cell in cells(lesson) if cell["id"] not in unclear)
    scored = {cell.item for cell in graded_cells(clear) if not cell.by_hand}
    for item in items(lesson):
        way: Way = "taught" if item.kind == "guess" else "practised"
        for id_ in _covers(item.kind, item.id):
            yield Use(id_, lesson.name, item.id, item.cell, way)
            if item.kind == "exercise" and item.id in scored and isinstance(load_exercise(item.id), Scored):
                yield Use(id_, lesson.name, item.id, item.cell, "assessed")


def _covers(kind: str, id_: str) -> tuple[str, ...]:
    """Return the ideas that an item names. A case also names findings, which are no ideas."""
    match kind:
        case "guess":
            return load_guess(id_).covers
        case "recall":
            card = load_recall(id_)
            return tuple(
                dict.fromkeys([*card.covers, *(idea for question in card.questions for idea in question.covers)])
            )
        case "mirrors":
            return load_mirrors(id_).covers
        case "exercise":
            return load_exercise(id_).covers
        case _:
            named = (idea for scene in load(id_).scenes for choice in scene.choices for idea in choice.covers)
            return tuple(dict.fromkeys(idea for idea in named if IDEA.match(idea)))
