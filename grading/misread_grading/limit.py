"""A limit to the time that a piece of Python may take, in whatever thread it runs."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class CellTimeoutError(Exception):
    """A cell took longer than it may."""

    def _render_traceback_(self) -> list[str]:
        """Let a notebook show the text alone."""
        return [f"{type(self).__name__}: {self}"]


class _Interruption(BaseException):
    """What is raised inside the code: no `except Exception` in it takes it for an error of its own."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Interrupt the block where it stands once it has run for so long.

    Code of another language, such as a database's, is interrupted when it returns.

    Raises:
        CellTimeoutError: where the block was interrupted.
    """
    clock = _Clock(threading.get_ident())
    timer = threading.Timer(seconds, clock.strike)
    timer.daemon = True
    timer.start()
    try:
        yield
    except _Interruption:
        raise CellTimeoutError(f"no answer within {seconds:g} seconds") from None
    finally:
        timer.cancel()
        clock.stop()


class _Clock:
    """Interrupts one thread, unless it was stopped before."""

    def __init__(self, thread: int) -> None:
        self._thread, self._lock, self._stopped = ctypes.c_ulong(thread), threading.Lock(), False

    def strike(self) -> None:
        with self._lock:
            if not self._stopped:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(self._thread, ctypes.py_object(_Interruption))

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            ctypes.pythonapi.PyThreadState_SetAsyncExc(self._thread, None)
