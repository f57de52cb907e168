"""The SQL table of markings, in the same database as the events."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, Text, UniqueConstraint, Uuid

from misread_records.database.tables import METADATA, Moment
from misread_records.event import LONGEST_NAME

MARKINGS: Final = Table(
    "markings",
    METADATA,
    Column("place", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    Column("id", Uuid(), nullable=False),
    Column("at", Moment(), nullable=False),
    Column("marker", String(LONGEST_NAME), nullable=False),
    Column("cohort", String(LONGEST_NAME), nullable=False),
    Column("lesson", String(LONGEST_NAME), nullable=False),
    Column("item", String(LONGEST_NAME), nullable=False),
    Column("learner", String(LONGEST_NAME), nullable=False),
    Column("text", String(LONGEST_NAME), nullable=False),
    Column("rubric", String(LONGEST_NAME), nullable=False),
    # JSON kept as text, like the data of events.
    Column("rows", Text(), nullable=False),
    Column("comment", Text(), nullable=False),
    Column("final", Boolean(name="final"), nullable=False),
    UniqueConstraint("id"),
    Index("ix_markings_cohort_lesson_item", "cohort", "lesson", "item"),
    Index("ix_markings_learner", "learner"),
)
