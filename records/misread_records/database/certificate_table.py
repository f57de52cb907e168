"""The SQL table of certificates."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, String, Table, UniqueConstraint

from misread_records.database.tables import METADATA, Moment
from misread_records.event import LONGEST_NAME

CERTIFICATES: Final = Table(
    "certificates",
    METADATA,
    Column("code", String(20), primary_key=True),
    Column("learner", String(LONGEST_NAME), nullable=False),
    Column("name", String(LONGEST_NAME), nullable=False),
    Column("course", String(LONGEST_NAME), nullable=False),
    Column("completed", Moment(), nullable=False),
    Column("issued", Moment(), nullable=False),
    UniqueConstraint("learner"),
)
"""A certificate that its holder withdraws is deleted, so that nothing of it is kept."""
