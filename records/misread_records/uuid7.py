"""Ids of events: UUIDs of version 7, unique without a central counter and sorted by time."""

import secrets
import time
from uuid import UUID

_NANOSECONDS_IN_A_MILLISECOND = 1_000_000
_VERSION = 7
_VERSION_BITS = _VERSION << 76
_VARIANT = 0b10 << 62


def new_id() -> UUID:
    """Return a new UUID version 7: milliseconds since 1970, the fraction of a millisecond, and 62 random bits.

    Returns:
        A UUID by RFC 9562, section 5.7. The twelve bits after the version hold the fraction of the millisecond
        (section 6.2, method 3), so ids sort in the order in which they were made, to within 250 ns.
    """
    milliseconds, rest = divmod(time.time_ns(), _NANOSECONDS_IN_A_MILLISECOND)
    fraction = (rest << 12) // _NANOSECONDS_IN_A_MILLISECOND
    return UUID(int=milliseconds << 80 | _VERSION_BITS | fraction << 64 | _VARIANT | secrets.randbits(62))


def check_version(id_: UUID) -> UUID:
    """Return an id unchanged if it is a UUID of version 7.

    Raises:
        ValueError: if it has another version.
    """
    if id_.version != _VERSION:
        raise ValueError("an id must be a UUID of version 7")
    return id_
