"""What one page and one choice cost the server's processors, one after the other and without anything else."""

from __future__ import annotations

import asyncio
import dataclasses
import random

from learners import Learner
from servers import Course

WARM = 5
"""Learners who come first and are not counted."""
CHOICES_EACH = 6
SETTLING = 0.2
"""Seconds after which all that a page or a choice set off has been done."""


@dataclasses.dataclass(frozen=True)
class Cost:
    """CPU seconds of the server: for a first visit to the lesson without a click, and for a choice with its go-on."""

    page: float
    choice: float


async def cost(course: Course) -> Cost:
    """Open the lesson for every learner of a course but the first few, and then let each of them choose."""
    learners = [Learner(course.server.address, cookie, random.Random(cookie)) for cookie in course.cookies]  # noqa: S311
    for learner in learners[:WARM]:
        await learner.open_page()
        await _play(learner)
    counted = learners[WARM:]
    before = await _spent(course)
    for learner in counted:
        await learner.open_page()
    opened = await _spent(course)
    for learner in counted:
        await learner.begin()
    begun = await _spent(course)
    for learner in counted:
        await _play(learner)
    played = await _spent(course)
    for learner in learners:
        learner.leave()
    return Cost((opened - before) / len(counted), (played - begun) / len(counted) / CHOICES_EACH)


async def _play(learner: Learner) -> None:
    await learner.begin()
    for _ in range(CHOICES_EACH):
        await learner.choose()
        await learner.go_on()


async def _spent(course: Course) -> float:
    await asyncio.sleep(SETTLING)
    return course.server.cpu_seconds()
