"""The routes for operators, and the objects that they share."""

from __future__ import annotations

from typing import Any

from jupyter_server.utils import url_path_join

from misread_records import Journal
from misread_web.live import OpenConnections
from misread_web.operations.counted_journal import CountedJournal
from misread_web.operations.database_probe import DatabaseProbe
from misread_web.operations.health_page import HealthPage
from misread_web.operations.metrics import Metrics
from misread_web.operations.metrics_page import MetricsPage


class Operations:
    """The metrics and the health check of one server process, and its journal with counters."""

    def __init__(self, journal: Journal) -> None:
        """Wrap the journal that the server writes to."""
        self.metrics = Metrics()
        self.open_connections = OpenConnections(self.metrics)
        self.journal = CountedJournal(journal, self.metrics)
        self._probe = DatabaseProbe(journal)

    def routes(self, base_url: str) -> list[tuple[Any, ...]]:
        """Return the routes of the health check and the metrics."""
        return [
            (
                url_path_join(base_url, "/healthz"),
                HealthPage,
                {"probe": self._probe, "open_connections": self.open_connections},
            ),
            (url_path_join(base_url, "/metrics"), MetricsPage, {"metrics": self.metrics}),
        ]
