"""What alembic runs: the steps, on the connection that is handed in, within its one transaction."""

from alembic import context

from misread_records.database import TABLES

context.configure(connection=context.config.attributes["connection"], target_metadata=TABLES[0].metadata)
with context.begin_transaction():
    context.run_migrations()
