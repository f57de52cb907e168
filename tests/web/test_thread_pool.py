"""Lesson code runs beside the event loop, within its time, and never in the way of others."""

import asyncio
import gc
import threading
import weakref
from collections.abc import Iterator

import pytest

from misread_web.live import thread_pool as workers_module
from misread_web.live.thread_pool import Overtime, ThreadPool
from tests.web.event_loop import run


@pytest.fixture
def workers() -> Iterator[ThreadPool]:
    made = ThreadPool(2)
    yield made
    made.close()


@pytest.fixture
def no_garbage_search() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


def started_since(before: set[threading.Thread]) -> list[threading.Thread]:
    """Return the pools' threads that were started later; threads of earlier tests may end in the meantime."""
    return [thread for thread in set(threading.enumerate()) - before if thread.name.startswith("lesson-")]


def endless() -> None:
    while True:
        pass


def test_what_an_action_returns_or_raises_reaches_its_caller(workers: ThreadPool) -> None:
    assert run(workers.run(lambda: 6 * 7, 5)) == 42
    with pytest.raises(ZeroDivisionError):
        run(workers.run(lambda: 1 / 0, 5))


def test_an_endless_loop_is_interrupted_and_its_thread_goes_on(workers: ThreadPool) -> None:
    async def scene() -> set[int | None]:
        for _ in range(4):
            with pytest.raises(Overtime):
                await workers.run(endless, 0.05)
        return {await workers.run(threading.get_ident, 5) for _ in range(20)}

    before = set(threading.enumerate())
    assert run(scene())
    assert not started_since(before)


@pytest.mark.usefixtures("no_garbage_search")
def test_nothing_of_what_is_done_stays_for_the_search_for_garbage() -> None:
    workers = ThreadPool(1)

    async def scene() -> weakref.ref[threading.Event]:
        gone = weakref.ref(await workers.run(threading.Event, 60))
        await workers.run(bool, 60)  # a thread lets go of the last result with the next one
        return gone

    async def looked_at() -> bool:
        return (await scene())() is None

    assert run(looked_at())
    workers.close()


def test_others_are_served_while_one_loops(workers: ThreadPool) -> None:
    async def scene() -> tuple[list[int], bool]:
        looping = asyncio.ensure_future(workers.run(endless, 1.0))
        answers = [await workers.run(lambda number=number: number, 5) for number in range(20)]  # type: ignore[misc]
        still = not looping.done()
        with pytest.raises(Overtime):
            await looping
        return answers, still

    answers, still = run(scene())
    assert answers == list(range(20))
    assert still


def test_a_thread_that_cannot_be_interrupted_is_replaced_until_it_ends() -> None:
    workers, let_go, ended = ThreadPool(1), threading.Event(), threading.Event()

    def waits() -> None:
        try:
            let_go.wait(60)  # in C, where nothing can be raised
        finally:
            ended.set()

    async def scene() -> tuple[int, int]:
        with pytest.raises(Overtime):
            await workers.run(waits, 0.05)
        lost = workers.lost
        return await workers.run(lambda: 7, 5), lost

    assert run(scene()) == (7, 1)
    let_go.set()
    assert ended.wait(60)
    workers.close()


def test_code_cannot_take_its_interruption_for_an_error_of_its_own(workers: ThreadPool) -> None:
    def careless() -> str:
        try:
            endless()
        except Exception:  # noqa: BLE001 - what is tried
            return "went on"
        return "ended"

    with pytest.raises(Overtime):
        run(workers.run(careless, 0.05))


def test_no_more_threads_are_started_than_may_be_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers_module, "MOST_LOST", 2)
    monkeypatch.setattr(workers_module, "GRACE_SECONDS", 0.01)
    workers, let_go = ThreadPool(2), threading.Event()

    async def scene() -> tuple[int, int, str]:
        before = set(threading.enumerate())
        assert not workers.is_stuck
        stuck = [workers.run(lambda: let_go.wait(60), 0.01) for _ in range(4)]
        assert {type(error) for error in await asyncio.gather(*stuck, return_exceptions=True)} == {Overtime}
        lost, more = workers.lost, len(started_since(before))
        assert workers.is_stuck
        let_go.set()
        return lost, more, await workers.run(lambda: "served again", 5)

    assert run(scene()) == (4, 2, "served again")
    workers.close()


def test_waiting_for_a_thread_does_not_count_as_time(workers: ThreadPool) -> None:
    done = threading.Event()

    async def scene() -> list[object]:
        blockers = [asyncio.ensure_future(workers.run(lambda: done.wait(10), 10)) for _ in range(2)]
        waiting = asyncio.ensure_future(workers.run(lambda: "served", 0.05))
        await asyncio.wait([waiting], timeout=0.3)
        assert not waiting.done()
        done.set()
        return [await waiting, *[await blocker for blocker in blockers]]

    assert run(scene()) == ["served", True, True]


def test_a_jobs_time_limit_starts_when_a_thread_takes_it() -> None:
    workers, let_go = ThreadPool(1), threading.Event()

    async def scene() -> str:
        blocker = asyncio.ensure_future(workers.run(let_go.wait, 10))
        waited = asyncio.ensure_future(workers.run(lambda: "served" * (not threading.Event().wait(0.6)), 1.0))
        asyncio.get_running_loop().call_later(0.7, let_go.set)
        await blocker
        return await waited

    assert run(scene()) == "served"
    workers.close()
