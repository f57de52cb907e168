"""What commands of `misread cohort` say of a person and of what changed about them."""

from __future__ import annotations

from misread_records.people import Correction, Member

_CALLED = {"name": "name", "email": "e-mail address", "number": "id", "role": "role"}


def changes_of(change: Correction) -> str:
    """Say the fields that have another value, from what to what."""
    return ", ".join(
        f"{_CALLED[key]} {_shown(getattr(change.member, key))} to {_shown(value)}"
        for key, value in change.values.items()
        if key in _CALLED
    )


def _shown(value: object) -> str:
    return f"'{value}'" if value else "none"


def shortest_mark(member: Member) -> str:
    """Return the e-mail address of a person, or else the id, or else the name."""
    return member.email or member.number or member.name
