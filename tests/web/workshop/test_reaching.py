"""What is in the way from a phone to this machine is found, each with what to do."""

from __future__ import annotations

import socket
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import IPv4Address
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from misread_web.workshop import reaching
from misread_web.workshop.addresses import Address, lan_addresses
from misread_web.workshop.reaching import Reach, answer_at, findings, firewalls, last_steps

if TYPE_CHECKING:
    from tests.web.conftest import Course

WIFI = Address(IPv4Address("192.168.1.5"), "en0", "network", is_usual=True)
UNKNOWN = Address(IPv4Address("169.254.3.4"), "en0", "network", is_usual=False)
OFFICE = Address(IPv4Address("10.8.0.2"), "utun4", "tunnel", is_usual=True)
BOX = Address(IPv4Address("172.17.0.1"), "docker0", "virtual", is_usual=False)


def words(found: list[Reach]) -> list[str]:
    return [each.word for each in found]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, str]], None]:
    """Let programs of another system print something, by the words that their command holds."""

    def saying(texts: dict[str, str]) -> None:
        def output(command: list[str]) -> str:
            return next((text for part, text in texts.items() if part in " ".join(command)), "")

        monkeypatch.setattr(reaching, "output", output)

    return saying


def test_a_workshop_that_does_not_run_is_named_with_the_command_that_starts_it() -> None:
    port = free_port()
    found = [each for each in findings([WIFI], port, system="none") if each.word == "stop"]
    assert [each.todo for each in found] == [f"Start the workshop: misread workshop --port {port}"]


def test_a_course_on_this_machine_alone_is_told_apart_from_a_workshop(course: Course) -> None:
    port = urlsplit(course.address).port or 0
    real = [each for each in lan_addresses() if each.way == "network"]
    found = list(findings(real, port, system="none"))
    assert any("on this machine alone" in each.found and "misread workshop" in each.todo for each in found)


def test_another_program_on_the_port_is_told_apart() -> None:
    class Other(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"[]")

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Other)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        assert answer_at("127.0.0.1", server.server_port) == "another"
        found = list(findings([WIFI], server.server_port, system="none"))
    finally:
        server.shutdown()
        server.server_close()
    assert f"--port {server.server_port + 1}" in next(each.todo for each in found if each.word == "stop")


@pytest.mark.parametrize(
    ("addresses", "part"),
    [
        ([], "is on no network"),
        ([BOX, OFFICE], "is on no network"),
        ([UNKNOWN], "gave this machine no address"),
    ],
)
def test_a_machine_without_a_network_is_told_what_to_connect_to(addresses: list[Address], part: str) -> None:
    first = next(findings(addresses, free_port(), system="none"))
    assert (first.word, part in first.found) == ("stop", True)
    assert "hotspot" in first.todo


def test_a_vpn_that_carries_everything_is_named() -> None:
    found = list(findings([WIFI, OFFICE], free_port(), system="none"))
    assert [each.word for each in found if "VPN" in each.found] == ["look"]


@pytest.mark.parametrize(
    ("system", "texts", "word", "part"),
    [
        ("win32", {"NetworkCategory": "Public\n"}, "look", "localport=8100"),
        ("win32", {"NetworkCategory": "Private\n", "currentprofile": "State   ON\n"}, "look", "localport=8100"),
        ("win32", {"currentprofile": "State   OFF\n"}, "ok", ""),
        ("darwin", {"globalstate": "Firewall is enabled. (State = 1)"}, "look", "incoming connections"),
        (
            "darwin",
            {
                "globalstate": "Firewall is enabled. (State = 1)",
                "blockall": "Firewall has block all state set to enabled.",
            },
            "stop",
            "switching",
        ),
        ("darwin", {"globalstate": "Firewall is disabled. (State = 0)"}, "ok", ""),
        ("linux", {"--state": "running\n", "--list-ports": "22/tcp"}, "look", "--add-port=8100/tcp"),
        ("linux", {"--state": "running\n", "--list-ports": "22/tcp 8100/tcp"}, "ok", ""),
    ],
)
def test_each_systems_firewall_is_asked(
    say: Callable[[dict[str, str]], None], system: str, texts: dict[str, str], word: str, part: str
) -> None:
    say(texts)
    (found,) = firewalls(8100, system)
    assert found.word == word
    assert part in found.todo


def test_ufw_is_read_from_its_settings(
    say: Callable[[dict[str, str]], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    say({})
    monkeypatch.setattr(reaching, "UFW", tmp_path / "ufw.conf")
    assert words(list(firewalls(8100, "linux"))) == ["ok"]
    (tmp_path / "ufw.conf").write_text("# on at boot\nENABLED=yes\n")
    assert [each.todo for each in firewalls(8100, "linux")] == ["Allow the port: sudo ufw allow 8100/tcp"]


def test_the_last_steps_name_the_hotspot_of_the_system() -> None:
    assert "Mobile hotspot" in last_steps([], "win32")
    assert "Internet Sharing" in last_steps([], "darwin")
    assert last_steps([Reach("ok", "x")], "linux").startswith("All of this looks fine from here.")
    assert last_steps([Reach("stop", "x")], "linux").startswith("If a phone still")
