"""Many open sessions and a steady stream of choices, and afterwards a look at what the database holds."""

from __future__ import annotations

import asyncio
import dataclasses
import itertools
import random
import time
from collections import Counter

from learners import LESSON, Learner, Lost
from servers import Course

from misread_records import open_journal, strays
from misread_records.people import Cohorts

ITEM = "sam-priya"
OPENING = 10
"""How many pages are opened at a time before the clock starts."""
WEIGHED_EVERY = 5.0


@dataclasses.dataclass(frozen=True)
class Stream:
    """What is asked of a server: choices a second, for how long, and how often a line breaks.

    Of `cut_every` choices, one is sent right before its line breaks, and once more on the next one.
    """

    rate: float
    minutes: float
    cut_every: int


@dataclasses.dataclass
class Steady:
    """What came of it.

    Attributes:
        confirmed: the id of every choice that was confirmed to its learner.
        seconds: from sending each to its consequence.
        cut: how many lines broke on purpose.
        errors: what learners met that they should not have.
        megabytes: the server's private memory, measured every few seconds.
        cpu: seconds that the server spent on each choice, all that belongs to it included.
        lost, doubled, unasked: confirmed choices that the database lacks, that it holds twice, and choices in it that
            nobody was told of. Events that change no run count as doubled.
    """

    confirmed: list[str] = dataclasses.field(default_factory=list)
    seconds: list[float] = dataclasses.field(default_factory=list)
    cut: int = 0
    errors: list[str] = dataclasses.field(default_factory=list)
    megabytes: list[float] = dataclasses.field(default_factory=list)
    cpu: float = 0.0
    lost: int = 0
    doubled: int = 0
    unasked: int = 0


async def steady(course: Course, asked: Stream) -> Steady:
    """Open a session for every learner, let them make so many choices a second together, and check the database."""
    found = Steady()
    learners = [Learner(course.server.address, cookie, random.Random(cookie)) for cookie in course.cookies]  # noqa: S311
    await _open(learners)
    cpu, over = course.server.cpu_seconds(), asyncio.Event()
    weighing = asyncio.create_task(_weigh(course, found, over))
    running: set[asyncio.Task[None]] = set()
    start = time.perf_counter()
    for number, learner in enumerate(
        itertools.islice(itertools.cycle(learners), round(asked.rate * asked.minutes * 60))
    ):
        await asyncio.sleep(start + number / asked.rate - time.perf_counter())
        turn = asyncio.create_task(_turn(learner, found, cut=number % asked.cut_every == asked.cut_every - 1))
        running.add(turn)
        turn.add_done_callback(running.discard)
    await asyncio.gather(*running)
    over.set()
    await weighing
    found.cpu = (course.server.cpu_seconds() - cpu) / max(1, len(found.confirmed))
    for learner in learners:
        learner.leave()
    _check(course, found)
    return found


async def _open(learners: list[Learner]) -> None:
    """Open the pages, a few at a time, and leave the cover of the case."""
    gate = asyncio.Semaphore(OPENING)

    async def one(learner: Learner) -> None:
        async with gate:
            await learner.open_line()
            await learner.begin()

    await asyncio.gather(*map(one, learners))


async def _turn(learner: Learner, found: Steady, *, cut: bool) -> None:
    """Let a learner choose, and read on to the next situation."""
    async with learner.turn:
        try:
            answered = await learner.choose(cut=cut)
            found.confirmed.append(answered.id)
            found.cut += cut
            if not cut:
                found.seconds.append(answered.seconds)
            await learner.go_on()
        except (Lost, OSError, TimeoutError) as error:
            found.errors.append(repr(error))


async def _weigh(course: Course, found: Steady, over: asyncio.Event) -> None:
    while not over.is_set():
        found.megabytes.append(course.server.private_megabytes())
        try:
            await asyncio.wait_for(over.wait(), WEIGHED_EVERY)
        except TimeoutError:
            continue


def _check(course: Course, found: Steady) -> None:
    """Hold what was confirmed against what the database holds."""
    kept: Counter[str] = Counter()
    journal = open_journal(course.database)
    with Cohorts(course.database) as cohorts:
        members = [member for cohort in cohorts.cohorts() for member in cohorts.members(cohort.name)]
    for member in members:
        events = journal.read(member.learner, LESSON)
        kept.update(str(event.id) for event in events if event.kind == "picked")
        found.doubled += len(strays(events, ITEM))
    journal.close()
    confirmed = set(found.confirmed)
    found.lost = len(confirmed - kept.keys())
    found.doubled += sum(number - 1 for number in kept.values()) + len(found.confirmed) - len(confirmed)
    found.unasked = len(kept.keys() - confirmed)
