"""Write docs/coverage.md: where each idea of the course is taught, practised and assessed.

Run it after a lesson, a case or an exercise has changed: python docs/coverage.py
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from misread_course.catalogue import lessons
from misread_course.coverage import Coverage, coverage
from misread_scenarios.ideas import ideas, objectives

PAGE = Path(__file__).with_name("coverage.md")
INTRODUCTION = """\
# What the course covers

Every idea of the course is to be taught in a text or a first guess, and practised in a case, an exercise or a question
from memory. A core idea (with a star) is to be assessed as well: by an exercise that scores itself and whose points
count.

This page is written from the lessons by `python docs/coverage.py`; `misread coverage` prints the same, and
`misread coverage --gaps` what is missing.
"""


def page() -> str:
    """Return the page."""
    rows = coverage(lessons())
    complete = sum(not row.gaps for row in rows)
    counted = f"{complete} of {len(rows)} ideas have all that they need.\n"
    return "\n".join([INTRODUCTION, counted, *_ideas(rows), "", "## Objectives", "", *_objectives(), ""])


def _ideas(rows: tuple[Coverage, ...]) -> Iterator[str]:
    yield "| idea | in the course's words | taught | practised | assessed | missing |"
    yield "|---|---|---|---|---|---|"
    for row in rows:
        cells = [_listed(row.places[way]) for way in ("taught", "practised", "assessed")]
        star = "*" if row.core else ""
        yield f"| {row.idea}{star} | {ideas()[row.idea].text} | {' | '.join(cells)} | {', '.join(row.gaps)} |"


def _listed(places: tuple[str, ...]) -> str:
    """Return places without the lesson: its module begins the name of each cell, and an item is named once."""
    return ", ".join(dict.fromkeys(place.split()[1] for place in places))


def _objectives() -> Iterator[str]:
    yield "| objective | after the course a manager | level | lessons |"
    yield "|---|---|---|---|"
    for id_, objective in objectives().items():
        told = objective.text[0].lower() + objective.text[1:]
        yield f"| {id_} | {told} | {objective.bloom} | {', '.join(objective.modules)} |"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
