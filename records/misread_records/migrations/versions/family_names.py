"""The fifth step: the part of members' names by which they are sorted."""

import sqlalchemy as sa
from alembic import op

revision = "family_names"
down_revision = "sign_ins"


def upgrade() -> None:
    """Add the column. Of members who are in it, only the name tells."""
    op.add_column("members", sa.Column("family", sa.String(200)))
