"""Grade a lesson of a course folder in a fresh process; print the seconds by the clock, and those of processors.

python -m benchmarks.grading_once FOLDER LESSON PROCESSES; what Python loads before it can begin is not counted.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from misread_grading.autograde import autograde
from misread_grading.course import Course
from misread_grading.executors import processes


def main() -> None:
    """Grade, with processes that are started in that time and are gone at its end."""
    folder, lesson, number = sys.argv[1:]
    course = Course.at(Path(folder))
    before, clock = os.times(), time.perf_counter()
    with processes(int(number)) as workers:
        autograde(course, lesson, workers)
    after = os.times()
    sys.stdout.write(f"{time.perf_counter() - clock} {sum(after[:4]) - sum(before[:4])}\n")


if __name__ == "__main__":
    main()
