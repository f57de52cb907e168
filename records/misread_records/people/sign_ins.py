"""Sign-ins: when and in which browser somebody signed in, how long that lasts, and whether it was ended."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, insert, select, update

from misread_records.database import SIGN_INS, Database

KEPT: Final = timedelta(days=90)
"""How long a sign-in stays listed after it ended or expired; then it is deleted with its device data."""


@dataclasses.dataclass(frozen=True)
class Device:
    """What is saved about the device of a sign-in.

    Attributes:
        browser: the browser's family and system: ``Firefox on Windows``.
        mark: recognises the same browser at its next sign-in; it tells nothing else, and differs for each person who
            signs in there.
    """

    browser: str = ""
    mark: str = ""


@dataclasses.dataclass(frozen=True)
class SignIn:
    """A sign-in.

    Attributes:
        id: the id in the browser's cookie.
        learner: the learner who signed in; None for somebody who came through a Hub and is in no cohort.
        link: the number of the personal link they used; None if they came through a Hub.
        at: when they signed in.
        until: when the sign-in expires.
        ended: when it was ended, by signing out or from another device; None if it was not ended.
        browser: the browser's family and system.
        new_device: whether this browser signed in for the first time.
        noted: when they confirmed that a new device is theirs.
    """

    id: str
    learner: str | None
    link: int | None
    at: datetime
    until: datetime
    ended: datetime | None
    browser: str
    new_device: bool
    noted: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it was not ended and has not expired."""
        return self.ended is None and self.until > datetime.now(UTC)


class SignIns:
    """The sign-ins that a database keeps."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    def begin(self, learner: str | None, link: int | None, until: datetime, device: Device) -> SignIn:
        """Save a sign-in, and delete all sign-ins that ended longer ago than `KEPT`.

        Raises:
            JournalError: if the database cannot be reached or written.
        """
        now = datetime.now(UTC)
        with self._database.changing() as connection:
            connection.execute(
                delete(SIGN_INS).where((SIGN_INS.c.until < now - KEPT) | (SIGN_INS.c.ended < now - KEPT))
            )
            own_sign_ins = select(SIGN_INS.c.id).where(SIGN_INS.c.learner == learner)
            earlier = connection.execute(own_sign_ins.where(SIGN_INS.c.device == device.mark).limit(1)).first()
            row = {
                "id": secrets.token_urlsafe(16),
                "learner": learner,
                "link": link,
                "at": now,
                "until": until,
                "browser": device.browser[:60],
                "device": device.mark,
                "new_device": earlier is None,
            }
            connection.execute(insert(SIGN_INS).values(row))
        row.pop("device")
        return SignIn(**row, ended=None, noted=None)  # type: ignore[arg-type]  # each value is of its column's type

    def end(self, sign_in: str) -> None:
        """End a sign-in everywhere. Ending it again changes nothing.

        Raises:
            JournalError: if the database cannot be reached or written.
        """
        self._end(SIGN_INS.c.id == sign_in)

    def end_of(self, learner: str, sign_ins: Iterable[str]) -> None:
        """End these sign-ins if they belong to this learner.

        Raises:
            JournalError: if the database cannot be reached or written.
        """
        self._end(SIGN_INS.c.learner == learner, SIGN_INS.c.id.in_(list(sign_ins)))

    def _end(self, *which: Any) -> None:  # noqa: ANN401 - conditions
        with self._database.changing() as connection:
            query = update(SIGN_INS).where(SIGN_INS.c.ended.is_(None), *which)
            connection.execute(query.values(ended=datetime.now(UTC)))

    def of(self, learner: str) -> tuple[SignIn, ...]:
        """Return a learner's sign-ins, newest first.

        Raises:
            JournalError: if the database cannot be reached or read.
        """
        query = select(*_SHOWN).where(SIGN_INS.c.learner == learner)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(SIGN_INS.c.at.desc(), SIGN_INS.c.id)).mappings()
            return tuple(SignIn(**row) for row in rows)

    def find(self, sign_in: str) -> SignIn | None:
        """Return a sign-in by its id.

        Raises:
            JournalError: if the database cannot be reached or read.
        """
        with self._database.reading() as connection:
            row = connection.execute(select(*_SHOWN).where(SIGN_INS.c.id == sign_in)).mappings().first()
            return SignIn(**row) if row else None

    def ended(self, sign_ins: Iterable[str]) -> frozenset[str]:
        """Return which of these sign-ins are no longer valid or do not exist.

        Raises:
            JournalError: if the database cannot be reached or read.
        """
        ids = frozenset(sign_ins)
        query = select(SIGN_INS.c.id).where(SIGN_INS.c.id.in_(ids), SIGN_INS.c.ended.is_(None))
        with self._database.reading() as connection:
            return ids - frozenset(connection.execute(query.where(SIGN_INS.c.until > datetime.now(UTC))).scalars())

    def belongs_to(self, sign_in: str, learner: str) -> None:
        """Save the learner of a sign-in that had none, since they have joined a cohort now.

        Raises:
            JournalError: if the database cannot be reached or written.
        """
        with self._database.changing() as connection:
            unowned = update(SIGN_INS).where(SIGN_INS.c.id == sign_in, SIGN_INS.c.learner.is_(None))
            connection.execute(unowned.values(learner=learner))

    def note(self, learner: str) -> None:
        """Save that a learner confirmed all their new devices.

        Raises:
            JournalError: if the database cannot be reached or written.
        """
        with self._database.changing() as connection:
            new = update(SIGN_INS).where(
                SIGN_INS.c.learner == learner, SIGN_INS.c.new_device, SIGN_INS.c.noted.is_(None)
            )
            connection.execute(new.values(noted=datetime.now(UTC)))

    def forget(self, learner: str, *, keep: str | None = None) -> int:
        """Delete a learner's sign-ins, which ends them everywhere. The one to `keep` loses its device data.

        Returns:
            The number of deleted sign-ins.

        Raises:
            JournalError: if the database cannot be reached or written.
        """
        is_theirs = SIGN_INS.c.learner == learner
        with self._database.changing() as connection:
            deleted = connection.execute(delete(SIGN_INS).where(is_theirs, SIGN_INS.c.id != (keep or "")))
            bare = {"browser": "", "device": "", "new_device": False, "noted": None}
            connection.execute(update(SIGN_INS).where(is_theirs).values(bare))
            return deleted.rowcount


_SHOWN: Final = tuple(column for column in SIGN_INS.columns if column.name != "device")
