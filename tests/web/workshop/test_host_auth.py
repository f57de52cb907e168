"""On the facilitator's machine, a request names it by its own addresses, and the first other device is told of."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from tornado.httputil import HTTPHeaders

from misread_web.workshop.host_auth import HostAuth, OtherName

SECRET = "s" * 40


def request(host: str, peer: str = "127.0.0.1", **headers: str) -> Any:  # noqa: ANN401 - stands for tornado's
    return SimpleNamespace(
        host=host, headers=HTTPHeaders(headers), connection=SimpleNamespace(context=SimpleNamespace(address=(peer, 1)))
    )


def auth(*names: str, home: str | None = None) -> HostAuth:
    return HostAuth(SECRET, home=home, names=lambda: names)


@pytest.mark.parametrize("host", ["192.168.1.5:8100", "Laptop.local:8100", "[fe80::1]:8100", "laptop.local."])
def test_a_name_of_this_machine_is_let_through(host: str) -> None:
    assert auth("192.168.1.5", "laptop.local", "fe80::1").refused(request(host)) is None


@pytest.mark.parametrize("host", ["evil.example", "", "192.168.1.5.evil.example", "192.168.1.6", "laptop"])
def test_any_other_name_is_refused(host: str) -> None:
    assert isinstance(auth("192.168.1.5", "laptop.local").refused(request(host)), OtherName)


def test_the_address_that_was_given_at_the_start_is_let_through() -> None:
    shared = auth("192.168.1.5", home="http://Training.example.org:8100/")
    assert shared.refused(request("training.example.org:8100")) is None


def test_a_new_network_is_noticed_without_a_new_start(monkeypatch: pytest.MonkeyPatch) -> None:
    names, now = ["10.0.0.7"], [100.0]
    monkeypatch.setattr("misread_web.workshop.host_auth.time.monotonic", lambda: now[0])
    moved = HostAuth(SECRET, names=lambda: tuple(names))
    assert moved.refused(request("10.0.0.7")) is None
    names[:] = ["192.168.1.5"]
    now[0] += 3
    assert moved.refused(request("192.168.1.5")) is None
    assert isinstance(moved.refused(request("10.0.0.7")), OtherName)


def test_what_a_proxy_passes_on_is_refused() -> None:
    assert auth("192.168.1.5").refused(request("192.168.1.5", **{"X-Forwarded-For": "203.0.113.7"})) is not None


def test_the_first_other_device_is_told_of_once() -> None:
    told: list[str] = []
    server = auth("192.168.1.5", "127.0.0.1")
    server.reached = told.append
    for peer in ("127.0.0.1", "192.168.1.5", "::ffff:192.168.1.77", "192.168.1.78"):
        server.refused(request("192.168.1.5", peer))
    assert told == ["192.168.1.77"]
