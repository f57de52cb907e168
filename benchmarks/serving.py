"""Measures the course beside voila, panel, streamlit and marimo, and under load; prints each figure beside its aim.

    python benchmarks/serving.py [pages] [lessons] [home] [cost] [rush] [steady] [--visits 7] [--learners 200]
                                 [--sessions 1000] [--rate 100] [--minutes 5] [--databases sqlite,postgresql]

Without a part's name, all parts run, one after the other, each with a new server.

pages   Each peer serves a small page with four choices, written as its manual shows; the course serves the whole lesson
        on Sam and Priya, whose first card is such a page. A real browser visits them; figures are medians over visits.
        CPU and private memory are the server's, for each further page that stays open, including its clicks.
lessons Every lesson of the course beside panel's small page, in the same run.
home    The home of a learner who has finished the course beside that of a new learner: the server's CPU for each, when
        the home is requested again, and when the learner has done something new each time.
cost    The server's CPU for a first visit to that lesson without a click, and for a choice; no browser, no peers.
rush    Learners open the lesson within five seconds and then play, while one real browser does the same.
steady  Sessions stay open with a steady stream of choices. Some connections break right after a choice was sent, which
        is then sent again. Afterwards the benchmark looks for every confirmed choice in the database.

The exit status is an error if a choice was lost or doubled, or a learner met an error, however slow the machine is.
The programs that make the load run on the same machine, so the server has half of it, or less.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import dataclasses
import os
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

from cost import Cost, cost
from finished import finished_course
from learners import LESSON, Connection
from pages import Measured, chromium, measure_course, measure_peer, signed_in, timed_visit
from peers import PEERS
from rich.console import Console
from rich.table import Table
from rush import Rush, p95, rush
from servers import COHORT, Course, course, free_port, postgresql, started
from steady import Steady, Stream, steady

from misread_course.catalogue import lessons
from misread_records import new_id, open_journal
from misread_records.people import Cohorts
from misread_records.play_log import screen_item

CONSOLE = Console(width=120)
PARTS = ("pages", "lessons", "home", "cost", "rush", "steady")
RUSH_SECONDS = 5.0
CHOICES_EACH = 6
HOME_ROUNDS, HOMES_EACH = 10, 20
PAGES_WEIGHED = 55
"""How many pages of the lesson are opened to measure the CPU of one."""


@dataclasses.dataclass(frozen=True)
class Figure:
    """A measured figure, and the most that it should be."""

    name: str
    measured: float
    most: float
    unit: str = ""


def pages(visits: int) -> Iterator[Figure]:
    """Measure the page of every peer and that of the course."""
    rows: list[Measured] = []
    # Each has its own browser, because pages of a stopped server keep sending requests to it.
    for peer in PEERS:
        port = free_port()
        with started(peer.command_at(port), f"http://127.0.0.1:{port}/") as server, chromium() as browser:
            rows.append(measure_peer(browser, peer.name, server, visits))
    with course(visits + 2) as ours, chromium() as browser:
        rows.append(measure_course(browser, ours, visits))
    table = Table("", "interactive", "answer", "CPU a visit", "memory a visit", "requests", "transferred")
    for row in rows:
        times = (f"{row.interactive:.2f} s", f"{row.answer * 1000:.0f} ms", f"{row.cpu:.3f} s")
        table.add_row(row.name, *times, f"{row.memory:.2f} MB", str(row.requests), f"{row.kilobytes:.0f} kB")
    CONSOLE.print(table)
    of = {row.name: row for row in rows}
    own = of["misread"]
    yield Figure("page interactive, × panel", own.interactive / of["panel"].interactive, 0.2)
    yield Figure("answer to a choice, × panel", own.answer / of["panel"].answer, 0.5)
    yield Figure("page interactive, × plain voila", own.interactive / of["voila"].interactive, 0.1)
    yield Figure("memory per learner", own.memory, 0.5, "MB")
    yield Figure("first visit", own.kilobytes, 250, "kB")
    yield Figure("first visit", own.requests, 15, "requests")


def every_lesson(visits: int) -> Iterator[Figure]:
    """Measure panel's page, and the page of every lesson."""
    panel = next(peer for peer in PEERS if peer.name == "panel")
    port = free_port()
    with started(panel.command_at(port), f"http://127.0.0.1:{port}/") as server, chromium() as browser:
        least = measure_peer(browser, panel.name, server, visits).interactive
    with course(visits + 2) as ours, chromium() as browser:
        for lesson in lessons():
            measured = measure_course(browser, ours, visits, lesson.name)
            yield Figure(f"{lesson.module} interactive, × panel", measured.interactive / least, 0.35)
            yield Figure(f"{lesson.module} first visit", measured.kilobytes, 200, "kB")


