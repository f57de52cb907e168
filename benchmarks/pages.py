"""How a small page with four choices opens and answers, beside voila, panel, streamlit and marimo, in one run.

    python benchmarks/pages.py [--visits 7] [NAME …]

Each peer runs in an environment of its own, made once below the user's cache folder; the course runs as it is
installed here, and its page is the whole lesson on Sam and Priya. A page is interactive when a click on it has been
answered (the course: when its first card can be chosen from). Medians over fresh visits in a real browser, after one to
warm up; CPU seconds and private memory are what the server's processes spent for each further visit, whose page stays
open as a learner's would.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import venv
from pathlib import Path

import platformdirs
import psutil
from playwright.sync_api import Browser, Page, expect, sync_playwright
from rich.console import Console
from rich.table import Table

HERE = Path(__file__).parent
PEERS = HERE / "peers"
ENVIRONMENTS = platformdirs.user_cache_path("misread") / "benchmark-peers"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
STARTED_WITHIN = 90


@dataclasses.dataclass(frozen=True)
class Peer:
    """A way to serve the small page: what it needs and how it starts. `{port}` stands for the port."""

    name: str
    packages: tuple[str, ...]
    command: tuple[str, ...]
    path: str = "/"


PEERS_TO_MEASURE = (
    Peer(
        "voila",
        ("voila==0.5.13", "ipywidgets==8.1.9", "pandas==3.1.1"),
        ("voila", "--no-browser", "--port={port}", "--Voila.ip=127.0.0.1", str(PEERS / "voila_page.ipynb")),
    ),
    Peer(
        "panel",
        ("panel", "pandas"),
        ("panel", "serve", str(PEERS / "panel_page.py"), "--port={port}", "--index=panel_page"),
    ),
    Peer(
        "streamlit",
        ("streamlit", "pandas"),
        (
            "streamlit",
            "run",
            str(PEERS / "streamlit_page.py"),
            "--server.port={port}",
            "--server.address=127.0.0.1",
            "--server.headless=true",
        ),
    ),
    Peer(
        "marimo",
        ("marimo", "pandas"),
        (
            "marimo",
            "run",
            str(PEERS / "marimo_page.py"),
            "--port={port}",
            "--host=127.0.0.1",
            "--headless",
            "--no-token",
        ),
    ),
)


@dataclasses.dataclass(frozen=True)
class Measured:
    """What one way of serving costs: seconds, seconds, CPU seconds, megabytes, requests, kilobytes; all per visit."""

    name: str
    interactive: float
    answer: float
    cpu: float
    memory: float
    requests: int
    kilobytes: float


def environment(peer: Peer) -> Path:
    """Return the folder of programs of a peer's environment, made on first use."""
    folder = ENVIRONMENTS / peer.name
    programs = folder / "bin"
    if not (programs / peer.command[0]).exists():
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([programs / "pip", "install", "--quiet", *peer.packages], check=True)
    return programs


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def family(pid: int) -> list[psutil.Process]:
    """Return a process and all that it has started."""
    root = psutil.Process(pid)
    return [root, *root.children(recursive=True)]


def private_megabytes(pid: int) -> float:
    """Return the memory that a process and its children share with nobody."""
    total = 0
    for process in family(pid):
        try:
            lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith(("Private_Dirty", "Private_Clean")))
    return total / 1024


def cpu_seconds(pid: int) -> float:
    """Return the CPU seconds of a process and its children."""
    return sum(sum(process.cpu_times()[:2]) for process in family(pid))


def wait_until_served(address: str) -> None:
    """Wait until something answers at an address."""
    deadline = time.monotonic() + STARTED_WITHIN
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=20).read()  # noqa: S310 - our own server
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
        else:
            return
    sys.exit(f"nothing answered at {address}")


def click_peer(page: Page, number: int) -> None:
    """Choose on a peer's page and wait for its answer; a click before the page listens is made again."""
    answer = page.get_by_text(f"choice {number} picked").first
    for _ in range(120):
        page.get_by_role("button", name=f"choice {number}").click()
        try:
            answer.wait_for(timeout=500)
        except TimeoutError:
            continue
        else:
            return


def click_course(page: Page, number: int) -> None:
    """Choose on the course's page and wait for its answer."""
    card = page.locator(".mr").first
    card.get_by_role("radio").nth(number).check()
    card.get_by_role("button", name="Confirm").click()
    expect(card.get_by_role("radio")).to_have_count(0)


def visit(browser: Browser, address: str, *, course: bool) -> tuple[float, float, int, float]:
    """Open the page as a new visitor, choose, and return what it took: seconds, seconds, requests, kilobytes."""
    page = browser.new_context().new_page()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    start = time.perf_counter()
    page.goto(address)
    if course:
        page.locator(".mr").first.get_by_role("radio").first.wait_for()
        interactive = time.perf_counter() - start
        start = time.perf_counter()
        click_course(page, 2)
    else:
        click_peer(page, 2)
        interactive = time.perf_counter() - start
        start = time.perf_counter()
        click_peer(page, 3)
    return interactive, time.perf_counter() - start, len(sizes), sum(sizes) / 1024


def measure(browser: Browser, name: str, command: list[str], address: str, visits: int) -> Measured:
    """Start a server, visit its page and stop it."""
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        wait_until_served(address)
        made = []
        for number in range(visits):
            made.append(visit(browser, address, course=name == "misread"))
            if number == 0:
                memory, cpu = private_megabytes(server.pid), cpu_seconds(server.pid)
        later = visits - 1
        return Measured(
            name,
            statistics.median(one[0] for one in made[1:]),
            statistics.median(one[1] for one in made[1:]),
            (cpu_seconds(server.pid) - cpu) / later,
            (private_megabytes(server.pid) - memory) / later,
            made[-1][2],
            made[-1][3],
        )
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)
        for context in browser.contexts:
            context.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--visits", type=int, default=7)
    parser.add_argument("names", nargs="*", help="which to measure; all without")
    given = parser.parse_args()
    rows = []
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as data:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for peer in PEERS_TO_MEASURE:
            if not given.names or peer.name in given.names:
                port = free_port()
                programs = environment(peer)
                program, *rest = (part.format(port=port) for part in peer.command)
                address = f"http://127.0.0.1:{port}{peer.path}"
                rows.append(measure(browser, peer.name, [str(programs / program), *rest], address, given.visits))
        if not given.names or "misread" in given.names:
            port = free_port()
            program = str(Path(sys.executable).parent / "misread")
            command = [program, "serve", "--no-browser", "--port", str(port), "--data", data]
            address = f"http://127.0.0.1:{port}/lessons/m4-sam-and-priya"
            rows.append(measure(browser, "misread", command, address, given.visits))
    table = Table("", "interactive", "answer", "CPU a visit", "memory a visit", "requests", "transferred")
    for row in rows:
        table.add_row(
            row.name,
            f"{row.interactive:.2f} s",
            f"{row.answer * 1000:.0f} ms",
            f"{row.cpu:.3f} s",
            f"{row.memory:.2f} MB",
            str(row.requests),
            f"{row.kilobytes:.0f} kB",
        )
    Console(width=120).print(table)
    by_name = {row.name: row for row in rows}
    for other in ("panel", "voila"):
        if {other, "misread"} <= by_name.keys():
            ratio = by_name["misread"].interactive / by_name[other].interactive
            Console().print(f"interactive, misread / {other}: {ratio:.2f}")


if __name__ == "__main__":
    main()
