"""Finds out why phones cannot reach a workshop on this machine, and says what to do."""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from http.client import HTTPException
from pathlib import Path
from typing import Literal
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, build_opener

from misread_web.workshop.addresses import Address

Answer = Literal["ours", "another", "refused", "silent"]
"""What a port says: that a workshop is there, something else, nothing at once, or nothing at all."""
Word = Literal["ok", "stop", "look"]
"""What a finding means: that it is fine, that phones cannot come in because of it, or that it may be the reason."""
SECONDS = 3.0
UFW = Path("/etc/ufw/ufw.conf")
APPLE = "/usr/libexec/ApplicationFirewall/socketfilterfw"


@dataclasses.dataclass(frozen=True)
class Reach:
    """One finding: what it means, what was found, and what to do about it."""

    word: Word
    found: str
    todo: str = ""


def answer_at(address: str, port: int, seconds: float = SECONDS) -> Answer:
    """Ask for the page to join at an address of this machine, as a phone would, and return what comes back."""
    opener = build_opener(ProxyHandler({}))  # a proxy of the system would be asked instead of this machine
    try:
        with opener.open(f"http://{address}:{port}/healthz", timeout=seconds) as response:
            return "ours" if _is_ours(response.read(10_000)) else "another"
    except HTTPError:
        return "another"
    except URLError as error:
        return "refused" if isinstance(error.reason, ConnectionRefusedError) else "silent"
    except (HTTPException, OSError, ValueError):
        return "another"


def _is_ours(body: bytes) -> bool:
    try:
        state = json.loads(body)
    except ValueError:
        return False
    return isinstance(state, dict) and "lessons" in state


def findings(addresses: Sequence[Address], port: int, *, system: str = sys.platform) -> Iterator[Reach]:
    """Yield what was found about the way from a phone to this machine, in the order in which it is worth a look.

    Args:
        addresses: this machine's addresses, the likeliest first.
        port: the port of the workshop.
        system: Python's name of the operating system.
    """
    yield from _networks(addresses)
    yield from _port(addresses, port)
    yield from _tunnels(addresses)
    yield from firewalls(port, system)


def _networks(addresses: Sequence[Address]) -> Iterator[Reach]:
    real = [each for each in addresses if each.way == "network"]
    given = [each for each in real if not each.ip.is_link_local]
    if given:
        for each in given:
            yield Reach("ok", f"This machine has the address {each.ip} ({each.interface}).")
    elif real:
        names = ", ".join(each.interface for each in real)
        yield Reach(
            "stop",
            f"The network gave this machine no address ({names}: {real[0].ip}).",
            "Switch Wi-Fi off and on again, or use this machine's own hotspot.",
        )
    else:
        yield Reach(
            "stop",
            "This machine is on no network that phones could be on.",
            "Connect it to the Wi-Fi of the room, or switch its own hotspot on and let the phones join that.",
        )
    for each in given:
        if not each.ip.is_private:
            yield Reach(
                "look",
                f"{each.ip} is an address of the internet, so a firewall of the house may stand in front of it.",
                "If phones cannot come in, use this machine's own hotspot.",
            )


def _port(addresses: Sequence[Address], port: int) -> Iterator[Reach]:
    here = answer_at("127.0.0.1", port)
    if here == "refused":
        yield Reach("stop", f"Nothing listens on port {port}.", f"Start the workshop: misread workshop --port {port}")
        return
    if here != "ours":
        yield Reach(
            "stop",
            f"Another program uses port {port}.",
            f"Start the workshop on another port: misread workshop --port {port + 1}",
        )
        return
    for each in addresses:
        if each.way != "network":
            continue
        answer = answer_at(str(each.ip), port)
        if answer == "ours":
            yield Reach("ok", f"The course answers at http://{each.ip}:{port}/join, as asked from this machine itself.")
        elif answer == "refused":
            yield Reach(
                "stop",
                f"The course answers on this machine alone, and not at {each.ip}.",
                "It was started with misread serve. Stop it, and start misread workshop.",
            )
        else:
            yield Reach("stop", f"Nothing comes back from http://{each.ip}:{port}/join.", "See the firewall below.")


def _tunnels(addresses: Sequence[Address]) -> Iterator[Reach]:
    tunnels = [each for each in addresses if each.way == "tunnel"]
    if any(each.is_usual for each in tunnels):
        yield Reach(
            "look",
            f"A VPN carries this machine's traffic ({', '.join(each.interface for each in tunnels)}).",
            "Many block everything on the local network: disconnect it for the workshop, which needs no internet.",
        )
    elif tunnels:
        yield Reach("ok", f"A VPN is on, but not for all traffic ({', '.join(each.interface for each in tunnels)}).")


