"""A person and their changes, in the words of the commands of `misread cohort`."""

from __future__ import annotations

from misread_records.people import Correction, Member

_CALLED = {"name": "name", "email": "e-mail address", "number": "id", "role": "role"}


def changes_of(change: Correction) -> str:
    """Return the fields that changed, each with the old and the new value."""
    return ", ".join(
        f"{_CALLED[key]} {_shown(getattr(change.member, key))} to {_shown(value)}"
        for key, value in change.values.items()
        if key in _CALLED
    )


def _shown(value: object) -> str:
    return f"'{value}'" if value else "none"


def shortest_mark(member: Member) -> str:
    """Return a person's e-mail address; without one, the id; without that, the name."""
    return member.email or member.number or member.name
