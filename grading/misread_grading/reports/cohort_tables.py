"""Tables of a lesson for L&D teams: grades, competencies and items."""

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
    """Return every table of a lesson, from its scores and each learner's progress in each cell."""
    return grades(book, met), competencies(book, met), items(book, met)


def grades(book: Scorebook, met: MetBy) -> Table:
    """Return a row for each learner: the points for each cell and the total; empty if nothing was handed in.

    A cell that a learner did not try or finish says so instead of 0 points.
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
    rows: list[list[Value]] = [
        [*_who(learner), *_points(book, learner, met), *_whole(book, learner), _untried(learner, met)]
        for learner in book.learners
    ]
    return Table("Grades", head, rows)


def competencies(book: Scorebook, met: MetBy) -> Table:
    """Return a row for each learner: their share of the points in each competency, from 0 to 1.

    The share covers the cells of the lesson that the learner did, including texts and exercises. It differs from the
    figure in the learner's own profile, which covers the decisions in all of their stories. A competency with a text
    that waits for a grader stays empty until then.
    """
    ids = sorted({cell.competency for cell in book.cells if cell.competency})
    rows = [
        [*_person(learner), *(_share(book, learner, id_, met) for id_ in ids), _untried(learner, met)]
        for learner in book.learners
    ]
    return Table("Competencies", [*WHO, *(f"{_named(id_)} ({OF_LESSON})" for id_ in ids), "not tried"], rows)


def items(book: Scorebook, met: MetBy) -> Table:
    """Return a row for each graded cell: the number of scores, the difficulty, the correlation with the rest.

    Each row counts each learner once: among the n with a score, as waiting for a grader, or by the reason why they have
    no score.
    """
    scores = {cell.name: [_counted(learner, cell.name, met) for learner in book.learners] for cell in book.cells}
    figures = item_figures(scores, {cell.name: cell.most for cell in book.cells})
    head = ["cell", "item", "title", "competency", "points", "n", *NOT_IN_N, "waits", *FIGURES]
    rows: list[list[Value]] = [
        [*_about(cell), item.n, *_left_out(book, cell, met), *_figures(item)]
        for cell, item in zip(book.cells, figures, strict=True)
    ]
    everybody, whole = alpha_of_all(scores), alpha_of_whole(scores)
    rows += [_alpha(EVERYBODY, everybody, len(head)), _alpha(WHOLE, whole, len(head))]
    return Table("Items", head, rows)


WHO = ("learner", "staff id", "name", "cohort")
OF_LESSON = "share of the lesson’s points"
NOT_IN_N = (Met.AHEAD, Met.BEGUN, Met.UNCOUNTED)
"""Reasons why a learner is not among the n of an item, a column each."""
FIGURES = ("facility", "spread", "with the rest", "n with the rest")
EVERYBODY = "Cronbach’s alpha over the cells that everybody met"
WHOLE = "Cronbach’s alpha over the learners who met every cell that has scores"


def _about(cell: GradedCell) -> list[Value]:
    return [cell.name, cell.item, title_of(cell.item), _named(cell.competency), cell.most]


def _left_out(book: Scorebook, cell: GradedCell, met: MetBy) -> list[Value]:
    """Return the numbers of learners who are not among the n of a cell, by reason, and of those who wait."""
    progress = [met[learner.student][cell.name].met for learner in book.learners]
    waiting = sum(
        far is Met.DONE and _settled(learner, cell.name) is None
        for learner, far in zip(book.learners, progress, strict=True)
    )
    return [*(progress.count(why) for why in NOT_IN_N), waiting]


def _figures(item: ItemFigures) -> list[Value]:
    return [*map(_short, (item.facility, item.spread, item.with_rest)), item.n_with_rest]


def _alpha(label: str, alpha: Alpha, width: int) -> list[Value]:
    value = str(alpha.value) if alpha.value else "not defined"
    return [label, value, f"cells: {alpha.items}, learners: {alpha.learners}", *[None] * (width - 3)]


def _named(competency: str) -> str:
    competencies_by_id = known_competencies()
    return f"{competency} {competencies_by_id[competency].name}" if competency in competencies_by_id else competency


def _who(learner: LearnerScores) -> list[Value]:
    at = f"{learner.at:%Y-%m-%d %H:%M}" if learner.at else None
    days = map(_days, (learner.longer, learner.late))
    return [*_person(learner), learner.email, at, *days, _late_answers(learner)]


def _person(learner: LearnerScores) -> list[Value]:
    return [learner.student, learner.enrolled.number, learner.name, learner.enrolled.cohort or None]


def _days(days: float) -> float | None:
    """Return days rounded to hundredths; less than a hundredth of a day becomes 0.01 and not 0."""
    return max(round(days, 2), 0.01) if days else None


def _late_answers(learner: LearnerScores) -> str | None:
    """Return the late answers, each with its days, as text."""
    days = {late.item: _days(late.days) for late in learner.late_answers}
    return ", ".join(f"{item} ({late:g} day{'' if late == 1 else 's'})" for item, late in days.items()) or None


def _points(book: Scorebook, learner: LearnerScores, met: MetBy) -> list[Value]:
    return [_point(learner, cell.name, met) for cell in book.cells]


def _point(learner: LearnerScores, cell: str, met: MetBy) -> Value:
    """Return the points of a cell; if they are 0 but not for a wrong answer, return the reason."""
    scored, far = learner.scores.get(cell), met[learner.student][cell]
    if scored is None:
        return None
    return scored.points if far.met is Met.DONE or scored.points else str(far)


def _untried(learner: LearnerScores, met: MetBy) -> int:
    return sum(far.met is Met.AHEAD for far in met[learner.student].values())


def _whole(book: Scorebook, learner: LearnerScores) -> list[Value]:
    if not learner.scores:
        return [None, None, book.most, None]
    scored = [cell for cell in book.cells if cell.name in learner.scores and not cell.by_hand]
    if any(learner.scores[cell.name].points is None for cell in scored):
        return [None, None, book.most, "could not be graded"]
    return [round(learner.penalty, 2), round(learner.total, 2), book.most, _waits(learner)]


def _waits(learner: LearnerScores) -> str | None:
    """Return whether a text waits for a grader, or waits again and keeps its points until then; None if none waits."""
    waiting = [cell.points for cell in learner.scores.values() if cell.waits]
    if not waiting:
        return None
    return "for a reader" if None in waiting else "for a reader again"


def _share(book: Scorebook, learner: LearnerScores, competency: str, met: MetBy) -> float | None:
    """Return a learner's share of the points of the cells that they did; None without one, or while one waits."""
    far = met[learner.student]
    cells = [cell for cell in book.cells if cell.competency == competency and far[cell.name].met is Met.DONE]
    points = [_settled(learner, cell.name) for cell in cells]
    if not cells or any(value is None for value in points):
        return None
    return _short(sum(value or 0.0 for value in points) / sum(cell.most for cell in cells))


def _counted(learner: LearnerScores, cell: str, met: MetBy) -> float | None:
    """Return a learner's points for the statistics of a cell; None if they did not do it, or it waits for a grader."""
    return _settled(learner, cell) if met[learner.student][cell].met is Met.DONE else None


def _settled(learner: LearnerScores, cell: str) -> float | None:
    """Return a learner's points for a cell; None while it waits for a grader."""
    scored = learner.scores.get(cell)
    return None if scored is None or scored.waits else scored.points


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
