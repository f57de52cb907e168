"""How long grading takes: nbgrader as it comes beside ours, with more processes, and as a cohort grows.

Run it from the repository's root: python -m benchmarks.grading

The first part grades the same submissions of lesson M4 with nbgrader's own autograde, which starts a kernel for each,
and with ours in one process and in two, and holds the rows of the gradebook against each other. The second collects
and grades cohorts of several sizes, in SQLite and in PostgreSQL, and asks our marking page and formgrader for what they
show of them. Every figure is measured in this one run. Figures of processor time hold on a busy machine, too; those of
time by the clock do not. Processor time is that of this process and of those that it has seen end: nbgrader's kernels,
and our own workers where they were started for the occasion.
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
"""How often a cohort is graded with one process and with two."""
MOST_COMPARED = 1000
"""Learners of the largest cohort that is graded with one process and with two, in turn."""
DATABASES = ("sqlite", "postgresql")
DIFFERENT_PLAYS = 40
"""How many learners play by dice; larger cohorts repeat what these did, under other names and ids."""


@dataclasses.dataclass(frozen=True)
class Took:
    """Seconds by the clock, and seconds of processor time of this process and of those that it started and saw end.

    `grading` are those by the clock from when all submissions were read, where that was looked at.
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
    """Copy a course that was not graded yet."""
    shutil.copytree(course.folder, folder)
    return Course.at(folder)


def told(name: str, took: Took, number: int) -> None:
    """Print a line of figures."""
    wall, cpu = took.wall / number * 1000, took.cpu / number * 1000
    SAY(f"{name:<62}{took.wall:8.1f} s {wall:9.1f} ms each {cpu:9.1f} ms CPU each")


def in_fresh_processes(course: Course, numbers: Sequence[int], folder: Path) -> dict[int, list[Took]]:
    """Grade copies of a course in a fresh process with so many workers each, in turn, so that none has the better hour.

    The workers start in that time. Processor time is that of all of them.
    """
    found: dict[int, list[Took]] = {number: [] for number in numbers}
    for turn, number in itertools.product(range(TURNS), numbers):
        copy = cloned(course, folder / f"turn{turn}with{number}")
        command = [sys.executable, "-m", "benchmarks.grading_once", str(copy.folder), M4, str(number)]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        found[number].append(Took(*map(float, said)))
    return found


def one_against_two(course: Course, number: int, folder: Path) -> None:
    """Print how much sooner two processes are done than one."""
    found = in_fresh_processes(course, (1, 2), folder)
    for workers, took in found.items():
        told(f"{number} learners: grade, {workers} of {TURNS} turns' middle", middle(took), number)
    pairs = list(zip(found[1], found[2], strict=True))
    for what, ratios in (
        ("start included", [one.wall / two.wall for one, two in pairs]),
        ("once all are read", [one.grading / two.grading for one, two in pairs]),
    ):
        SAY(f"two processes against one, {what}: {', '.join(f'{ratio:.2f}' for ratio in sorted(ratios))} times")


def middle(took: list[Took]) -> Took:
    """Return the middle of several runs, by the clock."""
    return sorted(took, key=lambda one: one.wall)[len(took) // 2]


def beside_nbgrader(folder: Path, number: int, *, mixed: bool) -> None:
    """Grade the same submissions with nbgrader as it comes and with ours."""
    course = open_course(folder / "submitted")
    hand_in(course, number, untouched=not mixed)
    kind = "of every kind" if mixed else "untouched"
    SAY(f"\n{number} submissions of {M4}, {kind}")
    one_against_two(course, number, folder / "turns")
    ours, two, stock = (cloned(course, folder / name) for name in ("ours", "two", "stock"))
    mine = timed(lambda: autograde(ours, M4))
    told("ours, one process", mine, number)
    with processes(2) as workers:
        autograde(two, M4, workers)
    theirs = timed(lambda: autograde_stock(stock, M4, KERNEL))
    told("nbgrader autograde, a kernel each", theirs, number)
    same = rows(ours, M4) == rows(stock, M4) == rows(two, M4)
    SAY(f"as fast per core: {theirs.cpu / mine.cpu:.0f} times; equal rows: {same}")


def cohort(number: int) -> list[CollectedLearner]:
    """Return a cohort of learners who have done all of the lesson."""
    dice = random.Random(number)  # noqa: S311 - no secret
    plays = [everything(f"play{place}", dice) for place in range(min(number, DIFFERENT_PLAYS))]
    found = []
    for place in range(number):
        learner, play = f"learner{place:05}", plays[place % len(plays)]
        events = [event.model_copy(update={"id": new_id(), "learner": learner}) for event in play.events]
        found.append(CollectedLearner(learner, f"Learner {place}", None, events))
    return found


def as_it_grows(folder: Path, number: int, url: str | None) -> Course:
    """Collect and grade a cohort from end to end."""
    course, people = open_course(folder, url), cohort(number)
    where = "PostgreSQL" if url else "SQLite"
    collected = timed(lambda: collect(course, M4, people))
    told(f"{number} learners, {where}: collect", collected, number)
    if not url and number <= MOST_COMPARED:
        one_against_two(course, number, folder.with_name(f"{folder.name}turns"))
    with processes(2) as workers:
        graded = timed(lambda: autograde(course, M4, workers))
    told(f"{number} learners, {where}: grade, two processes from their start", graded, number)
    told(f"{number} learners, {where}: both", Took(collected.wall + graded.wall, collected.cpu + graded.cpu), number)
    return course


def fetch(address: str) -> bytes:
    """Ask for a page."""
    with urllib.request.urlopen(address) as answer:  # noqa: S310 - on this machine
        found: bytes = answer.read()
    return found


def ask_formgrader(course: Course, number: int, folder: Path) -> None:
    """Ask formgrader for the submissions of the lesson."""
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
    parser.add_argument("--databases", nargs="*", choices=DATABASES, default=DATABASES[:1], help="where the cohorts go")
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
