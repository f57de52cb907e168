"""A block of Python that runs too long is interrupted, and one that does not is left alone."""

from __future__ import annotations

import threading

from misread_course.time_limit import CellTimeoutError, time_limit


def test_a_block_within_its_time_is_left_alone() -> None:
    with time_limit(60):
        pass
    assert threading.active_count() >= 1


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
