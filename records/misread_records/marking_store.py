"""Every marking that readers have given, kept in the same database as what the learners did."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import ColumnElement, RowMapping, insert, select
from sqlalchemy.exc import IntegrityError

from misread_records.database import MARKINGS, Store
from misread_records.errors import IdTaken
from misread_records.marking import Marking


class Markings(Store):
    """Markings, only ever added to."""

    def append(self, marking: Marking) -> Marking:
        """Keep a marking; when this returns, it is safe. The same one again changes nothing.

        Raises:
            IdTaken: if another marking has its id.
            JournalError: if it cannot be saved.
        """
        with self._database.changing() as connection:
            try:
                connection.execute(insert(MARKINGS).values(_row(marking)))
            except IntegrityError as error:
                taken = error
            else:
                return marking
        return self._stored(marking, taken)

    def of_item(self, cohort: str, lesson: str, item: str, learner: str | None = None) -> tuple[Marking, ...]:
        """Give the markings of an exercise in a cohort, or of one learner's text, in the order in which they came."""
        table = MARKINGS.c
        own = () if learner is None else (table.learner == learner,)
        return self._read(table.cohort == cohort, table.lesson == lesson, table.item == item, *own)

    def of_learner(self, learner: str) -> tuple[Marking, ...]:
        """Give the markings of one learner's texts, in the order in which they were given."""
        return self._read(MARKINGS.c.learner == learner)

    def _stored(self, marking: Marking, taken: IntegrityError) -> Marking:
        """Give the marking that is there already under this id; it is the same but for when it arrived."""
        for stored in self._read(MARKINGS.c.id == marking.id):
            if stored.model_copy(update={"at": marking.at}) == marking:
                return stored
        raise IdTaken(marking.id) from taken

    def _read(self, *which: ColumnElement[bool]) -> tuple[Marking, ...]:
        with self._database.reading() as connection:
            query = select(MARKINGS).where(*which).order_by(MARKINGS.c.place)
            return tuple(map(_marking_of, connection.execute(query).mappings()))


def _row(marking: Marking) -> dict[str, object]:
    return {**dict(marking), "rows": json.dumps(marking.rows, ensure_ascii=False)}


def _marking_of(row: RowMapping) -> Marking:
    fields = {name: value for name, value in row.items() if name != "place"}
    return Marking(**{**fields, "rows": json.loads(row["rows"])})


def latest(markings: Iterable[Marking]) -> dict[tuple[str, str], Marking]:
    """Return what holds: the last marking of each learner's text by each reader, by learner and reader."""
    return {(marking.learner, marking.marker): marking for marking in markings}
