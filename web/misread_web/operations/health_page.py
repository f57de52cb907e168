"""`/healthz`: says whether this server works, for monitoring."""

from __future__ import annotations

from importlib import metadata

from jupyter_server.base.handlers import JupyterHandler

from misread_web.auth import OPERATORS, from_this_machine
from misread_web.live import OpenConnections
from misread_web.operations.database_probe import DatabaseProbe


class HealthPage(JupyterHandler):
    """Reports whether the database and the lessons work, and nothing about people."""

    def initialize(self, probe: DatabaseProbe, open_connections: OpenConnections) -> None:
        """Take the check of the database, and the open connections with their threads."""
        self._probe, self._open_connections = probe, open_connections

    async def get(self) -> None:
        """Send the state as JSON, with 200 if all works, and 503 if the database or the lessons do not.

        Only admins and programs on this machine get the version, as it could help an attacker.
        """
        answers, runs = await self._probe.is_answering(), not self._open_connections.is_stuck
        self.set_status(200 if answers and runs else 503)
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Type", "application/json")
        state: dict[str, object] = {"ok": answers and runs, "database": answers, "lessons": runs}
        if from_this_machine(self.request) or OPERATORS.admits(self.current_user):
            state["version"] = metadata.version("misread")
        self.finish(state)
