"""Runs a tornado application in a separate thread."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application


@contextmanager
def running(application: Callable[[], Application]) -> Iterator[str]:
    """Create and run an application in a thread, and yield its address."""
    ready: threading.Event = threading.Event()
    sockets = bind_sockets(0, "127.0.0.1")
    stops: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    async def serve() -> None:
        server = HTTPServer(application())
        server.add_sockets(sockets)
        stops.append((asyncio.get_running_loop(), asyncio.Event()))
        ready.set()
        await stops[0][1].wait()
        server.stop()
        await server.close_all_connections()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    ready.wait()
    try:
        yield f"http://127.0.0.1:{sockets[0].getsockname()[1]}/"
    finally:
        loop, stop = stops[0]
        loop.call_soon_threadsafe(stop.set)
        thread.join()
