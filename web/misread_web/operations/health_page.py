"""`/healthz`: whether this server works, for whatever watches over it."""

from __future__ import annotations

from importlib import metadata

from jupyter_server.base.handlers import JupyterHandler

from misread_web.auth import OPERATORS, from_this_machine
from misread_web.live import Watch
from misread_web.operations.database_probe import Pulse


class HealthPage(JupyterHandler):
    """Says that the server answers, and whether its database and its lessons do; nothing about anybody."""

    def initialize(self, pulse: Pulse, watch: Watch) -> None:
        """Take what feels the database's pulse, and what knows of the threads."""
        self._pulse, self._watch = pulse, watch

    async def get(self) -> None:
        """Send the state as JSON: 200 where all is well, 503 where the database or the lessons do not answer.

        The version is told to programs of this machine and to admins: it would tell others what to try.
        """
        beats, runs = await self._pulse.beats(), not self._watch.is_stuck
        self.set_status(200 if beats and runs else 503)
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Type", "application/json")
        told: dict[str, object] = {"ok": beats and runs, "database": beats, "lessons": runs}
        if from_this_machine(self.request) or OPERATORS.admits(self.current_user):
            told["version"] = metadata.version("misread")
        self.finish(told)
