"""The SQL tables of cohorts and their members, in the same database as the events."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from misread_records.database.tables import METADATA, Moment
from misread_records.event import LONGEST_NAME

COHORTS: Final = Table(
    "cohorts",
    METADATA,
    Column("id", Integer(), primary_key=True),
    Column("name", String(LONGEST_NAME), nullable=False),
    # The name without its case, so that capitals do not matter when somebody types it.
    Column("key", String(2 * LONGEST_NAME), nullable=False),
    Column("created", Moment(), nullable=False),
    Column("closed", Moment()),
    UniqueConstraint("key"),
)

MEMBERS: Final = Table(
    "members",
    METADATA,
    Column("id", Integer(), primary_key=True),
    Column("cohort_id", Integer(), ForeignKey("cohorts.id", name="fk_members_cohort_id"), nullable=False),
    Column("learner", String(LONGEST_NAME), nullable=False),
    Column("name", String(LONGEST_NAME), nullable=False),
    Column("email", String(2 * LONGEST_NAME)),
    Column("number", String(LONGEST_NAME)),
    Column("role", String(20), nullable=False),
    Column("added", Moment(), nullable=False),
    Column("removed", Moment()),
    Column("link", Integer(), nullable=False),
    Column("family", String(LONGEST_NAME)),
    UniqueConstraint("learner"),
    Index("ix_members_cohort_id", "cohort_id"),
)
