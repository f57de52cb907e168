"""The fourth step: sign-ins, and that there was a cohort once."""

import sqlalchemy as sa
from alembic import op

revision = "sign_ins"
down_revision = "markings"


def upgrade() -> None:
    """Make the two tables; a database with cohorts was shared when they were created."""
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.String(43), nullable=False),
        sa.Column("learner", sa.String(200)),
        sa.Column("link", sa.Integer()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True)),
        sa.Column("browser", sa.String(60), nullable=False),
        sa.Column("device", sa.String(64), nullable=False),
        sa.Column("new_device", sa.Boolean(name="new_device"), nullable=False),
        sa.Column("noted", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_sign_ins"),
    )
    op.create_index("ix_sign_ins_learner", "sign_ins", ["learner"])
    op.create_table(
        "shared",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_shared"),
    )
    op.execute("INSERT INTO shared (at) SELECT created FROM cohorts")