def firewalls(port: int, system: str) -> Iterator[Reach]:
    """Yield what is known about the firewall of this machine."""
    if system == "win32":
        yield from _windows(port)
    elif system == "darwin":
        yield from _mac()
    else:
        yield from _linux(port)


def _windows(port: int) -> Iterator[Reach]:
    shell = ["powershell", "-NoProfile", "-NonInteractive", "-Command"]
    category = output([*shell, "(Get-NetConnectionProfile).NetworkCategory"])
    allow = (
        f'netsh advfirewall firewall add rule name="Misread" dir=in action=allow protocol=TCP localport={port} '
        "(in a terminal that was started as administrator)"
    )
    if "Public" in category:
        yield Reach(
            "look",
            "Windows holds this network for a public one, and its firewall keeps other devices out.",
            "Settings, Network & internet, the name of the Wi-Fi: choose Private network. Or allow the port: " + allow,
        )
    elif "ON" in output(["netsh", "advfirewall", "show", "currentprofile", "state"]).upper().split():
        yield Reach("look", "The firewall of Windows is on.", f"If phones cannot come in, allow the port: {allow}")
    else:
        yield Reach("ok", "The firewall of Windows is off, or cannot be asked.")


def _mac() -> Iterator[Reach]:
    if "enabled" not in output([APPLE, "--getglobalstate"]).casefold():
        yield Reach("ok", "The firewall of macOS is off.")
        return
    is_shut = "enabled" in output([APPLE, "--getblockall"]).casefold()
    yield Reach(
        "stop" if is_shut else "look",
        "The firewall of macOS blocks all incoming connections." if is_shut else "The firewall of macOS is on.",
        f"System Settings, Network, Firewall, Options: allow incoming connections for {Path(sys.executable).resolve()}"
        + (", after switching “Block all incoming connections” off." if is_shut else "."),
    )


def _linux(port: int) -> Iterator[Reach]:
    state = output(["firewall-cmd", "--state"])
    is_ufw = UFW.is_file() and "enabled=yes" in UFW.read_text("utf-8", "replace").casefold().replace(" ", "")
    if state.strip() == "running":
        if f"{port}/tcp" in output(["firewall-cmd", "--list-ports"]).split():
            yield Reach("ok", f"firewalld lets port {port} through.")
        else:
            yield Reach(
                "look",
                "firewalld is running.",
                f"Allow the port until the next start: sudo firewall-cmd --add-port={port}/tcp",
            )
    elif is_ufw:
        yield Reach("look", "The firewall ufw is on.", f"Allow the port: sudo ufw allow {port}/tcp")
    else:
        yield Reach("ok", "No firewall was found (ufw, firewalld).")


def output(command: Sequence[str]) -> str:
    """Return what a program prints; empty if it is not there, fails or takes too long."""
    program = shutil.which(command[0])
    if program is None:
        return ""
    try:
        done = subprocess.run(  # noqa: S603 - programs of the system, with arguments of our own
            [program, *command[1:]], capture_output=True, text=True, errors="replace", timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


def last_steps(found: Iterable[Reach], system: str = sys.platform) -> str:
    """Return what to try if phones still cannot come in, in the order of the time that it takes."""
    fine = all(each.word == "ok" for each in found)
    first = "All of this looks fine from here. " if fine else ""
    return _LAST.format(first=first, hotspot=_HOTSPOTS.get(system, _HOTSPOTS["linux"]))


_HOTSPOTS = {
    "win32": "Settings, Network & internet, Mobile hotspot: on, with Wi-Fi under “Share over”",
    "darwin": "System Settings, General, Sharing, Internet Sharing: to devices using Wi-Fi",
    "linux": "the settings of Wi-Fi, “Turn on Wi-Fi hotspot”; or: nmcli device wifi hotspot",
}
_LAST = """\
{first}If a phone still does not come in:
1. Is the phone on the same Wi-Fi as this machine, and not on mobile data? Type the whole address, with http://, on it.
2. Guest networks and many of hotels keep devices apart (client isolation), which no setting here can change.
   Use another network: a phone's hotspot that this machine and all phones join, or this machine's own:
   {hotspot}.
   The workshop needs no internet. Its address then changes: load the pages of the facilitator and of the projector
   again, which show the new one.
3. The terminal in which the workshop runs says so as soon as the first other device has reached it."""
