"""A text that repeats the model text is told apart from one that only speaks of the same."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import misread_scenarios
from misread_grading.marking.similarity import CLOSE_SHARE, Closeness, closeness
from misread_scenarios.exercises import Reflection, exercises, load_exercise

if TYPE_CHECKING:
    from collections.abc import Iterator

TASKS = [task for task in map(load_exercise, exercises()) if isinstance(task, Reflection)]
every_task = pytest.mark.parametrize("task", TASKS, ids=lambda task: task.id)
STRETCH = 130
"""Words of an honest text, as many as a model has."""


def honest() -> Iterator[str]:
    """Prose of this course on the same matters, in stretches as long as a model text, each from half the one before."""
    library = Path(misread_scenarios.__file__).parent / "library"
    words = [word for path in sorted(library.glob("*.md")) for word in path.read_text("utf-8").split()]
    for start in range(0, len(words) - STRETCH, STRETCH // 2):
        yield " ".join(words[start : start + STRETCH])


def changed(text: str, each: int) -> str:
    """Put another word in the place of each so many."""
    return " ".join("otherwise" if number % each == 0 else word for number, word in enumerate(text.split()))


@every_task
def test_the_model_itself_is_close_whatever_an_editor_makes_of_it(task: Reflection) -> None:
    sentences = re.split(r"(?<=[.!?:]) ", task.sample)
    sentences = sentences[::2] + sentences[1::2]
    for text in (
        task.sample,
        task.sample.upper().replace("'", "’"),
        task.sample.replace(" ", " \n"),
        " ".join(sentences),
    ):
        assert closeness(text, task).share > 0.85


@every_task
@pytest.mark.parametrize(("each", "at_least"), [(4, 0.6), (5, 0.7), (8, 0.8)])
def test_a_model_in_which_a_word_is_changed_here_and_there_is_close(
    task: Reflection, each: int, at_least: float
) -> None:
    found = closeness(changed(task.sample, each), task)
    assert found.is_close
    assert found.share > at_least


@every_task
def test_half_a_model_within_a_text_of_ones_own_is_close(task: Reflection) -> None:
    words = task.sample.split()
    own = "In my team nobody has led before, so I begin with the smallest thing that can be tried and looked at. " * 5
    found = closeness(f"{own}{' '.join(words[: len(words) // 2])}", task)
    assert found.is_close
    assert found.share < 0.6


@every_task
def test_no_stretch_of_honest_prose_comes_near(task: Reflection) -> None:
    shares = [closeness(text, task).share for text in honest()]
    assert len(shares) > 900
    assert max(shares) < 0.08 < CLOSE_SHARE


@every_task
def test_the_typical_texts_that_fall_short_are_their_writers_own(task: Reflection) -> None:
    assert [mistake.text for mistake in task.mistakes if closeness(mistake.text, task).shared] == []


@every_task
def test_to_repeat_the_question_is_not_to_repeat_the_model(task: Reflection) -> None:
    assert closeness(f"{task.instruction} {task.prompt} {task.help}", task).is_close is False


def test_the_names_of_the_fields_are_nobodys_words() -> None:
    (plan,) = (task for task in TASKS if task.parts)
    text = "\n\n".join(f"{part}: water" for part in plan.parts)
    assert closeness(text, plan) == Closeness(0, len(plan.parts))


@pytest.mark.parametrize("text", ["", "She", "the rota and four"])
def test_a_short_text_shares_a_phrase_with_anything(text: str) -> None:
    (task,) = (task for task in TASKS if task.id == "X4.6")
    assert closeness(text, task).is_close is False
