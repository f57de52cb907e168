"""Submissions of every kind: unchanged ones, and every kind of damage to a notebook and to its answers."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from misread_grading.course import Course
from misread_grading.submissions.collection import collect
from tests.grading.fake_learners import M4, everything

Tamper = Callable[[Path], object]


def hand_in(course: Course, number: int, seed: int = 0, lesson: str = M4, *, untouched: bool = False) -> dict[str, str]:
    """Hand in a number of submissions from one seed; return the damage to each, by the student's id.

    With `untouched`, nothing happens to them; the learners do the same.
    """
    dice = random.Random(seed)  # noqa: S311 - no secret
    pens = [everything(f"learner{place:03}", dice, lesson) for place in range(number)]
    collect(course, lesson, [pen.learner_of() for pen in pens])
    kinds = list(TAMPERINGS)
    happened = {}
    for place, pen in enumerate(pens):
        kind = kinds[place % len(kinds)]
        if not untouched:
            TAMPERINGS[kind](course.path("submitted", pen.learner, lesson))
        happened[pen.learner] = kind
    return happened


def _notebook(change: Callable[[dict[str, Any], list[Any]], None]) -> Tamper:
    def tamper(folder: Path) -> None:
        path = folder / f"{folder.name}.ipynb"
        notebook = json.loads(path.read_text("utf-8"))
        change(notebook, notebook["cells"])
        path.write_text(json.dumps(notebook), "utf-8")

    return tamper


def _answers(change: Callable[[bytes], bytes | None], *, collected: bool = False) -> Tamper:
    """Change the answers; the notebook has a seal of the original ones only if they were `collected`."""

    def tamper(folder: Path) -> None:
        path = folder / "answers.jsonl"
        changed = change(path.read_bytes())
        path.unlink() if changed is None else path.write_bytes(changed)
        if not collected:
            _notebook(lambda notebook, _: notebook["metadata"]["misread"].pop("answers"))(folder)

    return tamper


def _about(cells: list[Any], id_: str) -> Any:  # noqa: ANN401 - a cell
    return next(cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("grade_id") == id_)


def _copy_of_the_first(folder: Path) -> None:
    first = folder.parents[1] / "learner000" / folder.name
    shutil.copy(first / "answers.jsonl", folder / "answers.jsonl")
    _notebook(lambda notebook, _: notebook["metadata"]["misread"].pop("answers"))(folder)


def _drop(id_: str) -> Tamper:
    return _notebook(lambda _, cells: cells.remove(_about(cells, id_)))


def _without_choice(answers: bytes) -> bytes:
    lines = answers.splitlines(keepends=True)
    del lines[next(place for place, line in enumerate(lines) if b'"picked"' in line) + 2]
    return b"".join(lines)


TAMPERINGS: dict[str, Tamper] = {
    "untouched": lambda _: None,
    "test cell doubled": _notebook(lambda _, cells: cells.append(_about(cells, "sam-priya-C1"))),
    "test cell deleted": _drop("sam-priya-C3"),
    "setup cell deleted": _drop("open-lesson"),
    "answer cell deleted": _drop("X4-6"),
    "key added": _notebook(lambda _, cells: _about(cells, "X4-2")["metadata"]["nbgrader"].update(extra=1)),
    "points raised": _notebook(lambda _, cells: _about(cells, "X4-2")["metadata"]["nbgrader"].update(points=100)),
    "flags turned": _notebook(
        lambda _, cells: _about(cells, "X4-5")["metadata"]["nbgrader"].update(locked=False, solution=True)
    ),
    "test rewritten": _notebook(lambda _, cells: _about(cells, "X4-5").update(source="6.0")),
    "code added": _notebook(
        lambda _, cells: cells.insert(
            3,
            {
                "cell_type": "code",
                "id": "own",
                "metadata": {},
                "outputs": [],
                "execution_count": None,
                "source": "lesson.points = lambda *_, out_of: out_of",
            },
        )
    ),
    "old metadata": _notebook(lambda _, cells: _about(cells, "X4-2")["metadata"].update(nbgrader={})),
    "answers missing": _answers(lambda _: None),
    "answers cut off": _answers(lambda answers: answers[:-40]),
    "answers edited": _answers(lambda answers: answers.replace(b'"picked"', b'"won"', 1)),
    "choice taken out": _answers(_without_choice),
    "changed once collected": _answers(lambda answers: answers + b"\n", collected=True),
    "another's answers": _copy_of_the_first,
    "another lesson's answers": _answers(lambda answers: answers.replace(M4.encode(), b"m2-being-understood")),
    "two people's answers": _answers(lambda answers: answers.replace(b'"learner":"learner', b'"learner":"x', 1)),
    "no moment": lambda folder: (folder / "timestamp.txt").unlink(),
    "no notebook at all": lambda folder: (folder / f"{folder.name}.ipynb").write_text("{", "utf-8"),
}
"""The kinds of damage, by name. Nobody can grade the last one."""
REFUSED = {
    "answers missing": "There is no answers.jsonl",
    "answers edited": "is not as the course wrote it",
    "choice taken out": "lines were removed or added",
    "changed once collected": "was changed after it was collected",
    "another's answers": "those of another learner",
    "another lesson's answers": "answers of another lesson",
    "two people's answers": "those of another learner",
}
"""The message for answers that cannot count, by the kind of damage."""
