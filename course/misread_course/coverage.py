"""Where each idea of the course is taught, practised and assessed.

A text of a lesson teaches an idea (`metadata.misread.covers` of its cell), and so does a first guess. A case, an
exercise, a talk with two mirrors or a question from memory practises an idea. A self-scoring exercise whose points
count assesses an idea, and so does a set of situations to rate.
"""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal

from misread_course.catalogue import Lesson
from misread_course.graded_cells import graded_cells, problems
from misread_course.items import items
from misread_course.notebook import cells
from misread_scenarios.cards import load_guess, load_recall
from misread_scenarios.exercises import Scored, load_exercise, load_form
from misread_scenarios.format import load_mirrors
from misread_scenarios.ideas import ideas
from misread_scenarios.judgement import load_set
from misread_scenarios.library import load

Way = Literal["taught", "practised", "assessed"]
WAYS: dict[str, Way] = {"guess": "taught", "judgement": "assessed"}
"""How an item of a kind uses an idea; an item of any other kind practises it."""
IDEA = re.compile(r"S\d+$")


@dataclasses.dataclass(frozen=True)
class Use:
    """One place where an idea is used.

    Attributes:
        idea: the id of the idea.
        lesson: the name of the lesson.
        place: the id of the cell or item that names the idea.
        cell: the id of that cell, or of the cell that opens the item.
        way: how the lesson uses the idea there.
    """

    idea: str
    lesson: str
    place: str
    cell: str
    way: Way


@dataclasses.dataclass(frozen=True)
class Coverage:
    """The places where one idea is used.

    Attributes:
        idea: the id of the idea.
        core: whether the course must also assess the idea.
        places: the places for each way, each written `m4-sam-and-priya sam-priya`.
    """

    idea: str
    core: bool
    places: Mapping[Way, tuple[str, ...]]

    @property
    def gaps(self) -> tuple[Way, ...]:
        """The ways that the idea needs and that no place provides."""
        needed: tuple[Way, ...] = ("taught", "practised", "assessed") if self.core else ("taught", "practised")
        return tuple(way for way in needed if not self.places[way])


def coverage(lessons: Iterable[Lesson]) -> tuple[Coverage, ...]:
    """Return the coverage of each idea by lessons, in the order of the ideas."""
    places: dict[str, dict[Way, list[str]]] = defaultdict(lambda: {"taught": [], "practised": [], "assessed": []})
    for lesson in lessons:
        for use in (use for use in uses(lesson) if use.idea in ideas()):
            place = f"{use.lesson} {use.place}"
            if place not in places[use.idea][use.way]:
                places[use.idea][use.way].append(place)
    return tuple(
        Coverage(id_, idea.core, {way: tuple(by_way) for way, by_way in places[id_].items()})
        for id_, idea in ideas().items()
    )


def uses(lesson: Lesson) -> Iterator[Use]:
    """Yield every use of an idea in a lesson, in the lesson's order, including uses of unknown ids."""
    for cell in cells(lesson):
        for id_ in cell["metadata"].get("misread", {}).get("covers", ()):
            yield Use(id_, lesson.name, cell["id"], cell["id"], "taught")
    unclear = [cell["id"] for cell, _ in problems(cells(lesson))]  # rule LE003 reports these
    clear = (cell for cell in cells(lesson) if cell["id"] not in unclear)
    scored = {cell.item for cell in graded_cells(clear) if not cell.by_hand}
    for item in items(lesson):
        way = WAYS.get(item.kind, "practised")
        for id_ in _COVERS[item.kind](item.id):
            yield Use(id_, lesson.name, item.id, item.cell, way)
            if item.kind == "exercise" and item.id in scored and isinstance(load_exercise(item.id), Scored):
                yield Use(id_, lesson.name, item.id, item.cell, "assessed")


def _of_recall(id_: str) -> tuple[str, ...]:
    card = load_recall(id_)
    return tuple(dict.fromkeys([*card.covers, *(idea for question in card.questions for idea in question.covers)]))


def _of_case(id_: str) -> tuple[str, ...]:
    """Return the ideas that the choices of a case name. They also name research findings, which are left out here."""
    ids = (covered for scene in load(id_).scenes for choice in scene.choices for covered in choice.covers)
    return tuple(dict.fromkeys(covered for covered in ids if IDEA.match(covered)))


_COVERS: Mapping[str, Callable[[str], tuple[str, ...]]] = {
    "guess": lambda id_: load_guess(id_).covers,
    "recall": _of_recall,
    "mirrors": lambda id_: load_mirrors(id_).covers,
    "tool": lambda id_: load_form(id_).covers,
    "exercise": lambda id_: load_exercise(id_).covers,
    "judgement": lambda id_: load_set(id_).covers,
    "scenario": _of_case,
}
"""The ideas that an item names, by its kind and id."""
