"""A relay between a browser and the course whose connections can be cut or fall silent."""

from __future__ import annotations

import contextlib
import socket
import threading
from urllib.parse import urlsplit

from tests.web.owner_cookies import LET_IN, let_in_at

PIECE = 65_536


class Relay:
    """Listens on its own port and forwards everything, until the connection is cut; `mend` forwards again.

    If it falls silent, as a wireless network does out of range, open connections stay open without an error and carry
    nothing.
    """

    def __init__(self, address: str) -> None:
        self._target = ("127.0.0.1", urlsplit(address).port or 80)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._silent: set[socket.socket] = set()
        self._whole = True
        self._from = "127.0.0.1"
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()
        let_in_at(self.address, address)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}/"

    def cut(self) -> None:
        with self._lock:
            self._whole = False
            for each in self._open:
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
            self._open.clear()

    def mend(self) -> None:
        with self._lock:
            self._whole = True

    def lead_to(self, address: str) -> None:
        """Connect new connections to another server."""
        self._target = ("127.0.0.1", urlsplit(address).port or 80)

    def fall_silent(self, new_source: str = "127.0.0.1") -> None:
        """Silence open connections; new ones go to the new server."""
        with self._lock:
            self._silent |= self._open
            self._from = new_source

    def close(self) -> None:
        LET_IN.pop(self.address, None)
        self.cut()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def passes(self, one: socket.socket, other: socket.socket, piece: bytes) -> bool:  # noqa: ARG002 - for others
        """Return whether to forward a message of one side to the other."""
        return True

    def _listen(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            self._join(near)

    def _join(self, near: socket.socket) -> None:
        with self._lock:
            try:
                if not self._whole:
                    raise ConnectionRefusedError
                far = socket.create_connection(self._target, source_address=(self._from, 0))
            except OSError:
                near.close()
                return
            self._open |= {near, far}
        for one, other in ((near, far), (far, near)):
            threading.Thread(target=self._pass_on, args=(one, other)).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        try:
            while piece := one.recv(PIECE):
                if one not in self._silent and self.passes(one, other, piece):
                    other.sendall(piece)
        except OSError:
            pass
        for each in (one, other):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        with self._lock:
            self._open -= {one, other}
        one.close()


FORBIDDEN = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Filter(Relay):
    """A company's network, which lets pages through but blocks other traffic.

    A WebSocket is `swallowed` (nobody ever answers), `refused` (with 403) or `cut` (as soon as it is open). Requests
    that send something are refused too where they are not to be `sent`, and all others to a line where they are not to
    be `asked`.
    """

    def __init__(self, address: str, sockets: str, *, sent: bool = True, asked: bool = True) -> None:
        self.sockets, self.sent, self.asked = sockets, sent and asked, asked
        self.posts = 0
        self.lost = 0
        self._loses = False
        self._answer: socket.socket | None = None
        super().__init__(address)

    def lose_the_next_answer(self) -> None:
        """Forward the next request that sends something, and drop its response."""
        self._loses = True

    def passes(self, one: socket.socket, other: socket.socket, piece: bytes) -> bool:
        line = piece.partition(b"\r\n")[0]
        if line.startswith(b"GET ") and b"upgrade: websocket" in piece.lower():
            return self._lets_open(one)
        if line.startswith(b"HTTP/1.1 101") and self.sockets == "cut":
            other.sendall(piece.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
            return _ended(one, other)
        if line.startswith(b"POST ") and b"/messages " in line:
            return self._lets_send(one, other)
        if line.startswith(b"GET ") and b"/messages " in line and not self.asked:
            one.sendall(FORBIDDEN)
            return _ended(one)
        if one is self._answer:
            self.lost += 1
            self._answer = None
            return _ended(one, other)
        return True

    def _lets_open(self, page: socket.socket) -> bool:
        if self.sockets == "swallowed":
            self._silent.add(page)
        if self.sockets == "refused":
            page.sendall(FORBIDDEN)
            return _ended(page)
        return self.sockets == "cut"

    def _lets_send(self, page: socket.socket, server: socket.socket) -> bool:
        self.posts += 1
        if not self.sent:
            page.sendall(FORBIDDEN)
            return _ended(page)
        if self._loses:
            self._loses, self._answer = False, server
        return True


def _ended(*ends: socket.socket) -> bool:
    for end in ends:
        end.shutdown(socket.SHUT_RDWR)
    return False
