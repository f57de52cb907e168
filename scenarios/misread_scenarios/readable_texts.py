"""Every text of a scenario that somebody may read, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from misread_scenarios.model import Scenario


def wording(scenario: Scenario) -> Iterator[tuple[str, int]]:
    """Yield every text that a learner or a host may read, slots still open, with its line."""
    for scene in scenario.scenes:
        yield from ((scene.title, scene.line), (scene.fact or "", scene.line))
        yield from ((note, scene.line) for note in scene.host)
        yield from ((passage.text, passage.line) for passage in (*scene.paragraphs, *scene.takeaway))
        for choice in scene.choices:
            yield choice.text, choice.line
            yield from ((passage.text, passage.line) for passage in (*choice.then, *choice.why))
    for ending in scenario.endings:
        yield ending.title, ending.line
        yield from ((passage.text, passage.line) for passage in ending.paragraphs)
