"""The course listens where it is told, at another port only if it may, and says what to do otherwise."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from misread_web.ports import NotThere, listening

HERE = "127.0.0.1"
pytestmark = [  # tornado leaves a socket that it cannot bind to the garbage collector
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server((HERE, 0)) as other:
        yield int(other.getsockname()[1])


def ports(sockets: list[socket.socket]) -> list[int]:
    numbers = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return numbers


def test_a_free_port_is_taken() -> None:
    with socket.create_server((HERE, 0)) as probe:
        port = int(probe.getsockname()[1])
    assert ports(listening(HERE, port, another=False)) == [port]


def test_if_a_port_is_taken_another_one_is_only_used_when_that_is_allowed(taken: int) -> None:
    (port,) = ports(listening(HERE, taken, another=True))
    assert port not in {0, taken}
    with pytest.raises(NotThere, match=f"Port {taken} of {HERE} is taken by another program.*--port NUMBER"):
        listening(HERE, taken, another=False)


@pytest.mark.parametrize("host", ["203.0.113.7", "no-such-host.invalid", "a" * 64 + ".example"])
@pytest.mark.parametrize("another", [True, False])
def test_an_address_of_another_machine_is_refused_with_those_that_would_work(host: str, *, another: bool) -> None:
    with pytest.raises(NotThere, match=r"is not an address of this machine.*0\.0\.0\.0 for all of them"):
        listening(host, 0, another=another)
