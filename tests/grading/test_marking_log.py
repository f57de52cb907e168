"""All that readers gave can be looked at afterwards: who gave what for which text, when, and whether it counts."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from misread_grading.autograding.batch import autograde
from misread_grading.marking import queue as desk_module
from misread_grading.marking.log import (
    COLUMNS,
    COUNTS,
    DRAFT,
    OTHER_RUBRIC,
    OTHER_TEXT,
    OUTVOTED,
    REPLACED,
    WAITS,
    readings,
)
from misread_grading.marking.queue import MarkingQueue
from misread_grading.marking.workflow import Panel
from misread_grading.submissions.collection import CollectedLearner, collect
from misread_grading.withdrawn import withdraw
from misread_records.marking_store import Markings
from tests.grading.graded_cohort import FULL, ITEM, M4, graded, marks, text_of, with_another_row, wrote

NAMES = {"ada": "Ada Example", "grace": "Grace Grader"}
LOW = dict.fromkeys(FULL, 0)


def test_each_reading_is_listed_with_its_reader_its_time_and_whether_it_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = graded(tmp_path / "course", {"ada": "first", "bo": "text of Bo", "cy": "text of Cy"})
    with Markings(f"sqlite:///{tmp_path}/marks.db") as markings:
        desk = MarkingQueue(course, markings, "Autumn", Panel(second=Fraction(1)))
        task = desk.task(ITEM)
        pile = desk.pile(task)
        ada, bo, cy = (text_of(pile, learner) for learner in ("ada", "bo", "cy"))
        saved = marks(task, bo, "hope", final=False)
        changed = marks(task, bo, "hope", rows=LOW, comment="=SUM(1)")
        given = [
            marks(task, ada, "grace"),
            saved,
            changed,
            marks(task, bo, "hope"),
            marks(task, bo, "grace", rows={"R-C.1": 2}, final=False),
            marks(task, cy, "grace"),
        ]
        for one in given:
            desk.give(task, one)
        collect(course, M4, [CollectedLearner("ada", "ada", None, [wrote("ada", "second")])])
        autograde(course, M4)
        withdraw(course, ["cy"])
        table = readings([desk.pile(task)], NAMES, {})
        rows = [dict(zip(COLUMNS, row, strict=True)) for row in table.rows]
        assert [(row["learner"], row["reader"], row["total"], row["state"]) for row in rows] == [
            ("ada", "Grace Grader", 6, OTHER_TEXT),
            ("bo", "hope", 0, REPLACED),
            ("bo", "hope", 6, WAITS),
            ("bo", "Grace Grader", 2, DRAFT),
        ]
        numbers = {text.learner: number for number, text in desk.pile(task).numbered().items()}
        assert [row["text"] for row in rows] == [numbers[str(row["learner"])] for row in rows]
        assert (rows[0]["name"], rows[1]["name"], rows[1]["comment"]) == ("Ada Example", None, "=SUM(1)")
        assert rows[3]["marks"] == "R-C.1 2"
        assert rows[1]["given (UTC)"] == f"{changed.at:%Y-%m-%d %H:%M:%S}"
        monkeypatch.setattr(desk_module, "load_rubric", with_another_row)
        states = [row[-1] for row in readings([desk.pile(desk.task(ITEM))], NAMES, {}).rows]
        assert states == [OTHER_TEXT, OTHER_RUBRIC, OTHER_RUBRIC, DRAFT]


def test_it_is_said_whose_marks_made_the_score(tmp_path: Path) -> None:
    course = graded(tmp_path / "course", {"ada": "text"})
    with Markings(f"sqlite:///{tmp_path}/marks.db") as markings:
        desk = MarkingQueue(course, markings, "Autumn", Panel(second=Fraction(1)))
        task = desk.task(ITEM)
        text = text_of(desk.pile(task), "ada")
        expected = [
            ("grace", FULL, [WAITS]),
            ("hope", LOW, [WAITS, WAITS]),
            ("iris", FULL, [OUTVOTED, OUTVOTED, COUNTS]),
        ]
        for marker, rows, states in expected:
            desk.give(task, marks(task, text, marker, rows=rows))
            assert [row[-1] for row in readings([desk.pile(task)], {}, {}).rows] == states
        desk.give(task, marks(task, text, "hope"))
        assert [row[-1] for row in readings([desk.pile(task)], {}, {}).rows] == [COUNTS, REPLACED, OUTVOTED, COUNTS]


def test_each_reading_says_how_much_of_the_text_stands_in_the_model(tmp_path: Path) -> None:
    sample = "A week of rotas, kept by somebody who wants to."
    course = graded(tmp_path / "course", {"ada": sample, "bo": ""})
    with Markings(f"sqlite:///{tmp_path}/marks.db") as markings:
        desk = MarkingQueue(course, markings, "Autumn")
        task = desk.task(ITEM)
        collect(course, M4, [CollectedLearner("bo", "bo", None, [wrote("bo", task.exercise.sample)])])
        autograde(course, M4)
        pile = desk.pile(task)
        for learner in ("ada", "bo"):
            desk.give(task, marks(task, text_of(pile, learner), "grace"))
        pile = desk.pile(task)
        rows = [dict(zip(COLUMNS, row, strict=True)) for row in readings([pile], NAMES, {}).rows]
        told = [(row["learner"], row["words"], row["in the model text (%)"], row["close to it"]) for row in rows]
        assert told == [("ada", 10, 0, ""), ("bo", 146, 97, "yes")]
        assert pile.close() == [number for number, text in pile.numbered().items() if text.learner == "bo"]
