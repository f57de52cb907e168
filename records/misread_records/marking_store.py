"""The store of markings, in the same database as the learners' events."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import ColumnElement, RowMapping, insert, select
from sqlalchemy.exc import IntegrityError

from misread_records.database import MARKINGS, Store
from misread_records.errors import IdTaken
from misread_records.marking import Marking


class Markings(Store):
    """The markings of all graders; saving one never changes or deletes another."""

    def append(self, marking: Marking) -> Marking:
        """Save a marking; it is safe when this returns. Saving the same marking again changes nothing.

        Raises:
            IdTaken: if another marking has the same id.
            JournalError: if the marking cannot be saved.
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
        """Return the markings of an exercise in a cohort, or of one learner's text, in the order in which they came."""
        table = MARKINGS.c
        own = () if learner is None else (table.learner == learner,)
        return self._read(table.cohort == cohort, table.lesson == lesson, table.item == item, *own)

    def of_learner(self, learner: str) -> tuple[Marking, ...]:
        """Return the markings of one learner's texts, in the order in which they came."""
        return self._read(MARKINGS.c.learner == learner)

    def _stored(self, marking: Marking, taken: IntegrityError) -> Marking:
        """Return the stored marking with this id, if it differs from the new one only in the time of arrival."""
        for stored in self._read(MARKINGS.c.id == marking.id):
            if stored.model_copy(update={"at": marking.at}) == marking:
                return stored
        raise IdTaken(marking.id) from taken

    def _read(self, *conditions: ColumnElement[bool]) -> tuple[Marking, ...]:
        with self._database.reading() as connection:
            query = select(MARKINGS).where(*conditions).order_by(MARKINGS.c.place)
            return tuple(map(_marking_of, connection.execute(query).mappings()))


def _row(marking: Marking) -> dict[str, object]:
    return {**dict(marking), "rows": json.dumps(marking.rows, ensure_ascii=False)}


def _marking_of(row: RowMapping) -> Marking:
    fields = {name: value for name, value in row.items() if name != "place"}
    return Marking(**{**fields, "rows": json.loads(row["rows"])})


def latest(markings: Iterable[Marking]) -> dict[tuple[str, str], Marking]:
    """Return the last marking of each learner's text by each grader, by learner and grader; these are what counts."""
    return {(marking.learner, marking.marker): marking for marking in markings}
