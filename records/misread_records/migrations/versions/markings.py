"""The third step: the markings of texts."""

import sqlalchemy as sa
from alembic import op

revision = "markings"
down_revision = "people"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "markings",
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.Column(name, sa.String(200), nullable=False)
            for name in ("marker", "cohort", "lesson", "item", "learner")
        ),
        *(sa.Column(name, sa.String(200), nullable=False) for name in ("text", "rubric")),
        sa.Column("rows", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("final", sa.Boolean(name="final"), nullable=False),
        sa.PrimaryKeyConstraint("place", name="pk_markings"),
        sa.UniqueConstraint("id", name="uq_markings_id"),
    )
    op.create_index("ix_markings_cohort_lesson_item", "markings", ["cohort", "lesson", "item"])
    op.create_index("ix_markings_learner", "markings", ["learner"])
