"""Measures a workshop with hundreds of phones, and looks for every vote in the database afterwards.

    python benchmarks/workshop.py [--participants 300] [--many 2000] [--browsers 10] [--offline 30] [--postgresql]

Each size has a new server process, whose clients run on the same machine. Participants vote at random moments within
ten seconds, and a facilitator reveals the result; then voting opens once more, and a third of the participants lose
the network. Half of these voted just before, and do not know whether it counted; the others vote while they are
offline. All send what was not confirmed when they are back.

tally   The time from sending a vote to the facilitator's page that counts as many votes as were sent by then.
reveal  The time from the facilitator's click to the last phone that has the result.
limit   The time in which a bare tornado server sends the same bytes to as many connections, in the same run.
pages   The same time for participants' pages in real browsers, which take part beside the smaller number of phones.

The exit status is an error if a vote was lost or doubled, however slow the machine is.
"""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import Any

from phones import Phone, connect_all
from playwright.async_api import Page, async_playwright
from rich.console import Console
from rich.table import Table
from servers import PROGRAMS, Server, free_port, owner, postgresql, started, wait_until_listening

from misread_records import Journal, open_journal
from misread_records.workshop import Step, journal_name, workshop_of
from misread_web.auth import OwnerAuth, Purpose, read_or_create_secret
from misread_web.workshop import Workshops

STEPS = (Step(id="sam", kind="case", title="Sam and Priya", item="sam-priya"),)
VOTING_SECONDS = 10.0
OPTIONS = 3
REVEALS = 20
SHOWN = """new Promise((done) => new MutationObserver(() => {
  if (document.querySelector("main").textContent.includes("How the room voted")) done(Date.now());
}).observe(document.body, {childList: true, subtree: true, characterData: true}))"""
"""Waits until a participant's page shows the result, and returns when it did."""
CONSOLE = Console(width=120)


@dataclasses.dataclass
class Measured:
    """What one size of workshop took, in seconds, and what the database holds afterwards.

    `lost` counts confirmed votes that the database lacks, `doubled` votes that it holds twice or counts wrongly.
    """

    participants: int
    connected: float = 0.0
    tally: list[float] = dataclasses.field(default_factory=list)
    reveal: list[float] = dataclasses.field(default_factory=list)
    limit: list[float] = dataclasses.field(default_factory=list)
    pages: list[float] = dataclasses.field(default_factory=list)
    bytes_each: int = 0
    cpu: float = 0.0
    lost: int = 0
    doubled: int = 0


@dataclasses.dataclass
class Room:
    """A workshop that runs on a server: the facilitator's page and the participants' phones."""

    server: Server
    code: str
    host: Phone
    phones: dict[str, Phone]
    chosen: dict[str, tuple[int, str]] = dataclasses.field(default_factory=dict)
    """The last vote of each participant: the round, and the id of the message."""

    async def act(self, do: str, **data: str | int) -> float:
        """Do something as the facilitator, and return when it was sent."""
        after = self.host.last()["view"]["after"]
        sent = time.perf_counter()
        self.host.say({"do": do, **data, "after": after})
        await self.host.until(f'"after":{after + 1}'.encode(), sent)
        return sent

    def vote(self, participant: str, round_: int) -> None:
        """Let a participant vote."""
        content = {
            "do": "vote",
            "step": "sam",
            "ballot": 1,
            "round": round_,
            "answer": {"options": [str(random.randint(1, OPTIONS))]},  # noqa: S311 - not a secret
        }
        self.chosen[participant] = round_, self.phones[participant].say(content)


async def measure(participants: int, browsers: int, offline: float, database: str | None) -> Measured:
    """Run one workshop with simulated phones and with real browsers, and return what was measured."""
    measured = Measured(participants)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        place = database or f"sqlite:///{folder}/misread.db"
        journal = stack.enter_context(closing(open_journal(place)))
        code, people = await _opened(journal, participants + browsers)
        address = f"http://127.0.0.1:{free_port()}/"
        command = [str(PROGRAMS / "misread"), "serve", "--no-browser", f"--port={address.split(':')[2][:-1]}"]
        server = stack.enter_context(started([*command, "--data", folder, "--database", place], f"{address}healthz"))
        room = _room(dataclasses.replace(server, address=address), Path(folder), code, people)
        watching = [room.phones.pop(each) for each in people[participants:]]
        measured.connected = await connect_all([room.host, *room.phones.values()])
        before = server.cpu_seconds()
        await room.act("begin", step="sam")
        await room.act("vote")
        measured.tally = await _voting(room)
        async with _pages(watching) as pages:
            await _reveals(room, measured, pages)
        await _with_a_third_offline(room, offline)
        measured.cpu = server.cpu_seconds() - before
        _check(journal, room, measured)
    return measured


