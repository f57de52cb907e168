"""A rule about styles of play: no single style may earn too much."""

from __future__ import annotations

from collections.abc import Iterator

from misread_scenarios.checks.checked_scenario import CheckedScenario
from misread_scenarios.checks.rule import Finding

FEWEST_SCENES = 3
MOST_FOR_A_STYLE = 0.60


def rewarded_styles(checked: CheckedScenario) -> Iterator[Finding]:
    """Q6: no single style of play is enough.

    A learner may find out that asking (or warm words, or delay) always pays, and stop thinking. The rule tests each tag
    that at least three scenes offer. A simulated player takes an option with that tag if the scene has one (each is
    equally likely), and follows the best fixed list elsewhere. Over all worlds the style earns on average at most 0.60
    of the best path's points. If all options of a scene carry the tag, the player follows the list there, too. Give the
    tag to a weaker option as well, or let one scene punish the style. If the style is the skill itself, say so:
    `allow: {Q6: asking is half of the skill}`.
    """
    for tag, line in _tags(checked).items():
        style = checked.measures.style(tag)
        if style.share > MOST_FOR_A_STYLE:
            message = f"'{tag}' wherever it is offered earns {style.share:.2f} of the best path's points"
            yield line, f"{message} (at most {MOST_FOR_A_STYLE:.2f}); tag a weaker option '{tag}' too"


def _tags(checked: CheckedScenario) -> dict[str, int]:
    """Return the tags that enough scenes offer, each with the line of the first choice that carries it."""
    lines: dict[str, int] = {}
    scenes: dict[str, int] = {}
    for scene in checked.met_scenes if checked.scored else ():
        for tag in {tag for choice in scene.choices for tag in choice.tags}:
            scenes[tag] = scenes.get(tag, 0) + 1
            lines.setdefault(tag, next(choice.line for choice in scene.choices if tag in choice.tags))
    return {tag: lines[tag] for tag in sorted(lines) if scenes[tag] >= FEWEST_SCENES}
