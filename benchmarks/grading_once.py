"""Grade a lesson of a course folder in a fresh process, and print how long it took.

Three numbers: the seconds by the clock; those of processors; those by the clock from when all submissions were read.
python -m benchmarks.grading_once FOLDER LESSON PROCESSES; what Python loads before it can begin is not counted.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from misread_grading.autograding import autograde, processes
from misread_grading.course import Course


def main() -> None:
    """Grade, with processes that are started in that time and are gone at its end."""
    folder, lesson, number = sys.argv[1:]
    course = Course.at(Path(folder))
    told: list[float] = []
    before, clock = os.times(), time.perf_counter()
    with processes(int(number)) as workers:
        # It is told for the first time once all submissions are read, and none is graded.
        autograde(course, lesson, workers, progress=lambda _done, _of: told.append(time.perf_counter()))
    after, end = os.times(), time.perf_counter()
    sys.stdout.write(f"{end - clock} {sum(after[:4]) - sum(before[:4])} {end - told[0]}\n")


if __name__ == "__main__":
    main()
