"""What a server counts, for Prometheus. Nothing in it says who did something, or what."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

ANSWER_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""The steps of the histogram of answers; the longest is when a message is stopped."""


class Metrics:
    """The figures of one server process, apart from those of any other program in it."""

    def __init__(self) -> None:
        """Start with nothing counted."""
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self.sessions = Gauge("misread_sessions_open", "Lessons that are open now.", registry=self._registry)
        self.opened = Counter("misread_lines_opened", "Lines that pages opened.", registry=self._registry)
        self.closed = Counter("misread_lines_closed", "Lines that were closed.", ["code"], registry=self._registry)
        self.in_progress = Gauge(
            "misread_messages_in_progress", "Messages of pages that are being handled now.", registry=self._registry
        )
        self.answers = Histogram(
            "misread_answer_seconds",
            "From a choice's arrival at the server to its answer, saved events included.",
            buckets=ANSWER_SECONDS,
            registry=self._registry,
        )
        self.lost = Gauge("misread_threads_lost", "Threads in lesson code that does not end.", registry=self._registry)
        self.events = Counter("misread_events_appended", "Events saved.", ["kind"], registry=self._registry)
        self.errors = Counter("misread_errors", "What went wrong.", ["kind"], registry=self._registry)

    def text(self) -> bytes:
        """Return all figures in Prometheus' text format."""
        return generate_latest(self._registry)
