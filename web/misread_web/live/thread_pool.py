"""Threads that run lesson code beside the event loop, each piece within a time limit."""

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
"""How long an interrupted piece may take to let go of its thread before the thread is given up."""
MOST_LOST = 16
"""How many threads may be lost at a time; beyond that none is started in the place of another."""


class Overtime(Exception):
    """The code took longer than it may and was interrupted."""


class _Interruption(BaseException):
    """What is raised inside the code: no `except Exception` in it takes it for an error of its own."""


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
        """Let go of the clock, which else would keep what came of the job until the time is up."""
        if self.clock is not None:
            self.clock.cancel()
        if not future.cancelled():
            future.exception()  # looked at: one for which nobody waits any more would be reported as forgotten


class ThreadPool:
    """A fixed number of threads. One that is lost in code that does not end is replaced.

    Python code is interrupted where it stands. A thread counts as lost, until it ends, where code catches even that or
    waits in a call of another language, such as a database's.
    """

    def __init__(self, number: int = 4) -> None:
        """Start the threads."""
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._lost: dict[threading.Thread, bool] = {}
        self._names = itertools.count(1)
        self._number = number
        for _ in range(number):
            self._start()

    @property
    def lost(self) -> int:
        """How many threads are lost just now."""
        return len(self._lost)

    @property
    def is_stuck(self) -> bool:
        """Whether every thread is lost, and none is left that would take anything on."""
        with self._lock:
            return sum(not is_replaced for is_replaced in self._lost.values()) >= self._number

    async def run(self, action: Callable[[], Result], seconds: float) -> Result:
        """Run an action in a thread and return what it returns; what it raises is raised here.

        Raises:
            Overtime: if it runs longer than `seconds` (of its own time: waiting for a thread does not count).
        """
        loop = asyncio.get_running_loop()
        job = _Job(action, loop, loop.create_future())
        job.future.add_done_callback(job.over)
        self._jobs.put(job)
        self._watch(job, seconds, after=seconds)
        result: Result = await job.future
        return result

    def close(self) -> None:
        """Let every thread end once it has done what is waiting."""
        for _ in range(self._number):
            self._jobs.put(None)

    def _start(self) -> None:
        threading.Thread(target=self._work, name=f"lesson-{next(self._names)}", daemon=True).start()

    def _work(self) -> None:
        me = threading.current_thread()
        while (job := self._jobs.get()) is not None:
            try:
                result, error = self._do(job, me)
            except _Interruption:  # it can arrive a moment late, when the action has just ended
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
        except Exception as raised:  # noqa: BLE001 - the border: whatever lesson code raises goes to its caller
            return None, raised
        finally:
            with self._lock:
                job.thread = None

    def _watch(self, job: _Job, seconds: float, after: float) -> None:
        """Look at a job that may take so many seconds after some others."""
        job.clock = job.loop.call_later(after, self._look, job, seconds)

    def _look(self, job: _Job, seconds: float) -> None:
        """Stop a job whose time is up; its time begins when a thread takes it, however long it waited for one."""
        if job.future.done():
            return
        with self._lock:
            left = seconds if job.thread is None else job.began + seconds - time.monotonic()
            if left > 0:
                self._watch(job, seconds, left)
            elif job.overtime and job.thread:
                self._give_up(job, job.thread)
            elif job.thread:
                job.overtime = True
                if job.thread.ident is not None:
                    interrupt(job.thread.ident, _Interruption)
                self._watch(job, seconds, GRACE_SECONDS)

    def _give_up(self, job: _Job, thread: threading.Thread) -> None:
        """Wait no longer for a thread that goes on in spite of it, and start another in its place."""
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
    """Settle a job in its own loop; a loop that has closed waits for nothing."""
    with contextlib.suppress(RuntimeError):
        job.loop.call_soon_threadsafe(_settle, job.future, result, error)
