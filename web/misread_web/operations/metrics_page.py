"""`/metrics`: the metrics of this server, for Prometheus."""

from __future__ import annotations

from jupyter_server.base.handlers import JupyterHandler
from prometheus_client import CONTENT_TYPE_LATEST

from misread_web.operations.metrics import Metrics


class MetricsPage(JupyterHandler):
    """Sends the metrics."""

    def initialize(self, metrics: Metrics) -> None:
        """Take the metrics."""
        self._metrics = metrics

    def get(self) -> None:
        """Send the metrics in Prometheus' text format."""
        self.set_header("Content-Type", CONTENT_TYPE_LATEST)
        self.set_header("Cache-Control", "no-store")
        self.finish(self._metrics.text())
