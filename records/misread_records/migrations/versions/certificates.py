"""The sixth step: certificates."""

import sqlalchemy as sa
from alembic import op

revision = "certificates"
down_revision = "family_names"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "certificates",
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("learner", sa.String(200), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("course", sa.String(200), nullable=False),
        sa.Column("completed", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_certificates"),
        sa.UniqueConstraint("learner", name="uq_certificates_learner"),
    )
