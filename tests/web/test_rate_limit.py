"""How fast a member's texts are taken: a burst at once, then an even rate, and none that would wait too long."""

from __future__ import annotations

from misread_web.live.rate_limit import LONGEST_WAIT, TEXTS_AT_ONCE, Pace


def test_a_members_texts_share_one_rate_limit_over_all_their_lines() -> None:
    pace = Pace(clock=lambda: 1000.0)
    waits = [pace.wait("ada") for _ in range(TEXTS_AT_ONCE + 3)]
    assert waits == [0.0] * TEXTS_AT_ONCE + [1.0, 2.0, 3.0]
    assert pace.wait("ben") == 0.0


def test_after_a_pause_a_member_has_the_whole_burst_again() -> None:
    now = [0.0]
    pace = Pace(clock=lambda: now[0])
    for _ in range(TEXTS_AT_ONCE + 10):
        pace.wait("ada")
    now[0] = TEXTS_AT_ONCE + 10.0
    assert [pace.wait("ada") for _ in range(TEXTS_AT_ONCE + 1)] == [0.0] * TEXTS_AT_ONCE + [1.0]


def test_a_text_that_would_wait_too_long_is_refused_and_moves_nobody_back() -> None:
    now = [0.0]
    pace = Pace(clock=lambda: now[0])
    waits = [pace.wait("ada") for _ in range(TEXTS_AT_ONCE + int(LONGEST_WAIT) + 5)]
    assert waits[-5:] == [None] * 5
    assert waits[-6] == LONGEST_WAIT
    now[0] = 1.0
    assert pace.wait("ada") == LONGEST_WAIT


def test_members_who_have_nothing_waiting_are_forgotten() -> None:
    now = [0.0]
    pace = Pace(clock=lambda: now[0])
    for number in range(1_000):
        pace.wait(f"learner {number}")
    now[0] = 2.0
    pace.wait("ada")
    assert list(pace._due) == ["ada"]  # noqa: SLF001 - how much it remembers shows nowhere else
