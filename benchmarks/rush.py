"""Simulates a group of people who all open the lesson within a few seconds and then play."""

from __future__ import annotations

import asyncio
import dataclasses
import random

from learners import Answered, Learner, Lost
from servers import Course


@dataclasses.dataclass(frozen=True)
class Rush:
    """The seconds that each took to open the lesson, the seconds of each choice, and the errors that learners met."""

    opened: list[float]
    choices: list[float]
    errors: list[str]


async def rush(course: Course, within: float, choices: int) -> Rush:
    """Let the learners of a course open the lesson at random moments within `within` seconds, then make choices.

    The first learner warms the server up and is not counted. Between two choices, a learner reads for a random time of
    a few seconds.
    """
    chance = random.Random(4)  # noqa: S311 - the same rush each time
    address = course.server.address
    first, *learners = (Learner(address, cookie, random.Random(cookie)) for cookie in course.cookies)  # noqa: S311
    await first.open_page()
    results = Rush([], [], [])
    opened = asyncio.Barrier(len(learners))

    async def open_and_play(learner: Learner, wait: float) -> None:
        await asyncio.sleep(wait)
        try:
            results.opened.append(await learner.open_page())
        except (Lost, OSError, TimeoutError) as error:
            results.errors.append(repr(error))
        await opened.wait()
        try:
            await _play(learner, choices, chance, results)
        except (Lost, OSError, TimeoutError) as error:
            results.errors.append(repr(error))

    await asyncio.gather(*(open_and_play(learner, chance.uniform(0, within)) for learner in learners))
    for learner in (first, *learners):
        learner.leave()
    return results


async def _play(learner: Learner, choices: int, chance: random.Random, results: Rush) -> None:
    await asyncio.sleep(chance.uniform(0, 3))
    await learner.begin()
    for _ in range(choices):
        await asyncio.sleep(chance.uniform(1, 3))
        answered: Answered = await learner.choose()
        results.choices.append(answered.seconds)
        await learner.go_on()


def p95(figures: list[float]) -> float:
    """Return the 95th percentile."""
    return sorted(figures)[max(0, round(len(figures) * 0.95) - 1)] if figures else float("nan")
