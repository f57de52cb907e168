"""The database: connections, tables, their versions, and errors in plain words."""
