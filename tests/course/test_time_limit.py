"""A block of Python that runs too long is interrupted, and one that does not is left alone."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

from misread_course.time_limit import CellTimeoutError, time_limit


def in_a_thread(work: Callable[[], object]) -> list[str]:
    """Do some work in a thread of its own; return how it ended: the error that left it, or its result."""
    ended = []

    def worker() -> None:
        try:
            ended.append(str(work()))
        except BaseException as error:  # noqa: BLE001 - an interruption is no Exception
            ended.append(f"{type(error).__name__}: {error}")

    thread = threading.Thread(target=worker, daemon=True)
    thread.start()
    thread.join(10)
    return ended


def loop_for(seconds: float) -> None:
    """Run until the limit interrupts it."""
    with time_limit(seconds):
        while True:
            pass


def watching() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "time-limits"]


def test_a_block_within_its_time_is_left_alone() -> None:
    def within_its_time() -> int:
        with time_limit(0.05):
            done = 1
        # Limits strike in the order in which they end, so the one above has had its turn once this one is over.
        assert in_a_thread(lambda: loop_for(0.1)) == ["CellTimeoutError: no answer within 0.1 seconds"]
        return done + sum(range(1000))

    assert in_a_thread(within_its_time) == ["499501"]


def test_one_thread_watches_all_limits() -> None:
    with time_limit(60), time_limit(30):
        first = watching()
        assert in_a_thread(lambda: loop_for(0.01)) == ["CellTimeoutError: no answer within 0.01 seconds"]
    with time_limit(60):
        assert watching() == first
    assert len(first) == 1


def test_a_limit_that_ends_sooner_strikes_first() -> None:
    def nested() -> str:
        with time_limit(60):
            try:
                loop_for(0.02)
            except CellTimeoutError as error:
                return f"inner: {error}"
        return "outer"

    assert in_a_thread(nested) == ["inner: no answer within 0.02 seconds"]


def test_no_except_clause_of_the_block_catches_the_interruption() -> None:
    def stubborn() -> None:
        with time_limit(0.05), suppress(Exception):  # as a learner's cell may have it
            while True:
                pass

    assert in_a_thread(stubborn) == ["CellTimeoutError: no answer within 0.05 seconds"]


def test_a_block_beyond_its_time_is_interrupted_in_any_thread() -> None:
    caught = []

    def work() -> None:
        try:
            with time_limit(0.05):
                while True:
                    pass
        except CellTimeoutError as error:
            caught.append(str(error))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(10)
    assert caught == ["no answer within 0.05 seconds"]
