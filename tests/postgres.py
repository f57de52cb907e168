"""A private PostgreSQL server for tests, from Debian's packages, reached through a socket; tests may stop it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest


class PrivatePostgres:
    """A server in its own folder."""

    def __init__(self, folder: str, superuser: str = "misread") -> None:
        self.folder = folder
        self._programs = _server_programs()
        # PostgreSQL refuses to run as root; its packages create an account for it.
        root = os.geteuid() == 0
        self._account: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": []} if root else {}
        if root:
            shutil.chown(folder, "postgres", "postgres")
        self._run("initdb", "-A", "trust", "-U", superuser, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")

    def start(self) -> None:
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off"
        self._run("pg_ctl", "start", "-w", "-l", f"{self.folder}/log", "-o", options)

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "-w", "-m", "immediate")

    def new_account(self) -> str:
        """Make an account with its own schema, which isolates tests like a new database and is faster."""
        name = f"a{uuid4().hex}"
        with psycopg.connect(f"host={self.folder} user=misread dbname=postgres", autocommit=True) as connection:
            connection.execute(f"CREATE ROLE {name} LOGIN".encode())
            connection.execute(f"CREATE SCHEMA AUTHORIZATION {name}".encode())
        return f"postgresql+psycopg://{name}@/postgres?host={self.folder}"

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), "-D", f"{self.folder}/data", *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder, **self._account)


@contextmanager
def private_postgres(superuser: str = "misread") -> Iterator[PrivatePostgres]:
    """Start a server, and stop it at the end unless the test has stopped it already."""
    with tempfile.TemporaryDirectory() as folder:
        server = PrivatePostgres(folder, superuser)
        server.start()
        try:
            yield server
        finally:
            if Path(folder, "data", "postmaster.pid").exists():
                server.stop()


def _server_programs() -> Path:
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not folders:
        pytest.fail("These tests start a private PostgreSQL: install its server programs (Debian: postgresql).")
    return folders[-1]
