"""The widget of a reflection: a text that is saved while the learner writes, and handed in with a button."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from misread_records import written
from misread_records.progress import ItemProgress, reflection_standing
from misread_scenarios.exercises import load_rubric
from misread_scenarios.language import spoken
from misread_widgets import assets, protocol
from misread_widgets.language import _
from misread_widgets.lesson_widget import Deed, LessonWidget, Stale, WidgetPlace
from misread_widgets.views import SAVED, plain, typeset
from misread_widgets.views import exercise_text as words
from misread_widgets.writing import Help, text_view

if TYPE_CHECKING:
    from misread_records import Written
    from misread_scenarios.exercises import Reflection
    from misread_widgets.views import View


def own_item(item: str) -> str:
    """Return the item of the events with the learner's marks for their own text; a grader's marks are kept apart."""
    return f"{item}/own-marks"


class Reflecting(LessonWidget):
    """Shows a reflection: the task, the rubric and the text, and the model text once the learner has handed in."""

    _esm = assets.script("reflection.js")
    _css = assets.style()

    def __init__(self, place: WidgetPlace, reflection: Reflection) -> None:
        """Show the reflection with the text so far."""
        self._reflection, self._rubric = reflection, load_rubric(reflection.rubric)
        super().__init__(place, reflection.version)

    def _draw(self) -> View:
        task = self._reflection
        return {
            "lang": spoken(),
            "screen": "writing",
            "turn": "",
            "kicker": words.writing_kicker(task.minutes),
            "title": typeset(task.title),
            "say": "",
            "paragraphs": plain([task.instruction, task.prompt, task.help]),
            "reader": _(words.READER),
            "rows": [{"name": typeset(row.name), "asks": typeset(row.asks)} for row in self._rubric.rows],
            "scoring": typeset(task.scoring),
            "length": words.length(task.words.min, task.words.max),
            "own": self._own(),
            "reminder": self._reminder(),
            "writings": [self._writing()],
        }

    def _standing(self) -> ItemProgress:
        return reflection_standing(self._events, self._item)

    def _writing(self) -> View:
        now = written(self._events, self._item)
        text, done, before = (now.text, now.done, now.handed_in is not None) if now else ("", False, False)
        help_ = Help(_(words.SAMPLE), [], [("", self._sample(now))])
        return {
            "question": self._item,
            "label": _(words.YOUR_TEXT),
            "done": done,
            "compare": "" if done else _(words.HAND_IN_AGAIN) if before else _(words.HAND_IN),
            "parts": [typeset(part) for part in self._reflection.parts],
            "few": {
                "below": self._reflection.words.min // 2,
                "ask": words.few(self._reflection.words.min, self._reflection.words.max),
                "yes": _(words.HAND_IN_SHORT),
            },
            "saved": _(words.HANDED_IN) if done else _(words.REVISING) if before else _(SAVED) if text else "",
            "help": dataclasses.asdict(help_) if before else None,
            **text_view(now),
        }

    def _sample(self, now: Written | None) -> str:
        """Return the model text if a long enough text was handed in, or else a sentence that says when it will show."""
        task = self._reflection
        longest = max((task.length(version.text) for version in now.kept if version.done), default=0) if now else 0
        if longest >= task.words.min:
            return typeset(task.sample)
        return words.sample_waits(task.words.min, longest)

    def _own(self) -> View | None:
        """Return the rubric for marking one's own text; None in a cohort, which has graders, or before handing in."""
        now = written(self._events, self._item)
        if self.seat.cohort is not None or now is None or now.handed_in is None:
            return None
        marks = self.own_marks
        said = words.own_marks(sum(marks), self._rubric.most, self._rubric.passing) if marks else ""
        return {
            "label": _(words.OWN_MARKS),
            "say": _(words.OWN_MARKS_SAY),
            "rows": self._anchors(),
            "marks": list(marks),
            "keep": _(words.OWN_MARKS_KEEP),
            "missing": _(words.OWN_MARKS_MISSING),
            "said": said,
        }

    def _anchors(self) -> list[View]:
        """Return the name of each row of the rubric for this task, and what earns 0, 1 and 2 points."""
        task_rows = {row.id: row for row in self._reflection.rows}
        rows = []
        for row in self._rubric.rows:
            task_row = task_rows.get(row.id)
            texts = (
                (task_row.zero, task_row.one, task_row.two)
                if task_row
                else (row.zero, row.one.looks_like, row.two.looks_like)
            )
            anchors = [typeset(words.anchor(points, text)) for points, text in enumerate(texts)]
            rows.append({"name": typeset(task_row.name if task_row else row.name), "anchors": anchors})
        return rows

    @property
    def own_marks(self) -> tuple[int, ...]:
        """The learner's latest marks for their own text, one for each row; empty if they gave none."""
        kept = [event.data.get("marks") for event in self._events if event.item == own_item(self._item)]
        for marks in reversed(kept):
            if isinstance(marks, list) and len(marks) == len(self._rubric.rows):
                return tuple(mark if isinstance(mark, int) else 0 for mark in marks)
        return ()

    def _reminder(self) -> View | None:
        if not self._reflection.reminder:
            return None
        return {
            "label": _(words.REMINDER),
            "step": _(words.REMINDER_STEP),
            "day": _(words.REMINDER_DAY),
            "get": _(words.REMINDER_GET),
            "missing": _(words.REMINDER_MISSING),
            "wrong": _(words.REMINDER_WRONG_DAY),
            "made": _(words.REMINDER_MADE),
            "about": typeset(self._reflection.title),
        }

    def _do(self, message: protocol.Message) -> None:
        match message:
            case protocol.Write():
                self._write(message, [self._item])
            case protocol.MarkOwnText() if self._own() and len(message.marks) == len(self._rubric.rows):
                self._keep(message.id, Deed("answered", {"marks": list(message.marks)}, item=own_item(self._item)))
            case _:
                raise Stale
