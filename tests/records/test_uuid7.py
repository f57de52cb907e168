from __future__ import annotations

import time
from uuid import RFC_4122, UUID

from misread_records import new_id


def test_an_id_is_a_uuid_of_version_7() -> None:
    identity = new_id()
    assert identity.version == 7
    assert identity.variant == RFC_4122


def test_an_id_begins_with_the_milliseconds_of_its_making() -> None:
    before = time.time_ns() // 1_000_000
    identity = new_id()
    after = time.time_ns() // 1_000_000
    assert before <= identity.int >> 80 <= after


def test_the_example_of_the_standard_is_read_as_the_standard_says() -> None:
    """RFC 9562, appendix A.6: Tuesday, 22 February 2022, 14:22:22 at five hours behind UTC."""
    example = UUID("017F22E2-79B0-7CC3-98C4-DC0C0C07398F")
    assert example.version == 7
    assert example.int >> 80 == 1_645_557_742_000


def test_ids_made_one_after_the_other_keep_their_order_to_a_millisecond() -> None:
    ids = [new_id() for _ in range(10_000)]
    assert len(set(ids)) == 10_000
    moments = [identity.int >> 80 for identity in ids]
    assert moments == sorted(moments)


def test_the_fraction_of_the_millisecond_is_spread_over_its_whole_range() -> None:
    fractions = {new_id().int >> 64 & 0xFFF for _ in range(20_000)}
    assert min(fractions) < 256
    assert max(fractions) > 4096 - 256
