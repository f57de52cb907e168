"""Workers do what they are told by the process that started them, and by nobody else."""

from __future__ import annotations

import os
import signal

from misread_grading.executors import processes


def test_ctrl_c_in_a_terminal_is_left_to_the_process_that_started_the_workers() -> None:
    with processes(2) as workers:
        assert workers.executor
        for child in {workers.executor.submit(os.getpid).result() for _ in range(4)}:
            os.kill(child, signal.SIGINT)
        assert workers.executor.submit(pow, 2, 3).result() == 8
