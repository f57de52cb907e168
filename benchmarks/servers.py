"""Starts the servers to measure, measures their memory and CPU time, and stops them; one serves a signed-in cohort."""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil

from misread_records.people import Cohorts, Newcomer
from misread_web.auth import LinkAuth, OwnerAuth, Visit, read_or_create_secret

STARTED_WITHIN = 90
PROGRAMS = Path(sys.executable).parent
COHORT = "Benchmark"


@dataclasses.dataclass(frozen=True)
class Server:
    """A running server: its address, and its process."""

    address: str
    pid: int

    def cpu_seconds(self) -> float:
        """Return the CPU seconds of the process and its child processes."""
        return sum(sum(process.cpu_times()[:2]) for process in self._family())

    def private_megabytes(self) -> float:
        """Return the private memory of the process and its child processes, in megabytes."""
        total = 0
        for process in self._family():
            try:
                lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines()
            except OSError:
                continue
            total += sum(int(line.split()[1]) for line in lines if line.startswith(("Private_Dirty", "Private_Clean")))
        return total / 1024

    def _family(self) -> list[psutil.Process]:
        root = psutil.Process(self.pid)
        return [root, *root.children(recursive=True)]


def free_port() -> int:
    """Return a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(command: Sequence[str], address: str) -> Iterator[Server]:
    """Start a server; afterwards stop it and its child processes."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        wait_until_served(address)
        yield Server(address, process.pid)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=60)


def wait_until_served(address: str) -> None:
    """Wait until a page is served at an address."""
    deadline = time.monotonic() + STARTED_WITHIN
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=20).read()  # noqa: S310 - our own server
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
        else:
            return
    sys.exit(f"nothing answered at {address}")


def wait_until_listening(address: str) -> None:
    """Wait until a server accepts connections at an address, even if it asks for a sign-in."""
    deadline = time.monotonic() + STARTED_WITHIN
    where = urllib.parse.urlsplit(address)
    while time.monotonic() < deadline:
        try:
            socket.create_connection((where.hostname or "", where.port or 80), timeout=20).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    sys.exit(f"nothing listened at {address}")


def owner(data: Path, address: str) -> tuple[str, str]:
    """Return the name and the value of the cookie of the person who owns the course in the folder `data`."""
    value, _until = OwnerAuth(read_or_create_secret(data)).cookie()
    return _cookie_name(address), value


def _cookie_name(address: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "-", f"misread-{address.split('/')[2]}")


@dataclasses.dataclass(frozen=True)
class Course:
    """A course with a cohort: its server, its database, and the cookie of each member."""

    server: Server
    database: str
    cookies: tuple[str, ...]


@contextmanager
def course(learners: int, database: str | None = None) -> Iterator[Course]:
    """Serve the course to a number of learners from a new folder, by default with SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        place = database or f"sqlite:///{folder}/misread.db"
        port = free_port()
        address = f"http://127.0.0.1:{port}/"
        cookies = _signed_in(place, Path(folder), learners, address)
        command = [str(PROGRAMS / "misread"), "serve", "--no-browser", f"--port={port}", "--data", folder]
        with started([*command, "--database", place], f"{address}healthz") as server:
            yield Course(dataclasses.replace(server, address=address), place, cookies)


def _signed_in(database: str, data: Path, learners: int, address: str) -> tuple[str, ...]:
    """Enrol a number of learners and return the cookies that their links would set."""
    with Cohorts(database) as cohorts:
        cohorts.create(COHORT, [Newcomer(f"Learner {number}") for number in range(1, learners + 1)])
        authenticator, until = LinkAuth(cohorts, read_or_create_secret(data)), datetime.now(UTC) + timedelta(days=1)
        name = _cookie_name(address)
        return tuple(f"{name}={authenticator.cookie_for(Visit(member, until))}" for member in cohorts.members(COHORT))


@contextmanager
def postgresql() -> Iterator[str]:
    """Start a PostgreSQL server of our own, with its default settings for durability, and return its address."""
    initdb = shutil.which("initdb")
    folders = [Path(initdb).parent] if initdb else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not folders:
        sys.exit("PostgreSQL's server programs are needed (Debian: postgresql)")
    account: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    with tempfile.TemporaryDirectory() as folder:
        if account:
            shutil.chown(folder, "postgres", "postgres")

        def run(program: str, *arguments: str) -> None:
            command = [str(folders[-1] / program), "-D", f"{folder}/data", *arguments]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder, **account)

        run("initdb", "-A", "trust", "-U", "misread", "-E", "UTF8", "--locale=C.UTF-8")
        run("pg_ctl", "start", "-w", "-l", f"{folder}/log", "-o", f"-k {folder} -c listen_addresses=''")
        try:
            yield f"postgresql+psycopg://misread@/postgres?host={folder}"
        finally:
            run("pg_ctl", "stop", "-w", "-m", "fast")
