"""The errors that keep an answer from being saved or read, as one family.

::

    JournalError                 catch this one to show a learner what to do
    ├── BadEvent                 a field of the event is not allowed (the field is named); nothing was written
    ├── SlotTaken                this decision was already made in another tab or on another device
    ├── IdTaken                  another event already has this id; nothing was written
    ├── Replaced                 the draft that a text was to replace is gone; nothing was written
    ├── QuotaReached             this learner has reached the limit for one lesson; nothing was written
    ├── JournalMissing           the file or database does not exist, or cannot be reached just now
    │   └── JournalMisspelt      the database's address is not written correctly; the message does not repeat it
    ├── JournalReadOnly          the file or database may be read but not written
    ├── JournalFull              no room is left to write
    ├── JournalBusy              another program locked the file or database for longer than we wait
    ├── JournalTooNew            a newer version of the program has changed the database schema
    └── JournalDamaged           part of the file or database cannot be read; nothing in it was changed

``str(error)`` is written for a learner or a course manager: what happened, that nothing saved before was
lost, and what to do next. Appending the same event again is safe after any of them: its id makes it count once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_records.language import N_, _
from misread_scenarios.language import figure, thousands

if TYPE_CHECKING:
    from uuid import UUID

    from misread_records.event import Event

_SAFE = N_("Everything saved before is still there.")


class JournalError(Exception):
    """An answer could not be saved or read; the text says what to do next."""


class BadEvent(JournalError):
    """A field of an event is not allowed."""

    def __init__(self, *problems: str) -> None:
        """Take one sentence for each wrong field, beginning with the field's name."""
        self.problems = problems
        said = _("This answer cannot be saved as it is ({problems}). {safe}")
        super().__init__(said.format(problems="; ".join(problems), safe=_(_SAFE)))


class SlotTaken(JournalError):
    """Another event already took this slot; ``existing`` is the one that counts."""

    def __init__(self, existing: Event) -> None:
        """Take the event that was there first."""
        self.existing = existing
        super().__init__(
            _(
                "This decision was already made, perhaps in another tab or on another device, and that answer is kept. "
                "Reload the page to go on from there."
            )
        )


class IdTaken(JournalError):
    """Another event with different contents already has this id.

    The other event is not carried along: it may be somebody else's.
    """

    def __init__(self, taken: UUID) -> None:
        """Take the id that both events have."""
        self.id = taken
        said = _(
            "This answer was not saved, because a different one already has its number ({taken}). {safe} "
            "Reload the page and choose again."
        )
        super().__init__(said.format(taken=taken, safe=_(_SAFE)))


class Replaced(JournalError):
    """The draft that a text was to replace is gone: another text has replaced it."""

    def __init__(self, earlier: UUID) -> None:
        """Take the id of the draft."""
        self.earlier = earlier
        said = _(
            "This text was not saved: another one has replaced the draft that it was written over. {safe} "
            "Reload the page to see the other text."
        )
        super().__init__(said.format(safe=_(_SAFE)))


class QuotaReached(JournalError):
    """This learner has reached the limit of what one lesson keeps."""

    def __init__(self, what: str, most: int) -> None:
        """Take the unit of the limit, for example "bytes of text", and the limit."""
        said = _(
            "This was not saved: at most {most} {what} are kept per learner and lesson, and that limit is reached. "
            "{safe} Copy what you wrote last to a file of your own, and tell the person who runs the course."
        )
        super().__init__(said.format(most=thousands(most), what=_(what), safe=_(_SAFE)))


class JournalMissing(JournalError):
    """The journal's file or database does not exist or cannot be reached."""

    def __init__(self, where: str, why: str) -> None:
        """Take the file or database, and the system's reason in a few words."""
        self.where = where
        said = _(
            "The place for answers cannot be reached: {where} ({why}). {safe} Check the name, "
            "or wait until it is back; then try again."
        )
        super().__init__(said.format(where=where, why=why, safe=_(_SAFE)))


class JournalMisspelt(JournalMissing):
    """The database's address is not written correctly; the message does not repeat it: it may hold a password."""

    def __init__(self, why: str) -> None:
        """Take the fault as a clause without a full stop."""
        self.where = "the address of the database"
        JournalError.__init__(
            self,
            f"The address of the database is not written correctly: {why}. It is not shown, as it may hold a password. "
            "Examples: postgresql+psycopg://user@host/name, sqlite:////folder/file.db. In a password, write @ as %40, "
            f"/ as %2F, : as %3A and % as %25, or better, keep it in PGPASSWORD or in a file. {_(_SAFE)}",
        )


class JournalReadOnly(JournalError):
    """The journal may be read but not written."""

    def __init__(self, where: str) -> None:
        """Take the place."""
        self.where = where
        said = _(
            "Nothing can be saved just now, because we may read {where} but not write to it. {safe} Ask for the "
            "right to write there, or copy the course to a folder of your own; then try again."
        )
        super().__init__(said.format(where=where, safe=_(_SAFE)))


class JournalFull(JournalError):
    """The journal's disk is full."""

    def __init__(self, where: str) -> None:
        """Take the place."""
        self.where = where
        said = _(
            "Nothing can be saved just now, because the disk has no space left for {where}. {safe} "
            "Free some space on that disk; then try again."
        )
        super().__init__(said.format(where=where, safe=_(_SAFE)))


class JournalBusy(JournalError):
    """Another program locked the journal for longer than we wait."""

    def __init__(self, where: str, waited: float) -> None:
        """Take the file or database, and the seconds waited for it."""
        self.where = where
        self.waited = waited
        said = _(
            "Another program has locked {where} for more than {waited} seconds, so nothing could be saved "
            "just now. {safe} Close other windows that use it; then try again."
        )
        super().__init__(said.format(where=_(where), waited=figure(waited), safe=_(_SAFE)))


class JournalTooNew(JournalError):
    """A newer version of the program has changed the database schema."""

    def __init__(self, where: str, revision: str) -> None:
        """Take the database, and the name of its current revision."""
        self.where = where
        self.revision = revision
        said = _(
            "The saved answers cannot be used by this version of the course: {where} was changed by a newer one (to "
            "{revision!r}). {safe} Install the newer version again, or restore a backup from before the change; "
            "then try again."
        )
        super().__init__(said.format(where=where, revision=revision, safe=_(_SAFE)))


class JournalDamaged(JournalError):
    """Something in the journal cannot be read."""

    def __init__(self, where: str, why: str, line: int | None = None) -> None:
        """Take the place and the fault.

        Args:
            where: the file or database.
            why: the end of a sentence that begins with the place.
            line: the line of the file, counted from 1; None for a database.
        """
        self.where = where
        self.why = why
        self.line = line
        place = where if line is None else f"{where}:{line}"
        cure = _("Restore a backup") if line is None else _("Correct or delete that line, or restore a backup")
        said = _(
            "The saved answers cannot be read: {place} {why}. Nothing in it was changed. {cure}; keep a copy of it as "
            "it is now, and ask the person who runs the course if in doubt."
        )
        super().__init__(said.format(place=place, why=why, cure=cure))