def two_homes() -> Iterator[Figure]:
    """Request the homes of a new learner and of one who has finished the course, in turn."""
    with course(2) as ours, contextlib.closing(open_journal(ours.database)) as journal:
        member = Cohorts(ours.database).members(COHORT)[0]
        finished = list(finished_course(member.learner, COHORT))
        for event in finished:
            journal.append(event)

        def spent(cookie: str, before: Callable[[], object]) -> float:
            start = ours.server.cpu_seconds()
            asyncio.run(_homes(ours.server.address, cookie, before))
            return ours.server.cpu_seconds() - start

        def more() -> None:
            read = {"id": new_id(), "kind": "opened", "item": screen_item("sam-priya"), "data": {"read": 9}}
            journal.append(finished[0].model_copy(update={**read, "lesson": LESSON, "slot": None}))

        through, new = ours.cookies
        rounds = [(spent(new, int), spent(through, int), spent(through, more)) for _ in range(HOME_ROUNDS + 1)]
    empty, again, anew = (statistics.median(times) for times in zip(*rounds[1:], strict=True))
    CONSOLE.print(f"the home of somebody new takes {1000 * empty / HOMES_EACH:.1f} ms CPU")
    yield Figure("home of a finished course, × an empty one", again / empty, 1.3)
    yield Figure("the same after each new event, × an empty one", anew / empty, 1.3)


async def _homes(address: str, cookie: str, before: Callable[[], object]) -> None:
    """Request a learner's home several times, and call `before` before each."""
    connection = Connection(address, cookie)
    for _ in range(HOMES_EACH):
        before()
        await connection.get("/")
    connection.close()


def alone() -> Iterator[Figure]:
    """Open pages one after the other, and make choices one after the other."""
    with course(PAGES_WEIGHED) as ours:
        measured: Cost = asyncio.run(cost(ours))
    CONSOLE.print(f"a choice with its go-on takes {measured.choice * 1000:.1f} ms CPU while nothing else happens")
    yield Figure("CPU per page", measured.page, 0.02, "s")


def roomful(learners: int) -> Iterator[Figure]:
    """Let all learners come at once, one of them in a real browser."""
    with course(learners + 2) as ours:
        seen = _Browser(ours)
        seen.start()
        results: Rush = asyncio.run(rush(_without_last(ours), RUSH_SECONDS, CHOICES_EACH))
        seen.join()
    CONSOLE.print(
        f"{learners} learners within {RUSH_SECONDS:.0f} s: {len(results.opened)} opened, "
        f"{len(results.choices)} choices, {len(results.errors)} errors {results.errors[:3]}; "
        f"medians {statistics.median(results.opened):.2f} s and "
        f"{statistics.median(results.choices) * 1000:.0f} ms; the browser among them: {seen.interactive:.2f} s until "
        f"its first guess was answered, {seen.answer * 1000:.0f} ms from a choice to its consequence"
    )
    yield Figure("opened, 95th percentile", p95(results.opened), 2.0, "s")
    yield Figure("choice to consequence, 95th percentile", p95(results.choices) * 1000, 100, "ms")
    yield Figure("errors in the rush", len(results.errors), 0)


