"""The SQL tables of sign-ins, and of the mark that several people share a database."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, Column, Index, Integer, String, Table

from misread_records.database.tables import METADATA, Moment
from misread_records.event import LONGEST_NAME

SIGN_INS: Final = Table(
    "sign_ins",
    METADATA,
    Column("id", String(43), primary_key=True),
    # NULL if the person came through a Hub and is in no cohort yet.
    Column("learner", String(LONGEST_NAME)),
    # NULL if people sign in without links.
    Column("link", Integer()),
    Column("at", Moment(), nullable=False),
    Column("until", Moment(), nullable=False),
    Column("ended", Moment()),
    Column("browser", String(60), nullable=False),
    Column("device", String(64), nullable=False),
    Column("new_device", Boolean(name="new_device"), nullable=False),
    Column("noted", Moment()),
    Index("ix_sign_ins_learner", "learner"),
)

SHARED: Final = Table(
    "shared",
    METADATA,
    Column("id", Integer(), primary_key=True),
    Column("at", Moment(), nullable=False),
)
"""A row for each cohort that was ever created; it stays when the cohort is closed or gone."""
