"""Measures the server's CPU time for a page and for a choice, while nothing else happens."""

from __future__ import annotations

import asyncio
import dataclasses
import random

from learners import Learner
from servers import Course

WARM = 5
"""The number of learners who come first, to warm the server up; they are not counted."""
CHOICES_EACH = 6
SETTLING = 0.2
"""Seconds in which the server finishes everything that a page or a choice started."""


@dataclasses.dataclass(frozen=True)
class Cost:
    """CPU seconds for a first visit to the lesson, without a click, and for a choice and its consequence."""

    page: float
    choice: float


async def cost(course: Course) -> Cost:
    """Open the lesson for every learner of a course except the first few, then let each of them choose."""
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
