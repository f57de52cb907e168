"""What L&D teams take away of a lesson: the grades, the competencies, the items, as tables."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from misread_grading.feedback import title_of
from misread_grading.item_statistics import cronbach_alpha, item_figures
from misread_grading.spreadsheet import Table
from misread_scenarios.competencies import competencies as known_competencies

if TYPE_CHECKING:
    from misread_grading.scorebook import Learner, Scorebook
    from misread_grading.spreadsheet import Value


def tables(book: Scorebook) -> tuple[Table, ...]:
    """Return every table of a lesson."""
    return grades(book), competencies(book), items(book)


def grades(book: Scorebook) -> Table:
    """Return a row for each learner: what they got for each cell, and in all; empty where nothing was handed in."""
    head = [
        "learner",
        "name",
        "e-mail",
        "handed in (UTC)",
        "days longer",
        "days late",
        *(cell.name for cell in book.cells),
        "taken off",
        "total",
        "of",
        "waits",
    ]
    rows = [[*_who(one), *_points(book, one), *_whole(book, one)] for one in book.learners]
    return Table("Grades", head, rows)


def competencies(book: Scorebook) -> Table:
    """Return a row for each learner: the share of the points that they got in each competency, from 0 to 1.

    A competency with a text that a reader has yet to mark stays empty until then.
    """
    ids = sorted({cell.competency for cell in book.cells if cell.competency})
    rows = [[one.student, one.name, *(_share(book, one, id_) for id_ in ids)] for one in book.learners]
    return Table("Competencies", ["learner", "name", *map(_named, ids)], rows)


def items(book: Scorebook) -> Table:
    """Return a row for each graded cell: how many have a score, how hard it is, how it goes with the rest."""
    there = [one for one in book.learners if one.scores]
    scores = {cell.name: [_settled(one, cell.name) for one in there] for cell in book.cells}
    figures = item_figures(scores, {cell.name: cell.most for cell in book.cells})
    head = ["cell", "item", "title", "competency", "points", "n", "facility", "spread", "with the rest"]
    rows: list[list[Value]] = [
        [
            cell.name,
            cell.item,
            title_of(cell.item),
            _named(cell.competency),
            cell.most,
            one.n,
            *map(_short, (one.facility, one.spread, one.with_rest)),
        ]
        for cell, one in zip(book.cells, figures, strict=True)
    ]
    alpha = cronbach_alpha(scores)
    rows.append(["Cronbach’s alpha over all", str(alpha) if alpha else "not defined: too few scores", *[None] * 7])
    return Table("Items", head, rows)


def _named(competency: str) -> str:
    known = known_competencies()
    return f"{competency} {known[competency].name}" if competency in known else competency


def _who(one: Learner) -> list[Value]:
    at = f"{one.at:%Y-%m-%d %H:%M}" if one.at else None
    return [one.student, one.name, one.email, at, *map(_days, (one.longer, one.late))]


def _days(time: timedelta) -> float | None:
    return round(time / timedelta(days=1), 2) or None


def _points(book: Scorebook, one: Learner) -> list[Value]:
    return [one.scores[cell.name].points if cell.name in one.scores else None for cell in book.cells]


def _whole(book: Scorebook, one: Learner) -> list[Value]:
    if not one.scores:
        return [None, None, book.most, None]
    if any(one.scores[cell.name].points is None for cell in book.cells if cell.name in one.scores and not cell.by_hand):
        return [None, None, book.most, "could not be graded"]
    return [round(one.penalty, 2), round(one.total, 2), book.most, _waits(one)]


def _waits(one: Learner) -> str | None:
    """Say whether a reader has yet to give points, or to give them again where those that there are stay until then."""
    waiting = [cell.points for cell in one.scores.values() if cell.waits]
    if not waiting:
        return None
    return "for a reader" if None in waiting else "for a reader again"


def _share(book: Scorebook, one: Learner, competency: str) -> float | None:
    cells = [cell for cell in book.cells if cell.competency == competency]
    points = [_settled(one, cell.name) for cell in cells]
    if any(value is None for value in points):
        return None
    return _short(sum(value or 0.0 for value in points) / sum(cell.most for cell in cells))


def _settled(one: Learner, cell: str) -> float | None:
    """Return the points of a cell that nobody is waited for at."""
    scored = one.scores.get(cell)
    return None if scored is None or scored.waits else scored.points


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
