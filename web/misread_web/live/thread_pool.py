"""Threads that run lesson code outside the event loop, each call within a time limit."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import itertools
import queue
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from misread_course.time_limit import interrupt

Result = TypeVar("Result")
GRACE_SECONDS = 1.0
"""How long interrupted code may take to end before its thread is given up."""
MOST_LOST = 16
"""How many threads may be lost at a time; a thread that is lost beyond these is not replaced."""


class Overtime(Exception):
    """The code ran longer than its time limit and was interrupted."""


class _Interruption(BaseException):
    """The exception that interrupts the code. An `except Exception` in the code does not catch it."""


@dataclasses.dataclass
class _Job:
    action: Callable[[], Any]
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    thread: threading.Thread | None = None
    began: float = 0.0
    overtime: bool = False
    clock: asyncio.TimerHandle | None = None

    def over(self, future: asyncio.Future[Any]) -> None:
        """Cancel the clock, which would otherwise keep the job's result in memory until the time is up."""
        if self.clock is not None:
            self.clock.cancel()
        if not future.cancelled():
            future.exception()  # mark it as retrieved, or asyncio reports an error that nobody awaits any more


class ThreadPool:
    """A fixed number of threads. A thread that is lost in code that does not end is replaced.

    Overlong Python code is interrupted. If the code catches the interruption, or waits in a C call such as a database
    driver's, its thread counts as lost until it ends.
    """

    def __init__(self, number: int = 4) -> None:
        """Start `number` threads."""
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._lost: dict[threading.Thread, bool] = {}
        self._names = itertools.count(1)
        self._number = number
        for _ in range(number):
            self._start()

    @property
    def lost(self) -> int:
        """The number of threads that are lost now."""
        return len(self._lost)

    @property
    def is_stuck(self) -> bool:
        """Whether all threads are lost, so that no job can start."""
        with self._lock:
            return sum(not is_replaced for is_replaced in self._lost.values()) >= self._number

    async def run(self, action: Callable[[], Result], seconds: float) -> Result:
        """Run an action in a thread, and return its result.

        Raises:
            Overtime: if it runs longer than `seconds`, not counting the wait for a free thread.
            Exception: any error of the action.
        """
        loop = asyncio.get_running_loop()
        job = _Job(action, loop, loop.create_future())
        job.future.add_done_callback(job.over)
        self._jobs.put(job)
        self._watch_over(job, seconds, after=seconds)
        result: Result = await job.future
        return result

    def close(self) -> None:
        """End all threads after the jobs that are waiting."""
        for _ in range(self._number):
            self._jobs.put(None)

    def _start(self) -> None:
        threading.Thread(target=self._work, name=f"lesson-{next(self._names)}", daemon=True).start()

    def _work(self) -> None:
        me = threading.current_thread()
        while (job := self._jobs.get()) is not None:
            try:
                result, error = self._do(job, me)
            except _Interruption:  # it can arrive late, when the action has just ended
                result, error = None, Overtime()
                job.thread = None
            with self._lock:
                is_lost, is_replaced = me in self._lost, self._lost.pop(me, False)
            if not is_lost:
                _tell(job, result, error)
            if is_replaced:
                return

    def _do(self, job: _Job, me: threading.Thread) -> tuple[object, Exception | None]:
        with self._lock:
            job.thread, job.began = me, time.monotonic()
        try:
            return job.action(), None
        except _Interruption:
            return None, Overtime()
        except Exception as raised:  # noqa: BLE001 - any error of the lesson code goes to its caller
            return None, raised
        finally:
            with self._lock:
                job.thread = None

    def _watch_over(self, job: _Job, seconds: float, after: float) -> None:
        """Look at a job `after` seconds from now; the job may take `seconds`."""
        job.clock = job.loop.call_later(after, self._look, job, seconds)

    def _look(self, job: _Job, seconds: float) -> None:
        """Stop a job if its time is up; its time begins when a thread takes the job."""
        if job.future.done():
            return
        with self._lock:
            left = seconds if job.thread is None else job.began + seconds - time.monotonic()
            if left > 0:
                self._watch_over(job, seconds, left)
            elif job.overtime and job.thread:
                self._give_up(job, job.thread)
            elif job.thread:
                job.overtime = True
                if job.thread.ident is not None:
                    interrupt(job.thread.ident, _Interruption)
                self._watch_over(job, seconds, GRACE_SECONDS)

    def _give_up(self, job: _Job, thread: threading.Thread) -> None:
        """Stop waiting for a thread that ignores the interruption, and start another in its place."""
        self._lost[thread] = len(self._lost) < MOST_LOST
        if self._lost[thread]:
            self._start()
        _settle(job.future, None, Overtime())


def _settle(future: asyncio.Future[Any], result: object, error: BaseException | None) -> None:
    if not future.done():
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)


def _tell(job: _Job, result: object, error: Exception | None) -> None:
    """Settle a job in its event loop; do nothing if the loop has closed."""
    with contextlib.suppress(RuntimeError):
        job.loop.call_soon_threadsafe(_settle, job.future, result, error)
