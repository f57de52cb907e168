"""Keeps many sessions open with a steady stream of choices, and then checks what the database has saved."""

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
"""The number of pages that are opened at a time before the clock starts."""
WEIGHED_EVERY = 5.0


@dataclasses.dataclass(frozen=True)
class Stream:
    """The load on a server: choices a second, minutes, and how often a connection breaks.

    Of `cut_every` choices, one is sent right before its connection breaks, and again over the next connection.
    """

    rate: float
    minutes: float
    cut_every: int


@dataclasses.dataclass
class Steady:
    """The results.

    Attributes:
        confirmed: the id of every choice that was confirmed to its learner.
        seconds: the time from sending each choice to its consequence.
        cut: the number of connections that were broken on purpose.
        errors: the errors that learners met.
        megabytes: the server's private memory, measured every few seconds.
        cpu: the CPU seconds of the server and its children for each choice.
        lost, doubled, unasked: the numbers of confirmed choices that the database lacks, of those that it holds twice,
            and of choices in it that were never confirmed. Events that change no run count as doubled.
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
    results = Steady()
    learners = [Learner(course.server.address, cookie, random.Random(cookie)) for cookie in course.cookies]  # noqa: S311
    await _open(learners)
    cpu, over = course.server.cpu_seconds(), asyncio.Event()
    weighing = asyncio.create_task(_weigh(course, results, over))
    running: set[asyncio.Task[None]] = set()
    start = time.perf_counter()
    for number, learner in enumerate(
        itertools.islice(itertools.cycle(learners), round(asked.rate * asked.minutes * 60))
    ):
        await asyncio.sleep(start + number / asked.rate - time.perf_counter())
        turn = asyncio.create_task(_turn(learner, results, cut=number % asked.cut_every == asked.cut_every - 1))
        running.add(turn)
        turn.add_done_callback(running.discard)
    await asyncio.gather(*running)
    over.set()
    await weighing
    results.cpu = (course.server.cpu_seconds() - cpu) / max(1, len(results.confirmed))
    for learner in learners:
        learner.leave()
    _check(course, results)
    return results


async def _open(learners: list[Learner]) -> None:
    """Open the pages, a few at a time, and leave the cover of the case on each."""
    gate = asyncio.Semaphore(OPENING)

    async def open_case(learner: Learner) -> None:
        async with gate:
            await learner.open_line()
            await learner.begin()

    await asyncio.gather(*map(open_case, learners))


async def _turn(learner: Learner, results: Steady, *, cut: bool) -> None:
    """Make one choice for a learner, and read on to the next situation."""
    async with learner.turn:
        try:
            answered = await learner.choose(cut=cut)
            results.confirmed.append(answered.id)
            results.cut += cut
            if not cut:
                results.seconds.append(answered.seconds)
            await learner.go_on()
        except (Lost, OSError, TimeoutError) as error:
            results.errors.append(repr(error))


async def _weigh(course: Course, results: Steady, over: asyncio.Event) -> None:
    while not over.is_set():
        results.megabytes.append(course.server.private_megabytes())
        try:
            await asyncio.wait_for(over.wait(), WEIGHED_EVERY)
        except TimeoutError:
            continue


def _check(course: Course, results: Steady) -> None:
    """Compare what was confirmed with what the database holds."""
    kept: Counter[str] = Counter()
    journal = open_journal(course.database)
    with Cohorts(course.database) as cohorts:
        members = [member for cohort in cohorts.cohorts() for member in cohorts.members(cohort.name)]
    for member in members:
        events = journal.read(member.learner, LESSON)
        kept.update(str(event.id) for event in events if event.kind == "picked")
        results.doubled += len(strays(events, ITEM))
    journal.close()
    confirmed = set(results.confirmed)
    results.lost = len(confirmed - kept.keys())
    results.doubled += sum(number - 1 for number in kept.values()) + len(results.confirmed) - len(confirmed)
    results.unasked = len(kept.keys() - confirmed)
