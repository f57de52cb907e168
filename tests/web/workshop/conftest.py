"""A workshop that a facilitator's machine serves to its network, and the address by which phones reach it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import pytest

from misread_web.workshop.addresses import joining_home

if TYPE_CHECKING:
    from tests.web.conftest import Course


@pytest.fixture(scope="package")
def served(
    serving: Callable[..., AbstractContextManager[Course]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Course]:
    """A served workshop, and the owner's browser in it, for tests that each open a workshop of their own."""
    with serving(tmp_path_factory.mktemp("workshop"), "--port", "0", command="workshop") as course:
        yield course


@pytest.fixture(scope="package")
def phones(served: Course) -> str:
    """The address of the course for phones on the same network: plain HTTP, and not this machine's loopback."""
    port = re.search(r":(\d+)/", served.address)
    assert port
    home = joining_home(int(port[1]))
    assert home, "this machine is on no network"
    return home
