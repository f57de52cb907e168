"""How the words of a lesson become HTML."""

from __future__ import annotations

from typing import Any

from voila.exporter import VoilaMarkdownRenderer


class LessonMarkdown(VoilaMarkdownRenderer):  # type: ignore[misc]  # Voila has no types
    """Voila's rendering, without the link that it adds to each heading: a reader would meet it as a stray sign."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 - passed on
        """Take Voila's settings as they are."""
        super().__init__(exclude_anchor_links=True, **settings)
