"""Sign-ins: when and in which browser somebody came in, until when that holds, and whether it was ended."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, insert, select, update

from misread_records.database import SIGN_INS, Database

KEPT: Final = timedelta(days=90)
"""For how long a sign-in is listed after it has ended or run out; then it is deleted, with what it says of a device."""


@dataclasses.dataclass(frozen=True)
class Device:
    """What is kept of the device of a sign-in.

    Attributes:
        browser: the family of the browser and the system that it runs on: ``Firefox on Windows``.
        mark: by which the same browser is known again at its next sign-in; it tells nothing else, and is another one
            for each person who signs in there.
    """

    browser: str = ""
    mark: str = ""


@dataclasses.dataclass(frozen=True)
class SignIn:
    """A sign-in.

    Attributes:
        id: what the cookie of that browser names.
        learner: who signed in, by the name that events carry; None if a Hub let somebody in who is in no cohort.
        link: which of their personal links they came by; None if they came through a Hub.
        at: when.
        until: until when it holds.
        ended: when it was ended, by signing out or from another device; None if it was not.
        browser: the family of the browser and its system.
        new_device: whether this browser signed in for the first time.
        noted: when they said of a new device that it was theirs.
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
        """Whether it was not ended, and has not run out."""
        return self.ended is None and self.until > datetime.now(UTC)


class SignIns:
    """The sign-ins that a database keeps."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    def begin(self, learner: str | None, link: int | None, until: datetime, device: Device) -> SignIn:
        """Keep that somebody signs in, and delete all sign-ins that ended longer ago than they are kept.

        Raises:
            JournalError: if the database cannot be reached or written.
        """
        now = datetime.now(UTC)
        with self._database.changing() as connection:
            connection.execute(
                delete(SIGN_INS).where((SIGN_INS.c.until < now - KEPT) | (SIGN_INS.c.ended < now - KEPT))
            )
            theirs = select(SIGN_INS.c.id).where(SIGN_INS.c.learner == learner)
            known = connection.execute(theirs.where(SIGN_INS.c.device == device.mark).limit(1)).first()
            row = {
                "id": secrets.token_urlsafe(16),
                "learner": learner,
                "link": link,
                "at": now,
                "until": until,
                "browser": device.browser[:60],
                "device": device.mark,
                "new_device": known is None,
            }
            connection.execute(insert(SIGN_INS).values(row))
        row.pop("device")
        return SignIn(**row, ended=None, noted=None)  # type: ignore[arg-type]  # each value is of its column's type

    def end(self, sign_in: str) -> None:
        """End a sign-in everywhere. To end it again changes nothing.

        Raises:
            JournalError: if the database cannot be reached or written.
        """
        self._end(SIGN_INS.c.id == sign_in)

    def end_of(self, learner: str, sign_ins: Iterable[str]) -> None:
        """End those of these sign-ins that are somebody's.

        Raises:
            JournalError: if the database cannot be reached or written.
        """
        self._end(SIGN_INS.c.learner == learner, SIGN_INS.c.id.in_(list(sign_ins)))

    def _end(self, *which: Any) -> None:  # noqa: ANN401 - conditions
        with self._database.changing() as connection:
            query = update(SIGN_INS).where(SIGN_INS.c.ended.is_(None), *which)
            connection.execute(query.values(ended=datetime.now(UTC)))

    def of(self, learner: str) -> tuple[SignIn, ...]:
        """Give somebody's sign-ins, the newest first.

        Raises:
            JournalError: if the database cannot be reached or read.
        """
        query = select(*_SHOWN).where(SIGN_INS.c.learner == learner)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(SIGN_INS.c.at.desc(), SIGN_INS.c.id)).mappings()
            return tuple(SignIn(**row) for row in rows)

    def find(self, sign_in: str) -> SignIn | None:
        """Give a sign-in by its id.

        Raises:
            JournalError: if the database cannot be reached or read.
        """
        with self._database.reading() as connection:
            row = connection.execute(select(*_SHOWN).where(SIGN_INS.c.id == sign_in)).mappings().first()
            return SignIn(**row) if row else None

    def ended(self, sign_ins: Iterable[str]) -> frozenset[str]:
        """Give those of these sign-ins that do not hold any more, or that are not there.

        Raises:
            JournalError: if the database cannot be reached or read.
        """
        asked = frozenset(sign_ins)
        query = select(SIGN_INS.c.id).where(SIGN_INS.c.id.in_(asked), SIGN_INS.c.ended.is_(None))
        with self._database.reading() as connection:
            return asked - frozenset(connection.execute(query.where(SIGN_INS.c.until > datetime.now(UTC))).scalars())

    def belongs_to(self, sign_in: str, learner: str) -> None:
        """Keep whose a sign-in is that was nobody's: they have come into a cohort since.

        Raises:
            JournalError: if the database cannot be reached or written.
        """
        with self._database.changing() as connection:
            theirs = update(SIGN_INS).where(SIGN_INS.c.id == sign_in, SIGN_INS.c.learner.is_(None))
            connection.execute(theirs.values(learner=learner))

    def note(self, learner: str) -> None:
        """Keep that somebody has seen all their new devices, and that they are theirs.

        Raises:
            JournalError: if the database cannot be reached or written.
        """
        with self._database.changing() as connection:
            new = update(SIGN_INS).where(
                SIGN_INS.c.learner == learner, SIGN_INS.c.new_device, SIGN_INS.c.noted.is_(None)
            )
            connection.execute(new.values(noted=datetime.now(UTC)))

    def forget(self, learner: str, *, keep: str | None = None) -> int:
        """Delete somebody's sign-ins, which ends them everywhere; of the one that is kept, nothing is said any more.

        Returns:
            How many were deleted.

        Raises:
            JournalError: if the database cannot be reached or written.
        """
        theirs = SIGN_INS.c.learner == learner
        with self._database.changing() as connection:
            gone = connection.execute(delete(SIGN_INS).where(theirs, SIGN_INS.c.id != (keep or "")))
            bare = {"browser": "", "device": "", "new_device": False, "noted": None}
            connection.execute(update(SIGN_INS).where(theirs).values(bare))
            return gone.rowcount


_SHOWN: Final = tuple(column for column in SIGN_INS.columns if column.name != "device")
