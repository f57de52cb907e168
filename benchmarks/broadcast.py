"""A bare tornado server that sends the same bytes to all its WebSockets when one asks for it: the limit of any room.

python benchmarks/broadcast.py PORT
"""

from __future__ import annotations

import asyncio
import sys
from typing import ClassVar

from tornado.web import Application
from tornado.websocket import WebSocketHandler


class Everybody(WebSocketHandler):
    """One connection; what it sends goes to everybody, itself too."""

    here: ClassVar[set[Everybody]] = set()

    def open(self, *_: str) -> None:
        self.set_nodelay(True)
        self.here.add(self)
        self.write_message(b'[{"ready":true}]')

    def on_message(self, message: str | bytes) -> None:
        for each in self.here:
            each.write_message(message)

    def on_close(self) -> None:
        self.here.discard(self)


async def serve(port: int) -> None:
    """Serve until stopped."""
    Application([(r"/", Everybody)]).listen(port, "127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
