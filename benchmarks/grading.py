"""Measures how long grading takes: beside unmodified nbgrader, with one and two processes, and for larger cohorts.

Run it from the repository's root: python -m benchmarks.grading

The first part grades the same submissions of lesson M4 with nbgrader's own autograde, which starts a kernel for each,
and with ours in one process and in two. It then compares the rows of the gradebooks. The second part collects and
grades cohorts of several sizes, in SQLite and in PostgreSQL, and requests their pages from our marking page and from
formgrader. All figures come from this one run. CPU time can be trusted on a busy machine, wall-clock time cannot. CPU
time includes child processes that have ended: nbgrader's kernels, and our workers if the measurement started them.
"""

from __future__ import annotations

import argparse
import dataclasses
import functools
import itertools
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console
from tests.grading.fake_learners import M4, everything
from tests.grading.formgrader_server import served
from tests.grading.nbgrader_reference import KERNEL, autograde_stock, rows
from tests.grading.submission_factory import hand_in
from tests.postgres import private_postgres

from misread_grading.autograding import autograde, processes
from misread_grading.course import Course, open_course
from misread_grading.submissions import CollectedLearner, collect
from misread_records import new_id

SAY = Console(width=140, highlight=False).print
TURNS = 5
"""How many times a cohort is graded with one process, and how many times with two."""
MOST_COMPARED = 1000
"""The size of the largest cohort that is graded with one process and with two."""
DATABASES = ("sqlite", "postgresql")
DIFFERENT_PLAYS = 40
"""How many learners make random choices; larger cohorts repeat these runs under other names and ids."""


@dataclasses.dataclass(frozen=True)
class Took:
    """Wall-clock seconds, and CPU seconds of this process and of its child processes that have ended.

    `grading` is the wall-clock time from the moment when all submissions were read; 0 if that was not measured.
    """

    wall: float
    cpu: float
    grading: float = 0.0


def timed(action: Callable[[], object]) -> Took:
    """Run something and measure it."""
    before, clock = os.times(), time.perf_counter()
    action()
    after = os.times()
    return Took(time.perf_counter() - clock, sum(after[:4]) - sum(before[:4]))


def cloned(course: Course, folder: Path) -> Course:
    """Copy a course that has not been graded yet."""
    shutil.copytree(course.folder, folder)
    return Course.at(folder)


def print_figures(name: str, took: Took, number: int) -> None:
    """Print a line of figures."""
    wall, cpu = took.wall / number * 1000, took.cpu / number * 1000
    SAY(f"{name:<62}{took.wall:8.1f} s {wall:9.1f} ms each {cpu:9.1f} ms CPU each")


def in_fresh_processes(course: Course, numbers: Sequence[int], folder: Path) -> dict[int, list[Took]]:
    """Grade copies of a course, each in a fresh process, with each of these numbers of workers in turn.

    So all numbers meet the same load on the machine. The time includes the start of the workers, and the CPU time
    is the sum of all of them.
    """
    by_number: dict[int, list[Took]] = {number: [] for number in numbers}
    for turn, number in itertools.product(range(TURNS), numbers):
        copy = cloned(course, folder / f"turn{turn}with{number}")
        command = [sys.executable, "-m", "benchmarks.grading_once", str(copy.folder), M4, str(number)]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        by_number[number].append(Took(*map(float, said)))
    return by_number


def one_against_two(course: Course, number: int, folder: Path) -> None:
    """Print the speed-up of two processes over one."""
    by_workers = in_fresh_processes(course, (1, 2), folder)
    for workers, took in by_workers.items():
        print_figures(f"{number} learners: grade with {workers}, median of {TURNS}", middle(took), number)
    pairs = list(zip(by_workers[1], by_workers[2], strict=True))
    for what, ratios in (
        ("including the start", [alone.wall / shared.wall for alone, shared in pairs]),
        ("after all are read", [alone.grading / shared.grading for alone, shared in pairs]),
    ):
        SAY(f"speed-up of two processes over one, {what}: {', '.join(f'{ratio:.2f}' for ratio in sorted(ratios))}")