async def _opened(journal: Journal, participants: int) -> tuple[str, list[str]]:
    """Open a workshop, let people join, and return the join code and their ids."""
    with closing(Workshops(journal)) as workshops:
        code = await workshops.open_new("me", "A morning", "en", STEPS)
        people = [f"{number:016x}" for number in range(1, participants + 1)]
        await asyncio.gather(*(workshops.join(code, f"Person {each[-4:]}", each) for each in people))
    return code, people


def _room(server: Server, data: Path, code: str, people: list[str]) -> Room:
    """Return the room with the cookies that its pages would have."""
    name, value = owner(data, server.address)
    authenticator = OwnerAuth(read_or_create_secret(data))
    base = f"{server.address}workshop/{code}"

    def phone(participant: str) -> Phone:
        place = authenticator.sealed([code, participant], Purpose.PARTICIPANT)
        return Phone(f"{base}/line", f"{name}-workshop-{code}={place}")

    return Room(server, code, Phone(f"{base}/host/line", f"{name}={value}"), {each: phone(each) for each in people})


def _counted(message: bytes) -> int | None:
    """Return how many votes the facilitator's page counts by a message; None if it says nothing of votes."""
    for each in json.loads(message):
        if answered := each.get("state", {}).get("view", {}).get("answered"):
            return sum(bool(person["done"]) for person in answered["people"])
    return None


async def _voting(room: Room) -> list[float]:
    """Let everybody vote at a random moment, and return how long each vote took to the facilitator's page."""
    sent: list[float] = []
    first = len(room.host.messages)

    async def one(participant: str) -> None:
        await asyncio.sleep(random.uniform(0, VOTING_SECONDS))  # noqa: S311 - not a secret
        sent.append(time.perf_counter())
        room.vote(participant, 1)
        await room.phones[participant].until_heard()

    await asyncio.gather(*map(one, room.phones))
    await asyncio.sleep(0.5)
    counted = [(at, count) for at, each in room.host.messages[first:] if (count := _counted(each)) is not None]
    return [next(at for at, count in counted if count > place) - when for place, when in enumerate(sorted(sent))]


@asynccontextmanager
async def _pages(phones: list[Phone]) -> AsyncIterator[list[Page]]:
    """Open the pages of participants in real browsers' windows, each with its own cookies."""
    if not phones:
        yield []
        return
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        pages = []
        for phone in phones:
            address = phone.address.removesuffix("/line")
            name, _, value = phone.cookie.partition("=")
            window = await browser.new_context(viewport={"width": 360, "height": 740})
            await window.add_cookies([{"name": name, "value": value, "url": address}])
            pages.append(await window.new_page())
            await pages[-1].goto(address)
            await pages[-1].wait_for_selector("body[data-state=saved]")
        yield pages
        await browser.close()


async def _reveals(room: Room, measured: Measured, pages: list[Page]) -> None:
    """Reveal the result to all phones, and send the same bytes from a bare server; several times in turn.

    After the first time, the participants talk; each such act sends the result to all phones again.
    """
    phones = list(room.phones.values())
    with _bare() as address:
        listeners = [Phone(address) for _ in phones]
        await connect_all(listeners)
        for number in range(REVEALS):
            shown_in = [asyncio.ensure_future(page.evaluate(SHOWN)) for page in pages] if number == 0 else []
            clock = time.time() - time.perf_counter()
            since = await (room.act("talk", seconds=60 + number, people=2) if number else room.act("reveal"))
            measured.pages += [at / 1000 - clock - since for at in await asyncio.gather(*shown_in)]
            measured.reveal.append(max([await phone.until(b'"phase":', since) for phone in phones]) - since)
            shown = next(each for at, each in phones[0].messages if at >= since and b'"phase":' in each)
            measured.bytes_each = len(shown)
            sent = time.perf_counter()
            listeners[0].send(shown)
            measured.limit.append(max([await phone.until(shown, sent) for phone in listeners]) - sent)
        for listener in listeners:
            listener.lose_network()


