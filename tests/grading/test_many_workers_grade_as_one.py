"""Processes and a cluster grade as one process does, and a locked gradebook is waited for."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any, TypeVar

import pytest
from distributed import LocalCluster
from sqlalchemy import inspect

from misread_grading.autograding import batch as autograding
from misread_grading.autograding import worker
from misread_grading.autograding.batch import Workers, autograde
from misread_grading.autograding.executors import NoCluster, cluster, processes
from misread_grading.course import Course, open_course
from misread_grading.gradebook.dates import extend
from misread_grading.submissions.placing import clear
from misread_grading.submissions.submission import Submission, read_submission
from tests.grading.fake_learners import M4
from tests.grading.nbgrader_reference import rows
from tests.grading.submission_factory import hand_in

T = TypeVar("T")
NUMBER = 12
LONGER_THAN_THE_DRIVER_WAITS = 5.5


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> object:
    """What one process leaves behind, in SQLite."""
    course = open_course(tmp_path_factory.mktemp("one"))
    hand_in(course, NUMBER)
    autograde(course, M4)
    return rows(course, M4)


@pytest.fixture(params=["sqlite", "postgresql"])
def course(request: pytest.FixtureRequest, tmp_path: Path) -> Course:
    url = request.getfixturevalue("gradebook_url") if request.param == "postgresql" else None
    found = open_course(tmp_path / "course", url)
    hand_in(found, NUMBER)
    return found


@pytest.fixture(scope="module")
def two_processes() -> Iterator[Workers]:
    with processes(2) as workers:
        yield workers


def test_two_processes_grade_as_one_does(course: Course, expected: object, two_processes: Workers) -> None:
    report = autograde(course, M4, two_processes)
    assert len(report.graded) == NUMBER
    assert rows(course, M4) == expected


def test_who_had_more_time_before_handing_in_is_written_with_the_others(course: Course, expected: object) -> None:
    extend(course, M4, "learner000", 2)
    assert len(autograde(course, M4).graded) == NUMBER
    assert rows(course, M4) == expected


def test_what_is_looked_up_for_each_learner_is_in_an_index(course: Course) -> None:
    with course.gradebook() as gradebook:
        asked = inspect(gradebook.engine)
        for table, column in (
            ("grade", "notebook_id"),
            ("comment", "notebook_id"),
            ("submitted_notebook", "assignment_id"),
        ):
            assert [column] in [index["column_names"] for index in asked.get_indexes(table)]


def test_workers_of_a_cluster_grade_as_one_process_does(course: Course, expected: object) -> None:
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", processes=True) as local,
        cluster(local.scheduler_address) as workers,
    ):
        assert workers.number == 2
        assert len(autograde(course, M4, workers).graded) == NUMBER
    assert rows(course, M4) == expected


def test_workers_are_copies_of_a_process_with_one_thread_and_of_no_other() -> None:
    asked = [sys.executable, "-c", _WHOSE_CHILDREN]
    said = subprocess.run(asked, capture_output=True, text=True, check=True, timeout=60)
    assert said.stdout.split() == ["True", "False"]


_WHOSE_CHILDREN = """
import os, threading
from misread_grading.gradebook.dates import extend
from misread_grading.autograding.executors import processes

if __name__ == "__main__":
    for other in ("none", "one"):
        over = threading.Event()
        if other == "one":
            threading.Thread(target=over.wait).start()
        with processes(2) as workers:
            print(workers.executor.submit(os.getppid).result() == os.getpid())
        over.set()
"""


def test_each_worker_loads_the_lesson_first_and_portions_shrink_towards_the_end(tmp_path: Path) -> None:
    course, seen = open_course(tmp_path), Watched()
    hand_in(course, 60, untouched=True)
    assert len(autograde(course, M4, Workers(seen, 2)).graded) == 60
    assert seen.handed[:2] == ["grade", "grade"]
    assert seen.handed[2:] == [15, 12, 9, 8, 8, 8]


def test_workers_load_while_the_rest_is_read_and_only_where_something_is_due(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course, seen = open_course(tmp_path), Watched()
    hand_in(course, NUMBER, untouched=True)

    def reads(course: Course, student: str, lesson: str) -> Submission:
        seen.handed.append("read")
        return read_submission(course, student, lesson)

    def handed(*, force: bool = False) -> list[int | str]:
        seen.handed.clear()
        autograde(course, M4, Workers(seen, 2), force=force)
        return seen.handed

    monkeypatch.setattr(autograding, "read_submission", reads)
    before, after = ["read"] * 4, ["read"] * (NUMBER - 5)
    assert handed()[: NUMBER + 2] == ["read", "grade", "grade", *before, *after]
    assert handed() == ["read"] * NUMBER
    clear(course, "learner004", M4)
    assert handed() == [*before, "read", "grade", "grade", *after, 1]
    assert handed(force=True)[:4] == ["read", "grade", "grade", "read"]


class Watched(Executor):
    """Runs each job at once, and writes down how many submissions it was handed, or the name of another job."""

    def __init__(self) -> None:
        self.handed: list[int | str] = []

    def submit(self, job: Callable[..., T], /, *args: Any, **named: Any) -> Future[T]:  # noqa: ANN401 - an executor's own
        self.handed.append(len(args[1]) if job is worker.grade_all else job.__name__)
        done = Future[T]()
        done.set_result(job(*args, **named))
        return done


def test_a_cluster_that_is_not_there_is_said_in_a_sentence() -> None:
    with pytest.raises(NoCluster, match="no scheduler answers at"), cluster("tcp://127.0.0.1:9", wait=0.2):
        pass


@pytest.mark.parametrize("address", ["nonsense", "tcp://host", "host:8786/", ""])
def test_what_is_no_address_of_a_cluster_is_said_at_once(address: str) -> None:
    with pytest.raises(NoCluster, match="it looks like tcp://host:8786"), cluster(address, wait=0.2):
        pass


def test_a_locked_gradebook_is_waited_for_and_nothing_is_lost(tmp_path: Path, expected: object) -> None:
    course = open_course(tmp_path)
    hand_in(course, NUMBER)
    autograde(course, M4)
    holder = sqlite3.connect(tmp_path / "gradebook.db", check_same_thread=False, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    release = threading.Timer(LONGER_THAN_THE_DRIVER_WAITS, holder.execute, ["ROLLBACK"])
    release.start()
    report = autograde(course, M4, force=True)
    release.join()
    holder.close()
    assert len(report.graded) == NUMBER
    assert not report.failures
    assert rows(course, M4) == expected
