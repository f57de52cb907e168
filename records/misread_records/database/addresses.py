"""The address of a database: read with care, and shown without what nobody else may know."""

from __future__ import annotations

import re

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from misread_records.errors import JournalMisspelt

SECRETS = ("password", "sslpassword")
"""What libpq takes in an address behind the question mark, too, and SQLAlchemy would print."""
HIGHEST_PORT = 65_535
_HOST = re.compile(r"[\w.:%/-]*")


def read_address(text: str) -> URL:
    """Return the address that a text names.

    Raises:
        JournalMisspelt: if it is not written as it should be. Where a password lies in such a text cannot be known,
            so nothing of it is repeated.
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
    """Return an address as a reader may see it: without a password."""
    return address.difference_update_query(SECRETS).render_as_string(hide_password=True)


def _check_server(text: str, address: URL) -> None:
    if not text.isprintable() or " " in text:
        raise JournalMisspelt("there is a blank, a line break or another sign in it that cannot be seen")
    if "@" in f"{address.host}{address.database}":
        raise JournalMisspelt("there is more than one @ in it")
    if not _HOST.fullmatch(address.host or ""):
        raise JournalMisspelt("no server can be called so")
    if address.port is not None and not 0 < address.port <= HIGHEST_PORT:
        raise JournalMisspelt(f"its port is not one from 1 to {HIGHEST_PORT}")
