"""The course beside voila, panel, streamlit and marimo, and under a roomful of people: each figure beside its aim.

    python benchmarks/serving.py [pages] [lessons] [home] [cost] [rush] [steady] [--visits 7] [--learners 200]
                                 [--sessions 1000] [--rate 100] [--minutes 5] [--databases sqlite,postgresql]

Without a name, all parts run, one after the other, each with a server of its own.

pages   A small page with four choices as each peer's manual writes it, each peer in an environment of its own, and the
        whole lesson on Sam and Priya, whose first card is such a page. In a real browser, medians over fresh visits;
        CPU and private memory are the server's, for each further visit whose page stays open; its clicks count, too.
lessons Every lesson of the course beside panel's small page, in the same run.
home    The home of a learner who has done the whole course beside that of somebody new: the server's CPU for each, when
        the home is asked for again, and when something new has been done each time.
cost    The server's CPU for a first visit to that lesson without a click, and for a choice; no browser, no peers.
rush    Learners who open the lesson within five seconds and then play, while one real browser does the same.
steady  Open sessions and a steady stream of choices; some lines break right after a choice was sent, which is then sent
        again. Afterwards every confirmed choice is looked for in the database.

It ends with an error where a choice was lost or doubled, or a learner met an error, however slow the machine is.
The programs that make the load share the machine with the server: the figures are those of half a machine, or less.
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
"""Pages of the lesson that are opened for the CPU of one."""


@dataclasses.dataclass(frozen=True)
class Figure:
    """One figure beside what it should be at most."""

    name: str
    found: float
    most: float
    unit: str = ""


def pages(visits: int) -> Iterator[Figure]:
    """Measure the page of every peer, and the course's."""
    rows: list[Measured] = []
    # Each in a browser of its own: the pages of a server that has ended go on asking for it.
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
            found = measure_course(browser, ours, visits, lesson.name)
            yield Figure(f"{lesson.module} interactive, × panel", found.interactive / least, 0.35)
            yield Figure(f"{lesson.module} first visit", found.kilobytes, 200, "kB")


def two_homes() -> Iterator[Figure]:
    """Ask for the home of somebody new and for that of somebody who is through, in turn."""
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
    """Ask for a learner's home several times, and do something before each time."""
    connection = Connection(address, cookie)
    for _ in range(HOMES_EACH):
        before()
        await connection.get("/")
    connection.close()


def alone() -> Iterator[Figure]:
    """Open pages one after the other, and make choices one after the other."""
    with course(PAGES_WEIGHED) as ours:
        found: Cost = asyncio.run(cost(ours))
    CONSOLE.print(f"a choice with its go-on takes {found.choice * 1000:.1f} ms CPU where nothing else happens")
    yield Figure("CPU per page", found.page, 0.02, "s")


def roomful(learners: int) -> Iterator[Figure]:
    """Let everybody come at once, a browser among them."""
    with course(learners + 2) as ours:
        seen = _Browser(ours)
        seen.start()
        found: Rush = asyncio.run(rush(_without_last(ours), RUSH_SECONDS, CHOICES_EACH))
        seen.join()
    CONSOLE.print(
        f"{learners} learners within {RUSH_SECONDS:.0f} s: {len(found.opened)} opened, {len(found.choices)} choices, "
        f"{len(found.errors)} errors {found.errors[:3]}; medians {statistics.median(found.opened):.2f} s and "
        f"{statistics.median(found.choices) * 1000:.0f} ms; the browser among them: {seen.interactive:.2f} s until its "
        f"first guess was answered, {seen.answer * 1000:.0f} ms from a choice to its consequence"
    )
    yield Figure("opened, 95th percentile", p95(found.opened), 2.0, "s")
    yield Figure("choice to consequence, 95th percentile", p95(found.choices) * 1000, 100, "ms")
    yield Figure("errors in the rush", len(found.errors), 0)


class _Browser(threading.Thread):
    """One learner with a real browser, who comes in the middle of the rush."""

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
    """Keep a steady stream of choices up, on each database."""
    for database in databases:
        with ExitStack() as stack:
            place = stack.enter_context(postgresql()) if database == "postgresql" else None
            ours = stack.enter_context(course(sessions, place))
            found: Steady = asyncio.run(steady(ours, asked))
        weighed = found.megabytes
        CONSOLE.print(
            f"{database}: {sessions} sessions, {asked.rate:.0f} choices a second for {asked.minutes:g} min: "
            f"{len(found.confirmed)} confirmed ({found.cut} over a line that broke), {found.cpu * 1000:.1f} ms CPU "
            f"each; errors {found.errors[:3]}; median {statistics.median(found.seconds) * 1000:.0f} ms, 95th "
            f"percentile {p95(found.seconds) * 1000:.0f} ms; memory {' '.join(f'{one:.0f}' for one in weighed)} MB"
        )
        yield Figure(f"{database}: errors", len(found.errors), 0)
        yield Figure(f"{database}: choices lost", found.lost, 0)
        yield Figure(f"{database}: choices doubled", found.doubled, 0)
        yield Figure(f"{database}: choices that nobody was told of", found.unasked, 0)
        half = len(weighed) // 2
        growth = statistics.median(weighed[half:]) / statistics.median(weighed[:half] or weighed)
        yield Figure(f"{database}: memory, second half × first", growth, 1.1)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all without")
    parser.add_argument("--visits", type=int, default=7)
    parser.add_argument("--learners", type=int, default=200)
    parser.add_argument("--sessions", type=int, default=1000)
    parser.add_argument("--rate", type=float, default=100.0, help="choices a second")
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--cut-every", type=int, default=200, help="of so many choices, one meets a line that breaks")
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
    table = Table("", "found", "at most", "")
    figures = [figure for part in given.parts or PARTS for figure in measured[part]()]
    for figure in figures:
        found, most = (f"{number:.3g} {figure.unit}".strip() for number in (figure.found, figure.most))
        table.add_row(figure.name, found, most, "met" if figure.found <= figure.most else "missed")
    CONSOLE.print(table)
    if any(figure.found > figure.most for figure in figures if figure.most == 0):
        sys.exit("something that must never happen did")


if __name__ == "__main__":
    main()
