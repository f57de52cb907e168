"""Grades a lesson of a course folder in a fresh process, and prints how long it took.

    python -m benchmarks.grading_once FOLDER LESSON PROCESSES

It prints three numbers: the wall-clock seconds, the CPU seconds, and the wall-clock seconds after all submissions were
read. The time in which Python loads its modules is not included.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from misread_grading.autograding import autograde, processes
from misread_grading.course import Course


def main() -> None:
    """Grade with fresh worker processes; their start and end are part of the time."""
    folder, lesson, number = sys.argv[1:]
    course = Course.at(Path(folder))
    reported: list[float] = []
    before, clock = os.times(), time.perf_counter()
    with processes(int(number)) as workers:
        # The first report comes when all submissions have been read and none has been graded.
        autograde(course, lesson, workers, progress=lambda _done, _of: reported.append(time.perf_counter()))
    after, end = os.times(), time.perf_counter()
    sys.stdout.write(f"{end - clock} {sum(after[:4]) - sum(before[:4])} {end - reported[0]}\n")


if __name__ == "__main__":
    main()