def middle(took: list[Took]) -> Took:
    """Return the run with the median wall-clock time."""
    return sorted(took, key=lambda run: run.wall)[len(took) // 2]


def beside_nbgrader(folder: Path, number: int, *, mixed: bool) -> None:
    """Grade the same submissions with unmodified nbgrader and with ours."""
    course = open_course(folder / "submitted")
    hand_in(course, number, untouched=not mixed)
    kind = "of every kind" if mixed else "untouched"
    SAY(f"\n{number} submissions of {M4}, {kind}")
    one_against_two(course, number, folder / "turns")
    ours, two, stock = (cloned(course, folder / name) for name in ("ours", "two", "stock"))
    mine = timed(lambda: autograde(ours, M4))
    print_figures("ours, one process", mine, number)
    with processes(2) as workers:
        autograde(two, M4, workers)
    theirs = timed(lambda: autograde_stock(stock, M4, KERNEL))
    print_figures("nbgrader autograde, a kernel each", theirs, number)
    same = rows(ours, M4) == rows(stock, M4) == rows(two, M4)
    SAY(f"faster per core: {theirs.cpu / mine.cpu:.0f} times; equal rows: {same}")


def cohort(number: int) -> list[CollectedLearner]:
    """Return a cohort of learners who have finished the lesson."""
    dice = random.Random(number)  # noqa: S311 - no secret
    plays = [everything(f"play{place}", dice) for place in range(min(number, DIFFERENT_PLAYS))]
    learners = []
    for place in range(number):
        learner, play = f"learner{place:05}", plays[place % len(plays)]
        events = [event.model_copy(update={"id": new_id(), "learner": learner}) for event in play.events]
        learners.append(CollectedLearner(learner, f"Learner {place}", None, events))
    return learners


def as_it_grows(folder: Path, number: int, url: str | None) -> Course:
    """Collect and grade a cohort from end to end."""
    course, people = open_course(folder, url), cohort(number)
    where = "PostgreSQL" if url else "SQLite"
    collected = timed(lambda: collect(course, M4, people))
    print_figures(f"{number} learners, {where}: collect", collected, number)
    if not url and number <= MOST_COMPARED:
        one_against_two(course, number, folder.with_name(f"{folder.name}turns"))
    with processes(2) as workers:
        graded = timed(lambda: autograde(course, M4, workers))
    print_figures(f"{number} learners, {where}: grade, two processes from their start", graded, number)
    print_figures(
        f"{number} learners, {where}: both", Took(collected.wall + graded.wall, collected.cpu + graded.cpu), number
    )
    return course


def fetch(address: str) -> bytes:
    """Request a page."""
    with urllib.request.urlopen(address) as answer:  # noqa: S310 - on this machine
        body: bytes = answer.read()
    return body


def ask_formgrader(course: Course, number: int, folder: Path) -> None:
    """Request the lesson's submissions from formgrader."""
    with served(course.folder, folder) as address:
        for path in (f"api/submissions/{M4}", f"api/submitted_notebooks/{M4}/{M4}"):
            took = timed(functools.partial(fetch, f"{address}/formgrader/{path}"))
            SAY(f"formgrader, {number} learners, {path.split('/')[1]:<40} {took.wall:6.2f} s")


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stock", type=int, default=12, help="submissions that nbgrader grades as well (60)")
    parser.add_argument("--mixed", type=int, default=0, help="submissions of every kind for the same comparison (100)")
    parser.add_argument("--cohorts", type=int, nargs="*", default=[100], help="sizes of cohorts (100 1000 5000)")
    parser.add_argument(
        "--databases", nargs="*", choices=DATABASES, default=DATABASES[:1], help="databases that hold the cohorts"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, mixed in ((asked.stock, False), (asked.mixed, True)):
            if number:
                beside_nbgrader(folder / f"stock{mixed}", number, mixed=mixed)
        SAY("")
        if "sqlite" in asked.databases:
            for number in asked.cohorts:
                course = as_it_grows(folder / f"cohort{number}", number, None)
                subprocess.run([sys.executable, "-m", "benchmarks.marking", str(course.folder)], check=True)
                ask_formgrader(course, number, folder)
        if "postgresql" in asked.databases:
            with private_postgres() as server:
                for number in asked.cohorts:
                    as_it_grows(folder / f"postgresql{number}", number, server.new_account())


if __name__ == "__main__":
    main()
