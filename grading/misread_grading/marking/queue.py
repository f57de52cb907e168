"""The desk at which readers mark the texts of a cohort, one after another, without knowing whose they are."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from misread_course.graded_cells import is_answer, item_of
from misread_course.notebook_node import read_notebook
from misread_grading.errors import GradingError
from misread_grading.gradebook import Given, Score, points_of, reopen, settle, write_scores
from misread_grading.marking.answer_texts import paper, papers
from misread_grading.marking.pile import Pile, Task
from misread_grading.marking.rubric_check import BadMarks, check_rows, comment_of, marked_by
from misread_grading.marking.workflow import LearnerText, MarkingState, Panel, numbered, standing
from misread_grading.withdrawn import withdrawn
from misread_records.people import is_made_up
from misread_scenarios.exercises import Reflection, load_exercise, load_rubric

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from misread_grading.course import Course
    from misread_records.marking import Marking
    from misread_records.marking_store import Markings
    from misread_records.people import Cohorts


class UnknownTask(GradingError):
    """There is no such exercise to be read; the text says which there are."""


class MarkingQueue:
    """Reads and keeps what readers give for the texts of one cohort."""

    def __init__(
        self,
        course: Course,
        markings: Markings,
        cohort: str,
        panel: Panel | None = None,
        *,
        cohorts: Cohorts | None = None,
    ) -> None:
        """Take where the cohort is graded and where markings are kept; the course's configuration says who reads.

        With `cohorts`, texts of those who are in another one, were removed from this one, or are known to none (as in a
        folder that was graded for another database) do not lie here.

        Raises:
            BadPanel: if what it says cannot be.
        """
        self._cohorts = cohorts
        self._course, self._markings, self._cohort = course, markings, cohort
        self._panel = panel or Panel.of(course.config)

    def tasks(self) -> tuple[Task, ...]:
        """Return the exercises to be read in the lessons that were released, in the order of the lessons."""
        released = self._course.path("release", ".", "m").parent
        # nbgrader makes the folder with the first release
        lessons = [path.name for path in sorted(released.iterdir()) if path.is_dir()] if released.exists() else []
        return tuple(task for lesson in lessons for task in _tasks(self._course, lesson))

    def task(self, item: str) -> Task:
        """Return the task of an exercise.

        Raises:
            UnknownTask: if none of the released lessons has it.
        """
        known = {task.item: task for task in self.tasks()}
        if item not in known:
            names = ", ".join(known) or "none: release a lesson first"
            raise UnknownTask(f"there is no exercise '{item[:60]}' to be read here; there is {names}")
        return known[item]

    def texts(self, task: Task) -> dict[LearnerText, str]:
        """Return the texts of a task that were autograded, and what they say."""
        found = papers(self._course, task.sheet)
        return {self._text(task, student, found[student]): found[student] for student in self._own(found)}

    def text(self, task: Task, number: int) -> LearnerText | None:
        """Return the text that goes by a number; None if there is none."""
        return numbered(self.texts(task)).get(number)

    def pile(self, task: Task) -> Pile:
        """Return the texts of a task, and what was given for them."""
        words = self.texts(task)
        given = self._markings.of_item(self._cohort, task.lesson, task.item)
        markings = tuple(marked_by(task.rubric, marking) for marking in given)
        by_learner: dict[str, list[Marking]] = {}
        for marking in markings:
            by_learner.setdefault(marking.learner, []).append(marking)
        standings = {text: standing(text, by_learner.get(text.learner, ()), self._panel) for text in words}
        return Pile(task, words, standings, given, markings)

    def is_begun(self, task: Task) -> bool:
        """Tell whether readers have given anything for a task: known at once, while a pile takes every text."""
        return bool(self._markings.of_item(self._cohort, task.lesson, task.item))

    def standing(self, task: Task, text: LearnerText) -> MarkingState:
        """Return where one text stands now, whatever became of the others."""
        kept = self._markings.of_item(self._cohort, task.lesson, task.item, text.learner)
        return standing(text, [marked_by(task.rubric, marking) for marking in kept], self._panel)

    def give(self, task: Task, marking: Marking) -> MarkingState:
        """Keep a marking; where the text then waits for nobody, its score goes into the gradebook.

        Where it had a score and waits for a further reader now, the gradebook says so, and the score stays until then.

        Raises:
            BadMarks: if a row is not the rubric's, its mark is out of bounds, or a final marking lacks one; and
                where the text is gone or has changed since it was read.
            JournalError: if it cannot be kept.
        """
        check_rows(task.rubric, marking)
        words = paper(self._course, task.sheet, marking.learner) if self._own([marking.learner]) else None
        if words is None or version_of(words) != marking.text:
            raise BadMarks(
                "this text has changed since you opened it; open it again: what you gave is shown beside the new one"
            )
        self._markings.append(marking)
        text = self._text(task, marking.learner, words)
        now = self.standing(task, text)
        if now.score is not None:
            self.write(task, {text: now})
        elif marking.final:
            self.reopen(task, [text])
        return now

    def write(self, task: Task, standings: Mapping[LearnerText, MarkingState]) -> int:
        """Write every score that stands into the gradebook, and return how many; what is there already stays.

        This is done as marks are given, and again when the cohort is graded anew.
        """
        done = {
            text.learner: Score(float(found.score), comment_of(task.rubric, found.deciding))
            for text, found in standings.items()
            if found.score is not None
        }
        if done:
            with self._course.gradebook() as gradebook:
                write_scores(gradebook, task.lesson, task.cell, done)
            settle(self._course, task.lesson, list(done))
        return len(done)

    def reopen(self, task: Task, texts: Collection[LearnerText]) -> None:
        """Let the gradebook say of texts that a reader is waited for; the points of those that have any stay."""
        with self._course.gradebook() as gradebook:
            reopen(gradebook, task.lesson, task.cell, [text.learner for text in texts])

    def points(self, task: Task) -> dict[str, Given]:
        """Return the points that the gradebook has from readers, by learner, and who of them waits for one again."""
        with self._course.gradebook() as gradebook:
            return points_of(gradebook, task.lesson, task.cell)

    def _own(self, students: Iterable[str]) -> list[str]:
        """Return those of some students whose texts lie here: the cohort's, and accounts that no cohort knows."""
        left = withdrawn(self._course.folder)
        there = [student for student in students if student not in left]
        if self._cohorts is None:
            return there
        inside = self._cohorts.inside(self._cohort)
        return [student for student in there if student in inside or not is_made_up(student)]

    def _text(self, task: Task, student: str, words: str) -> LearnerText:
        return LearnerText(self._cohort, task.item, student, version_of(words))


def version_of(text: str) -> str:
    """Return a hash of a text, which changes with every sign."""
    return hashlib.sha256(text.encode("utf-8", errors="replace")).hexdigest()[:16]


def _tasks(course: Course, lesson: str) -> Iterable[Task]:
    for cell in read_notebook(course.notebook("release", ".", lesson)).cells:
        item = item_of(cell) if is_answer(cell) else None
        exercise = load_exercise(item) if item else None
        if isinstance(exercise, Reflection):
            yield Task(
                lesson, str(cell.metadata.nbgrader.grade_id), cell.source, exercise, load_rubric(exercise.rubric)
            )
