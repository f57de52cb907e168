"""Where phones on the same network reach this machine. Nothing here needs the internet, or sends anything."""

from __future__ import annotations

import dataclasses
import re
import socket
from contextlib import closing
from ipaddress import IPv4Address
from typing import Literal

import psutil

Way = Literal["network", "virtual", "tunnel"]
"""What an address belongs to: a network that phones may be on, machines inside this one, or a tunnel such as a VPN."""

_TUNNEL = re.compile(r"^(tun|utun|tap|ppp|wg|tailscale|zt|ipsec|gpd|cscotun|nordlynx|proton)|vpn|wireguard|anyconnect")
_VIRTUAL = re.compile(
    r"^(docker|br-|veth|virbr|vmnet|vboxnet|lxc|lxd|cni|flannel|podman|bridge\d|awdl|llw|anpi)|vethernet|virtualbox|vmware|"
    r"hyper-v|wsl|loopback"
)
_SOMEWHERE = ("192.0.2.1", 9)
"""An address for documentation (RFC 5737), to which a socket can be connected without sending anything."""


@dataclasses.dataclass(frozen=True)
class Address:
    """An IPv4 address of this machine.

    Attributes:
        ip: the address.
        interface: the name of its network interface.
        way: what it belongs to.
        is_usual: whether this machine sends through it to addresses far away.
    """

    ip: IPv4Address
    interface: str
    way: Way
    is_usual: bool


def lan_addresses() -> tuple[Address, ...]:
    """Return the addresses by which other machines may reach this one, the likeliest first.

    An address that a machine gives itself because nobody gave it one (169.254.0.0/16) comes last in its group.
    """
    usual, states = _usual_address(), psutil.net_if_stats()
    found = [
        Address(ip, interface, way_of(interface), ip == usual)
        for interface, entries in psutil.net_if_addrs().items()
        if interface not in states or states[interface].isup
        for entry in entries
        if entry.family == socket.AF_INET and not (ip := IPv4Address(entry.address)).is_loopback
    ]
    return tuple(sorted(found, key=_likelihood))


def way_of(interface: str) -> Way:
    """Return what a network interface belongs to, by its name."""
    name = interface.casefold()
    if _TUNNEL.search(name):
        return "tunnel"
    return "virtual" if _VIRTUAL.search(name) else "network"


def _likelihood(address: Address) -> tuple[bool, bool, bool, bool, IPv4Address]:
    return (
        address.way != "network",
        address.way == "virtual",
        address.ip.is_link_local,
        not address.is_usual,
        address.ip,
    )


def _usual_address() -> IPv4Address | None:
    """Return the address from which this machine sends far away; None if it is on no network."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe:
        try:
            probe.connect(_SOMEWHERE)
            return IPv4Address(probe.getsockname()[0])
        except OSError:
            return None


def own_names() -> frozenset[str]:
    """Return the names and addresses by which a request may name this machine, in lower case."""
    name = socket.gethostname().casefold().rstrip(".")
    short = name.partition(".")[0]
    names = {"localhost", name, short, f"{short}.local"} - {"", ".local"}
    for entries in psutil.net_if_addrs().values():
        names |= {entry.address.partition("%")[0] for entry in entries if entry.family in _FAMILIES}
    return frozenset(names)


_FAMILIES = frozenset({socket.AF_INET, socket.AF_INET6})


def joining_home(port: int) -> str | None:
    """Return the address of the course home for phones on this machine's network; None if it is on none."""
    found = next((each for each in lan_addresses() if each.way == "network" and not each.ip.is_link_local), None)
    return f"http://{found.ip}:{port}/" if found else None
