"""Queue of a cohort's texts, which graders mark one after another without knowing the writers."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from misread_course.graded_cells import is_answer, item_of
from misread_course.notebook_node import read_notebook
from misread_grading.errors import GradingError
from misread_grading.gradebook import Given, Score, points_of, reopen, update_penalties, write_scores
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
    """There is no such exercise to mark; the text names those that there are."""


class MarkingQueue:
    """Texts and markings of one cohort: it reads them, and writes new markings."""

    def __init__(
        self,
        course: Course,
        markings: Markings,
        cohort: str,
        panel: Panel | None = None,
        *,
        cohorts: Cohorts | None = None,
    ) -> None:
        """Take the course of the cohort and the store of markings; without a panel, the course's configuration has it.

        With `cohorts`, the queue leaves out learners who are in another cohort, were removed from this one, or are in
        none, as in a folder that was graded for another database.

        Raises:
            BadPanel: if the configuration of the panel cannot be followed.
        """
        self._cohorts = cohorts
        self._course, self._markings, self._cohort = course, markings, cohort
        self._panel = panel or Panel.of(course.config)

    def tasks(self) -> tuple[Task, ...]:
        """Return the exercises to mark in the released lessons, in the order of the lessons."""
        released = self._course.path("release", ".", "m").parent
        # nbgrader makes the folder at the first release
        lessons = [path.name for path in sorted(released.iterdir()) if path.is_dir()] if released.exists() else []
        return tuple(task for lesson in lessons for task in _tasks(self._course, lesson))

    def task(self, item: str) -> Task:
        """Return the task of an exercise.

        Raises:
            UnknownTask: if no released lesson has it.
        """
        tasks = {task.item: task for task in self.tasks()}
        if item not in tasks:
            names = ", ".join(tasks) or "none: release a lesson first"
            raise UnknownTask(f"there is no exercise '{item[:60]}' to mark here; there is {names}")
        return tasks[item]

    def texts(self, task: Task) -> dict[LearnerText, str]:
        """Return the autograded texts of a task, each with its words."""
        words = papers(self._course, task.sheet)
        return {self._text(task, student, words[student]): words[student] for student in self._own(words)}

    def text(self, task: Task, number: int) -> LearnerText | None:
        """Return the text with a number; None if there is none."""
        return numbered(self.texts(task)).get(number)

    def pile(self, task: Task) -> Pile:
        """Return the texts of a task, and the markings for them."""
        words = self.texts(task)
        given = self._markings.of_item(self._cohort, task.lesson, task.item)
        markings = tuple(marked_by(task.rubric, marking) for marking in given)
        by_learner: dict[str, list[Marking]] = {}
        for marking in markings:
            by_learner.setdefault(marking.learner, []).append(marking)
        standings = {text: standing(text, by_learner.get(text.learner, ()), self._panel) for text in words}
        return Pile(task, words, standings, given, markings)

    def is_begun(self, task: Task) -> bool:
        """Return whether graders have begun a task; this is fast, while a pile reads every text."""
        return bool(self._markings.of_item(self._cohort, task.lesson, task.item))

    def standing(self, task: Task, text: LearnerText) -> MarkingState:
        """Return the current state of one text, without reading the others."""
        kept = self._markings.of_item(self._cohort, task.lesson, task.item, text.learner)
        return standing(text, [marked_by(task.rubric, marking) for marking in kept], self._panel)

    def give(self, task: Task, marking: Marking) -> MarkingState:
        """Keep a marking; if the text then waits for nobody, write its score into the gradebook.

        If the text had a score and now waits for another grader, the gradebook says so, and keeps the score until then.

        Raises:
            BadMarks: if a row is not in the rubric, a mark is out of range, a final marking lacks a row, or the text is
                gone or has changed since the grader opened it.
            JournalError: if the marking cannot be kept.
        """
        check_rows(task.rubric, marking)
        words = paper(self._course, task.sheet, marking.learner) if self._own([marking.learner]) else None
        if words is None or version_of(words) != marking.text:
            raise BadMarks(
                "this text has changed since you opened it; open it again: your marks are shown beside the new text"
            )
        self._markings.append(marking)
        text = self._text(task, marking.learner, words)
        state = self.standing(task, text)
        if state.score is not None:
            self.write(task, {text: state})
        elif marking.final:
            self.reopen(task, [text])
        return state

    def write(self, task: Task, standings: Mapping[LearnerText, MarkingState]) -> int:
        """Write the score of every text that waits for nobody into the gradebook, and return the number of scores.

        This is done when marks are given, and again when the cohort is graded again.
        """
        scores = {
            text.learner: Score(float(state.score), comment_of(task.rubric, state.deciding))
            for text, state in standings.items()
            if state.score is not None
        }
        if scores:
            with self._course.gradebook() as gradebook:
                write_scores(gradebook, task.lesson, task.cell, scores)
            update_penalties(self._course, task.lesson, list(scores))
        return len(scores)

    def reopen(self, task: Task, texts: Collection[LearnerText]) -> None:
        """Write into the gradebook that texts wait for a grader; their points stay."""
        with self._course.gradebook() as gradebook:
            reopen(gradebook, task.lesson, task.cell, [text.learner for text in texts])

    def points(self, task: Task) -> dict[str, Given]:
        """Return the points that graders gave, by learner, from the gradebook, and whether each text waits again."""
        with self._course.gradebook() as gradebook:
            return points_of(gradebook, task.lesson, task.cell)

    def _own(self, students: Iterable[str]) -> list[str]:
        """Return the students with texts in this queue: members of the cohort, and accounts that no cohort has."""
        left = withdrawn(self._course.folder)
        present = [student for student in students if student not in left]
        if self._cohorts is None:
            return present
        inside = self._cohorts.inside(self._cohort)
        return [student for student in present if student in inside or not is_made_up(student)]

    def _text(self, task: Task, student: str, words: str) -> LearnerText:
        return LearnerText(self._cohort, task.item, student, version_of(words))


def version_of(text: str) -> str:
    """Return a hash of a text, which changes with every character."""
    return hashlib.sha256(text.encode("utf-8", errors="replace")).hexdigest()[:16]


def _tasks(course: Course, lesson: str) -> Iterable[Task]:
    for cell in read_notebook(course.notebook("release", ".", lesson)).cells:
        item = item_of(cell) if is_answer(cell) else None
        exercise = load_exercise(item) if item else None
        if isinstance(exercise, Reflection):
            yield Task(
                lesson, str(cell.metadata.nbgrader.grade_id), cell.source, exercise, load_rubric(exercise.rubric)
            )
