"""`/healthz`: whether this server works, for whatever watches over it."""

from __future__ import annotations

from importlib import metadata

from jupyter_server.base.handlers import JupyterHandler

from misread_web.operations.pulse import Pulse


class HealthPage(JupyterHandler):
    """Says that the server answers and whether its database does; nothing about anybody."""

    def initialize(self, pulse: Pulse) -> None:
        """Take what feels the database's pulse."""
        self._pulse = pulse

    async def get(self) -> None:
        """Send the state as JSON: 200 where all is well, 503 where the database does not answer."""
        beats = await self._pulse.beats()
        self.set_status(200 if beats else 503)
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Type", "application/json")
        self.finish({"ok": beats, "version": metadata.version("misread"), "database": beats})
