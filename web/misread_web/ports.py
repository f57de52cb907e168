"""The port on which the course listens, and who can reach it."""

from __future__ import annotations

import errno
import socket
from ipaddress import ip_address

from tornado.netutil import bind_sockets

_TAKEN = (
    "Port {port} of {host} is taken by another program, or this one may not use it, but people's links lead there. "
    "End that program, or choose another port: misread serve --port NUMBER"
)
_NOT_HERE = (
    "'{host}' is not an address of this machine ({why}). Use one of its addresses, or 0.0.0.0 for all of them: "
    "misread serve --host ADDRESS"
)


class NotThere(Exception):
    """The course cannot listen at the given address; the message says what would work."""


def listening(host: str, port: int, *, another: bool) -> list[socket.socket]:
    """Listen at a host and port; if the port cannot be used and `another` is true, listen at a free port.

    Raises:
        NotThere: if the course cannot listen there.
    """
    try:
        return bind_sockets(port, host)
    except (OSError, UnicodeError) as error:  # UnicodeError: a host name that cannot be encoded is not looked up
        if getattr(error, "errno", None) not in {errno.EADDRINUSE, errno.EACCES}:
            raise NotThere(_NOT_HERE.format(host=host, why=getattr(error, "strerror", None) or error)) from error
        if not another:
            raise NotThere(_TAKEN.format(port=port, host=host)) from error
    return bind_sockets(0, host)


def is_this_machine(host: str) -> bool:
    """Return whether only this machine can reach an address to listen on."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
