"""Time limits for Python code in any thread."""

from __future__ import annotations

import ctypes
import heapq
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class CellTimeoutError(Exception):
    """A cell took longer than its time limit."""

    def _render_traceback_(self) -> list[str]:
        """Return the message alone, which a notebook then shows instead of a traceback."""
        return [f"{type(self).__name__}: {self}"]


class _Interruption(BaseException):
    """The interruption of a cell. It is no `Exception`, so that `except Exception` in the cell does not catch it."""


def interrupt(thread: int, error: type[BaseException]) -> None:
    """Raise an error in the thread with this `ident`, the next time that the thread runs Python code.

    This calls `PyThreadState_SetAsyncExc` of Python's C API.
    """
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error))


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Interrupt the block once it has run for this many seconds.

    A call into another language, for example into a database driver, is interrupted only when it returns.

    Raises:
        CellTimeoutError: if the block was interrupted.
    """
    clock = _Clock(threading.get_ident(), time.monotonic() + seconds)
    _WATCH.add(clock)
    try:
        yield
    except _Interruption:
        clock.is_heard = True
        raise CellTimeoutError(f"no answer within {seconds:g} seconds") from None
    finally:
        clock.stop()


class _Clock:
    """The clock of one time limit, which interrupts its thread unless it is stopped before."""

    def __init__(self, thread: int, due: float) -> None:
        self.due, self._thread, self._lock = due, thread, threading.Lock()
        self._has_struck = self._is_stopped = self.is_heard = False

    def __lt__(self, other: _Clock) -> bool:
        return self.due < other.due

    def strike(self) -> None:
        with self._lock:
            if not self._is_stopped:
                self._has_struck = True
                interrupt(self._thread, _Interruption)

    def stop(self) -> None:
        """Stop the clock, and cancel an interruption that the thread has not received yet.

        An interruption is cancelled only if it was made, because cancelling another one slows Python down for good.
        """
        with self._lock:
            self._is_stopped = True
            if self._has_struck and not self.is_heard:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._thread), None)


class _Watch:
    """The thread that waits for all clocks. A thread for each clock would take longer to start than most cells run."""

    def __init__(self) -> None:
        self._clocks: list[_Clock] = []
        self._sooner = threading.Condition()
        self._thread: threading.Thread | None = None

    def add(self, clock: _Clock) -> None:
        with self._sooner:
            heapq.heappush(self._clocks, clock)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._wait, name="time-limits", daemon=True)
                self._thread.start()
            elif self._clocks[0] is clock:
                self._sooner.notify()

    def _wait(self) -> None:
        while True:
            with self._sooner:
                while not self._clocks or (left := self._clocks[0].due - time.monotonic()) > 0:
                    self._sooner.wait(left if self._clocks else None)
                clock = heapq.heappop(self._clocks)
            clock.strike()


_WATCH = _Watch()
