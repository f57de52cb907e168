"""Workers do what they are told by the process that started them, and by nobody else."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import pytest

from misread_grading.executors import LostWorkers, cluster, processes


def test_ctrl_c_in_a_terminal_is_left_to_the_process_that_started_the_workers() -> None:
    with processes(2) as workers:
        assert workers.executor
        for child in {workers.executor.submit(os.getpid).result() for _ in range(4)}:
            os.kill(child, signal.SIGINT)
        assert workers.executor.submit(pow, 2, 3).result() == 8


def end_one() -> None:
    """Let a worker end as one does that the system ends."""
    with processes(2) as workers:
        assert workers.executor
        workers.executor.submit(os._exit, 1).result()


def end_all() -> None:
    """Let a cluster end while it is at work."""
    import dask  # noqa: PLC0415
    from distributed import LocalCluster  # noqa: PLC0415

    with (
        dask.config.set({"distributed.comm.timeouts.connect": "1s"}),
        LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0", processes=False) as local,
        cluster(local.scheduler_address, wait=1.0) as workers,
    ):
        assert workers.executor
        local.sync(local.scheduler.close)
        workers.executor.submit(pow, 2, 3).result()


@pytest.mark.parametrize("end", [end_one, end_all])
def test_where_those_who_grade_are_gone_it_is_said_what_to_do(end: Callable[[], None]) -> None:
    with pytest.raises(LostWorkers, match="the same command goes on from there"):
        end()
