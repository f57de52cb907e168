"""Where the course listens."""

from __future__ import annotations

import errno
import socket

from tornado.netutil import bind_sockets

_TAKEN = (
    "Port {port} of {host} is taken by another program, or not allowed to this one, and people's links lead there. "
    "End that program, or name another port: misread serve --port NUMBER"
)
_NOT_HERE = (
    "'{host}' is not an address of this machine ({why}). Name one that it has, or 0.0.0.0 for all of them: "
    "misread serve --host ADDRESS"
)


class NotThere(Exception):
    """The course cannot listen where it was told to; the text says what would work."""


def listening(host: str, port: int, *, another: bool) -> list[socket.socket]:
    """Listen at an address, or, where its port is not to be had and `another` will do, at a free one.

    Raises:
        NotThere: if that cannot be.
    """
    try:
        return bind_sockets(port, host)
    except (OSError, UnicodeError) as error:  # a name that can be none at all is not even asked for
        if getattr(error, "errno", None) not in {errno.EADDRINUSE, errno.EACCES}:
            raise NotThere(_NOT_HERE.format(host=host, why=getattr(error, "strerror", None) or error)) from error
        if not another:
            raise NotThere(_TAKEN.format(port=port, host=host)) from error
    return bind_sockets(0, host)
