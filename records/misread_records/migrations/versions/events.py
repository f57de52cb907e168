"""The first step: the table of events."""

import sqlalchemy as sa
from alembic import op

revision = "events"
down_revision = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "events",
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("learner", sa.String(200), nullable=False),
        sa.Column("cohort", sa.String(200)),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lesson", sa.String(200), nullable=False),
        sa.Column("item", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("content", sa.String(200), nullable=False),
        sa.Column("slot", sa.String(200)),
        sa.PrimaryKeyConstraint("place", name="pk_events"),
        sa.UniqueConstraint("id", name="uq_events_id"),
        sa.UniqueConstraint("learner", "lesson", "slot", name="uq_events_learner_lesson_slot"),
    )
