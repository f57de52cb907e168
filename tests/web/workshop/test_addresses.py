"""This machine's addresses for other machines, the likeliest first, without the internet."""

from __future__ import annotations

import socket
from types import SimpleNamespace

import psutil
import pytest

from misread_web.auth.proxies import host_of
from misread_web.workshop.addresses import lan_addresses, own_names, way_of

ENTRIES = {
    "lo": ["127.0.0.1"],
    "docker0": ["172.17.0.1"],
    "utun4": ["10.8.0.2"],
    "en0": ["192.168.178.23"],
    "en5": ["169.254.10.20"],
    "eth9": ["10.1.2.3"],
}


@pytest.fixture
def laptop(monkeypatch: pytest.MonkeyPatch) -> None:
    """A laptop with Wi-Fi, a VPN, containers, an adapter without a network and one that is switched off."""
    monkeypatch.setattr(
        psutil,
        "net_if_addrs",
        lambda: {
            name: [SimpleNamespace(family=socket.AF_INET, address=each) for each in given]
            for name, given in ENTRIES.items()
        },
    )
    monkeypatch.setattr(
        psutil, "net_if_stats", lambda: {name: SimpleNamespace(isup=name != "eth9") for name in ENTRIES}
    )


@pytest.mark.usefixtures("laptop")
def test_the_address_of_a_real_network_comes_first() -> None:
    found = lan_addresses()
    assert [(str(each.ip), each.way) for each in found] == [
        ("192.168.178.23", "network"),
        ("169.254.10.20", "network"),
        ("10.8.0.2", "tunnel"),
        ("172.17.0.1", "virtual"),
    ]


def test_a_machine_reaches_itself_at_each_of_its_addresses() -> None:
    with socket.create_server(("0.0.0.0", 0)) as server:  # noqa: S104 - as phones reach it
        for address in lan_addresses():
            with socket.create_connection((str(address.ip), server.getsockname()[1]), timeout=5):
                pass


@pytest.mark.parametrize(
    ("interface", "way"),
    [
        ("wlan0", "network"),
        ("wlp3s0", "network"),
        ("Wi-Fi", "network"),
        ("en0", "network"),
        ("Ethernet 2", "network"),
        ("tailscale0", "tunnel"),
        ("utun3", "tunnel"),
        ("OpenVPN TAP-Windows6", "tunnel"),
        ("vEthernet (WSL)", "virtual"),
        ("VirtualBox Host-Only Network", "virtual"),
        ("br-1a2b3c", "virtual"),
    ],
)
def test_the_name_of_an_interface_says_what_it_belongs_to(interface: str, way: str) -> None:
    assert way_of(interface) == way


def test_a_request_may_name_this_machine_by_any_name_and_address_of_its_own() -> None:
    names = own_names()
    assert {"localhost", "127.0.0.1", socket.gethostname().casefold()} <= names
    assert {str(each.ip) for each in lan_addresses()} <= names
    assert "" not in names


@pytest.mark.parametrize(
    ("header", "host"),
    [
        ("192.168.178.23:8100", "192.168.178.23"),
        ("Laptop.local:8100", "laptop.local"),
        ("laptop.local.", "laptop.local"),
        ("[fe80::1]:8100", "fe80::1"),
        ("[fe80::1]", "fe80::1"),
        ("localhost", "localhost"),
        ("", ""),
    ],
)
def test_a_host_is_read_without_its_port(header: str, host: str) -> None:
    assert host_of(header) == host
