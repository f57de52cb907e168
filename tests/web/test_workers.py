"""Lesson code runs beside the event loop, within its time, and never in the way of others."""

import asyncio
import threading
import time
from collections.abc import Iterator

import pytest

from misread_web.sessions.workers import Overtime, Workers
from tests.web.loops import run


@pytest.fixture
def workers() -> Iterator[Workers]:
    made = Workers(2)
    yield made
    made.close()


def endless() -> None:
    while True:
        pass


def deaf() -> None:
    """A loop that swallows its interruption."""
    stop = time.monotonic() + 4
    while time.monotonic() < stop:
        try:
            while time.monotonic() < stop:
                pass
        except Overtime:
            continue


def test_what_an_action_returns_or_raises_reaches_its_caller(workers: Workers) -> None:
    assert run(workers.run(lambda: 6 * 7, 5)) == 42
    with pytest.raises(ZeroDivisionError):
        run(workers.run(lambda: 1 / 0, 5))


def test_an_endless_loop_is_interrupted_and_its_thread_goes_on(workers: Workers) -> None:
    async def scene() -> set[int | None]:
        for _ in range(4):
            with pytest.raises(Overtime):
                await workers.run(endless, 0.05)
        return {await workers.run(threading.get_ident, 5) for _ in range(20)}

    before = threading.active_count()
    assert run(scene())
    assert threading.active_count() <= before + 1


def test_others_are_served_while_one_loops(workers: Workers) -> None:
    async def scene() -> tuple[list[int], bool]:
        looping = asyncio.ensure_future(workers.run(endless, 1.0))
        answers = [await workers.run(lambda number=number: number, 5) for number in range(50)]  # type: ignore[misc]
        still = not looping.done()
        with pytest.raises(Overtime):
            await looping
        return answers, still

    answers, still = run(scene())
    assert answers == list(range(50))
    assert still


def test_a_thread_that_cannot_be_interrupted_is_replaced() -> None:
    workers = Workers(1)

    async def scene() -> int:
        with pytest.raises(Overtime):
            await workers.run(deaf, 0.05)
        return await workers.run(lambda: 7, 5)

    assert run(scene()) == 7
    workers.close()


def test_waiting_for_a_thread_does_not_count_as_time(workers: Workers) -> None:
    done = threading.Event()

    async def scene() -> list[object]:
        blockers = [asyncio.ensure_future(workers.run(lambda: done.wait(10), 10)) for _ in range(2)]
        waiting = asyncio.ensure_future(workers.run(lambda: "served", 0.05))
        await asyncio.wait([waiting], timeout=0.3)
        assert not waiting.done()
        done.set()
        return [await waiting, *[await blocker for blocker in blockers]]

    assert run(scene()) == ["served", True, True]
