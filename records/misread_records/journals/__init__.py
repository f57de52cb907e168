"""Journals, which keep events: one protocol, for a database, a file or memory."""
