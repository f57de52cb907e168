"""Renders the Markdown of lessons as HTML."""

from __future__ import annotations

from typing import Any

from voila.exporter import VoilaMarkdownRenderer


class LessonMarkdown(VoilaMarkdownRenderer):  # type: ignore[misc]  # Voila has no types
    """Voila's renderer without the link that it adds to each heading, which looks like a stray character."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 - passed on
        """Take Voila's settings, and switch the links off."""
        super().__init__(exclude_anchor_links=True, **settings)