class _Browser(threading.Thread):
    """A learner with a real browser, who comes in the middle of the rush."""

    def __init__(self, ours: Course) -> None:
        super().__init__()
        self._course = ours
        self.interactive = self.answer = float("nan")

    def run(self) -> None:
        """Open the lesson, answer the first guess, choose once."""
        with chromium() as browser:
            page = signed_in(browser, self._course, self._course.cookies[-1]).new_page()
            time.sleep(RUSH_SECONDS / 2)
            self.interactive = timed_visit(page, f"{self._course.server.address}lessons/{LESSON}", "probe.guess()")
            self.answer = page.evaluate("probe.choose()") / 1000


def _without_last(ours: Course) -> Course:
    return dataclasses.replace(ours, cookies=ours.cookies[:-1])


def stream(databases: list[str], sessions: int, asked: Stream) -> Iterator[Figure]:
    """Send a steady stream of choices to the course on each database."""
    for database in databases:
        with ExitStack() as stack:
            place = stack.enter_context(postgresql()) if database == "postgresql" else None
            ours = stack.enter_context(course(sessions, place))
            results: Steady = asyncio.run(steady(ours, asked))
        weighed = results.megabytes
        CONSOLE.print(
            f"{database}: {sessions} sessions, {asked.rate:.0f} choices a second for {asked.minutes:g} min: "
            f"{len(results.confirmed)} confirmed ({results.cut} after a broken connection), "
            f"{results.cpu * 1000:.1f} ms CPU each; errors {results.errors[:3]}; "
            f"median {statistics.median(results.seconds) * 1000:.0f} ms, "
            f"95th percentile {p95(results.seconds) * 1000:.0f} ms; memory in MB: "
            f"{' '.join(f'{size:.0f}' for size in weighed)}"
        )
        yield Figure(f"{database}: errors", len(results.errors), 0)
        yield Figure(f"{database}: choices lost", results.lost, 0)
        yield Figure(f"{database}: choices doubled", results.doubled, 0)
        yield Figure(f"{database}: choices that were never confirmed", results.unasked, 0)
        half = len(weighed) // 2
        growth = statistics.median(weighed[half:]) / statistics.median(weighed[:half] or weighed)
        yield Figure(f"{database}: memory, second half × first", growth, 1.1)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"some of {', '.join(PARTS)}; default: all")
    parser.add_argument("--visits", type=int, default=7)
    parser.add_argument("--learners", type=int, default=200)
    parser.add_argument("--sessions", type=int, default=1000)
    parser.add_argument("--rate", type=float, default=100.0, help="choices a second")
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--cut-every", type=int, default=200, help="one choice in this many meets a broken connection")
    parser.add_argument("--databases", default="sqlite,postgresql")
    given = parser.parse_args()
    unknown = set(given.parts) - set(PARTS)
    if unknown:
        parser.error(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    measured: dict[str, Callable[[], Iterator[Figure]]] = {
        "pages": lambda: pages(given.visits),
        "lessons": lambda: every_lesson(given.visits),
        "home": two_homes,
        "cost": alone,
        "rush": lambda: roomful(given.learners),
        "steady": lambda: stream(
            given.databases.split(","), given.sessions, Stream(given.rate, given.minutes, given.cut_every)
        ),
    }
    CONSOLE.print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} before the start")
    table = Table("", "measured", "at most", "")
    figures = [figure for part in given.parts or PARTS for figure in measured[part]()]
    for figure in figures:
        value, most = (f"{number:.3g} {figure.unit}".strip() for number in (figure.measured, figure.most))
        table.add_row(figure.name, value, most, "met" if figure.measured <= figure.most else "missed")
    CONSOLE.print(table)
    if any(figure.measured > figure.most for figure in figures if figure.most == 0):
        sys.exit("a choice was lost or doubled, or a learner met an error")


if __name__ == "__main__":
    main()
