"""What L&D teams take away of a lesson: the grades, the competencies, the items, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_grading.reports.feedback import title_of
from misread_grading.reports.item_statistics import Alpha, alpha_of_all, alpha_of_whole, item_figures
from misread_grading.reports.spreadsheet import Table
from misread_records.scoring import Met
from misread_scenarios.competencies import competencies as known_competencies

if TYPE_CHECKING:
    from misread_course.graded_cells import GradedCell
    from misread_grading.gradebook import LearnerScores, Scorebook
    from misread_grading.reports.item_statistics import ItemFigures
    from misread_grading.reports.items_met import MetBy
    from misread_grading.reports.spreadsheet import Value


def tables(book: Scorebook, met: MetBy) -> tuple[Table, ...]:
    """Return every table of a lesson, by its scores and by how far each learner got with each cell."""
    return grades(book, met), competencies(book, met), items(book, met)


def grades(book: Scorebook, met: MetBy) -> Table:
    """Return a row for each learner: what they got for each cell, and in all; empty if nothing was handed in.

    A cell that they did not try or finish says so in place of its 0 points.
    """
    head = [
        *WHO,
        "e-mail",
        "handed in (UTC)",
        "days longer",
        "days late",
        "late answers",
        *(cell.name for cell in book.cells),
        "taken off",
        "total",
        "of",
        "waits",
        "not tried",
    ]
    rows = [[*_who(one), *_points(book, one, met), *_whole(book, one), _untried(one, met)] for one in book.learners]
    return Table("Grades", head, rows)


def competencies(book: Scorebook, met: MetBy) -> Table:
    """Return a row for each learner: the share of the points that they got in each competency, from 0 to 1.

    It is over the cells of the lesson that they did, texts and exercises among them. So it is another figure than that
    of the learner's own profile, which is over the decisions in all of their stories. A competency with a text that a
    reader has yet to mark stays empty until then.
    """
    ids = sorted({cell.competency for cell in book.cells if cell.competency})
    rows = [
        [*_named_one(one), *(_share(book, one, id_, met) for id_ in ids), _untried(one, met)] for one in book.learners
    ]
    return Table("Competencies", [*WHO, *(f"{_named(id_)} ({OF_LESSON})" for id_ in ids), "not tried"], rows)


def items(book: Scorebook, met: MetBy) -> Table:
    """Return a row for each graded cell: how many have a score, how hard it is, how it goes with the rest.

    Each learner is counted once in a row: as one of the n, as waiting for a reader, or by why there is no score of
    theirs.
    """
    scores = {cell.name: [_counted(one, cell.name, met) for one in book.learners] for cell in book.cells}
    figures = item_figures(scores, {cell.name: cell.most for cell in book.cells})
    head = ["cell", "item", "title", "competency", "points", "n", *NOT_IN_N, "waits", *FIGURES]
    rows: list[list[Value]] = [
        [*_about(cell), one.n, *_left_out(book, cell, met), *_figures(one)]
        for cell, one in zip(book.cells, figures, strict=True)
    ]
    everybody, whole = alpha_of_all(scores), alpha_of_whole(scores)
    rows += [_alpha(EVERYBODY, everybody, len(head)), _alpha(WHOLE, whole, len(head))]
    return Table("Items", head, rows)


WHO = ("learner", "staff id", "name", "cohort")
OF_LESSON = "share of the lesson’s points"
NOT_IN_N = (Met.AHEAD, Met.BEGUN, Met.UNCOUNTED)
"""Why a learner is none of the n of an item, as columns of their own."""
FIGURES = ("facility", "spread", "with the rest", "n with the rest")
EVERYBODY = "Cronbach’s alpha over the cells that everybody met"
WHOLE = "Cronbach’s alpha over the learners who met every cell that has scores"


def _about(cell: GradedCell) -> list[Value]:
    return [cell.name, cell.item, title_of(cell.item), _named(cell.competency), cell.most]


def _left_out(book: Scorebook, cell: GradedCell, met: MetBy) -> list[Value]:
    """Count those who are not among the n of a cell, each once."""
    how = [met[one.student][cell.name].met for one in book.learners]
    waiting = sum(
        far is Met.DONE and _settled(one, cell.name) is None for one, far in zip(book.learners, how, strict=True)
    )
    return [*(how.count(why) for why in NOT_IN_N), waiting]


def _figures(one: ItemFigures) -> list[Value]:
    return [*map(_short, (one.facility, one.spread, one.with_rest)), one.n_with_rest]


def _alpha(over: str, found: Alpha, width: int) -> list[Value]:
    said = str(found.value) if found.value else "not defined"
    return [over, said, f"cells: {found.items}, learners: {found.learners}", *[None] * (width - 3)]


def _named(competency: str) -> str:
    known = known_competencies()
    return f"{competency} {known[competency].name}" if competency in known else competency


def _who(one: LearnerScores) -> list[Value]:
    at = f"{one.at:%Y-%m-%d %H:%M}" if one.at else None
    return [*_named_one(one), one.email, at, *map(_days, (one.longer, one.late)), _late_answers(one)]


def _named_one(one: LearnerScores) -> list[Value]:
    return [one.student, one.enrolled.number, one.name, one.enrolled.cohort or None]


def _days(days: float) -> float | None:
    """Return a number of days that are told; a moment late is told as one hundredth of a day, and not as none."""
    return max(round(days, 2), 0.01) if days else None


def _late_answers(one: LearnerScores) -> str | None:
    """Name the answers that came late, each with its days."""
    days = {late.item: _days(late.days) for late in one.late_answers}
    return ", ".join(f"{item} ({late:g} day{'' if late == 1 else 's'})" for item, late in days.items()) or None


def _points(book: Scorebook, one: LearnerScores, met: MetBy) -> list[Value]:
    return [_point(one, cell.name, met) for cell in book.cells]


def _point(one: LearnerScores, cell: str, met: MetBy) -> Value:
    """Return the points of a cell, or what became of it where they are 0 for another reason than a wrong answer."""
    scored, far = one.scores.get(cell), met[one.student][cell]
    if scored is None:
        return None
    return scored.points if far.met is Met.DONE or scored.points else str(far)


def _untried(one: LearnerScores, met: MetBy) -> int:
    return sum(far.met is Met.AHEAD for far in met[one.student].values())


def _whole(book: Scorebook, one: LearnerScores) -> list[Value]:
    if not one.scores:
        return [None, None, book.most, None]
    if any(one.scores[cell.name].points is None for cell in book.cells if cell.name in one.scores and not cell.by_hand):
        return [None, None, book.most, "could not be graded"]
    return [round(one.penalty, 2), round(one.total, 2), book.most, _waits(one)]


def _waits(one: LearnerScores) -> str | None:
    """Say whether a reader has yet to give points, or to give them again where those that there are stay until then."""
    waiting = [cell.points for cell in one.scores.values() if cell.waits]
    if not waiting:
        return None
    return "for a reader" if None in waiting else "for a reader again"


def _share(book: Scorebook, one: LearnerScores, competency: str, met: MetBy) -> float | None:
    """Return the share of the points of the cells that somebody did; None with none, or while one waits."""
    far = met[one.student]
    cells = [cell for cell in book.cells if cell.competency == competency and far[cell.name].met is Met.DONE]
    points = [_settled(one, cell.name) for cell in cells]
    if not cells or any(value is None for value in points):
        return None
    return _short(sum(value or 0.0 for value in points) / sum(cell.most for cell in cells))


def _counted(one: LearnerScores, cell: str, met: MetBy) -> float | None:
    """Return the points by which a cell is judged: of those who did it, once nobody is waited for."""
    return _settled(one, cell) if met[one.student][cell].met is Met.DONE else None


def _settled(one: LearnerScores, cell: str) -> float | None:
    """Return the points of a cell that nobody is waited for at."""
    scored = one.scores.get(cell)
    return None if scored is None or scored.waits else scored.points


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
