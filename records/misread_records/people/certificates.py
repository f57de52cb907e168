"""Certificates: who completed which course when, under a code by which anybody can have that confirmed."""

from __future__ import annotations

import contextlib
import dataclasses
import secrets
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import ColumnElement, delete, insert, select
from sqlalchemy.exc import IntegrityError

from misread_records.database import CERTIFICATES, Store

ALPHABET: Final = "3479ACDEFHJKMNPQRTWXY"
"""The characters of a code: none that is easily taken for another one, as 0 for O, 1 for I, 2 for Z or 8 for B."""
LENGTH: Final = 12
"""The characters of a code; there are 21 to the power of 12 codes, some 7 * 10^15."""
GROUP: Final = 4
TRIES: Final = 5


@dataclasses.dataclass(frozen=True)
class Certificate:
    """A certificate.

    Attributes:
        code: its code, without hyphens.
        learner: the learner whose it is.
        name: their name as the certificate has it.
        course: the course's title.
        completed: when they completed the course.
        issued: when they asked for the certificate.
    """

    code: str
    learner: str
    name: str
    course: str
    completed: datetime
    issued: datetime

    @property
    def shown_code(self) -> str:
        """The code as people read it: 3ACD-4EFH-7JKM."""
        return "-".join(self.code[place : place + GROUP] for place in range(0, len(self.code), GROUP))


def read_code(text: str) -> str:
    """Return the code that a text means; small letters, spaces and hyphens make no difference."""
    return "".join(character for character in text.upper() if character.isalnum())[: 2 * LENGTH]


def may_be_code(text: str) -> bool:
    """Return whether a text has the form of a code; no certificate has any other."""
    code = read_code(text)
    return len(code) == LENGTH and set(code) <= set(ALPHABET)


class _Taken(Exception):
    """The learner has a certificate by now, or another one has this code."""


class Certificates(Store):
    """The certificates that a database keeps."""

    def issue(self, learner: str, name: str, course: str, completed: datetime) -> Certificate:
        """Return a learner's certificate; make it if they have none.

        Raises:
            JournalError: if the database cannot be reached or written.
        """
        for _ in range(TRIES):
            if issued := self.of(learner):
                return issued
            made = Certificate(_new_code(), learner, name, course, completed, datetime.now(UTC))
            with contextlib.suppress(_Taken):
                self._add(made)
                return made
        raise AssertionError("no free code was found")

    def _add(self, made: Certificate) -> None:
        """Save a certificate.

        Raises:
            _Taken: if another process was faster, or the code is taken.
            JournalError: if the database cannot be reached or written.
        """
        with self._database.changing() as connection:
            try:
                connection.execute(insert(CERTIFICATES).values(dataclasses.asdict(made)))
            except IntegrityError as error:
                raise _Taken from error

    def of(self, learner: str) -> Certificate | None:
        """Return a learner's certificate; None if they have none.

        Raises:
            JournalError: if the database cannot be reached or read.
        """
        return self._one(CERTIFICATES.c.learner == learner)

    def find(self, code: str) -> Certificate | None:
        """Return the certificate with a code, however it is written; None if there is none.

        Raises:
            JournalError: if the database cannot be reached or read.
        """
        return self._one(CERTIFICATES.c.code == read_code(code))

    def withdraw(self, learner: str) -> bool:
        """Delete a learner's certificate; return whether they had one.

        Raises:
            JournalError: if the database cannot be reached or written.
        """
        with self._database.changing() as connection:
            return connection.execute(delete(CERTIFICATES).where(CERTIFICATES.c.learner == learner)).rowcount > 0

    def _one(self, which: ColumnElement[bool]) -> Certificate | None:
        with self._database.reading() as connection:
            row = connection.execute(select(CERTIFICATES).where(which)).mappings().first()
            return Certificate(**row) if row else None


def _new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
