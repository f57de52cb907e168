"""Addresses of databases, checked when they are read and shown without their passwords."""

from __future__ import annotations

import re

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from misread_records.errors import JournalMisspelt

SECRETS = ("password", "sslpassword")
"""The secrets that libpq also reads after the question mark of an address, and that SQLAlchemy would print."""
HIGHEST_PORT = 65_535
_HOST = re.compile(r"[\w.:%/-]*")


def read_address(text: str) -> URL:
    """Return the address that a text names.

    Raises:
        JournalMisspelt: if the text is not a valid address. The error repeats nothing of the text, because any part of
            it may be a password.
    """
    try:
        address = make_url(text)
    except ArgumentError as error:
        raise JournalMisspelt("it does not begin like postgresql+psycopg:// or sqlite:///") from error
    except ValueError as error:
        raise JournalMisspelt("its port is not a number") from error
    if address.get_backend_name() != "sqlite":
        _check_server(text, address)
    return address


def shown(address: URL) -> str:
    """Return an address without its passwords, for messages."""
    return address.difference_update_query(SECRETS).render_as_string(hide_password=True)


def _check_server(text: str, address: URL) -> None:
    if not text.isprintable() or " " in text:
        raise JournalMisspelt("it contains a space, a line break or another invisible character")
    if "@" in f"{address.host}{address.database}":
        raise JournalMisspelt("it contains more than one @")
    if not _HOST.fullmatch(address.host or ""):
        raise JournalMisspelt("its server's name contains a character that no name may contain")
    if address.port is not None and not 0 < address.port <= HIGHEST_PORT:
        raise JournalMisspelt(f"its port is not a number from 1 to {HIGHEST_PORT}")
