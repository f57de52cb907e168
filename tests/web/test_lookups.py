"""One address looks up some codes at once and then one every two seconds, and delays no other address."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from misread_web.follow_up.lookups import AT_ONCE, SECONDS_EACH, Lookups


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_the_first_codes_are_looked_up_without_a_wait_and_the_next_one_waits() -> None:
    lookups = Lookups(Clock())
    assert [lookups.wait("a") for _ in range(AT_ONCE)] == [0] * AT_ONCE
    assert lookups.wait("a") > 0
    assert lookups.wait("b") == 0


def test_after_the_named_wait_the_address_may_ask_again() -> None:
    clock = Clock()
    lookups = Lookups(clock)
    while not (wait := lookups.wait("a")):
        pass
    clock.now += wait
    assert lookups.wait("a") == 0


@given(st.lists(st.floats(0, 5), max_size=200))
def test_in_the_long_run_no_address_asks_faster_than_the_rate(pauses: list[float]) -> None:
    clock = Clock()
    lookups = Lookups(clock)
    looked_up = 0
    for pause in pauses:
        clock.now += pause
        looked_up += lookups.wait("a") == 0
    assert looked_up <= AT_ONCE + sum(pauses) / SECONDS_EACH + 1


def test_addresses_that_may_ask_at_once_again_are_forgotten() -> None:
    clock = Clock()
    lookups = Lookups(clock)
    for number in range(1_001):
        lookups.wait(str(number))
    clock.now += SECONDS_EACH
    lookups.wait("another")
    assert len(lookups._due) <= 2  # noqa: SLF001 - its memory is the claim
