"""Measures what each shortcut for speed is worth: the same work with it and without it, in turn, in one run.

    python benchmarks/tricks.py

docs/architecture.md lists them. Remove a shortcut whose ratio comes near 1.
"""

from __future__ import annotations

import contextlib
import dataclasses
import gc
import gzip
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from unittest import mock

from rich.console import Console
from rich.table import Table

from misread_course.catalogue import lesson
from misread_records import Event, Journal, new_id, open_journal
from misread_records.journals import MemoryJournal
from misread_records.seat import Seat
from misread_web.live import Page, Session, install, plan
from misread_widgets.json_widget import JsonWidget

RUNS = 9
LESSON = "m4-sam-and-priya"
THREADS, EVENTS_EACH = 16, 12
GRADING = "import misread_grading.autograding.worker"


@dataclasses.dataclass(frozen=True)
class Compared:
    """Median seconds with a shortcut and without it."""

    name: str
    with_it: float
    without: float


def compared(name: str, with_it: Callable[[], float], without: Callable[[], float]) -> Compared:
    """Measure both in turn, so that other load on the machine affects both alike."""
    pairs = [(with_it(), without()) for _ in range(RUNS)]
    return Compared(name, *(statistics.median(times) for times in zip(*pairs, strict=True)))


def timed(action: Callable[[], object]) -> float:
    """Return the seconds that an action takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def event(learner: str, number: int) -> Event:
    """Return the event of a choice."""
    return Event(
        id=new_id(), learner=learner, cohort="Spring", at=datetime.now(UTC), lesson=LESSON, item="sam-priya",
        kind="picked", attempt=1, data={"picks": ["A"], "scene": f"S{number}"}, content="1", slot=f"case/1/{number}",
    )  # fmt: skip


def group_commit() -> Compared:
    """Save choices in SQLite from several threads at the same moment, with group commit and without."""

    def save_at_once() -> float:
        with tempfile.TemporaryDirectory() as folder:
            journal = open_journal(f"sqlite:///{folder}/misread.db")
            journal.read("nobody")

            def learner(name: str) -> None:
                for number in range(EVENTS_EACH):
                    journal.append(event(name, number))

            threads = [threading.Thread(target=learner, args=(str(number),)) for number in range(THREADS)]
            start = time.perf_counter()
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            seconds = time.perf_counter() - start
            journal.close()
        return seconds

    def one_by_one() -> float:
        with mock.patch("misread_records.journals.group_commit.MOST", 1):
            return save_at_once()

    return compared(f"{THREADS} threads save in SQLite: group commit", save_at_once, one_by_one)


def saved_events() -> Compared:
    """Read a learner's saved events without checking their fields again, and with a check."""
    fields = [dict(event("ada", number)) for number in range(200)]

    def read() -> float:
        return timed(lambda: [Event.as_saved(dict(each)) for each in fields])

    def check_again() -> float:
        return timed(lambda: [Event(**each) for each in fields])

    return compared("200 events read: fields not checked again", read, check_again)


@contextlib.contextmanager
def plain_widgets() -> Iterator[None]:
    """Turn the course's widgets into plain anywidget widgets."""
    own = {name: value for name, value in vars(JsonWidget).items() if callable(value) and not name.startswith("__")}
    for name in own:
        delattr(JsonWidget, name)
    try:
        yield
    finally:
        for name, value in own.items():
            setattr(JsonWidget, name, value)


def opened(journal: Journal) -> Session:
    """Open the lesson for one learner."""
    session = Session(PLANNED, Seat("ada", None, journal), lambda _message: None)
    for cell in session.cells:
        session.run(cell)
    return session


def json_widgets() -> Compared:
    """Open a lesson's page for one learner, with JSON widgets and with plain ones."""

    def light() -> float:
        return timed(lambda: opened(MemoryJournal()).close())

    def plain() -> float:
        with plain_widgets():
            return timed(lambda: opened(MemoryJournal()).close())

    return compared("a lesson opened: JSON widgets", light, plain)


def page_in_pieces() -> Compared:
    """Send a lesson's page, mostly compressed beforehand, and compressed as a whole."""
    text = "".join(f"<p>Paragraph {number} of a lesson, with some words of its own.</p>\n" for number in range(2_400))
    html = f"{text}\0due\0{text[:9_000]}\0key\0>\0told\0</html>"
    page, told = Page.with_gaps(html, "", "\0due\0", "\0key\0", "\0told\0"), [{"state": text[:20_000]}]

    def in_pieces() -> float:
        return timed(lambda: page.start.squeezed + page.end("k", told).squeezed)

    def whole() -> float:
        return timed(lambda: gzip.compress(page.start.raw + page.end("k", told).raw, 6))

    return compared("a page sent: compressed in pieces", in_pieces, whole)


def frozen_garbage() -> Compared:
    """Search for garbage, with and without the objects of open lessons and libraries."""
    kept = [opened(MemoryJournal()) for _ in range(60)]

    def frozen() -> float:
        gc.freeze()
        seconds = timed(gc.collect)
        gc.unfreeze()
        return seconds

    result = compared("a search for garbage, 60 lessons open: frozen objects", frozen, lambda: timed(gc.collect))
    for session in kept:
        session.close()
    return result


def cpu_of(code: str, **variables: str) -> float:
    """Return the CPU seconds of a new Python process that runs this code."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, **variables})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def parts_of_nbgrader() -> Compared:
    """Start a process that grades, with parts of nbgrader and with all of it."""
    fast = f"import misread_grading.fast_import; {GRADING}"
    return compared("a grading process started: parts of nbgrader", lambda: cpu_of(fast), lambda: cpu_of(GRADING))


def lazy_faces() -> Compared:
    """Start a command whose packages load only what it uses, and one that loads everything."""
    code = "from misread_web.main import main; import sys; sys.argv = ['misread', 'check', '--help']; main()"
    silently = "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):"
    quiet = f"import contextlib, io\n{silently}\n    {code}"
    return compared(
        "`misread check --help`: packages loaded in parts",
        lambda: cpu_of(quiet),
        lambda: cpu_of(quiet, EAGER_IMPORT="1"),
    )


install()
PLANNED = plan(lesson(LESSON))


def main() -> None:
    """Measure and print."""
    table = Table("what", "with it", "without", "with ÷ without")
    for measure in (
        group_commit, saved_events, json_widgets, page_in_pieces, frozen_garbage, parts_of_nbgrader, lazy_faces,
    ):  # fmt: skip
        row = measure()
        table.add_row(
            row.name,
            f"{row.with_it * 1000:,.2f} ms",
            f"{row.without * 1000:,.2f} ms",
            f"{row.with_it / row.without:.2f}",
        )
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
