"""Tornado's HTTP server with limits: it drops clients that send too much or make it wait too long."""

from __future__ import annotations

import asyncio
import dataclasses
import time
import weakref
from collections.abc import Awaitable
from typing import Any

from tornado.http1connection import HTTP1ServerConnection
from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPConnection, HTTPHeaders, HTTPMessageDelegate, RequestStartLine, ResponseStartLine
from tornado.ioloop import PeriodicCallback
from tornado.iostream import IOStream

from misread_web.auth import Proxies


@dataclasses.dataclass(frozen=True)
class Limits:
    """The limits of one connection: sizes in bytes, times in seconds.

    Attributes:
        body: the largest body of a request; it is kept in memory before the sender is known.
        header: the largest headers of a request.
        buffer: the most that is read ahead from a connection.
        header_seconds: the time for the headers of a connection's first request, from its opening.
        body_seconds: the time for the whole body of a request.
        idle_seconds: the time from a response to the end of the next request's headers. A proxy that keeps connections
            open must close them sooner, or it may send a request into a connection that is just being closed.
        taken_seconds: how long a client may keep a response waiting without a break.
    """

    body: int = 256 * 1024
    header: int = 32 * 1024
    buffer: int = 1024 * 1024
    header_seconds: float = 20.0
    body_seconds: float = 60.0
    idle_seconds: float = 120.0
    taken_seconds: float = 180.0


class Listener(HTTPServer):
    """An HTTP server with limits. WebSockets have further limits of their own."""

    def initialize(  # type: ignore[override]
        self,
        application: Any,  # noqa: ANN401 - tornado's own
        *,
        limits: Limits | None = None,
        proxies: Proxies | None = None,
        **options: Any,  # noqa: ANN401 - tornado's own
    ) -> None:
        """Take the application, the limits, the trusted proxies, and further options of tornado's server."""
        self._limits, self._proxies = limits or Limits(), proxies or Proxies()
        super().initialize(
            application,
            max_body_size=self._limits.body,
            max_header_size=self._limits.header,
            max_buffer_size=self._limits.buffer,
            idle_connection_timeout=self._limits.idle_seconds,
            body_timeout=self._limits.body_seconds,
            **options,
        )
        self._first: dict[object, asyncio.TimerHandle] = {}
        self._streams: weakref.WeakSet[IOStream] = weakref.WeakSet()
        self._untaken: weakref.WeakKeyDictionary[IOStream, float] = weakref.WeakKeyDictionary()
        self._looks: PeriodicCallback | None = None

    def handle_stream(self, stream: IOStream, address: tuple[Any, ...]) -> None:
        """Serve a new connection."""
        self._streams.add(stream)
        if self._looks is None:
            self._looks = PeriodicCallback(self._look, self._limits.taken_seconds * 1000 / 6)
            self._looks.start()
        super().handle_stream(stream, address)

    def start_request(self, server_conn: object, request_conn: HTTPConnection) -> HTTPMessageDelegate:
        """Wait for a request, and limit the time for its headers; tornado's own limit would include the idle time."""
        # Tornado reads this now, to decide whether it trusts the forwarding headers of this request.
        self.xheaders = self._proxies.has(getattr(getattr(request_conn, "context", None), "address", None))
        delegate = super().start_request(server_conn, request_conn)
        if server_conn in self._first or not isinstance(server_conn, HTTP1ServerConnection):
            return delegate
        loop = asyncio.get_running_loop()
        timer = loop.call_later(self._limits.header_seconds, server_conn.stream.close)
        self._first[server_conn] = timer
        return _InTime(delegate, timer)

    def on_close(self, server_conn: object) -> None:
        """Forget a connection."""
        if timer := self._first.pop(server_conn, None):
            timer.cancel()
        super().on_close(server_conn)

    def _look(self) -> None:
        """Close the connections whose clients have not read a response for too long."""
        now = time.monotonic()
        for stream in tuple(self._streams):
            if stream.closed() or not stream.writing():
                self._untaken.pop(stream, None)
            elif now - self._untaken.setdefault(stream, now) >= self._limits.taken_seconds:
                stream.close()


class _InTime(HTTPMessageDelegate):
    """Stops a timer once a request's headers have arrived."""

    def __init__(self, delegate: HTTPMessageDelegate, timer: asyncio.TimerHandle) -> None:
        self._delegate, self._timer = delegate, timer

    def headers_received(
        self, start_line: RequestStartLine | ResponseStartLine, headers: HTTPHeaders
    ) -> Awaitable[None] | None:
        self._timer.cancel()
        return self._delegate.headers_received(start_line, headers)

    def data_received(self, chunk: bytes) -> Awaitable[None] | None:
        return self._delegate.data_received(chunk)

    def finish(self) -> None:
        self._delegate.finish()

    def on_connection_close(self) -> None:
        self._delegate.on_connection_close()
