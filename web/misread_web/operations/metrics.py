"""The metrics of a server for Prometheus. They do not reveal who did something, or what."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

ANSWER_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""The buckets of the histogram of answers, in seconds; the last one is the time limit of a message."""


class Metrics:
    """The metrics of one server process, in a registry of their own."""

    def __init__(self) -> None:
        """Start all counters at 0."""
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self.sessions = Gauge(
            "misread_sessions_open", "Pages of lessons and workshops that are open now.", registry=self._registry
        )
        self.opened = Counter("misread_lines_opened", "Connections that pages opened.", registry=self._registry)
        self.closed = Counter(
            "misread_lines_closed", "Connections that were closed.", ["code"], registry=self._registry
        )
        self.in_progress = Gauge(
            "misread_messages_in_progress", "Messages from pages that are being handled now.", registry=self._registry
        )
        self.answers = Histogram(
            "misread_answer_seconds",
            "Time from a choice's arrival at the server to its answer, including saving.",
            buckets=ANSWER_SECONDS,
            registry=self._registry,
        )
        self.lost = Gauge("misread_threads_lost", "Threads that are stuck in lesson code.", registry=self._registry)
        self.events = Counter("misread_events_appended", "Events saved.", ["kind"], registry=self._registry)
        self.errors = Counter("misread_errors", "Errors.", ["kind"], registry=self._registry)

    def text(self) -> bytes:
        """Return all metrics in Prometheus' text format."""
        return generate_latest(self._registry)
