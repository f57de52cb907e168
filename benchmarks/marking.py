"""Times the marking pages of a graded cohort with half of its texts marked.

python -m benchmarks.marking FOLDER; only the scores in the folder change.
"""

from __future__ import annotations

import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import httpx
from tests.web.marking_server import served

from misread_grading.course import Course
from misread_grading.marking import LearnerText, MarkingQueue, Task
from misread_records import new_id
from misread_records.marking import Marking
from misread_records.marking_store import Markings

ITEM = "X4.6"
COHORT, GRADER = "Autumn", "grace"
TIMES = 15
HIDDEN = re.compile(r'name="(_xsrf|id|text)" value="([^"]*)"')


def answers(course: Course, database: str) -> dict[str, tuple[float, float]]:
    """Return the median and the longest time in seconds of each request that a grader makes."""
    waiting = mark_half(course, database)
    with served(course, database) as server, httpx.Client(base_url=server.address, timeout=60) as client:
        client.cookies["reader"] = GRADER
        client.get(f"marking/{ITEM}/{waiting[0]}")
        return {
            "the list": _timed(lambda _: client.get("marking"), waiting),
            "one text": _timed(lambda number: client.get(f"marking/{ITEM}/{number}"), waiting),
            "save a draft": _saved(client, waiting, {"row-R-C.1": "1"}),
            "save the last mark": _saved(client, waiting, {f"row-R-C.{row}": "1" for row in range(1, 5)}, final="yes"),
        }


def mark_half(course: Course, database: str) -> list[int]:
    """Mark every second text, and return the numbers of the others."""
    with Markings(database) as markings:
        queue = MarkingQueue(course, markings, COHORT)
        task = queue.task(ITEM)
        texts = list(queue.pile(task).numbered().items())
        for _, text in texts[::2]:
            markings.append(_marking(task, text))
        return [number for number, _ in texts[1::2]]


def _marking(task: Task, text: LearnerText) -> Marking:
    return Marking(
        id=new_id(),
        at=datetime.now(UTC),
        marker=GRADER,
        cohort=COHORT,
        lesson=task.lesson,
        item=task.item,
        learner=text.learner,
        text=text.version,
        rubric=task.rubric.version,
        rows={row.id: 1 for row in task.rubric.rows},
        comment="Name the day.",
        final=True,
    )


def _saved(client: httpx.Client, numbers: list[int], marks: dict[str, str], **more: str) -> tuple[float, float]:
    pages = {number: client.get(f"marking/{ITEM}/{number}").text for number in numbers[:TIMES]}
    forms = {number: {**dict(HIDDEN.findall(page)), **marks, **more} for number, page in pages.items()}
    asks_json = {"Accept": "application/json"}
    return _timed(
        lambda number: client.post(f"marking/{ITEM}/{number}", data=forms[number], headers=asks_json), numbers
    )


def _timed(ask: Callable[[int], httpx.Response], numbers: list[int]) -> tuple[float, float]:
    took = []
    for number in numbers[:TIMES]:
        begun = time.perf_counter()
        ask(number).raise_for_status()
        took.append(time.perf_counter() - begun)
    return statistics.median(took), max(took)


def main() -> None:
    """Print the times."""
    course = Course.at(Path(sys.argv[1]))
    with tempfile.TemporaryDirectory() as name:
        for what, (usual, longest) in answers(course, f"sqlite:///{name}/marking.db").items():
            sys.stdout.write(f"marking page: {what:<30} {usual * 1000:6.0f} ms, at most {longest * 1000:4.0f} ms\n")


if __name__ == "__main__":
    main()