@contextmanager
def _bare() -> Iterator[str]:
    """Serve nothing but the same bytes to everybody, and yield the address."""
    port = free_port()
    with subprocess.Popen([sys.executable, Path(__file__).with_name("broadcast.py"), str(port)]) as bare:
        address = f"http://127.0.0.1:{port}/"
        wait_until_listening(address)
        yield address
        bare.terminate()


async def _with_a_third_offline(room: Room, seconds: float) -> None:
    """Let everybody vote once more while a third have no network, and wait until every vote is confirmed."""
    await room.act("vote")
    people = list(room.phones)
    away = people[::3]
    for place, participant in enumerate(away):
        if place % 2:
            room.vote(participant, 2)  # it may arrive, and its confirmation may not
        room.phones[participant].lose_network()
    for participant in people:
        if room.chosen[participant][0] == 1:
            room.vote(participant, 2)
    await asyncio.sleep(seconds)
    await asyncio.gather(*(room.phones[participant].connect() for participant in away))
    await asyncio.gather(*(phone.until_heard() for phone in room.phones.values()))
    await room.act("reveal")


def _check(journal: Journal, room: Room, measured: Measured) -> None:
    """Compare the votes that were confirmed with those that the database holds, and with the result."""
    events = journal.read(journal_name(room.code))
    kept = Counter(str(event.id) for event in events if event.kind == "voted")
    confirmed = {id_ for _round, id_ in room.chosen.values()}
    counted = workshop_of(room.code, events).steps["sam"].ballot.rounds
    measured.lost = len(confirmed - kept.keys()) + sum(measured.participants - len(votes) for votes in counted)
    measured.doubled = sum(number - 1 for number in kept.values()) + kept.total() - 2 * measured.participants


def p95(figures: list[float]) -> float:
    """Return the 95th percentile."""
    return sorted(figures)[max(0, round(len(figures) * 0.95) - 1)] if figures else float("nan")


def _report(few: Measured, many: Measured) -> bool:
    """Print what was measured beside its aims, and return whether no vote was lost or doubled."""
    table = Table("", f"{few.participants}", f"{many.participants}", "aim", box=None)

    def row(name: str, figure: Any, aim: str, unit: str = " ms") -> None:  # noqa: ANN401 - a function of Measured
        table.add_row(name, *(f"{figure(each):,.0f}{unit}" for each in (few, many)), aim)

    row("until all are connected", lambda each: each.connected * 1000, "")
    row("vote to tally, p95", lambda each: p95(each.tally) * 1000, f"{few.participants}: 250 ms")
    row("reveal to last phone, p95", lambda each: p95(each.reveal) * 1000, f"{few.participants}: 500 ms")
    row("reveal to last phone, median", lambda each: statistics.median(each.reveal) * 1000, "")
    row("bare broadcast to last, median", lambda each: statistics.median(each.limit) * 1000, "reveal within 3 times")
    row("reveal to last real page", lambda each: max(each.pages, default=0) * 1000, f"{few.participants}: 500 ms")
    row("bytes of the result", lambda each: each.bytes_each, "", "")
    row("server's CPU", lambda each: each.cpu * 1000, "")
    row("votes lost", lambda each: each.lost, "0", "")
    row("votes doubled", lambda each: each.doubled, "0", "")
    CONSOLE.print(table)
    times = p95(many.tally) / p95(few.tally), p95(many.reveal) / p95(few.reveal)
    CONSOLE.print(f"{many.participants} participants take {times[0]:.1f} and {times[1]:.1f} times as long (aim: 4)")
    return not any((few.lost, few.doubled, many.lost, many.doubled))


def main() -> None:
    """Read the options, measure, print and exit with an error if a vote was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--participants", type=int, default=300)
    parser.add_argument("--many", type=int, default=2000)
    parser.add_argument("--browsers", type=int, default=10)
    parser.add_argument("--offline", type=float, default=30.0)
    parser.add_argument("--postgresql", action="store_true")
    asked = parser.parse_args()
    with ExitStack() as stack:
        database = stack.enter_context(postgresql()) if asked.postgresql else None
        few, many = (
            asyncio.run(measure(number, browsers, asked.offline, database))
            for number, browsers in ((asked.participants, asked.browsers), (asked.many, 0))
        )
    sys.exit(0 if _report(few, many) else 1)


if __name__ == "__main__":
    main()
